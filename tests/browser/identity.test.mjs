// What the dashboard makes of who one is. Who that is, the test says in place of the daemon; the login page against the
// real daemon is in login.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import { photo, fake_gallery, with_scene } from './fakes.mjs';
import { english_on_page, overhang, phase_is, start_browser, until } from './support.mjs';

const kLocal = { kind: 'local', name: null, role: 'operator', because: '', address: '127.0.0.1', secure: false, people: true };
const kAnna = { ...kLocal, kind: 'person', name: 'anna', address: '203.0.113.7' };
const kBert = { ...kAnna, name: 'bert', role: 'viewer' };
const kNobody = { ...kLocal, kind: 'nobody', role: null };

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

/** A dashboard whose daemon answers whoami with `scene.identity`; what it was asked of the session is in `scene.asked`. */
const known_as = (identity, options, body) => with_scene(browser, {
  ...options,
  async before(page, daemon, scene) {
    Object.assign(scene, { identity, asked: [] });
    await page.route(/\/api\/v1\/whoami$/, (route) => {
      scene.asked.push('whoami');
      return scene.identity === 'lost' ? route.abort() : route.fulfill({ json: scene.identity });
    });
    await page.route(/\/api\/v1\/session$/, (route) => {
      scene.asked.push(`${route.request().method()} session`);
      if (scene.session_fails) return route.fulfill({ status: scene.session_fails, json: { detail: 'the disk says no' } });
      scene.identity = scene.after_log_out ?? kNobody;
      return route.fulfill({ status: 204 });
    });
    await page.route(/\/login$/, (route) => route.fulfill({ contentType: 'text/html', body: '<title>login</title>' }));
    await options.before?.(page);
  },
}, async (scene) => {
  await phase_is(scene.page, 'open');
  await body(scene);
});

const acting = ['.pad', '.stop', '.take', '.photo-options', '.presets', '.photo-card .button-icon[aria-label="Delete this photo"]'];
const gallery = (page) => fake_gallery(page, Buffer.from(''), [photo(1)]);

async function log_out(page) {
  await page.locator('#log-out').click();
}

test('an operator is told who they are, and has every control', async () => {
  await known_as(kAnna, { before: gallery }, async ({ page, complaints }) => {
    await page.locator('#who').waitFor();
    assert.equal(await page.locator('#who-name').innerText(), 'anna');
    assert.equal(await page.locator('#who-role').innerText(), en['role.operator']);
    assert.ok(await page.locator('#log-out').isVisible());
    for (const control of acting) await page.locator(control).first().waitFor();
    assert.deepEqual(complaints, []);
  });
});

test('a viewer sees everything and is given nothing to act with, and is told why', async () => {
  await known_as(kBert, { before: gallery }, async ({ page, sent, complaints }) => {
    await page.locator('#who').waitFor();
    assert.equal(await page.locator('#who-role').innerText(), en['role.viewer']);
    assert.equal(await page.locator('#who-role').getAttribute('title'), en['role.viewer_hint']);
    await page.locator('.photo-card').waitFor();
    for (const control of acting) {
      const found = page.locator(control).first();
      await found.waitFor({ state: 'attached' }); // what is not there yet is no control that is kept away
      await found.waitFor({ state: 'hidden' });
    }
    assert.ok(await page.locator('.angle input').first().isDisabled());
    await until('the angle', () => page.locator('.angle-told').first().innerText(), (text) => /board: \d+°/.test(text));
    assert.match(await page.locator('.steer-words').innerText(), new RegExp(en['steer.viewer']));
    assert.ok(await page.getByText(en['photo.viewer']).isVisible());
    assert.ok(await page.locator('.photo-card a[download]').isVisible(), 'a photo may be loaded down');

    await page.locator('.photo-open').click();
    await page.locator('dialog.lightbox').waitFor();
    assert.ok(await page.locator('dialog.lightbox').getByLabel(en['gallery.delete']).isHidden());
    assert.deepEqual(sent.filter((m) => m.type === 'command'), []);
    assert.deepEqual(complaints, []);
  });
});

test('a role that is taken away ends a hold', async () => {
  await known_as(kAnna, {}, async (scene) => {
    const { page } = scene;
    await page.locator('.pad[aria-disabled="false"]').waitFor();
    await page.locator('.pad').focus();
    await page.keyboard.down('ArrowRight');
    await page.locator('.pad[data-held="true"]').waitFor();
    scene.identity = kBert;
    await page.route(/\/api\/v1\/photos/, (route) => route.fulfill({ status: 401, json: {} }));
    await page.evaluate(async () => (await import('/js/api.js')).request('GET', '/api/v1/photos').catch(() => {}));
    await page.locator('.pad[data-held="false"]').waitFor({ state: 'attached' });
    const steps = scene.commands().length;
    await until('the page to know it', () => page.locator('#who-role').innerText(), (role) => role === en['role.viewer']);
    assert.equal(scene.commands().length, steps);
  });
});

test('logging out goes to the login page, and nothing of the old page knocks any more', async () => {
  await known_as(kAnna, {}, async (scene) => {
    await log_out(scene.page);
    await scene.page.waitForURL('**/login');
    assert.deepEqual(scene.asked, ['whoami', 'DELETE session', 'whoami']);
    assert.equal(scene.sockets.length, 1);
  });
});

test('on the machine itself nobody logs out, and who logs out there stays let in', async () => {
  await known_as(kLocal, {}, async ({ page }) => {
    await page.locator('#who').waitFor();
    assert.equal(await page.locator('#who-name').innerText(), en['who.local']);
    assert.ok(await page.locator('#log-out').isHidden());
  });
  await known_as(kAnna, {}, async (scene) => {
    scene.after_log_out = kLocal;
    await log_out(scene.page);
    await until('the page to say so', () => scene.page.locator('#who-name').innerText(), (name) => name === en['who.local']);
    await phase_is(scene.page, 'open');
  });
});

test('a log-out that fails is said, and one whose session is gone already is none', async () => {
  await known_as(kAnna, {}, async (scene) => {
    scene.session_fails = 507;
    await log_out(scene.page);
    const notice = scene.page.locator('.notice');
    await notice.waitFor();
    assert.match(await notice.innerText(), new RegExp(`${en['who.log_out_failed']}.*the disk says no`, 's'));
    assert.ok(await scene.page.locator('#log-out').isEnabled());
    scene.session_fails = 401;
    scene.identity = kNobody;
    await log_out(scene.page);
    await scene.page.waitForURL('**/login');
  });
});

test('a session that ends elsewhere leads to the login page, without a storm of attempts', async () => {
  await known_as(kAnna, { before: (page) => page.clock.install() }, async (scene) => {
    const { page } = scene;
    const handshakes = [];
    await page.locator('.tile[data-state="live"]').waitFor();
    page.on('websocket', (socket) => handshakes.push(socket.url()));
    scene.identity = kNobody;
    await page.clock.pauseAt(Date.now() + 60_000); // no timer brings another attempt before the answer is there
    await scene.sockets.at(-1).close({ code: 1000, reason: 'logged out' });
    await page.waitForURL('**/login');
    assert.deepEqual(scene.asked, ['whoami', 'whoami']);
    assert.equal(scene.sockets.length, 1, 'no attempt before the answer');
    assert.deepEqual(handshakes, []);
  });
});

test('a daemon that goes away without a word turns nobody out', async () => {
  await known_as(kAnna, {}, async (scene) => {
    const { page } = scene;
    scene.identity = 'lost';
    const asked = scene.asked.length;
    await scene.sockets.at(-1).close({ code: 1012 });
    await until('the page to ask who it is', () => scene.asked.length, (n) => n > asked);
    scene.identity = kAnna;
    await phase_is(page, 'open');
    assert.equal(new URL(page.url()).pathname, '/');
    assert.equal(await page.locator('#who-name').innerText(), 'anna');
  });
});

test('what the daemon forbids on the socket is said in words', async () => {
  await known_as(kAnna, {}, async ({ page, tell }) => {
    tell({ type: 'error', code: 'forbidden', message: 'viewers do not act' });
    await page.locator('.notice').waitFor();
    assert.match(await page.locator('.notice').innerText(), new RegExp(`${en['notice.forbidden']}.*${en['role.viewer_hint']}`, 's'));
  });
});

for (const locale of ['en-US', 'fa-IR']) {
  test(`on a phone who one is reaches over no edge and is in the right language (${locale})`, async () => {
    const phone = { locale, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const long = { ...kBert, name: 'a-viewer-with-a-name-of-32-chars' };
    await known_as(long, { page: phone }, async ({ page }) => {
      await page.locator('#who').waitFor();
      assert.equal(await overhang(page), 0);
      if (locale === 'fa-IR') assert.deepEqual(await english_on_page(page), []);
    });
  });
}
