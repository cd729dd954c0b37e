// Tells the daemon which picture was painted, and keeps what it answers: how old that one was. Pure: no DOM.
// Pictures are counted over all connections of a tile; the daemon counts the binary messages of one.

/** So long the rate of painting looks back. */
const kLooksBack = 10000;
/** Of so many pictures the daemon's answer may still be awaited; the daemon itself remembers as many. */
const kAwaited = 64;

export class Painted {
  #send;
  #now;
  #before = 0; // pictures of earlier connections
  #count = 0; // of this one
  #newest = 0; // told of last on this connection
  #awaited = new Map(); // number → when it was painted
  #fresh_at = null;
  #is_told = false;
  #times = [];

  /** @param {(message: object) => void} send */
  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** A new connection counts from its first picture, and the daemon has said nothing on it. */
  restart() {
    this.#before += this.#count;
    this.#count = 0;
    this.#newest = 0;
    this.#awaited.clear();
    this.#is_told = false;
  }

  /** @returns {number} the number of the picture that has just come */
  arrived() {
    this.#count += 1;
    return this.#before + this.#count;
  }

  /**
   * That picture is on its canvas. @param {number} want how many more may come before the next is painted
   * @returns {boolean} false for a picture of an earlier connection, which nobody asks for any more
   */
  painted(number, want = Infinity) {
    const now = this.#now();
    this.#times = this.#times.filter((time) => now - time < kLooksBack);
    this.#times.push(now);
    if (number <= this.#before) return false;
    this.#awaited.set(number, now);
    if (this.#awaited.size > kAwaited) this.#awaited.delete(this.#awaited.keys().next().value);
    this.#tell(number, want);
    return true;
  }

  /** That picture will never be painted: another one may come in its place, and nothing is said of its age. */
  lost(number, want = Infinity) {
    if (number <= this.#before) return false;
    this.#tell(number, want);
    return true;
  }

  /** More may come now than was said with `painted` or `lost`. */
  ask(want) {
    if (this.#newest > 0) this.#tell(this.#before + this.#newest, want);
  }

  #tell(number, want) {
    this.#newest = Math.max(this.#newest, number - this.#before);
    this.#send({ type: 'painted', frame: number - this.#before, ...(want === Infinity ? {} : { want }) });
  }

  /** Takes the daemon's answer. @returns {number|null} the age it told, in ms */
  hear({ frame, age_ms }) {
    const number = this.#before + frame;
    const painted_at = this.#awaited.get(number);
    if (painted_at === undefined || !Number.isFinite(age_ms)) return null;
    for (const one of [...this.#awaited.keys()]) if (one <= number) this.#awaited.delete(one);
    this.#fresh_at = painted_at - age_ms;
    this.#is_told = true;
    return age_ms;
  }

  /**
   * When the picture on the canvas reached the daemon, or earlier: by the daemon's word of that picture, or of one that
   * came before it. On the clock of `now`; null when no word came ever.
   */
  get fresh_at() {
    return this.#fresh_at;
  }

  /** The daemon has said so on this connection. */
  get is_told() {
    return this.#is_told;
  }

  /** Pictures painted a second, over the last ten seconds; null with fewer than two of them. */
  get fps() {
    const [first] = this.#times;
    if (this.#times.length < 2) return null;
    // A pause that goes on counts as soon as it is longer than what was usual.
    const usual = (this.#times.at(-1) - first) / (this.#times.length - 1);
    const pause = this.#now() - this.#times.at(-1);
    const span = this.#times.at(-1) - first + Math.max(0, pause - usual);
    return span > 0 ? (1000 * (this.#times.length - 1)) / span : null;
  }
}
