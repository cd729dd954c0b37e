// "Never an old picture" on the screen: what the page says of its pictures is true whenever somebody looks, also where the
// browser cannot keep up; and it asks for no more pictures than it paints.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import fa from '../../static/js/i18n/fa.js';
import { with_scene } from './fakes.mjs';
import { watched, when_live } from './watched.mjs';
import { open_dashboard, phase_is, picture_on, start_browser, start_daemon, until } from './support.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

const kSeconds = 10;
const kLiveFor = 1500; // ms

for (const rate of [1, 6, 20]) {
  test(`24 cameras, the processor slowed down × ${rate}: no tile says Live over an old picture, and no queue grows`, async (t) => {
    const daemon = await start_daemon({ cameras: 24, picos: 0 });
    const { page, close } = await open_dashboard(browser, daemon, {}, watched);
    try {
      await page.locator('.tile[data-state="live"]').first().waitFor();
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate });
      await page.waitForFunction((ms) => {
        window.watched_until ??= performance.now() + ms;
        return performance.now() >= window.watched_until;
      }, 1000 * kSeconds, { polling: 200, timeout: 120000 });
      const seen = await page.evaluate(() => window.watched);

      for (const socket of seen.sockets) assert.ok(socket.most_unpainted <= 2, `${socket.camera}: ${socket.most_unpainted}`);
      const live = when_live(seen);
      assert.ok(live.length > 0 && live.some(({ age }) => age !== null), 'tiles said that they were live, and of which age is known');
      const old = live.filter(({ age }) => age > kLiveFor);
      assert.deepEqual(old.slice(0, 5), [], `${old.length} of ${live.length} looks at a live tile`);

      const ages = seen.sockets.flatMap(({ words }) => words.map(({ age_ms }) => age_ms)).sort((a, b) => a - b);
      const at = (share) => ages[Math.floor(share * (ages.length - 1))];
      t.diagnostic(`× ${rate}: ${ages.length} pictures told, age p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; ${live.length} looks`);
    } finally {
      await close();
      await daemon.end();
    }
  });
}

test('only tiles in the window, or almost, take pictures; the others keep their last one and do not call it live', async () => {
  const daemon = await start_daemon({ cameras: 24, picos: 0 });
  const { page, complaints, close } = await open_dashboard(browser, daemon);
  try {
    const first = page.locator('.tile').first();
    const last = page.locator('.tile').last();
    await page.locator('.tile[data-state="live"]').first().waitFor();
    const watching = async () => (await daemon.viewers()).map((v) => v.camera);
    const at_first = await watching();
    assert.ok(at_first.length < 24, String(at_first.length));
    assert.ok(!at_first.includes(await last.getAttribute('data-camera')));

    await last.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => [...document.querySelectorAll('.tile')].at(-1).dataset.state === 'live');
    const gone = await first.getAttribute('data-camera');
    await until('the first to have no viewer', watching, (all) => !all.includes(gone));
    assert.equal(await first.getAttribute('data-state'), 'paused');
    assert.equal(await first.locator('.live-badge').textContent(), en['badge.paused']);
    assert.match(await picture_on(page, 0), /^800x600:[1-9]/, 'the picture stays');

    await first.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('.tile').dataset.state === 'live');
    assert.deepEqual(complaints, []);
  } finally {
    await close();
    await daemon.end();
  }
});

test('small tiles ask for few pictures a second, large ones for all', async () => {
  for (const [width, asks] of [[360, /[?&]max_fps=\d+/], [1440, /^(?!.*max_fps)/]]) {
    const urls = [];
    const daemon = await start_daemon({ cameras: 1, picos: 0 });
    const { page, close } = await open_dashboard(browser, daemon, { viewport: { width, height: 740 } },
      (p) => p.on('websocket', (socket) => urls.push(socket.url())));
    try {
      await page.locator('.tile[data-state="live"]').waitFor();
      const url = urls.filter((one) => one.includes('/ws/video')).at(-1);
      assert.match(url, /[?&]window=[12](&|$)/);
      assert.match(url, asks);
    } finally {
      await close();
      await daemon.end();
    }
  }
});

/** The daemon's words and pictures on their way to the page: `word(message)` and `picture(bytes, n)` change them. */
const between_pictures = ({ word = (message) => message, picture = (bytes) => bytes }) => (page) =>
  page.routeWebSocket(/\/ws\/video/, (ws) => {
    const daemon = ws.connectToServer();
    let count = 0;
    ws.onMessage((text) => daemon.send(text));
    daemon.onMessage((data) => ws.send(typeof data === 'string' ? JSON.stringify(word(JSON.parse(data))) : picture(data, ++count)));
  });

test('the daemon’s word counts, not the time of drawing: pictures that are 3 s old are 3 s behind', async () => {
  for (const [locale, table, figure] of [['en-US', en, '3 s'], ['fa-IR', fa, '۳ ثانیه']]) {
    let age_ms = 3000;
    const word = (message) => (message.type === 'age' ? { ...message, age_ms } : message);
    await with_scene(browser, { page: { locale }, before: between_pictures({ word }) }, async ({ page, complaints }) => {
      const badge = page.locator('.live-badge');
      await until('the badge', () => badge.textContent(), (text) => text === table['badge.behind'].replace('{time}', figure));
      assert.equal(await page.locator('.tile').getAttribute('data-state'), 'behind');
      age_ms = 20;
      await until('the pictures to be live', () => badge.textContent(), (text) => text === table['badge.live']);
      assert.deepEqual(complaints, []);
    });
  }
});

test('a daemon that says nothing of the age is not believed to send live pictures', async () => {
  const word = (message) => (message.type === 'age' ? { type: 'unknown' } : message);
  await with_scene(browser, { before: between_pictures({ word }) }, async ({ page }) => {
    await until('pictures', () => picture_on(page, 0), (one) => one.startsWith('800x600'));
    assert.equal(await page.locator('.tile').getAttribute('data-state'), 'waiting');
  });
});

test('pictures that cannot be read do not use up what may be on its way', async () => {
  let seen = 0;
  const picture = (bytes, n) => {
    seen = n;
    return n % 3 === 0 ? bytes : Buffer.from('no picture');
  };
  await with_scene(browser, { before: between_pictures({ picture }) }, async ({ page }) => {
    await page.locator('.tile[data-state="live"]').waitFor();
    await until('many pictures', () => seen, (n) => n > 30);
  });
});

test('away, and never here: the badge says which, and for how long', async () => {
  const ago = (ms) => new Date(Date.now() - ms).toISOString();
  for (const [locale, table, time] of [['en-US', en, '4 min'], ['fa-IR', fa, '۴ دقیقه']]) {
    const scene_of = { page: { locale } };
    await with_scene(browser, scene_of, async (scene) => {
      const { page } = scene;
      await page.locator('.tile[data-state="live"]').waitFor();
      scene.change = (message) => (message.type !== 'status' ? message : {
        ...message, devices: message.devices.map((d) => ({ ...d, online: false, last_seen: ago(250000) })),
      });
      const badge = page.locator('.live-badge');
      await until('away', () => badge.textContent(), (text) => text === table['badge.away_for'].replace('{time}', time));

      await page.locator('.card[data-device="sim-cam-1"] .card-foot > .button').click();
      const verdict = page.locator('.verdict');
      await page.route(/\/diagnosis/, (route) => route.fulfill({ json: { id: 'sim-cam-1', kind: 'esp32cam', online: false, findings: [], timeline: [], samples: [] } }));
      await until('the doctor to know', () => verdict.textContent(), (text) => text === table['doctor.away'].replace('{time}', time));
      assert.equal(await verdict.getAttribute('data-level'), 'info');
    });
  }
  const never = (message) => (message.type !== 'status' ? message : {
    ...message, devices: message.devices.map((d) => ({ ...d, online: false, last_seen: null })),
  });
  await with_scene(browser, { before: (page, daemon, scene) => { scene.change = never; return page.routeWebSocket(/\/ws\/video/, () => {}); } },
    async ({ page }) => {
      await phase_is(page, 'open');
      await until('its first visit', () => page.locator('.live-badge').textContent(), (text) => text === en['badge.never']);
    });
});
