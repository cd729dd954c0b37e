// The commands that this page has given and that nobody has decided yet, by ids of our own. Pure: no socket.

const kFinal = new Set(['acknowledged', 'expired', 'superseded', 'refused', 'unknown', 'unsent']);

/** Nothing more will be said of a command in this state. `unknown` and `unsent` are the page's own words: see `Commands`. */
export function is_final(state) {
  return kFinal.has(state);
}

/** Tells pages apart in the daemon's log; uniqueness within the page is what counts. */
function random_name() {
  return Math.random().toString(36).slice(2, 8).padEnd(6, '0');
}

export class Commands {
  #send;
  #page;
  #next = 1;
  #undecided = new Map();

  /** @param {(message: object) => boolean} send false when there is no open link to take it */
  constructor(send, page = random_name()) {
    this.#send = send;
    this.#page = page;
  }

  /**
   * `on_state({state, detail, rtt_ms})` hears every state up to the final one, never from within this call. `unsent`:
   * there was no link, nothing was sent. `unknown`: the link broke first; the board may have obeyed.
   */
  give(device, command, on_state) {
    const id = `${this.#page}-${this.#next++}`;
    if (this.#send({ type: 'command', id, device, command })) {
      this.#undecided.set(id, on_state);
    } else {
      queueMicrotask(() => on_state({ state: 'unsent', detail: '', rtt_ms: null }));
    }
  }

  /** A `command_state` message. One of another page's, or of an earlier link's, is nobody's. */
  take({ id, state, detail, rtt_ms }) {
    const on_state = this.#undecided.get(id);
    if (!on_state) return;
    if (is_final(state)) this.#undecided.delete(id);
    on_state({ state, detail: String(detail ?? ''), rtt_ms: Number.isFinite(rtt_ms) ? rtt_ms : null });
  }

  /** The link is gone, and with it everything that would have been said. */
  lost() {
    const forgotten = [...this.#undecided.values()];
    this.#undecided.clear();
    for (const on_state of forgotten) on_state({ state: 'unknown', detail: '', rtt_ms: null });
  }
}
