// How fresh a tile's pictures are: told to the daemon for each of them, and shown over the picture. The figures are off
// until somebody switches them on, for all tiles together.

import { on_beat } from '../beat.js';
import { el, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t } from '../i18n.js';
import { icon } from '../icons.js';
import { Painted } from '../painted.js';
import { recall, remember } from '../preferences.js';
import { Turns } from '../turns.js';

let shown = recall('age') === 'on';
const all = new Set();
const turns = new Turns();
on_beat(() => turns.serve());

function switch_over() {
  shown = !shown;
  remember('age', shown ? 'on' : 'off');
  for (const one of all) one.draw();
}

export class TileAge {
  #painted;
  #told = null;
  #offset = Infinity; // of the page's clock from 1970, when the daemon told last

  /** @param {(message: object) => void} send to the daemon, on the link of the pictures */
  constructor(send) {
    this.#painted = new Painted(send);
    this.node = el('div', { class: 'tile-age' });
    this.button = el('button', { type: 'button', class: 'button-icon', label: 'tile.age' }, icon('age'));
    this.button.addEventListener('click', switch_over);
    all.add(this);
    this.draw();
  }

  /** A new connection was opened. */
  restart() {
    this.#told = null;
    this.#painted.restart();
    turns.leave(this);
    this.draw();
  }

  /** No pictures come for now. */
  rest() {
    turns.leave(this);
  }

  /** @returns {number} the number of the picture that has just come */
  arrived() {
    turns.arrived(this);
    return this.#painted.arrived();
  }

  /** The picture is on its canvas, and on the screen with this animation frame. */
  drawn(number) {
    if (!this.#painted.painted(number, turns.take(this))) turns.leave(this);
    turns.serve();
  }

  /** The picture cannot be painted. */
  broken(number) {
    if (!this.#painted.lost(number, turns.take(this))) turns.leave(this);
    turns.serve();
  }

  /** Its turn has come. */
  ask() {
    this.#painted.ask(turns.share);
  }

  /** What the daemon says on the link of the pictures. @returns {boolean} whether that is news of the picture's age */
  hear(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return false;
    }
    if (message?.type !== 'age') return false;
    const age = this.#painted.hear(message);
    if (age === null) return false;
    turns.heard(age);
    this.#told = message;
    this.#offset = Date.now() - performance.now();
    this.draw();
    return true;
  }

  /** When the picture on the canvas was fresh, in milliseconds since 1970; null when there is none. */
  get fresh_at() {
    const { fresh_at } = this.#painted;
    // While the machine sleeps the page's clock may stand still: then what was true when the daemon said so counts.
    return fresh_at === null ? null : fresh_at + Math.min(this.#offset, Date.now() - performance.now());
  }

  get is_told() {
    return this.#painted.is_told;
  }

  /** Pictures painted a second; null when there were none to count. */
  get fps() {
    return this.#painted.fps;
  }

  draw() {
    set_attribute(this.button, 'aria-pressed', String(shown));
    set_shown(this.node, shown);
    if (!shown) return;
    const { age_ms, dropped } = this.#told ?? {};
    set_text(this.node, t('tile.freshness', {
      fps: fmt().fps(this.fps), age: t('unit.milliseconds', { n: fmt().number(age_ms) }), dropped: fmt().number(dropped),
    }));
  }

  remove() {
    all.delete(this);
    turns.leave(this);
  }
}
