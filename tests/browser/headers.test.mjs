// What the daemon's headers make a browser do: they must be tight, and the dashboard must not feel them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start_daemon as start_plain_daemon } from '../firmware/daemon.mjs';
import { start_house } from './house.mjs';
import { kNames, start_other_server } from './strangers.mjs';
import { phase_is, start_browser, start_daemon, until, video_moves } from './support.mjs';

const kAnna = ['anna', 'correct horse battery'];

let browser;
before(async () => { browser = await start_browser([kNames]); });
after(async () => { await browser?.close(); });

/** A browser of its own; `body(page, context)`, and what its console says but for refusals, warnings too. */
async function visiting(body) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  try {
    const said = [];
    const page = await context.newPage();
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) said.push(message.text()); });
    page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
    await body(page, context);
    // Canvas2D: it is this test that reads pictures back.
    return said.filter((text) => !/status of 40[13]|WebSocket connection to '.*' failed|WebSocket is closed|Canvas2D/.test(text));
  } finally {
    await context.close();
  }
}

async function log_in(page, [name, password]) {
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
  await page.locator('#link').waitFor();
  await phase_is(page, 'open');
}

test('the dashboard works and the console is empty', async () => {
  const daemon = await start_daemon({ cameras: 1, picos: 1 });
  try {
    assert.deepEqual(await visiting(async (page) => {
      const answer = await page.goto(daemon.url);
      assert.match(answer.headers()['content-security-policy'], /object-src 'none'/);
      assert.match(answer.headers()['permissions-policy'], /camera=\(\)/);
      await video_moves(page, 1);
    }), []);
  } finally {
    await daemon.end();
  }
});

test('neither plugins nor another base nor devices are to be had', async () => {
  const daemon = await start_daemon({ cameras: 1, picos: 0 });
  try {
    await visiting(async (page) => {
      await page.goto(daemon.url);
      const refused = await page.evaluate(async () => {
        const violations = [];
        document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
        const object = document.createElement('object');
        object.data = '/snapshot';
        const base = document.createElement('base');
        base.href = 'http://attack.example/';
        document.body.append(object, base);
        for (let i = 0; i < 100 && violations.length < 2; ++i) await new Promise((resolve) => { setTimeout(resolve, 20); });
        return violations.sort();
      });
      assert.deepEqual(refused, ['base-uri', 'object-src']);
      assert.equal(await page.evaluate(() => document.featurePolicy.allowsFeature('camera')), false);
      assert.equal(await page.evaluate(() => document.featurePolicy.allowsFeature('fullscreen')), true, 'tiles use it');
    });
  } finally {
    await daemon.end();
  }
});

test('a page of another site keeps no hold of a dashboard that it opened', async () => {
  const daemon = await start_daemon({ cameras: 1, picos: 0 });
  const other = await start_other_server();
  try {
    await visiting(async (page, context) => {
      await page.goto(`http://127.0.0.1:${other.port}/`);
      const opened = context.waitForEvent('page');
      await page.evaluate((url) => { window.opened = window.open(url); }, daemon.url);
      await (await opened).locator('#link').waitFor();
      await until('the handle to be cut', () => page.evaluate(() => window.opened.closed));
      assert.equal(await (await opened).evaluate(() => window.opener), null);
    });
  } finally {
    await daemon.end();
    other.end();
  }
});

test('under a name without https no header makes the browser complain', async () => {
  const daemon = await start_plain_daemon({ behind_proxy: true, more: { host_names: ['attack.example'] } });
  try {
    assert.deepEqual(await visiting(async (page) => {
      await page.goto(`http://attack.example:${daemon.port}/`);
      await page.locator('#unset').waitFor(); // the page's script has run
    }), []);
  } finally {
    await daemon.end();
  }
});

test('a planted cookie logs nobody out, and logging out leaves nothing behind', async () => {
  const house = await start_house({ anna: ['operator', kAnna[1]] });
  try {
    assert.deepEqual(await visiting(async (page, context) => {
      // A longer path comes first (RFC 6265 section 5.4).
      const planted = { name: 'watchpost_session', value: 'x'.repeat(43), domain: '127.0.0.1' };
      await page.goto(house.url);
      await log_in(page, kAnna);
      await context.addCookies(['/api/v1', '/ws'].map((path) => ({ ...planted, path })));
      const who = () => page.evaluate(async () => (await (await fetch('/api/v1/whoami')).json()).name);
      assert.equal(await who(), 'anna');
      await page.reload();
      await phase_is(page, 'open');
      await page.evaluate(() => localStorage.setItem('watchpost.of-anna', 'seen'));
      await page.locator('#log-out').click();
      await page.locator('#login-form').waitFor();
      assert.equal(await who(), null);
      assert.equal(await page.evaluate(() => localStorage.getItem('watchpost.of-anna')), null);
    }), []);
  } finally {
    await house.end();
  }
});
