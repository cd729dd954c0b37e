// Pages of other origins that the configuration names: one in `allowed_origins` reads answers and shows pictures, one in
// `frame_ancestors` has the dashboard in a frame. A page that is not named can do neither with the same daemon.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start_other_server } from './strangers.mjs';
import { start_browser, start_daemon, until } from './support.mjs';

let browser;
let daemon;
let named;
let unnamed;

before(async () => {
  named = await start_other_server();
  unnamed = await start_other_server();
  const page = `http://127.0.0.1:${named.port}`;
  daemon = await start_daemon({ cameras: 1, picos: 1, env: { WATCHPOST_ALLOWED_ORIGINS: page, WATCHPOST_FRAME_ANCESTORS: page } });
  browser = await start_browser();
  await until('a first picture', async () => (await fetch(`${daemon.url}/snapshot`)).ok);
});
after(async () => {
  await browser?.close();
  named?.end();
  unnamed?.end();
  await daemon?.end();
});

/** `body` in a page of that server, with the daemon's URL. */
async function in_page_of(server, body) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.port}/`);
    return await page.evaluate(body, daemon.url);
  } finally {
    await context.close();
  }
}

/** The status that each way of reading gives, or the name of the error. */
const read_everything = async (url) => {
  const ways = [
    () => fetch(`${url}/livez`),
    () => fetch(`${url}/api/v1/devices`, { headers: { authorization: 'Bearer nobody' }, credentials: 'include' }),
    () => fetch(`${url}/api/v1/devices/sim-pico-1/servo`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer nobody' }, body: '{"pan":1}',
    }),
  ];
  return Promise.all(ways.map((way) => way().then((answer) => answer.status, (error) => error.name)));
};

/** The width of what an image shows; 0 for nothing. */
const show_pictures = async (url) => Promise.all(['/snapshot', '/stream'].map((path) => new Promise((resolve) => {
  const image = new Image();
  image.onerror = () => resolve(0);
  image.src = url + path;
  const look = () => (image.naturalWidth > 0 ? resolve(image.naturalWidth) : setTimeout(look, 50)); // a stream never loads
  look();
})));

/** Whether a frame shows the dashboard. */
async function shows_frame(server) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.evaluate((src) => new Promise((resolve) => {
      const node = document.createElement('iframe');
      node.onload = resolve;
      node.src = src;
      document.body.append(node);
    }), daemon.url);
    const frame = page.mainFrame().childFrames()[0];
    return await frame.evaluate(() => document.getElementById('camera-grid') !== null);
  } finally {
    await context.close();
  }
}

test('a page of allowed_origins reads answers, with a token of its own, and a refusal too', async () => {
  assert.deepEqual(await in_page_of(named, read_everything), [200, 401, 401]);
  assert.deepEqual(await in_page_of(unnamed, read_everything), ['TypeError', 'TypeError', 'TypeError']);
});

test('a page of allowed_origins shows pictures and streams', async () => {
  for (const width of await in_page_of(named, show_pictures)) assert.ok(width > 0);
  for (const width of await in_page_of(unnamed, show_pictures)) assert.equal(width, 0);
});

test('a page of frame_ancestors has the dashboard in a frame', async () => {
  assert.equal(await shows_frame(named), true);
  assert.equal(await shows_frame(unnamed), false);
});
