// The Pico's firmware in MicroPython (WebAssembly), with fakes below it: the pins only remember, the sockets are real.

import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const firmware = fileURLToPath(new URL('../../firmware/pico', import.meta.url));

/**
 * Real TCP for fakes/socket.py. While it is `dead` nothing crosses, in either direction, and nobody is told: what TCP
 * does when a cable is pulled. Afterwards everything that was held up comes at once. With `trickle` a read gives one byte
 * and a write takes three.
 */
class Sockets {
  trickle = false;
  #dead = false;
  #open = new Map();
  #next = 1;

  get count() { return this.#open.size; }

  set dead(dead) {
    this.#dead = dead;
    if (dead) return;
    for (const entry of this.#open.values()) {
      for (const data of entry.held.splice(0)) entry.socket.write(data);
    }
  }

  connect(host, port) {
    const id = this.#next++;
    const socket = net.connect({ host, port: Number(port), noDelay: true });
    const entry = { socket, chunks: [], held: [], connected: false, ended: false, error: null };
    entry.socket.on('connect', () => { entry.connected = true; });
    entry.socket.on('data', (data) => entry.chunks.push(data));
    entry.socket.on('end', () => { entry.ended = true; });
    entry.socket.on('error', (error) => { entry.error = error.errno ? Math.abs(error.errno) : 104; });
    this.#open.set(id, entry);
    return id;
  }

  recv(id, most) {
    const entry = this.#open.get(id);
    if (this.#dead) return '!11';
    if (entry.chunks.length > 0) {
      const limit = this.trickle ? 1 : Number(most);
      const data = entry.chunks[0].subarray(0, limit);
      entry.chunks[0] = entry.chunks[0].subarray(data.length);
      if (entry.chunks[0].length === 0) entry.chunks.shift();
      return data.toString('hex');
    }
    if (entry.error) return `!${entry.error}`;
    return entry.ended ? '' : '!11';
  }

  send(id, hex) {
    const entry = this.#open.get(id);
    if (entry.error) return -entry.error;
    if (!entry.connected) return -11;
    const data = Buffer.from(hex, 'hex').subarray(0, this.trickle ? 3 : 65536);
    if (this.#dead) entry.held.push(data);
    else entry.socket.write(data);
    return data.length;
  }

  close(id) {
    const entry = this.#open.get(id);
    if (this.#open.delete(id)) entry.socket.end();
  }

  destroy() {
    for (const { socket } of this.#open.values()) socket.destroy();
    this.#open.clear();
  }
}

export class MicroPython {
  sockets = new Sockets();
  #python;

  /** `secrets` and `config` are Python source that is appended to the sample and to config.py. */
  static async start({ secrets = '', config = '' } = {}) {
    const self = new MicroPython();
    self.printed = [];
    self.#python = await loadMicroPython({ heapsize: 200 * 1024, stdout: (line) => self.printed.push(line), linebuffer: true });
    const { FS } = self.#python;
    const copy = (from, to) => {
      FS.mkdirTree(to);
      for (const name of readdirSync(from)) {
        if (name.endsWith('.py')) FS.writeFile(`${to}/${name}`, readFileSync(`${from}/${name}`));
      }
    };
    copy(`${here}/fakes`, '/fakes');
    copy(firmware, '/board');
    copy(`${firmware}/watchpost`, '/board/watchpost');
    FS.writeFile('/board/secrets.py', readFileSync(`${firmware}/secrets_sample.py`, 'utf8') + secrets);
    FS.writeFile('/board/config.py', readFileSync(`${firmware}/config.py`, 'utf8') + config);
    const { sockets } = self;
    self.#python.registerJsModule('host', {
      connect: (host, port) => sockets.connect(host, port),
      recv: (id, most) => sockets.recv(id, most),
      send: (id, hex) => sockets.send(id, hex),
      close: (id) => sockets.close(id),
      random: (count) => randomBytes(Number(count)).toString('hex'),
      sha1: (hex) => createHash('sha1').update(Buffer.from(hex, 'hex')).digest('hex'),
    });
    self.run(`
import sys
sys.path[:] = ["/board", "/fakes"] + sys.path
import os, host, binascii
os.urandom = lambda count: binascii.unhexlify(host.random(count))
`);
    return self;
  }

  run(source) { this.#python.runPython(source); }

  /** The value of a Python expression, by way of JSON. */
  value(expression) {
    this.#python.runPython(`import json\n_value = json.dumps(${expression})`);
    return JSON.parse(this.#python.globals.get('_value'));
  }
}
