// What this page asks of one board: of many targets the newest, one at a time. Pure: the clock and the way to the daemon
// are handed in. Times are milliseconds.

import { Answer } from './answer.js';

/** The daemon merges targets as well; this keeps a dragged slider from being a flood on the way there. */
export const kSendEvery = 200;

/** With these what waits here is dropped. One whose place we took ourselves does not land; somebody else's may be a stop. */
const kDropsWaiting = ['unknown', 'unsent', 'superseded'];

export class CommandQueue {
  #give;
  #env;
  #listeners = new Set();
  #stop_listeners = new Set();
  #flying = null;
  #wanted = null;
  #asked = {};
  #arrived = false;
  #latest = null;
  #own_stop = null;
  #stopped_elsewhere_at = -Infinity;
  #sent_at = -Infinity;
  #timer = null;

  /**
   * @param {{give: (command: object, on_state: (s: {state: string, detail: string, rtt_ms: number|null}) => void) => void,
   *          env: {now: () => number, set_timer: Function, clear_timer: Function}}} wiring
   */
  constructor({ give, env }) {
    this.#give = give;
    this.#env = env;
  }

  /** `f()` on every change. @returns a function that ends it */
  on_change(f) {
    this.#listeners.add(f);
    return () => this.#listeners.delete(f);
  }

  /** `f()` at every emergency stop of the board, ours or not: a hold on it ends. @returns a function that ends it */
  on_stop(f) {
    this.#stop_listeners.add(f);
    return () => this.#stop_listeners.delete(f);
  }

  /** The `Answer` to the newest command, or null. Its `spoken` says whether the user waits to be told of success too. */
  get latest() {
    return this.#latest;
  }

  /** When somebody else stopped the board, if nothing was asked of it here since; else -Infinity. */
  get stopped_elsewhere_at() {
    return this.#stopped_elsewhere_at;
  }

  /** Where we want each axis to stand, until the board's own word is there: `{pan?, tilt?}`. */
  get asked() {
    return this.#asked;
  }

  /** Nothing of ours is on its way to the board or waits to be. */
  get is_free() {
    return this.#flying === null && this.#wanted === null;
  }

  /**
   * `target` is `{pan?, tilt?}`; an axis that it does not name keeps what was wanted before. With `at_once` whoever calls
   * keeps the rate: what a hold sends must not be sent after its end.
   */
  steer(target, { ttl_ms, spoken = false, at_once = false } = {}) {
    this.#wanted = { target: { ...this.#wanted?.target, ...target }, ttl_ms, spoken };
    if (at_once) this.#sent_at = -Infinity;
    this.#asked = { ...this.#asked, ...target };
    this.#pump();
    this.#tell();
  }

  /** An action goes at once. An emergency stop forgets the target that waits here, and the daemon those that wait there. */
  act(command) {
    const is_stop = command.action === 'emergency_stop';
    if (is_stop) this.#halt();
    const answer = this.#send({ type: 'action', ...command }, true);
    if (is_stop) this.#own_stop = answer;
    this.#tell();
  }

  /** The daemon tells of an emergency stop. It tells of ours too, before it says anything else of it. */
  stopped() {
    if (this.#own_stop?.state !== 'asked') this.#stopped_elsewhere_at = this.#env.now();
    this.#halt();
  }

  /** What was not sent is not sent any more. */
  forget() {
    this.#arm(null);
    this.#wanted = null;
    if (this.#flying === null) this.#asked = {};
    this.#tell();
  }

  /** A status came: the board's word in it is at least as new as every answer before it. */
  told() {
    if (!this.#arrived || !this.is_free) return;
    this.#settle();
    this.#tell();
  }

  /** The newest answer is news no more. */
  clear_answer() {
    if (!this.#latest?.is_final) return;
    this.#latest = null;
    this.#tell();
  }

  #halt() {
    for (const f of [...this.#stop_listeners]) f();
    this.forget();
  }

  #pump() {
    if (this.#wanted === null) return;
    // One that only waits in the daemon is replaced there by what we send now; one that is with the board is not.
    if (this.#flying !== null && this.#flying.state !== 'queued') return;
    const wait = this.#sent_at + kSendEvery - this.#env.now();
    if (wait > 0) {
      this.#arm(wait);
      return;
    }
    const { target, ttl_ms, spoken } = this.#wanted;
    this.#wanted = null;
    this.#sent_at = this.#env.now();
    this.#arrived = false;
    this.#flying = this.#send({ type: 'servo', ...target, ...(ttl_ms && { ttl_ms }) }, spoken);
  }

  #send(command, spoken) {
    const answer = new Answer(this.#env.now());
    answer.spoken = spoken;
    this.#latest = answer;
    this.#stopped_elsewhere_at = -Infinity;
    this.#give(command, (state) => {
      answer.take(state, this.#env.now());
      if (answer === this.#flying && answer.is_final) this.#landed(answer.state);
      else if (answer === this.#flying) this.#pump();
      this.#tell();
    });
    return answer;
  }

  #landed(state) {
    this.#flying = null;
    if (kDropsWaiting.includes(state)) {
      this.#wanted = null;
      this.#arm(null);
    }
    if (this.#wanted !== null) this.#pump();
    else if (state === 'acknowledged') this.#arrived = true; // the status that says where comes a moment later
    else this.#settle();
  }

  #settle() {
    this.#arrived = false;
    this.#asked = {};
  }

  #arm(ms) {
    if (this.#timer !== null) this.#env.clear_timer(this.#timer);
    this.#timer = ms === null ? null : this.#env.set_timer(() => {
      this.#timer = null;
      this.#pump();
      this.#tell();
    }, ms);
  }

  #tell() {
    for (const f of [...this.#listeners]) f();
  }
}
