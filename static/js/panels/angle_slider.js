// One axis: a slider whose thumb is what we ask for, and a mark where the board says that it stands.

import { el, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t } from '../i18n.js';

const kMiddle = 90;

export class AngleSlider {
  #parts;
  #dragged = false;

  /** @param {string} axis `pan` or `tilt` @param {(angle: number) => void} on_wanted each time the user moves it */
  constructor(axis, on_wanted) {
    const input = el('input', { type: 'range', min: '0', max: '180', step: '1', label: `steer.${axis}` });
    const mark = el('span', { class: 'angle-mark', 'aria-hidden': 'true' });
    const asked = el('output', { class: 'angle-asked' });
    const told = el('span', { class: 'angle-told' });
    // Small angles are left in every language: pan 0 looks left.
    this.node = el('div', { class: 'angle', 'data-axis': axis },
      el('span', { class: 'angle-name', i18n: `steer.${axis}`, 'aria-hidden': 'true' }), asked,
      el('span', { class: 'angle-track', dir: 'ltr' }, input, mark), told);
    this.#parts = { input, mark, asked, told };
    input.addEventListener('input', () => {
      this.#dragged = true;
      on_wanted(Number(input.value));
    });
    for (const end of ['change', 'blur', 'pointercancel']) input.addEventListener(end, () => { this.#dragged = false; });
  }

  /** @param {{asked: number|undefined, told: number|null, usable: boolean}} now `told` is the board's word */
  draw({ asked, told, usable }) {
    const { input, mark, asked: shown, told: word } = this.#parts;
    const known = Number.isFinite(told);
    if (input.disabled === usable) input.disabled = !usable;
    if (!usable) this.#dragged = false;
    // While it is dragged the thumb is the user's.
    const thumb = this.#dragged ? Number(input.value) : asked ?? (known ? told : kMiddle);
    if (!this.#dragged && input.value !== String(thumb)) input.value = thumb;
    const nothing_asked = asked === undefined && !this.#dragged && !known;
    set_text(shown, nothing_asked ? t('value.unknown') : fmt().degrees(thumb));
    set_text(word, known ? t('steer.told', { angle: fmt().degrees(told) }) : t('steer.untold'));
    set_shown(mark, known);
    if (known) mark.style.setProperty('--at', String(told / 180));
    input.style.setProperty('--at', String(thumb / 180));
    set_attribute(this.node, 'data-differs', String(known && thumb !== told));
    set_attribute(input, 'aria-valuetext', `${fmt().degrees(thumb)}, ${word.textContent}`);
  }
}
