// The way in and out, against the real daemon: passwords set with `watchpost passwd`, and nobody local.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import { start_house } from './house.mjs';
import { english_on_page, open_dashboard, overhang, phase_is, start_browser, until, video_moves } from './support.mjs';

const kAnna = ['anna', 'correct horse battery'];
const kBert = ['bert', 'staple of a viewer'];

let browser;
let house;
before(async () => {
  browser = await start_browser();
  house = await start_house({ anna: ['operator', kAnna[1]], bert: ['viewer', kBert[1]] });
});
after(async () => {
  await browser?.close();
  await house?.end();
});

/** A browser of its own at the daemon's address. The console tells of each 401, and of nothing else. */
async function visiting(options, body, where = house) {
  const opened = await open_dashboard(browser, where, options);
  try {
    await body(opened.page, opened);
    assert.deepEqual(opened.complaints.filter((text) => !/status of 40[13]|WebSocket connection to '.*' failed/.test(text)), []);
  } catch (error) {
    console.error(`the daemon said:\n${where.said().slice(-4000)}`);
    throw error;
  } finally {
    await opened.close();
  }
}

/** By keyboard alone: the name has the focus already. */
async function log_in(page, [name, password]) {
  await page.locator('#name:focus').waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

async function in_as(page, person) {
  await log_in(page, person);
  await page.locator('#link').waitFor();
  await phase_is(page, 'open');
  await page.locator('#who').waitFor();
}

const at_the_door = (page) => page.locator('#login-form').waitFor();

test('nobody gets the login page where the dashboard is, and a password manager can read it', async () => {
  await visiting({}, async (page) => {
    await at_the_door(page);
    assert.equal(new URL(page.url()).pathname, '/');
    assert.equal((await page.request.get(`${house.url}/`)).status(), 401);
    assert.equal(await page.locator('#unset').isVisible(), false);
    const fields = await page.locator('#login-form input').evaluateAll((all) => all.map((n) => [n.type, n.name, n.autocomplete, n.labels.length]));
    assert.deepEqual(fields, [['text', 'username', 'username', 1], ['password', 'password', 'current-password', 1]]);
    assert.equal(await page.locator('#login-form').evaluate((form) => form.method), 'post', 'no script, no password in an address');
  });
});

test('an operator logs in by keyboard, watches, and moves the camera', async () => {
  await visiting({}, async (page) => {
    await in_as(page, kAnna);
    assert.equal(page.url(), `${house.url}/`);
    assert.equal(await page.locator('#who-name').innerText(), 'anna');
    assert.equal(await page.locator('#who-role').innerText(), en['role.operator']);
    await video_moves(page, 1);
    await page.locator('.pad[aria-disabled="false"]').waitFor();
    await page.locator('.angle[data-axis="pan"] input').fill('120');
    await until('the board to be there', () => page.locator('.angle[data-axis="pan"] .angle-told').innerText(), (told) => told === 'board: 120°');

    const [cookie, ...others] = await page.context().cookies();
    assert.deepEqual(others, []);
    assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, 'Strict', '/']);
    assert.equal(await page.evaluate(() => document.cookie), '');
  });
});

test('a viewer watches and cannot act, whatever the page is made to send', async () => {
  await visiting({}, async (page) => {
    await in_as(page, kBert);
    await video_moves(page, 1);
    assert.equal(await page.locator('#who-role').innerText(), en['role.viewer']);
    for (const control of ['.pad', '.stop', '.take', '.presets']) assert.ok(await page.locator(control).first().isHidden(), control);
    assert.match(await page.locator('.steer-words').innerText(), new RegExp(en['steer.viewer']));

    const [by_http, by_socket] = await page.evaluate(async () => {
      const { request } = await import('/js/api.js');
      const { give } = await import('/js/daemon.js');
      const { key_of_detail } = await import('/js/reasons.js');
      const http = await request('POST', '/api/v1/devices/sim-pico-1/servo', { pan: 10 }).catch((error) => error.status);
      const socket = await new Promise((resolve) => {
        give('sim-pico-1', { type: 'servo', pan: 10 }, ({ state, detail }) => resolve([state, key_of_detail(detail)]));
      });
      return [http, socket];
    });
    assert.equal(by_http, 403);
    assert.deepEqual(by_socket, ['refused', 'detail.viewer']);
    assert.equal(new URL(page.url()).pathname, '/', 'a refusal of what one may not do turns nobody out');
  });
});

test('a wrong password, an unknown name: the same words, and then the right ones let in', async () => {
  await visiting({}, async (page) => {
    for (const wrong of [[kAnna[0], 'a guess'], ['nobody-here', 'a guess']]) {
      await log_in(page, wrong);
      await page.locator('#password:focus').waitFor();
      await until('the words', () => page.locator('#problem').innerText(), (words) => words === en['login.wrong']);
      assert.equal(await page.locator('#password').inputValue(), '');
      assert.ok(!page.url().includes('guess'));
      await page.locator('#name').fill('');
      await page.locator('#name').focus();
    }
    await in_as(page, kAnna);
  });
});

test('logging out ends every session of that person: the other window comes to the login page too, without a storm', async () => {
  await visiting({}, async (page) => {
    await in_as(page, kAnna);
    await visiting({}, async (other) => {
      await in_as(other, kAnna);
      await video_moves(other, 1);
      const attempts = [];
      other.on('websocket', (socket) => attempts.push(socket.url()));
      await page.locator('#log-out').click();
      await Promise.all([at_the_door(page), at_the_door(other)]);
      assert.ok(attempts.length <= 2, `${attempts}`);
      assert.equal(new URL(other.url()).pathname, '/login');
      await other.goto(house.url);
      await at_the_door(other);
    });
    assert.deepEqual(await page.context().cookies(), [], 'the cookie is gone');
    await in_as(page, kAnna); // from /login as well
    assert.equal(page.url(), `${house.url}/`);
  });
});

test('a password that is changed ends the sessions that it began', async () => {
  await visiting({}, async (page) => {
    await in_as(page, kBert);
    await house.set_password('bert', 'viewer', 'another one of his');
    await at_the_door(page);
    await log_in(page, kBert);
    await until('the words', () => page.locator('#problem').innerText(), (words) => words === en['login.wrong']);
    await house.set_password('bert', 'viewer', kBert[1]);
  });
});

test('where no password is set the page says how to set one, and shows no form', async () => {
  const empty = await start_house();
  try {
    await visiting({}, async (page) => {
      await page.locator('#unset').waitFor();
      assert.match(await page.locator('#unset').innerText(), /watchpost passwd NAME/);
      assert.ok(await page.locator('#login-form').isHidden());
      await empty.set_password('carla', 'operator', 'the first password');
      await page.reload();
      await in_as(page, ['carla', 'the first password']);
    }, empty);
  } finally {
    await empty.end();
  }
});

for (const locale of ['en-US', 'fa-IR']) {
  test(`on a phone the login page reaches over no edge and is in the right language (${locale})`, async () => {
    await visiting({ locale, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }, async (page) => {
      await at_the_door(page);
      await log_in(page, [kAnna[0], 'a guess']);
      await until('the words', () => page.locator('#problem').innerText());
      assert.equal(await overhang(page), 0);
      if (locale === 'fa-IR') assert.deepEqual(await english_on_page(page), []);
      await page.locator('#theme button[value="dark"]').click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    });
  });
}
