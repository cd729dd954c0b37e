// Which tiles may have a picture on its way. A page that cannot paint as fast as pictures come has them wait in the
// browser, where nobody can drop them: so it asks for no more than it paints soon. Pure: no DOM.

/** What waits costs this much more than the way itself, in ms: then there is too much, or room for more. */
const kTooLate = 200;
const kInTime = 100;
/** Longer than this is no way but a queue, also when nothing shorter was seen. */
const kLongestWay = 200;
/** The shortest way of the last one or two of these counts, in ms. */
const kRemembers = 10000;
/**
 * No picture came for so long: its camera has none, and another tile may have the turn. Where everything is late it may
 * well be on its way: so many times as long as the last one took.
 */
const kPatience = 500;
const kPatienceTimes = 2;
const kCalm = 300; // ms between two steps down
const kFirst = 4;
const kPlenty = 16;
const kAll = 8; // the largest window
const kMost = 64;

export class Turns {
  #now;
  #limit = kFirst;
  #asked = new Map(); // who → {at, has_come}
  #waiting = new Set(); // the longest first
  #shortest = Infinity;
  #shortest_before = Infinity;
  #turned_at = -Infinity;
  #lowered_at = -Infinity;
  #age = 0;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** How many pictures may be on their way. */
  get limit() {
    return Math.floor(this.#limit);
  }

  /** How many pictures a tile may ask for in its turn. */
  get share() {
    return this.#limit < kPlenty ? 1 : kAll;
  }

  /** The picture of `who` has come. */
  arrived(who) {
    const asked = this.#asked.get(who);
    if (asked) asked.has_come = true;
  }

  /** `who` is done with its picture. @returns how many it may ask for now; with 0 `who.ask()` is called later */
  take(who) {
    this.#asked.delete(who);
    if (this.#waiting.size === 0 && this.#asked.size < this.limit) {
      this.#asked.set(who, { at: this.#now(), has_come: false });
      return this.share;
    }
    this.#waiting.add(who);
    return 0;
  }

  /** `who` takes no pictures any more. */
  leave(who) {
    this.#asked.delete(who);
    this.#waiting.delete(who);
  }

  /** The daemon's word: how old a picture was when it was painted, in ms. */
  heard(age) {
    const now = this.#now();
    this.#age = age;
    if (now - this.#turned_at > kRemembers) {
      this.#shortest_before = this.#shortest;
      this.#shortest = Infinity;
      this.#turned_at = now;
    }
    this.#shortest = Math.min(this.#shortest, age);
    const waited = age - Math.min(this.#shortest, this.#shortest_before, kLongestWay);
    if (waited < kInTime) {
      this.#limit = Math.min(kMost, this.#limit + 0.25);
    } else if (waited > kTooLate && now - this.#lowered_at > kCalm) {
      this.#limit = Math.max(1, Math.min(this.#limit, this.#asked.size) * 0.7);
      this.#lowered_at = now;
    }
  }

  /** Gives the turns that are free. */
  serve() {
    const now = this.#now();
    const patience = Math.max(kPatience, kPatienceTimes * this.#age);
    for (const [who, { at, has_come }] of this.#asked) if (!has_come && now - at > patience) this.#asked.delete(who);
    for (const who of this.#waiting) {
      if (this.#asked.size >= this.limit) return;
      this.#waiting.delete(who);
      this.#asked.set(who, { at: now, has_come: false });
      who.ask();
    }
  }
}
