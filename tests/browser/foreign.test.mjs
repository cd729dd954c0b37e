// A page of another site in the browser of somebody who sits at the machine, where nobody needs a password: it can open no
// WebSocket, read no picture and move nothing. Each attempt is also made from the dashboard's own origin, where it succeeds.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { install } from './attacks.mjs';
import { kNames, start_other_server, start_rebinding } from './strangers.mjs';
import { start_browser, start_daemon, until } from './support.mjs';

const kSimpleTypes = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];
const kServo = JSON.stringify({ pan: 10, tilt: 170 });
const kOldServo = JSON.stringify({ servo1: 10, servo2: 170 });

let browser;
let daemon;
let other;
let rebinding;
let picture;

before(async () => {
  daemon = await start_daemon({ cameras: 1, picos: 1 });
  browser = await start_browser([kNames]);
  other = await start_other_server();
  rebinding = await start_rebinding(daemon.port);
  picture = await until('a first picture', async () => {
    const answer = await fetch(`${daemon.url}/snapshot`);
    return answer.ok ? [...Buffer.from(await answer.arrayBuffer())] : null;
  });
  await until('both boards', () => daemon.devices(), (all) => all.length === 2 && all.every((d) => d.online));
});
after(async () => {
  await browser?.close();
  other?.end();
  rebinding?.end();
  await daemon?.end();
});

const local_bases = () => [`http://127.0.0.1:${daemon.port}`, `http://localhost:${daemon.port}`];

/** Where the page comes from, and the addresses at which it looks for the daemon. */
const kStrangers = {
  'of another port of this machine': () => ({ page: `http://127.0.0.1:${other.port}/`, bases: local_bases() }),
  'of another site': () => ({ page: `http://attack.example:${other.port}/`, bases: local_bases() }),
  'whose name was made to lead to the daemon': () => ({
    page: `http://rebound.example:${daemon.port}/`, bases: [`http://rebound.example:${daemon.port}`, ...local_bases()],
  }),
  'without an origin, in a sandbox': () => ({ page: `http://attack.example:${other.port}/`, bases: local_bases(), sandbox: true }),
};

/** A frame of the page that has no origin. */
async function sandbox_in(page, address) {
  await page.evaluate((src) => {
    const node = document.createElement('iframe');
    node.sandbox = 'allow-scripts allow-forms';
    node.src = src;
    document.body.append(node);
  }, address);
  const frame = await until('the sandbox', () => page.frames()[1], Boolean);
  await frame.waitForLoadState();
  assert.equal(await frame.evaluate(() => window.origin), 'null');
  return frame;
}

/**
 * Opens the page and runs `body` with the frame that attacks and what the network saw: `changes` are `[path, status]` of what
 * would change something, as far as the browser tells of the answer, `ended` how many of them are through, and `sockets` what
 * the console says of them.
 */
async function visiting({ page: address, sandbox = false }, body) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = { changes: [], ended: 0, sockets: [] };
  const changes = (request) => !['GET', 'OPTIONS'].includes(request.method());
  context.on('response', (response) => {
    if (changes(response.request())) seen.changes.push([new URL(response.url()).pathname, response.status()]);
  });
  for (const end of ['requestfinished', 'requestfailed']) {
    context.on(end, (request) => { seen.ended += changes(request) ? 1 : 0; });
  }
  page.on('console', (message) => { if (/WebSocket/.test(message.text())) seen.sockets.push(message.text()); });
  try {
    rebinding.turn(false);
    await page.goto(address);
    rebinding.turn(true);
    const frame = sandbox ? await sandbox_in(page, address) : page.mainFrame();
    await frame.evaluate(install);
    await body(frame, seen);
  } finally {
    await context.close();
  }
}

/** How many requests the daemon has refused because of who asked. */
async function refusals() {
  const text = await (await fetch(`${daemon.url}/metrics`)).text();
  return [...text.matchAll(/^\w*refusals_total\{[^}]*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

const photos = async () => (await (await fetch(`${daemon.url}/api/v1/photos`)).json()).total;

/** Everything that the daemon was ever told to do gets the next number. */
async function next_command() {
  const answer = await fetch(`${daemon.url}/api/v1/devices/sim-pico-1/servo?wait=20000`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ pan: 90, tilt: 90 }),
  });
  const { id, state } = await answer.json();
  assert.equal(state, 'acknowledged');
  return id;
}

/** `[what, {url, method?, type, body, mode}]`: a move, a change of a preset or a photo, by `fetch`. */
function changes_by_fetch(base) {
  const all = [];
  for (const mode of ['cors', 'no-cors']) {
    for (const type of [...kSimpleTypes, 'application/json']) {
      all.push({ url: `${base}/api/v1/devices/sim-pico-1/servo`, type, body: kServo, mode });
      all.push({ url: `${base}/set_servo`, type, body: kOldServo, mode });
      all.push({ url: `${base}/set_action`, type, body: '{"action":"emergency_stop"}', mode });
      all.push({ url: `${base}/api/v1/stations/sim-1/presets/home/go`, type, body: '', mode });
      all.push({ url: `${base}/delete_photo/any.jpg`, type, body: '', mode });
    }
  }
  for (const type of kSimpleTypes) {
    all.push({ url: `${base}/api/v1/stations/sim-1/presets/stolen`, method: 'PUT', type, body: '{"pan":1,"tilt":2}', mode: 'cors' });
  }
  return all;
}

const multipart = (base) => [
  { action: `${base}/upload_frame`, enctype: 'multipart/form-data', file: { name: 'frame', bytes: picture } },
  {
    action: `${base}/upload_photo`, enctype: 'multipart/form-data', file: { name: 'photo', bytes: picture },
    fields: { quality: '80', flash_used: 'false', intensity: '0' },
  },
];

/** Forms whose body is JSON, as far as a form can make it so. */
const json_forms = (base) => [['/api/v1/devices/sim-pico-1/servo', 'pan', 'tilt'], ['/set_servo', 'servo1', 'servo2']]
  .flatMap(([path, pan, tilt]) => [
    { action: base + path, enctype: 'text/plain', fields: { [`{"${pan}":10,"${tilt}":170,"x":"`]: '"}' } },
    { action: base + path, enctype: 'application/x-www-form-urlencoded', fields: { [pan]: '10', [tilt]: '170' } },
    { action: base + path, enctype: 'multipart/form-data', fields: { [pan]: '10', [tilt]: '170' } },
  ]);

const submit = (frame, forms) => frame.evaluate(async (all) => {
  for (const { action, ...rest } of all) await window.attack.form(action, rest);
}, forms);

/** Beacons tell their page nothing: the network says when they are through. @returns what was answered */
async function send_beacons(frame, seen, base) {
  const types = [null, ...kSimpleTypes.slice(0, 3), 'application/json'];
  const before_them = { ended: seen.ended, changes: seen.changes.length };
  await frame.evaluate(([url, all, body]) => all.forEach((type) => window.attack.beacon(url, type, body)),
    [`${base}/api/v1/devices/sim-pico-1/servo`, types, kServo]);
  await until('the beacons to be through', () => seen.ended - before_them.ended, (n) => n >= types.length);
  return seen.changes.slice(before_them.changes).map(([, status]) => status);
}

/** Everything a page can send. */
async function send_all(frame, seen, base) {
  await frame.evaluate(async (all) => {
    for (const change of all) await window.attack.send(change);
  }, changes_by_fetch(base));
  await frame.evaluate(async (all) => {
    for (const upload of all) await window.attack.upload(upload);
  }, multipart(base));
  await submit(frame, [...json_forms(base), ...multipart(base)]);
  return send_beacons(frame, seen, base);
}

for (const [who, where] of Object.entries(kStrangers)) {
  test(`a page ${who} opens no WebSocket`, async () => {
    await visiting(where(), async (frame, { sockets }) => {
      for (const base of where().bases) {
        const opened = await frame.evaluate((b) => window.attack.sockets(b), base);
        assert.deepEqual(opened, ['refused', 'refused', 'refused', 'refused'], base);
      }
      const refused = sockets.filter((text) => /HTTP Authentication failed|Unexpected response code: 4(01|03|21)/.test(text));
      assert.equal(refused.length, 4 * where().bases.length, `the daemon refused each: ${sockets}`);
      assert.equal((await daemon.devices()).length, 2, 'no board has come');
    });
  });

  test(`a page ${who} reads no picture and no document`, async () => {
    await visiting(where(), async (frame) => {
      for (const base of where().bases) {
        const before_it = await refusals();
        const became = await frame.evaluate((b) => window.attack.reads(b), base);
        for (const [what, word] of Object.entries(became)) assert.notEqual(word, 'read', `${what} from ${base}`);
        assert.ok(await refusals() - before_it >= 4, 'the daemon refused those that say where they come from');
      }
    });
  });

  test(`a page ${who} moves no servo and changes nothing`, async () => {
    const before_it = { command: await next_command(), photos: await photos() };
    await visiting(where(), async (frame, seen) => {
      for (const base of where().bases) {
        const refused = await refusals();
        await send_all(frame, seen, base);
        assert.ok(await refusals() - refused > 50, 'the daemon refused them, not the browser');
      }
      assert.deepEqual(seen.changes.filter(([, status]) => status < 400), []);
    });
    assert.equal(await next_command(), before_it.command + 1, 'nobody has told the daemon anything meanwhile');
    assert.equal(await photos(), before_it.photos);
  });

  test(`a page ${who} cannot show the dashboard in a frame`, async () => {
    await visiting(where(), async (frame) => {
      for (const base of where().bases) {
        await frame.evaluate((src) => new Promise((resolve) => {
          const node = document.createElement('iframe');
          node.onload = resolve;
          node.src = src;
          document.body.append(node);
        }), `${base}/`);
        const shown = frame.childFrames().at(-1);
        const is_there = await shown.evaluate(() => document.getElementById('camera-grid') !== null);
        assert.equal(is_there, false, `${base} in ${shown.url()}`);
      }
    });
  });
}

for (const host of ['127.0.0.1', 'localhost']) {
  const base = () => `http://${host}:${daemon.port}`;
  const at_home = (body) => visiting({ page: `${base()}/` }, body);

  test(`the dashboard at ${host} opens all four WebSockets`, async () => {
    await at_home(async (frame) => {
      assert.deepEqual(await frame.evaluate((b) => window.attack.sockets(b), base()), ['open', 'open', 'open', 'open']);
    });
  });

  test(`the dashboard at ${host} reads pictures in every one of these ways`, async () => {
    await at_home(async (frame) => {
      assert.equal(await frame.evaluate(() => document.getElementById('camera-grid') !== null), true);
      const became = await frame.evaluate((b) => window.attack.reads(b), base());
      for (const [what, word] of Object.entries(became)) assert.equal(word, 'read', what);
    });
  });

  test(`the dashboard at ${host} moves the servo and changes things, by fetch and by beacon`, async () => {
    await at_home(async (frame, seen) => {
      const kept = await photos();
      const before_it = await next_command();
      const beacons = await send_all(frame, seen, base());
      // Only JSON does, and without CORS a browser lets no page say that it sends JSON.
      const done = (path) => seen.changes.filter(([p, status]) => p === path && status >= 200 && status < 300).length;
      for (const path of ['/set_servo', '/set_action', '/api/v1/stations/sim-1/presets/home/go', '/upload_frame', '/upload_photo']) {
        assert.equal(done(path), 1, path);
      }
      assert.equal(done('/api/v1/devices/sim-pico-1/servo'), 2, 'by fetch and by beacon');
      assert.deepEqual(beacons.sort(), [202, 415, 415, 415, 415]);
      assert.equal(await next_command(), before_it + 1 + 5);
      await until('the photo to be kept', photos, (n) => n === kept + 1);
    });
  });
}
