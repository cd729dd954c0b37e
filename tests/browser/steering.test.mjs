// Steering in real Chromium: a real pointer and real keys, the real daemon, and simulated boards that move the picture.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import { kLargestStep } from '../../static/js/steering.js';
import { with_pico, with_scene } from './fakes.mjs';
import { phase_is, picture_on, start_browser, until, video_moves } from './support.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

const steering = (options, body) => with_scene(browser, options, async (scene) => {
  await phase_is(scene.page, 'open');
  await scene.page.locator('.pad[aria-disabled="false"]').waitFor();
  await body(scene);
});

const angles = async ({ daemon }) => {
  const { servo1_angle: pan, servo2_angle: tilt } = (await daemon.devices()).find((d) => d.kind === 'pico');
  return { pan, tilt };
};

/** A point of the pad: `x` and `y` from -1 (left, up) to 1. */
async function point_of({ page }, x, y) {
  await page.locator('.pad').scrollIntoViewIfNeeded();
  const box = await page.locator('.pad').boundingBox();
  return [box.x + box.width * (0.5 + x / 2), box.y + box.height * (0.5 + y / 2)];
}

async function press({ page }, x, y) {
  await page.mouse.move(...await point_of({ page }, 0, 0));
  await page.mouse.down();
  await page.mouse.move(...await point_of({ page }, x, y));
}

const held = ({ page }) => page.locator('.pad').getAttribute('data-held').then((v) => v === 'true');

/** The camera goes on sending: so many pictures later, whatever was going to happen has happened. */
async function pictures_later({ page }, count = 12) {
  let last = await picture_on(page, 0);
  for (let i = 0; i < count; ++i) last = await until('another picture', () => picture_on(page, 0), (now) => now !== last);
}

/** The middle of the picture, where nothing moves by itself, in coarse grey. */
const scenery = ({ page }) => page.locator('.tile canvas').first().evaluate((canvas) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, Math.round(height * 0.55), width, Math.round(height * 0.2));
  const grey = [];
  for (let i = 0; i < data.length; i += 4 * 7) grey.push((data[i] + data[i + 1] + data[i + 2]) / 3);
  return grey;
});
const difference = (a, b) => a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;

/** Nothing more is sent, and the board stands still: proves that a hold has ended. */
async function at_rest(scene) {
  assert.equal(await held(scene), false);
  const count = scene.commands().length;
  await pictures_later(scene);
  assert.equal(scene.commands().length, count, 'nothing is sent after the end of a hold');
}

test('holding the pad moves the picture; letting go stops it', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    await video_moves(page, 1);
    const still = [await scenery(scene), (await pictures_later(scene, 3), await scenery(scene))];
    const from = await angles(scene);
    assert.ok(difference(...still) < 4, `without steering the scenery stands: ${difference(...still)}`);

    await press(scene, 0.95, 0);
    await until('the board to have turned right', () => angles(scene), ({ pan }) => pan >= from.pan + 12);
    await page.mouse.up();
    await at_rest(scene);
    // Each step is sent after the board has answered the last, so no more than the last one was left to do.
    const [before, last] = scene.commands().slice(-2).map(({ command }) => command.pan);
    assert.ok(last - before <= kLargestStep + 1, `it ran on from ${before} to ${last}`);
    const to = await until('the last step to be done', () => angles(scene), ({ pan }) => pan === last);
    assert.equal(to.tilt, from.tilt);
    const moved = difference(still[0], await scenery(scene));
    assert.ok(moved > 3 * difference(...still) + 5, `the scenery has moved: ${moved}`);
    assert.deepEqual(scene.complaints, []);
  });
});

test('of a hold there is never more than one command undecided, and each is a small step', async () => {
  await steering({}, async (scene) => {
    await press(scene, 0.6, -0.7);
    await until('some steps', () => scene.commands().length, (n) => n >= 5);
    await scene.page.mouse.up();
    await at_rest(scene);
    let undecided = 0;
    let last = { pan: 90, tilt: 90 };
    for (const message of scene.log) {
      if (message.type === 'command') {
        undecided += 1;
        assert.equal(undecided, 1);
        const { pan = last.pan, tilt = last.tilt, ttl_ms } = message.command;
        assert.ok(Math.hypot(pan - last.pan, tilt - last.tilt) <= kLargestStep + 1.5, JSON.stringify(message));
        assert.ok(ttl_ms <= 1000, 'a step that comes late is not sent');
        last = { pan, tilt };
      } else if (message.type === 'command_state' && message.state === 'acknowledged') {
        undecided -= 1;
      }
    }
  });
});

test('arrow keys hold while they are down', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    const from = await angles(scene);
    await page.locator('.pad').focus();
    await page.keyboard.down('ArrowUp');
    await until('the board to have turned up', () => angles(scene), ({ tilt }) => tilt >= from.tilt + 10);
    assert.equal((await angles(scene)).pan, from.pan);
    await page.keyboard.up('ArrowUp');
    await at_rest(scene);
  });
});

test('whatever takes the hand away ends the hold', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    const ends = {
      'the window loses the focus': () => page.evaluate(() => dispatchEvent(new Event('blur'))),
      'the tab is hidden': () => page.evaluate(() => {
        const show = (value) => {
          Object.defineProperty(document, 'visibilityState', { value, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        };
        show('hidden');
        setTimeout(show, 0, 'visible');
      }),
      'the system takes the pointer': () => page.evaluate(() => {
        const pad = document.querySelector('.pad');
        pad.dispatchEvent(new PointerEvent('pointercancel', { pointerId: window.pointer }));
      }),
      'the capture is lost': () => page.evaluate(() => document.querySelector('.pad').releasePointerCapture(window.pointer)),
      'an emergency stop': () => page.evaluate(() => document.querySelector('.stop').click()),
    };
    await page.evaluate(() => addEventListener('pointerdown', (e) => { window.pointer = e.pointerId; }, true));
    for (const [name, end] of Object.entries(ends)) {
      const count = scene.commands().length;
      await press(scene, -0.9, 0);
      await until(`the hold before: ${name}`, () => scene.commands().length, (n) => n > count);
      assert.ok(await held(scene), name);
      await end();
      await until(name, () => held(scene), (h) => !h);
      await at_rest(scene);
      await page.mouse.up();
    }
  });
});

test('a key is never stuck: a window that loses the focus lets go, and a key that repeats does not begin again', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    await page.locator('.pad').focus();
    for (const end of [
      () => page.evaluate(() => dispatchEvent(new Event('blur'))),
      () => page.locator('.stop').focus(),
      () => page.keyboard.press('Meta'),
    ]) {
      await page.locator('.pad').focus();
      await page.keyboard.down('ArrowLeft');
      assert.ok(await held(scene));
      await end();
      assert.equal(await held(scene), false);
      await page.locator('.pad').focus();
      await page.keyboard.down('ArrowLeft'); // the system repeats it
      await at_rest(scene);
      await page.keyboard.up('ArrowLeft');
    }
  });
});

test('the first finger steers, another does not', async () => {
  await steering({ page: { hasTouch: true } }, async (scene) => {
    const { page } = scene;
    const cdp = await page.context().newCDPSession(page);
    const from = await angles(scene);
    const [x, y] = await point_of(scene, 0.9, 0);
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ id: 1, x, y }] });
    const [other_x, other_y] = await point_of(scene, 0, -0.9);
    await page.locator('.pad').evaluate((pad, [clientX, clientY]) => {
      for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
        pad.dispatchEvent(new PointerEvent(type, { pointerId: 99, pointerType: 'touch', clientX, clientY, bubbles: true }));
      }
    }, [other_x, other_y]);
    assert.ok(await held(scene), 'the other finger came and went');
    await until('the first finger to have turned it right', () => angles(scene), ({ pan }) => pan >= from.pan + 6);
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await until('the end of the hold', () => held(scene), (h) => !h);
    await at_rest(scene);
    assert.equal((await angles(scene)).tilt, from.tilt);
  });
});

test('on a Persian page right is right', async () => {
  await steering({ page: { locale: 'fa-IR' } }, async (scene) => {
    const from = await angles(scene);
    await press(scene, 0.95, 0);
    await until('the board to have turned right', () => angles(scene), ({ pan }) => pan >= from.pan + 12);
    await scene.page.mouse.up();
    const place = (part) => scene.page.locator(`.angle[data-axis="pan"] ${part}`).evaluate((n) => {
      const { left, width } = n.getBoundingClientRect();
      return left + width / 2;
    });
    const middle = await place('.angle-track');
    await until('the mark to be right of the middle', () => place('.angle-mark'), (mark) => mark > middle + 3);
  });
});

test('a lost link ends a hold, and what was undecided is unknown', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    scene.change = (m) => (m.type === 'command_state' && m.state !== 'sent' ? null : m); // the answer never comes
    await press(scene, 0.9, 0);
    await until('a command', () => scene.commands().length, (n) => n === 1);
    await scene.sockets.at(-1).close({ code: 1012 });
    await until('the end of the hold', () => held(scene), (h) => !h);
    await page.mouse.up();
    scene.change = (m) => m;
    await phase_is(page, 'open');
    await until('the words', () => page.locator('.steer-words').innerText(), (text) => text.includes(en['answer.unknown']));
    assert.ok(await page.locator('.steer-chip').isVisible(), 'over the picture too');
    await at_rest(scene);
  });
});

test('an emergency stop from elsewhere ends a hold whose pointer is still down, and the page says so', async () => {
  await steering({}, async (scene) => {
    const { page, daemon } = scene;
    await press(scene, 0.9, 0);
    await until('some steps', () => scene.commands().length, (n) => n >= 2);
    const answer = await fetch(`${daemon.url}/api/v1/devices/sim-pico-1/actions`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ action: 'emergency_stop' }),
    });
    assert.equal(answer.status, 202);
    await until('the end of the hold', () => held(scene), (h) => !h);
    await until('the words', () => page.locator('.steer-chip').innerText(), (text) => text === en['steer.stopped']);
    await at_rest(scene);
    await page.mouse.up();

    await press(scene, -0.9, 0);
    await until('a new hold to steer again', () => page.locator('.steer-chip').isVisible(), (seen) => !seen);
    await page.mouse.up();
    assert.deepEqual(scene.complaints, []);
  });
});

test('a hold ends with a step that somebody else\'s command took the place of', async () => {
  await steering({}, async (scene) => {
    scene.swallow = (m) => m.type === 'command';
    await press(scene, 0.9, 0);
    await until('a step', () => scene.commands().length, (n) => n === 1);
    scene.answer('queued');
    scene.answer('superseded');
    await until('the end of the hold', () => held(scene), (h) => !h);
    await at_rest(scene);
    await scene.page.mouse.up();
  });
});

test('a Pico that goes away ends a hold, and the pad takes none', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    await press(scene, 0.9, 0);
    scene.change = with_pico({ online: false });
    await until('the pad to be off', () => page.locator('.pad').getAttribute('aria-disabled'), (v) => v === 'true');
    assert.equal(await held(scene), false);
    await page.mouse.up();
    await until('the words', () => page.locator('.steer-chip').innerText(), (text) => text === en['steer.away']);
    const count = scene.commands().length;
    await press(scene, 0.9, 0);
    await page.keyboard.press('ArrowLeft');
    await page.mouse.up();
    await pictures_later(scene, 5);
    assert.equal(scene.commands().length, count);
  });
});

test('the emergency stop is there in full screen too, and goes to the Pico', async () => {
  await steering({}, async (scene) => {
    const { page } = scene;
    await page.locator(`[aria-label="${en['camera.full_screen']}"]`).click();
    await page.waitForFunction(() => document.fullscreenElement?.querySelector('.pad') && document.fullscreenElement.querySelector('.stop'));
    await page.locator('.stop').click();
    await until('the answer', () => page.locator('.steer').getAttribute('data-tone'), (tone) => tone === 'good');
    const { device, command } = scene.commands().at(-1);
    assert.deepEqual([device, command], ['sim-pico-1', { type: 'action', action: 'emergency_stop' }]);
  });
});

test('a camera that no station names has no controls, and neither has one whose Pico is not known', async () => {
  await with_scene(browser, {
    daemon: { picos: 0 },
    before: (page, daemon, scene) => {
      scene.change = (m) => (m.type === 'status' ? { ...m, stations: [{ id: 's', camera: 'sim-cam-1', pico: 'gone', presets: [] }] } : m);
    },
  }, async (scene) => {
    await video_moves(scene.page, 1);
    assert.equal(await scene.page.locator('.pad, .stop, .angle').count(), 0);
    assert.equal(await scene.page.locator('.take').count(), 1, 'photos need no Pico');
    scene.change = (m) => (m.type === 'status' ? { ...m, stations: undefined } : m); // an older daemon
    await pictures_later(scene);
    assert.equal(await scene.page.locator('.pad').count(), 0);
    assert.deepEqual(scene.complaints, []);
  });
});
