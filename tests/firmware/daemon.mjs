// The real daemon, with one Pico and one camera in its configuration.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Generous: a condition normally holds within a second, but the machine may be busy building. */
export const kPatience = 30000;

/** The program that is tested; TESTED_WATCHPOST names another one than that of the build. */
export const kProgram = process.env.TESTED_WATCHPOST ?? process.env.WATCHPOST_BIN;

export const kPicoToken = 'pico:token@of-a-test';
export const kCameraToken = 'camera:token@of-a-test';
const kBoards = [{ id: 'pan-tilt', kind: 'pico', token: kPicoToken }, { id: 'front-door', kind: 'esp32cam', token: kCameraToken }];

/**
 * The daemon refuses to start with a WATCHPOST_ variable that it does not know; WATCHPOST_BIN is ours. It serves the pages of
 * this tree, wherever the binary lies, and lets this machine in, even where the test runs in a container.
 */
function environment(data_dir) {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('WATCHPOST_'));
  const pages = fileURLToPath(new URL('../../static', import.meta.url));
  const local = { WATCHPOST_LOCAL_ACCESS: 'operator' };
  return { ...Object.fromEntries(ours), ...local, WATCHPOST_DATA_DIR: data_dir, WATCHPOST_STATIC_DIR: pages };
}

/**
 * A free port for a daemon that goes away and comes back: it is below those that the kernel gives to who asks for any, so nobody
 * else is given it meanwhile.
 */
export async function returning_port() {
  for (;;) {
    const server = createServer();
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const is_free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!is_free) continue;
    await new Promise((resolve) => { server.close(resolve); });
    return port;
  }
}

const running = new Set();

/** For after each test: a daemon that a failed test has left behind would keep node from ending. */
export async function end_daemons_but(kept) {
  for (const daemon of running) {
    if (daemon !== kept) await daemon.end('SIGKILL');
  }
}

/** Runs a command of watchpost on the daemon's own configuration, with `input` as standard input. @returns what it printed */
export function run(daemon, command, input = '') {
  const done = spawnSync(kProgram, [...command, '--config', daemon.config],
    { input, encoding: 'utf8', env: daemon.environment });
  assert.equal(done.status, 0, `${command.join(' ')}: ${done.stderr}`);
  return done.stdout.trim();
}

/**
 * Starts `watchpost serve`, or a demo with one camera, and resolves once it says where it listens. The caller ends it with
 * `end()`. `more` are further keys of its configuration.
 */
export async function start_daemon({
  port = 0, behind_proxy = false, demo = false, address = '127.0.0.1', boards = kBoards, more = {},
} = {}) {
  assert.ok(kProgram, 'WATCHPOST_BIN must name the watchpost binary');
  const folder = mkdtempSync(join(tmpdir(), 'watchpost-firmware-'));
  const config = join(folder, 'watchpost.json');
  writeFileSync(config, JSON.stringify({
    listen: { address },
    behind_proxy, // then nobody is let in for being local, and this test cannot ask anything either
    boards,
    ...more,
  }));
  chmodSync(config, 0o600);
  const run = demo ? ['demo', '--cameras', '1', '--picos', '0'] : ['serve', '--config', config];
  const child = spawn(kProgram, [...run, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'], env: environment(folder) });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const hear = (data) => {
      said += data;
      const found = /^listening on (http:\/\/\S+)$/m.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the daemon ended with ${code} before it listened:\n${said}`)));
  });
  const get = async (path) => (await fetch(`${url}${path}`)).json();
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`,
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return answer.json();
  };
  const daemon = {
    url,
    port: Number(new URL(url).port),
    config,
    environment: environment(folder),
    said: () => said,
    get,
    async device(id) { return (await get('/api/v1/devices')).devices.find((device) => device.id === id); },
    servo: (body) => post('/api/v1/devices/pan-tilt/servo', body),
    action: (device, body) => post(`/api/v1/devices/${device}/actions`, body),
    command: (id) => get(`/api/v1/commands/${id}`),
    async end(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
      }
      running.delete(daemon);
      rmSync(folder, { recursive: true, force: true });
      return child.exitCode ?? child.signalCode;
    },
  };
  running.add(daemon);
  return daemon;
}

/** Until `look()` gives something that `accept`s, or patience ends. A condition, not a sleep: it returns at once when it holds. */
export async function until(what, look, accept = Boolean) {
  const deadline = performance.now() + kPatience;
  let seen;
  do {
    seen = await look();
    if (accept(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 2));
  } while (performance.now() < deadline);
  return assert.fail(`waited in vain for: ${what}; last seen: ${JSON.stringify(seen)}`);
}
