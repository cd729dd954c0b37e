// The ESP32-CAM's sketch, on fakes of the camera and the pins, against the real daemon.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { end_daemons_but, returning_port, start_daemon, until } from './daemon.mjs';
import { Sketch } from './sketch.mjs';

let daemon;
let folder;
let picture; // its file
let jpeg; // its bytes
const sketches = [];

/** A picture as a camera makes them: a simulated one's. */
async function take_picture() {
  const demo = await start_daemon({ demo: true });
  const answer = await until('a picture', () => fetch(`${demo.url}/snapshot`), (seen) => seen.ok);
  jpeg = Buffer.from(await answer.arrayBuffer());
  picture = join(folder, 'picture.jpeg');
  writeFileSync(picture, jpeg);
  await demo.end();
}

function new_sketch(options, port = daemon.port) {
  const sketch = new Sketch(port, picture, options);
  sketches.push(sketch);
  return sketch;
}

async function live_sketch() {
  const sketch = new_sketch();
  await until('pictures', () => daemon.device('front-door'), (device) => device?.online && device.frames_received >= 3);
  return sketch;
}

const is_final = (command) => !['queued', 'sent'].includes(command.state);

async function done(body) {
  const { id } = await daemon.action('front-door', body);
  return until(`the end of ${JSON.stringify(body)}`, () => daemon.command(id), is_final);
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchpost-sketch-'));
  await take_picture();
  daemon = await start_daemon();
});
after(async () => {
  await daemon.end();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const sketch of sketches.splice(0)) await sketch.end();
  await end_daemons_but(daemon);
  await until('the daemon to notice', () => daemon.device('front-door'), (device) => !device?.online);
});

test('the camera connects, and its pictures arrive byte for byte', async () => {
  await live_sketch();
  const device = await daemon.device('front-door');
  assert.equal(device.kind, 'esp32cam');
  assert.equal(device.library, 'watchpost-esp32cam');
  assert.equal(device.firmware, '3.0');
  assert.equal(device.frames_refused, 0);
  assert.equal(device.invalid_messages, 0);
  assert.equal(device.complaints, 0);
  const seen = Buffer.from(await (await fetch(`${daemon.url}/api/v1/cameras/front-door/frame.jpeg`)).arrayBuffer());
  assert.ok(seen.equals(jpeg));
});

test('a board whose supply was too weak says so, and the link doctor says what to do', async () => {
  const codes = async (of) => (await of.get('/api/v1/devices/front-door/diagnosis')).findings.map((one) => one.code);
  const other = await start_daemon();
  const healthy = new_sketch({}, other.port);
  await until('pictures', () => other.device('front-door'), (device) => device?.frames_received > 0);
  assert.deepEqual(await codes(other), []);
  await healthy.end();
  const weak = await start_daemon();
  new_sketch({ brownout: true }, weak.port);
  await until('pictures', () => weak.device('front-door'), (device) => device?.frames_received > 0);
  assert.deepEqual(await codes(weak), ['brown_out']);
});

test('the flash obeys, and goes out with the link', async () => {
  const other = await start_daemon();
  const sketch = new_sketch({}, other.port);
  await until('pictures', () => other.device('front-door'), (device) => device?.frames_received > 0);
  const { id } = await other.action('front-door', { action: 'flash_on', intensity: 40 });
  const command = await until('its end', () => other.command(id), is_final);
  assert.deepEqual([command.state, command.detail], ['acknowledged', 'on']);
  await sketch.says(['pin 4 duty 0', 'pin 4 duty 102']);
  await other.end('SIGKILL');
  await sketch.says(['pin 4 duty 0', 'pin 4 duty 102', 'pin 4 duty 0']);
});

test('flash_off is acknowledged too', async () => {
  const sketch = await live_sketch();
  await done({ action: 'flash_on', intensity: 100 });
  const command = await done({ action: 'flash_off' });
  assert.deepEqual([command.state, command.detail], ['acknowledged', 'off']);
  await sketch.says(['pin 4 duty 0', 'pin 4 duty 255', 'pin 4 duty 0']);
});

test('a photo is taken with its own quality and the flash, and the stream goes on', async () => {
  const sketch = await live_sketch();
  const command = await done({ action: 'capture_photo', quality: 95, flash: true, intensity: 100 });
  assert.equal(command.state, 'acknowledged', command.detail);
  await sketch.says(['sensor quality 12', 'sensor quality 20']);
  await sketch.says(['pin 4 duty 0', 'pin 4 duty 255', 'pin 4 duty 0']);
  const { photos } = await daemon.get('/api/v1/photos');
  assert.equal(photos.length, 1);
  assert.equal(command.detail, photos[0].id);
  assert.deepEqual([photos[0].camera, photos[0].quality, photos[0].flash, photos[0].intensity, photos[0].size],
    ['front-door', 95, true, 100, jpeg.length]);
  const { frames_received } = await daemon.device('front-door');
  await until('more pictures', () => daemon.device('front-door'), (device) => device.frames_received > frames_received + 3);
  assert.equal((await daemon.device('front-door')).frames_refused, 0);
});

test('settings are acknowledged one and all, and one that the camera does not have is refused', async () => {
  const sketch = await live_sketch();
  const set = await done({ action: 'camera_settings', brightness: -2, auto_exposure: false });
  assert.equal(set.state, 'acknowledged', set.detail);
  await sketch.says(['sensor brightness -2', 'sensor exposure 0']);
  assert.equal((await done({ action: 'camera_settings', sharpness: 1 })).state, 'refused');
});

test('system_reboot is acknowledged, the link is closed properly, and then the board restarts', async () => {
  const sketch = await live_sketch();
  const command = await done({ action: 'system_reboot' });
  assert.equal(command.state, 'acknowledged');
  assert.equal(await sketch.gone, 0);
  assert.equal(sketch.lines.at(-1), 'restart');
  const { events } = await daemon.get('/api/v1/events');
  assert.equal(events.filter((event) => event.type === 'device_offline').at(-1).reason, 'the board closed the link');
});

test('the camera comes back to a daemon that was killed and started again, with one header each', async () => {
  const first = await start_daemon({ port: await returning_port() });
  const sketch = new_sketch({}, first.port);
  await until('pictures', () => first.device('front-door'), (device) => device?.frames_received > 0);
  await first.end('SIGKILL');
  await until('the loss', () => sketch.count('next attempt') > 1);
  const second = await start_daemon({ port: first.port });
  await until('pictures again', () => second.device('front-door'), (device) => device?.frames_received > 0);
  await second.end();
  await until('the goodbye', () => sketch.count('closed with 1001') === 1);
});

test('a wrong token is refused, tried again with a pause, and not printed', async () => {
  const strict = await start_daemon({ behind_proxy: true });
  const sketch = new_sketch({ token: 'not-the-token' }, strict.port);
  await until('the refusal', () => sketch.count('the server answered 401') === 1);
  assert.ok(!sketch.said.includes('not-the-token'));
  const right = new_sketch({}, strict.port);
  await until('the right one', () => right.count('linked') === 1);
  await strict.end();
});
