// When to try again. Pure: it knows no timer and no socket, so that a test can drive it with numbers alone.
// All times are milliseconds.

export const kSteps = [1000, 2000, 4000, 8000, 16000, 30000];
export const kJitter = 0.2;
/** A link that stayed up this long was a good one: the next loss starts from the first step again. */
export const kStableAfter = 5000;
/** Nobody looks at a hidden tab: it asks at most this often. */
export const kHiddenDelay = 60000;
/** Without a network an attempt costs battery and cannot succeed; some systems report this wrongly, so never give up. */
export const kOfflineDelay = 30000;

/** RFC 6455 section 7.4.1 and its IANA registry: 1012 is "service restart", the daemon will be back at once. */
const kServiceRestart = 1012;
const kRestartMin = 200;
const kRestartSpread = 800;

export class Backoff {
  #random;
  #attempts = 0;
  #quick_used = false;

  constructor(random = Math.random) {
    this.#random = random;
  }

  get attempts() {
    return this.#attempts;
  }

  /**
   * A link ended, or never came up. Every close code leads to another attempt, 1001 and 1012 as well: a page that is
   * still open wants its data back.
   * @param {{code?: number, up_for?: number, hidden?: boolean, offline?: boolean}} end `up_for` is how long it was open
   * @returns {number} how long to wait
   */
  next({ code = 1006, up_for = 0, hidden = false, offline = false } = {}) {
    if (up_for >= kStableAfter) this.reset();
    let delay;
    if (code === kServiceRestart && this.#attempts === 0 && !this.#quick_used) {
      // Spread over most of a second: a restarted daemon meets all its viewers at once.
      this.#quick_used = true;
      delay = kRestartMin + kRestartSpread * this.#random();
    } else {
      const step = kSteps[Math.min(this.#attempts, kSteps.length - 1)];
      this.#attempts += 1;
      delay = step * (1 - kJitter + 2 * kJitter * this.#random());
    }
    if (offline) delay = Math.max(delay, kOfflineDelay);
    if (hidden) delay = Math.max(delay, kHiddenDelay);
    return Math.round(delay);
  }

  reset() {
    this.#attempts = 0;
    this.#quick_used = false;
  }
}
