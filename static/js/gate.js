// When the page asks who it is, and when it leaves because the daemon does not know it. Pure: the question, the hearer and
// the way out are handed in.

/** @returns {boolean} false only when the daemon said so: a stop button must not be dead because a question got lost */
export function may_act(identity) {
  return identity === null || identity.role === 'operator';
}

export class Gate {
  #ask;
  #tell;
  #leave;
  #asking = false;
  #again = false;
  #was_lost = false;
  #left = false;

  /**
   * @param {{ask: () => Promise<object>, tell: (identity: object) => void, leave: () => void}} wiring `ask` gives the
   *   daemon's whoami document; `leave` is called once, and nothing is asked or told after it
   */
  constructor({ ask, tell, leave }) {
    this.#ask = ask;
    this.#tell = tell;
    this.#leave = leave;
  }

  /** Something says that the last answer may not hold any more. One question at a time, and one more for what came meanwhile. */
  doubt() {
    if (this.#left) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    // Without an answer nothing is known; the link's next attempt, which backs off, asks again.
    this.#ask().then((identity) => this.#heard(identity), () => {}).finally(() => {
      this.#asking = false;
      if (!this.#again) return;
      this.#again = false;
      this.doubt();
    });
  }

  /**
   * The link to the daemon changed its phase: see link.js. Browsers do not tell why a WebSocket was refused, so each end
   * and each failed attempt is a doubt; so is a link that is back, maybe as somebody else.
   */
  phase({ phase }) {
    if (phase === 'waiting' || phase === 'offline') {
      this.#was_lost = true;
      this.doubt();
    } else if (phase === 'open' && this.#was_lost) {
      this.#was_lost = false;
      this.doubt();
    }
  }

  #heard(identity) {
    if (this.#left) return;
    if (identity?.role === 'operator' || identity?.role === 'viewer') {
      this.#tell(identity);
    } else if (identity?.kind !== undefined) {
      this.#left = true;
      this.#leave();
    }
  }
}
