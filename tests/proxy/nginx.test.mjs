// Behind real nginx everybody seems to come from this machine. With `behind_proxy` that lets nobody in; without it the
// plain form of `proxy_pass` lets everybody look, which is why the log warns and docs/security.md says so.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { end_daemons_but, kCameraToken, kPicoToken, run, start_daemon, until } from '../firmware/daemon.mjs';
import { ask, dial, kForwards, kWebSockets, start_nginx } from './nginx.mjs';

const kSockets = ['/ws', '/ws/video', '/ws/esp32cam', '/ws/pico'];
const kJson = { 'content-type': 'application/json' };
const kJpegUpload = { 'content-type': 'multipart/form-data; boundary=x' };

/** Every operation that the daemon offers, from its own description: `[METHOD, path, open to anybody]`. */
function operations() {
  const document = JSON.parse(readFileSync(new URL('../../static/api/openapi.json', import.meta.url), 'utf8'));
  const path_of = (pattern) => pattern.replace('{id}', 'front-door').replace('{name}', 'home').replace('{filename}', 'a.jpg');
  return Object.entries(document.paths).filter(([path]) => !kSockets.includes(path))
    .flatMap(([path, methods]) => Object.entries(methods)
      .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
      .map(([method, { security }]) => [method.toUpperCase(), path_of(path), security?.length === 0]));
}

async function statuses_of(port, wanted, headers = {}) {
  const found = {};
  for (const [method, path] of wanted) {
    const type = path.startsWith('/upload_') ? kJpegUpload : kJson;
    const sends = method === 'POST' || method === 'PUT';
    const answer = await ask(port, path, { method, headers: { ...(sends && type), ...headers }, body: sends ? '{}' : undefined });
    found[`${method} ${path}`] = answer.status;
  }
  return found;
}

/** Until the last of the warnings at the start has come: nobody has a password here. */
const is_warned = (daemon) => until('the last warning', () => daemon.said().includes('nobody has a password'));

const kPassword = 'a password of this test';

async function give_password(daemon, port, headers = {}) {
  run(daemon, ['passwd', 'anna', '--role', 'operator'], `${kPassword}\n`);
  const people = async () => JSON.parse((await ask(port, '/api/v1/whoami', { headers })).body).people;
  await until('the daemon to know anna', people);
}

/** @returns the cookie of a new session of anna's */
async function log_in(port, headers = {}) {
  const answer = await ask(port, '/api/v1/session',
    { method: 'POST', headers: { ...kJson, ...headers }, body: JSON.stringify({ name: 'anna', password: kPassword }) });
  assert.equal(answer.status, 200, answer.body);
  return answer.headers['set-cookie'][0].split(';')[0];
}

describe('with behind_proxy', () => {
  let daemon;
  let nginx;
  after(async () => {
    await nginx?.end();
    await daemon?.end();
  });
  before(async () => { daemon = await start_daemon({ behind_proxy: true }); });
  afterEach(async () => {
    await nginx?.end();
    nginx = undefined;
  });

  for (const [form, lines] of [['plain proxy_pass', ''], ['with WebSockets', kWebSockets], ['with forwarded headers', kForwards]]) {
    test(`nobody gets in without a credential: ${form}`, async () => {
      nginx = await start_nginx(daemon, lines);
      const closed = operations().filter(([, , open]) => !open);
      assert.ok(closed.length > 30, 'the description names the routes');
      for (const [what, status] of Object.entries(await statuses_of(nginx.port, closed))) {
        assert.ok(status === 401 || status === 421, `${what} is answered with ${status}`);
      }
      for (const path of kSockets) {
        const status = await dial(nginx.port, path);
        assert.ok([401, 421, ...(lines === kWebSockets ? [] : [426])].includes(status), `${path}: ${status}`);
      }
    });
  }

  test('a board with its token comes through, one with a wrong or another kind\'s does not', async () => {
    nginx = await start_nginx(daemon, kWebSockets);
    const bearer = (token) => ({ authorization: `Bearer ${token}` });
    assert.equal(await dial(nginx.port, '/ws/esp32cam', bearer(kCameraToken)), 101);
    assert.equal(await dial(nginx.port, '/ws/pico', bearer(kPicoToken)), 101);
    assert.equal(await dial(nginx.port, '/ws/pico', bearer(kCameraToken)), 401);
    assert.equal(await dial(nginx.port, '/ws/esp32cam', bearer('a guess')), 401);
    assert.equal(await dial(nginx.port, '/ws/video', bearer(kCameraToken)), 403, 'a board is no viewer');
  });

  test('a person with a password and a program with a token come through, in the plain form too', async () => {
    nginx = await start_nginx(daemon);
    const { port } = nginx;
    await give_password(daemon, port);
    const cookie = await log_in(port);
    assert.equal((await ask(port, '/api/v1/status', { headers: { cookie } })).status, 200);
    assert.equal((await ask(port, '/', { headers: { cookie } })).status, 200);
    assert.equal((await ask(port, '/api/v1/status', { headers: { cookie: `${cookie}x` } })).status, 401);
    const authorization = `Bearer ${run(daemon, ['token', 'new', '--kind', 'viewer', '--name', 'tool'])}`;
    const with_token = () => ask(port, '/api/v1/devices', { headers: { authorization } });
    await until('the daemon to know the token', async () => (await with_token()).status, (status) => status === 200);
    const acts = await ask(port, '/api/v1/devices/pan-tilt/servo',
      { method: 'POST', headers: { ...kJson, authorization }, body: '{"pan":10}' });
    assert.equal(acts.status, 403, 'its role is viewer');
  });

  test('what is open to anybody tells nothing', async () => {
    nginx = await start_nginx(daemon);
    assert.deepEqual(JSON.parse((await ask(nginx.port, '/health')).body).checks, undefined);
  });
});

describe('as docs/security.md has it', () => {
  const site = { host: 'cameras.example', origin: 'http://cameras.example' };
  let daemon;
  let nginx;
  before(async () => {
    const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
    const [, settings] = /^```json\n(.*?)^```$/ms.exec(page);
    const [, lines] = /^```nginx\n.*?proxy_pass [^;]*;(.*?)^\}\n```$/ms.exec(page);
    daemon = await start_daemon({ more: JSON.parse(`{${settings}}`) });
    nginx = await start_nginx(daemon, lines);
    await give_password(daemon, nginx.port, site);
  });
  after(async () => {
    await nginx?.end();
    await daemon?.end();
  });

  test('a page of the site works for whom it lets in, with pictures and commands', async () => {
    const { port } = nginx;
    const cookie = await log_in(port, site);
    assert.equal(JSON.parse((await ask(port, '/api/v1/whoami', { headers: { ...site, cookie } })).body).name, 'anna');
    assert.equal(await dial(port, '/ws', { ...site, cookie }), 101);
    assert.equal(await dial(port, '/ws/video', { ...site, cookie }), 101);
    const moved = await ask(port, '/api/v1/devices/pan-tilt/servo',
      { method: 'POST', headers: { ...kJson, ...site, cookie }, body: '{"pan":10}' });
    assert.equal(moved.status, 202);
  });

  test('another site\'s page has no use of the cookie, and another name leads nowhere', async () => {
    const { port } = nginx;
    const cookie = await log_in(port, site);
    const foreign = { ...site, origin: 'http://attack.example', cookie };
    for (const path of kSockets) assert.notEqual(await dial(port, path, foreign), 101, path);
    const moved = await ask(port, '/api/v1/devices/pan-tilt/servo',
      { method: 'POST', headers: { ...kJson, ...foreign }, body: '{"pan":10}' });
    assert.equal(moved.status, 403);
    assert.equal((await ask(port, '/api/v1/status', { headers: { cookie, host: 'attack.example' } })).status, 421);
  });

  test('nobody gets in without a credential', async () => {
    const closed = operations().filter(([, , open]) => !open);
    for (const [what, status] of Object.entries(await statuses_of(nginx.port, closed, site))) assert.equal(status, 401, what);
    for (const path of kSockets) assert.equal(await dial(nginx.port, path, site), 401, path);
  });
});

describe('without behind_proxy', () => {
  let daemon;
  let nginx;
  before(async () => { daemon = await start_daemon(); });
  after(() => daemon?.end());
  afterEach(async () => {
    await nginx?.end();
    nginx = undefined;
    await end_daemons_but(daemon);
  });

  test('the log warns when other machines can reach the port, and only then', async () => {
    const warns = /warn.*listening on 0\.0\.0\.0, and connections from this machine need no password.*behind_proxy/i;
    const open = await start_daemon({ address: '0.0.0.0' });
    await until('the warning', () => warns.test(open.said())); // "listening on" comes through another pipe
    await is_warned(daemon);
    assert.doesNotMatch(daemon.said(), /behind_proxy/);
    const safe = await start_daemon({ address: '0.0.0.0', behind_proxy: true });
    await is_warned(safe);
    assert.doesNotMatch(safe.said(), /need no password/);
  });

  test('plain proxy_pass cannot be told from a visitor on this machine: that is what behind_proxy is for', async () => {
    nginx = await start_nginx(daemon);
    assert.equal((await ask(nginx.port, '/api/v1/status')).status, 200);
  });

  test('a page of the proxy\'s own site acts no more than any other site\'s', async () => {
    nginx = await start_nginx(daemon, kWebSockets);
    const origin = { origin: 'https://cameras.example', host: 'cameras.example' };
    for (const path of kSockets) assert.notEqual(await dial(nginx.port, path, origin), 101, path);
    const asked = await ask(nginx.port, '/api/v1/devices/pan-tilt/servo',
      { method: 'POST', headers: { ...kJson, ...origin }, body: '{"pan":10}' });
    assert.ok([401, 403].includes(asked.status), `${asked.status}`);
  });

  test('a proxy that says for whom it asks, or by which name it was asked, gets no further than the stranger', async () => {
    for (const lines of [kForwards, '\n      proxy_set_header X-Real-IP $remote_addr;', '\n      proxy_set_header Host $host:1;',
      '\n      proxy_set_header Forwarded "for=$remote_addr";', '\n      proxy_set_header Via "1.1 nginx";']) {
      nginx = await start_nginx(daemon, lines);
      const { status } = await ask(nginx.port, '/api/v1/status', { headers: { host: 'cameras.example' } });
      assert.ok([401, 421].includes(status), `${lines}: ${status}`);
      await nginx.end();
      nginx = undefined;
    }
  });
});
