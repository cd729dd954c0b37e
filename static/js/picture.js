// JPEG in, picture on a canvas: one per animation frame, the newest wins, nothing queues.

export class Picture {
  #canvas;
  #context;
  #on_drawn;
  #on_broken;
  #waiting = null;
  #ready = null;
  #busy = false;
  #round = 0;
  #frame = 0;

  /** `on_drawn(width, height, number)` after each picture; `on_broken(number)` for data that the browser cannot read as one. */
  constructor(canvas, { on_drawn, on_broken }) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.#on_drawn = on_drawn;
    this.#on_broken = on_broken;
  }

  /** Takes a Blob and the number by which its owner knows it. While one is being decoded or waits to be drawn, only the newest of those that come is kept. */
  push(blob, number = 0) {
    this.#waiting = { blob, number };
    if (!this.#busy) this.#decode();
  }

  /** Forgets what is under way; the picture on the canvas stays. */
  let_go() {
    this.#round += 1;
    this.#busy = false;
    this.#waiting = null;
    cancelAnimationFrame(this.#frame);
    this.#ready?.close(); // decoded pixels live outside the garbage collector's sight
    this.#ready = null;
  }

  async #decode() {
    const round = this.#round;
    const { blob, number } = this.#waiting;
    this.#waiting = null;
    this.#busy = true;
    let bitmap = null;
    try {
      // A message's Blob has no type, and Safari does not sniff: slice() names the type and copies nothing.
      bitmap = await createImageBitmap(blob.slice(0, blob.size, 'image/jpeg'));
    } catch {
      if (round === this.#round) this.#on_broken(number);
    }
    if (round !== this.#round) {
      bitmap?.close();
    } else if (bitmap) {
      this.#ready = bitmap;
      this.#frame = requestAnimationFrame(() => this.#draw(number));
    } else {
      this.#next();
    }
  }

  #draw(number) {
    const bitmap = this.#ready;
    this.#ready = null;
    const { width, height } = bitmap;
    // Setting a canvas' size clears it, also to the same value.
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.drawImage(bitmap, 0, 0);
    bitmap.close();
    this.#on_drawn(width, height, number);
    this.#next();
  }

  #next() {
    this.#busy = false;
    if (this.#waiting) this.#decode();
  }
}
