// The ESP32-CAM's sketch, compiled for this machine, as its own process.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { kCameraToken, until } from './daemon.mjs';

export class Sketch {
  said = '';

  constructor(port, picture, { token = kCameraToken, brownout = false } = {}) {
    const binary = process.env.SKETCH_BIN;
    assert.ok(binary, 'SKETCH_BIN must name the sketch_on_host binary');
    this.child = spawn(binary, [], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env, WATCHPOST_PORT: String(port), WATCHPOST_PICTURE: picture, WATCHPOST_TOKEN: token,
        WATCHPOST_BROWNOUT: brownout ? '1' : '0',
      },
    });
    this.child.stdout.on('data', (data) => { this.said += data; });
    this.child.stderr.on('data', (data) => { this.said += data; });
    this.gone = once(this.child, 'exit').then(([code, signal]) => code ?? signal);
  }

  get lines() { return this.said.split('\n').slice(0, -1); }
  count(words) { return this.lines.filter((line) => line.includes(words)).length; }

  /** Until these are all its lines that begin with the same word: what it prints comes later than what it does. */
  async says(expected) {
    const word = expected[0].split(' ')[0];
    await until(`the lines ${expected}`, () => this.lines.filter((line) => line.startsWith(`${word} `)),
      (seen) => JSON.stringify(seen) === JSON.stringify(expected));
  }

  async end() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.gone;
  }
}
