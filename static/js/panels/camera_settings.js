// How a camera makes its pictures. Cameras do not tell how they are set: what is shown is what was asked here last.

import { words_for } from '../answer.js';
import { el, set_attribute, set_text } from '../dom.js';
import { fmt, t } from '../i18n.js';
import { kClock } from '../queues.js';
import { detail_text } from './answer_text.js';

const kLevels = ['brightness', 'contrast', 'saturation', 'sharpness'];
const kSwitches = ['auto_exposure', 'auto_white_balance'];

export class CameraSettings {
  /** The `Answer` to the newest change, or null. */
  answer = null;
  #said = el('span', { class: 'answer', role: 'status' });
  #draw_levels;

  /** @param {(settings: object) => void} ask for the one that was changed */
  constructor(ask) {
    const levels = kLevels.map((name) => {
      const input = el('input', { type: 'range', min: '-2', max: '2', step: '1', value: '0', label: `camera_set.${name}` });
      const word = el('output', { dir: 'ltr' });
      const draw = () => set_text(word, fmt().number(Number(input.value)));
      input.addEventListener('input', draw);
      input.addEventListener('change', () => ask({ [name]: Number(input.value) }));
      return { draw, row: el('label', { class: 'option' }, el('span', { i18n: `camera_set.${name}` }), input, word) };
    });
    this.#draw_levels = () => levels.forEach(({ draw }) => draw());
    const switches = kSwitches.map((name) => {
      const input = el('input', { type: 'checkbox' });
      input.checked = true;
      input.addEventListener('change', () => ask({ [name]: input.checked }));
      return el('label', { class: 'option option-check' }, input, el('span', { i18n: `camera_set.${name}` }));
    });
    this.node = el('details', { class: 'more' }, el('summary', { i18n: 'camera_set.title' }),
      el('div', { class: 'options' }, ...levels.map(({ row }) => row), ...switches, this.#said));
  }

  draw(online) {
    this.#draw_levels();
    if (!this.answer) return;
    const { key, tone } = words_for(this.answer, { online, now: kClock.now() });
    set_text(this.#said, `${t(`answer.${key}`)} ${detail_text(this.answer)}`.trim());
    set_attribute(this.#said, 'data-tone', tone);
  }
}
