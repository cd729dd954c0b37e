// A daemon behind a proxy, as far as it knows, with simulated boards and people: in it nobody is let in for being local.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kProgram, run, start_daemon } from '../firmware/daemon.mjs';
import { until } from './support.mjs';

const kBoardToken = 'boards:token@of-a-test';
const kBoards = [
  { id: 'sim-cam-1', kind: 'esp32cam', token: kBoardToken },
  { id: 'sim-pico-1', kind: 'pico', token: kBoardToken },
];

/** `people`: name → `[role, password]`. The caller ends it. */
export async function start_house(people = {}) {
  const daemon = await start_daemon({ behind_proxy: true, boards: kBoards });
  const folder = mkdtempSync(join(tmpdir(), 'watchpost-house-'));
  writeFileSync(join(folder, 'token'), `${kBoardToken}\n`, { mode: 0o600 });
  const boards = spawn(kProgram,
    ['simulate', '--url', `ws://127.0.0.1:${daemon.port}`, '--token-file', join(folder, 'token'), '--cameras', '1', '--picos', '1'],
    { stdio: 'ignore', env: daemon.environment });
  const gone = once(boards, 'exit');
  const house = {
    url: daemon.url,
    daemon,
    said: daemon.said,
    whoami: async () => (await fetch(`${daemon.url}/api/v1/whoami`)).json(),
    async set_password(name, role, password) {
      run(daemon, ['passwd', name, '--role', role], `${password}\n`);
      await until('the daemon to know the people', house.whoami, (who) => who.people);
    },
    async end() {
      boards.kill('SIGTERM');
      await gone;
      await daemon.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  for (const [name, [role, password]] of Object.entries(people)) await house.set_password(name, role, password);
  return house;
}
