// The real dashboard in real Chromium against the real daemon with simulated boards.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import fa from '../../static/js/i18n/fa.js';
import { returning_port } from '../firmware/daemon.mjs';
import { english_on_page, open_dashboard, overhang, phase_is, picture_on, start_browser, start_daemon, until, video_moves } from './support.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

/** Runs `body` with a daemon and a page of its own; both are gone afterwards, whatever happened. */
async function with_dashboard(options, body) {
  let daemon = await start_daemon({ port: await returning_port(), ...options.daemon });
  const scene = {
    get daemon() { return daemon; },
    /** The same address comes back, as when systemd restarts the service. */
    async restart() { daemon = await start_daemon({ ...options.daemon, port: daemon.port }); },
  };
  try {
    Object.assign(scene, await open_dashboard(browser, daemon, options.page));
    await body(scene);
  } catch (error) {
    console.error(`the daemon said:\n${daemon.said().slice(-4000)}`); // a crash there looks like a fault of the page
    throw error;
  } finally {
    await scene.close?.();
    await daemon.end();
  }
}

const text_of = (page, selector) => page.locator(selector).innerText();

/** A lost daemon makes the browser itself print failed connections; nothing else may be there. */
function only_network_errors(complaints) {
  const others = complaints.filter((c) => !/^WebSocket connection to '.*' failed|^Failed to load resource: net::ERR_/.test(c));
  assert.deepEqual(others, []);
}

test('two cameras and a Pico: pictures move, cards tell their state, the console is clean', async () => {
  await with_dashboard({}, async ({ page, complaints, daemon }) => {
    await phase_is(page, 'open');
    await video_moves(page);

    const devices = await until('all boards', () => daemon.devices(), (all) => all.length === 3);
    for (const { id, kind } of devices) {
      const card = page.locator(`.card[data-device="${id}"]`);
      await page.waitForFunction((name) => document.querySelector(`.card[data-device="${name}"]`)?.dataset.state === 'online', id);
      const text = await card.innerText();
      assert.ok(text.includes(id) && text.includes(en['board.online']), text);
      assert.ok(text.includes(en[`board.${kind}`]), text);
      if (kind !== 'esp32cam') continue;
      await until(`the card of ${id} to tell rate and size`, () => card.innerText(),
        (now) => /\d fps/.test(now) && /\d B\/s|kB\/s|MB\/s/.test(now) && /\d × \d/.test(now));
      assert.equal(await page.locator(`.tile[data-camera="${id}"]`).count(), 1);
    }
    assert.notEqual(await picture_on(page, 0), await picture_on(page, 1), 'each tile shows its own camera');

    assert.equal(await text_of(page, '#link-text'), en['link.open']);
    assert.equal(await text_of(page, '#summary-cameras'), '2 of 2');
    await until('the Pico', () => text_of(page, '#summary-picos'), (text) => text === '1 of 1');
    assert.notEqual(await text_of(page, '#version'), '');
    await until('an event for each board that came', () => page.locator('.event').allInnerTexts(),
      (rows) => devices.every(({ id }) => rows.some((row) => row.includes(id) && row.includes(en['event.device_online']))));
    assert.deepEqual(complaints, []);
  });
});

test('the picture keeps its shape', async () => {
  await with_dashboard({}, async ({ page, daemon }) => {
    await video_moves(page);
    const { width, height } = (await daemon.devices()).find((d) => d.kind === 'esp32cam');
    const shape = await page.locator('.tile canvas').first().evaluate((canvas) => ({
      width: canvas.width, height: canvas.height, fit: getComputedStyle(canvas).objectFit,
    }));
    assert.deepEqual(shape, { width, height, fit: 'contain' });
  });
});

test('a killed daemon is shown as disconnected, and everything heals when it is back', async () => {
  await with_dashboard({}, async (scene) => {
    const { page, complaints } = scene;
    await video_moves(page);
    await page.waitForFunction(() => document.querySelectorAll('.card[data-state="online"]').length === 3);
    await scene.daemon.end('SIGKILL');

    await phase_is(page, 'waiting', 'connecting');
    await page.waitForFunction(() => document.querySelectorAll('.tile[data-state="no_link"]').length === 2);
    assert.ok((await text_of(page, '.tile >> nth=0')).includes(en['tile.no_link']));
    assert.match(await text_of(page, '.tile >> nth=0'), /since \d\d:\d\d:\d\d/);
    assert.ok(await page.locator('#lost').isVisible());
    assert.equal(await page.locator('.card[data-state="unknown"]').count(), 3);
    await phase_is(page, 'waiting');
    await page.waitForFunction(() => /^Reconnecting in \d+ s$/.test(document.getElementById('link-text').textContent));
    assert.ok(await page.locator('#retry').isVisible());

    await scene.restart();
    await phase_is(page, 'open');
    await video_moves(page);
    assert.ok(await page.locator('#lost').isHidden());
    only_network_errors(complaints);
  });
});

test('"retry now" does not wait for the next attempt', async () => {
  await with_dashboard({ daemon: { cameras: 1, picos: 0 } }, async (scene) => {
    const { page } = scene;
    await video_moves(page, 1);
    await scene.daemon.end('SIGKILL');
    await page.waitForFunction(() => {
      const phase = () => document.getElementById('link').dataset.phase;
      if (phase() !== 'waiting') return false;
      document.getElementById('retry').click();
      return phase() === 'connecting'; // at once, not when the timer comes
    });
    await scene.restart();
    await phase_is(page, 'open');
    await video_moves(page, 1);
  });
});

test('SIGTERM ends the daemon with 0, and the page comes back to the next one', async () => {
  await with_dashboard({}, async (scene) => {
    const { page, complaints } = scene;
    await video_moves(page);
    assert.equal(await scene.daemon.end('SIGTERM'), 0);
    await phase_is(page, 'waiting', 'connecting');
    await scene.restart();
    await phase_is(page, 'open');
    await video_moves(page);
    only_network_errors(complaints);
  });
});

test('a Persian browser gets a Persian page, right to left; the switch changes it and is remembered', async () => {
  await with_dashboard({ page: { locale: 'fa-IR' }, daemon: { picos: 0 } }, async ({ page, complaints }) => {
    await video_moves(page);
    const root = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
    assert.deepEqual(await root(), ['fa', 'rtl']);
    assert.equal(await text_of(page, '#link-text'), fa['link.open']);
    assert.match(await text_of(page, '#summary-cameras'), /^۲ از ۲$/);
    // A board that came and went leaves its reason in the list, in the reader's language as well.
    await page.evaluate(() => new Promise((resolve) => {
      const pico = new WebSocket(`ws://${location.host}/ws/pico`);
      pico.onopen = () => pico.close(1000);
      pico.onclose = resolve;
    }));
    await until('the reason in Persian', () => page.locator('.event-words').allTextContents(),
      (all) => all.includes(fa['reason.closed']));
    assert.deepEqual(await english_on_page(page), []);

    await page.locator('#language button[value="en"]').click();
    assert.deepEqual(await root(), ['en', 'ltr']);
    assert.equal(await text_of(page, '#link-text'), en['link.open']);
    await page.locator('#language button[value="fa"]').click();
    assert.deepEqual(await english_on_page(page), [], 'nothing stays behind when the language changes');
    await page.locator('#language button[value="en"]').click();
    await page.reload();
    assert.deepEqual(await root(), ['en', 'ltr']);
    await video_moves(page);
    assert.deepEqual(complaints, []);
  });
});

test('light and dark: as the system says, until the user chooses', async () => {
  await with_dashboard({ page: { colorScheme: 'dark' }, daemon: { cameras: 1, picos: 0 } }, async ({ page }) => {
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await phase_is(page, 'open');
    assert.equal(await theme(), 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await until('the page to follow the system', theme, (t) => t === 'light');
    await page.locator('#theme button[value="dark"]').focus();
    await page.keyboard.press('Enter');
    assert.equal(await theme(), 'dark');
    await page.reload();
    assert.equal(await theme(), 'dark');
  });
});

for (const locale of ['en-US', 'fa-IR']) {
  test(`on a phone of 360 pixels nothing reaches over the edge (${locale})`, async () => {
    const phone = { locale, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    await with_dashboard({ page: phone }, async ({ page }) => {
      await video_moves(page);
      assert.equal(await overhang(page), 0);
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      assert.equal(await overhang(page), 0);
    });
  });
}

test('a hidden tab lets go of its video and takes it again when it is seen', async () => {
  await with_dashboard({}, async ({ page, daemon, complaints }) => {
    await video_moves(page);
    const viewers = async () => (await daemon.devices()).reduce((sum, d) => sum + (d.viewers ?? 0), 0);
    await until('both cameras to have a viewer', viewers, (n) => n === 2);

    // Headless Chromium never hides a tab, so the page is told that it is hidden.
    const show = (state) => page.evaluate((s) => {
      Object.defineProperty(document, 'visibilityState', { value: s, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
    await show('hidden');
    await until('no camera to have a viewer', viewers, (n) => n === 0);
    assert.equal(await page.locator('#link').getAttribute('data-phase'), 'open');
    await show('visible');
    await until('both cameras to have a viewer again', viewers, (n) => n === 2);
    await video_moves(page);
    assert.deepEqual(complaints, []);
  });
});

test('a page that is left for another lets go of everything, and takes it again when it is brought back', async () => {
  await with_dashboard({ daemon: { cameras: 1, picos: 0 } }, async ({ page, daemon, complaints }) => {
    await video_moves(page, 1);
    const viewers = async () => (await daemon.devices())[0].viewers;
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await until('no viewer', viewers, (n) => n === 0);
    assert.equal(await page.locator('#link').getAttribute('data-phase'), 'stopped');
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await phase_is(page, 'open');
    await video_moves(page, 1);
    assert.deepEqual(complaints, []);
  });
});

test('a real error is shown and can be dismissed; the noise of extensions is not shown', async () => {
  await with_dashboard({ daemon: { cameras: 1, picos: 0 } }, async ({ page, complaints }) => {
    await phase_is(page, 'open');
    const noise = 'Unchecked runtime.lastError: The message port closed before a response was received.';
    const swallowed = await page.evaluate((message) => {
      const raise = (init) => !dispatchEvent(new ErrorEvent('error', { cancelable: true, ...init }));
      const reject = (reason) => {
        const promise = Promise.reject(reason);
        promise.catch(() => {});
        return !dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { cancelable: true, promise, reason }));
      };
      return [raise({ message }), raise({ message: 'x', filename: 'chrome-extension://abc/inject.js' }),
        reject(new Error('message port closed'))];
    }, noise);
    assert.deepEqual(swallowed, [true, true, true]);
    assert.equal(await page.locator('.notice').count(), 0);
    assert.deepEqual(complaints, []);

    await page.evaluate(() => { setTimeout(() => { throw new Error('no answer on port 51000'); }); });
    await page.evaluate(() => { Promise.reject(new RangeError('code 1000 <b>bold</b>')); });
    const notices = page.locator('.notice');
    await until('both errors to be shown', () => notices.allInnerTexts(), (all) => all.length === 2
      && all.some((text) => text.includes('no answer on port 51000'))
      && all.some((text) => text.includes('RangeError: code 1000 <b>bold</b>')));

    await notices.first().locator('button').focus();
    await page.keyboard.press('Enter');
    assert.equal(await notices.count(), 1);
  });
});

test('what a board says is shown as text, never as markup', async () => {
  await with_dashboard({ daemon: { cameras: 1, picos: 0 } }, async ({ page, complaints }) => {
    await phase_is(page, 'open');
    const words = '<img src=x onerror=alert(1)> <b>hot</b> سلام';
    // The page itself dials in as a Pico: from this machine, with our own Origin, no token is needed.
    await page.evaluate((message) => {
      window.pico = new WebSocket(`ws://${location.host}/ws/pico`);
      window.pico.onopen = () => {
        window.pico.send(JSON.stringify({ type: 'connect', device: 'pico', timestamp: '1', version: '2.0' }));
        window.pico.send(JSON.stringify({ type: 'log', level: 'error', message }));
      };
    }, words);
    await until('the words in the event list', () => page.locator('.event-words').allTextContents(),
      (all) => all.includes(words));
    assert.equal(await page.locator('.event img, .event b, .card img, .card b').count(), 0);
    assert.deepEqual(complaints, []);
  });
});

test('of many pictures that come at once the newest is shown, and no queue grows', async () => {
  await with_dashboard({ daemon: { cameras: 1, picos: 0 } }, async ({ page }) => {
    const drawn = await page.evaluate(async () => {
      const { Picture } = await import('/js/picture.js');
      const jpeg = (width) => {
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = 60;
        return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg'); });
      };
      const blobs = await Promise.all(Array.from({ length: 40 }, (_, i) => jpeg(80 + i)));
      const widths = [];
      await new Promise((resolve) => {
        const picture = new Picture(document.createElement('canvas'), {
          on_drawn: (width) => {
            widths.push(width);
            if (width === 119) resolve();
          },
          on_broken: () => widths.push('broken'),
        });
        for (const blob of blobs) picture.push(blob);
      });
      return widths;
    });
    assert.deepEqual(drawn, [80, 119]);
  });
});

test('how fresh the pictures are is shown once it is switched on, for all cameras, and remembered', async () => {
  await with_dashboard({}, async ({ page, complaints, daemon }) => {
    await phase_is(page, 'open');
    await video_moves(page);
    const shown = page.locator('.tile-age:visible');
    assert.equal(await shown.count(), 0, 'off by default');

    await page.locator('.tile').first().getByRole('button', { name: en['tile.age'] }).click();
    for (const i of [0, 1]) {
      await until(`tile ${i} to tell its age`, () => shown.nth(i).innerText(),
        (text) => /^\d+\.\d fps · \d+ ms old · \d+ dropped$/.test(text));
    }
    const viewers = await until('the status to know', () => daemon.viewers(), (list) => list.every((v) => v.painted_ms !== null));
    assert.deepEqual(viewers.map((v) => v.camera).sort(), ['sim-cam-1', 'sim-cam-2']);

    await page.reload();
    await until('the choice to be remembered', () => shown.count(), (n) => n === 2);
    await page.locator('.tile').nth(1).getByRole('button', { name: en['tile.age'] }).click();
    assert.equal(await shown.count(), 0);
    assert.deepEqual(complaints, []);
  });
});
