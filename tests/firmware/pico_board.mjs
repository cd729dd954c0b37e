// The whole firmware of the Pico, main.py to sockets, stepped by a test that owns its clock.

import { MicroPython } from './micropython.mjs';
import { kPicoToken, until } from './daemon.mjs';

export class PicoBoard {
  /** Step of the virtual clock; the real board steps every 5 ms or so. */
  static kStep = 10;

  static async start(port, { token = kPicoToken, config = '' } = {}) {
    const self = new PicoBoard();
    self.python = await MicroPython.start({
      secrets: `HOST, PORT = "127.0.0.1", ${port}\nTOKEN = ${JSON.stringify(token)}\n`, config,
    });
    self.now = 0;
    self.python.run('import machine, network, main\nboard = main.make(0)');
    return self;
  }

  get sockets() { return this.python.sockets; }
  get printed() { return this.python.printed; }
  get linked() { return this.python.value('board.is_linked()'); }
  get links() { return this.python.value('board._links'); }

  /** Degrees of the pulses that the two servos get now, by config.py's pulse widths; null for a servo without a signal. */
  get degrees() {
    return this.python.value('[machine.pwms[pin].width_ns for pin in (17, 16)]')
      .map((ns) => (ns === 0 ? null : Math.round((ns / 1000 - 500) * 180 / 2000)));
  }

  step() {
    return this.python.value(`board.step(${this.now})`);
  }

  /** Steps without time passing until the condition holds: the daemon may take its real time, the board takes none. */
  settle(what, look) {
    return until(what, () => {
      this.step();
      return look();
    });
  }

  /** Lets time pass. While the board waits for the answer to a ping, it stands still, so a busy machine is no silence. */
  async advance(milliseconds) {
    for (const end = this.now + milliseconds; this.now < end;) {
      this.now += PicoBoard.kStep;
      this.step();
      await new Promise(setImmediate);
      await until('the answer to a ping', () => {
        if (this.#answered()) return true;
        this.step();
        return this.#answered();
      });
    }
  }

  /** Lets time pass whether or not anybody answers. */
  async pass(milliseconds) {
    for (const end = this.now + milliseconds; this.now < end;) {
      this.now += PicoBoard.kStep;
      this.step();
      await new Promise(setImmediate);
    }
  }

  /** Lets time pass until the condition holds, in steps. */
  async advance_until(what, look) {
    return until(what, async () => {
      await this.advance(PicoBoard.kStep);
      return look();
    });
  }

  end() {
    this.sockets.destroy();
  }

  #answered() {
    return this.python.value('board._session is None or board._session._pings == board._session._pongs');
  }
}
