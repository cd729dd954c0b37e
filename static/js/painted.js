// Tells the daemon which picture was painted. Pictures are counted: the n-th binary message of this connection.

export const kPaintedEvery = 500;

export class Painted {
  #send;
  #now;
  #count = 0;
  #told_at = -Infinity;

  /** @param {(message: object) => void} send */
  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** A new connection counts from its first picture. */
  restart() {
    this.#count = 0;
  }

  /** @returns {number} the number of the picture that has just come */
  arrived() {
    this.#count += 1;
    return this.#count;
  }

  /** Told twice a second at most: that is enough to read, and every word costs the daemon as much as a picture. */
  painted(number) {
    const now = this.#now();
    // A picture of an earlier connection may be painted when the next one is open already.
    if (number > this.#count || now - this.#told_at < kPaintedEvery) return;
    this.#told_at = now;
    this.#send({ type: 'painted', frame: number });
  }
}
