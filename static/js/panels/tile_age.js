// How fresh a tile's pictures are, over the picture: off until somebody switches it on, for all tiles together.

import { el, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t } from '../i18n.js';
import { icon } from '../icons.js';
import { Painted } from '../painted.js';
import { recall, remember } from '../preferences.js';

let shown = recall('age') === 'on';
const all = new Set();

function switch_over() {
  shown = !shown;
  remember('age', shown ? 'on' : 'off');
  for (const one of all) one.draw();
}

export class TileAge {
  #painted;
  #told = null;

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
    this.draw();
  }

  /** @returns {number} the number of the picture that has just come */
  arrived() {
    return this.#painted.arrived();
  }

  /** The picture is on its canvas, and on the screen by the next animation frame. */
  drawn(number) {
    if (shown) requestAnimationFrame(() => this.#painted.painted(number));
  }

  /** What the daemon says on the link of the pictures. */
  hear(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message?.type !== 'age') return;
    this.#told = message;
    this.draw();
  }

  draw() {
    set_attribute(this.button, 'aria-pressed', String(shown));
    set_shown(this.node, shown);
    if (!shown) return;
    const { fps, age_ms, dropped } = this.#told ?? {};
    set_text(this.node, t('tile.freshness', {
      fps: fmt().fps(fps), age: t('unit.milliseconds', { n: fmt().number(age_ms) }), dropped: fmt().number(dropped),
    }));
  }

  remove() {
    all.delete(this);
  }
}
