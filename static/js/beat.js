// The page's own pulse: what a tile says must be right whenever somebody can look at it, also when everything is late.
// Called at each timer, before each message and each picture, and first in each frame while the page is late, so that
// nothing else runs with a word that has run out.

const kEvery = 100;
/** A pause is remembered for so long: what was late once is late again. */
const kRemembers = 5000;
/** From here on the page is late, and each frame counts; each of them costs a page that is in time too much. */
const kLate = 250;

/** How much later than planned the next beat may come, judged by the pauses of the last seconds. Pure. */
export class Lateness {
  #now;
  #last = null;
  #pauses = []; // of falling length, the newest last

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  beat() {
    const now = this.#now();
    const pause = this.#last === null ? 0 : now - this.#last;
    this.#last = now;
    while (this.#pauses.length > 0 && this.#pauses.at(-1).pause <= pause) this.#pauses.pop();
    this.#pauses.push({ pause, at: now });
    while (now - this.#pauses[0].at > kRemembers) this.#pauses.shift();
  }

  /** Nobody could see the page, and browsers let it wait then: that says nothing. */
  rest() {
    this.#last = null;
  }

  get ms() {
    return this.#pauses[0]?.pause ?? 0;
  }
}

const listeners = new Set();
const lateness = new Lateness();
let running = false;
let has_frame = false;
let last = 0;

/** How late the words of this page may be, in ms. */
export function late() {
  return lateness.ms;
}

/** Every listener, unless that was done a moment ago. */
export function beat() {
  const now = performance.now();
  if (now - last < 4) return;
  last = now;
  lateness.beat();
  for (const f of listeners) f();
  if (late() < kLate || has_frame) return;
  has_frame = true;
  requestAnimationFrame(() => {
    has_frame = false;
    beat();
  });
}

/** `f()` is called at each beat. @returns a function that ends it */
export function on_beat(f) {
  listeners.add(f);
  if (!running) {
    running = true;
    setInterval(beat, kEvery);
    document.addEventListener('visibilitychange', () => lateness.rest());
  }
  return () => listeners.delete(f);
}
