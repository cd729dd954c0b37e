// Runs the commands that README.md and HACKING.md show, as they stand there. A command that this file does not know how
// to run fails, so that no page can show one that nobody has tried.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kPatience = 120_000;
const secrets = mkdtempSync(`${tmpdir()}/watchpost-docs-`);
process.on('exit', () => rmSync(secrets, { recursive: true }));

function commands_of(page) {
  const blocks = readFileSync(`${root}/${page}`, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms);
  return [...blocks].flatMap(([, text]) => text.split('\n')).filter((line) => line.trim() !== '');
}

/** Runs to the end and expects success. */
function run(command) {
  const done = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8', timeout: kPatience });
  assert.equal(done.status, 0, `${command}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

/** Starts what runs on, resolves with its output once `sign` stands in it, and gives a way to end it. */
async function start(command, sign) {
  const child = spawn('bash', ['-c', `exec ${command}`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
  let said = '';
  const found = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command}: no ${sign} in\n${said}`)), kPatience);
    const hear = (data) => {
      said += data;
      const match = sign.exec(said);
      if (match) { clearTimeout(timer); resolve(match); }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    ended.then((how) => { clearTimeout(timer); reject(new Error(`${command} ended with ${how}:\n${said}`)); });
  });
  return {
    found,
    async end() {
      child.kill('SIGTERM');
      assert.equal(await ended, 0, `${command} did not end well:\n${said}`);
    },
  };
}

const kListening = /listening on http:\/\/127\.0\.0\.1:(\d+)\n/;

/** How each shown command is tried: [what it looks like, what is done with it]. `port` is the demo's. */
const kWays = [
  [/^scripts\/start$/, async (command) => (await start(`${command} --port 0 --cameras 1 --picos 1`, kListening)).end()],
  // The whole suite is what runs this test: only its list is asked for.
  [/^scripts\/test$/, (command) => run(`${command} -N`)],
  [/^scripts\/test --case /, run],
  [/^scripts\/setup$/, run],
  // scripts/test-package builds and installs them, on a machine of its own.
  [/^scripts\/package$/, (command) => assert.match(readFileSync(`${root}/tests/package/machine.sh`, 'utf8'), new RegExp(command))],
  [/^apt install /, () => assert.match(readFileSync(`${root}/tests/package/install.sh`, 'utf8'), /^install_packages "\$package"$/m)],
  [/^scripts\/test-package$/, (command) => run(`bash -n ${command}`)],
  // Minutes of measuring, which need a quiet machine: only that it starts.
  [/^bench\/run$/, (command) => run(`${command} --help`)],
  [/^cmake --preset /, (command) => run(`${command} -N`)],
  [/^cmake --build /, run],
  [/^ctest /, (command) => assert.match(run(`${command} -N`), /Total Tests: [1-9]/)],
  [/watchpost (passwd|token) /, (command) =>
    run(`echo 'a password of this test' | WATCHPOST_SECRETS_FILE=${secrets}/secrets.json ${command}`)],
  [/watchpost check-config /, run],
  // What it finds here is not this test's business.
  [/watchpost doctor /, (command) => assert.match(run(`${command} --port 0 || true`), /^ok +configuration: /)],
  [/watchpost serve /, async (command) => (await start(`${command} --port 0`, kListening)).end()],
  // It overwrites nothing.
  [/watchpost cert /, (command) => {
    const folder = mkdtempSync(`${tmpdir()}/watchpost-docs-`);
    try {
      run(command.replace(/--out \S+/, `--out ${folder}`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }],
  [/watchpost simulate /, async (command, port) =>
    (await start(command.replace(/:3000/, `:${port}`), /sim-cam-1.*(open|connected)/)).end()],
  [/^curl /, (command, port) => run(command.replace(/localhost:3000/, `127.0.0.1:${port}`))],
];

test('every command of README.md and HACKING.md works', async (t) => {
  const demo = await start('build/release/bin/watchpost demo --port 0', kListening);
  const port = demo.found[1];
  const until_live = `curl -fsS --retry 20 --retry-connrefused http://127.0.0.1:${port}/snapshot -o /dev/null`;
  run(until_live);
  for (const page of ['README.md', 'HACKING.md']) {
    for (const command of commands_of(page)) {
      await t.test(`${page}: ${command}`, async () => {
        const way = kWays.find(([look]) => look.test(command));
        assert.ok(way, `nobody tries this command: ${command}`);
        await way[1](command, port);
      });
    }
  }
  await demo.end();
});
