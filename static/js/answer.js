// What has become of one command, and how to say so. Pure: no DOM, no clock of its own. Times are milliseconds.

import { is_final } from './commands.js';

/** A flashed Pico answers when it has arrived, 3.3 s after a command to turn by 60 degrees: until then nothing is odd. */
export const kWaitingAfter = 3000;
export const kSilentAfter = 8000;

export class Answer {
  state = 'asked';
  detail = '';
  rtt_ms = null;
  #since;

  constructor(now) {
    this.#since = now;
  }

  get is_final() {
    return is_final(this.state);
  }

  take({ state, detail, rtt_ms }, now) {
    if (state !== this.state) this.#since = now;
    Object.assign(this, { state, detail, rtt_ms });
  }

  /** @returns {number} how long it has been in its state */
  age(now) {
    return now - this.#since;
  }
}

const kTones = {
  queued_away: 'warning', waiting: 'warning', silent: 'error', expired: 'error', refused: 'error', unknown: 'warning',
  unsent: 'error', acknowledged: 'good',
};

/**
 * @param {{online: boolean, now: number}} seen whether the board is online
 * @returns {{key: string, tone: string}} `key` is the state, `waiting` or `silent` when a board takes its time, or
 *   `queued_away` when the command waits for the board to come back
 */
export function words_for(answer, { online, now }) {
  let key = answer.state;
  if (key === 'queued' && !online) {
    key = 'queued_away';
  } else if (key === 'asked' || key === 'sent') {
    const age = answer.age(now);
    if (age >= kSilentAfter) key = 'silent';
    else if (age >= kWaitingAfter) key = 'waiting';
  }
  return { key, tone: kTones[key] ?? 'idle' };
}
