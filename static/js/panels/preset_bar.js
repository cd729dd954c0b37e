// A station's presets: go there, keep the present position under a name, delete.

import { request } from '../api.js';
import { el, said, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { is_preset_name, kHome, presets_to_show, tidy_name } from '../presets.js';
import { confirmed } from './confirm.js';
import { show_error } from './notices.js';

export class PresetBar {
  #station;
  #go;
  #presets = [];
  #drawn = '';
  #parts;

  /** @param {string} station its id @param {(target: {pan: number, tilt: number}) => void} go */
  constructor(station, go) {
    this.#station = station;
    this.#go = go;
    this.node = this.#build();
  }

  /** @param {boolean} usable whether there is a link @param {boolean} known whether the board told where it stands */
  draw({ presets, usable, known }) {
    this.#presets = presets_to_show(presets);
    const now = JSON.stringify([this.#presets, usable, fmt().number(1)]);
    if (now !== this.#drawn) {
      this.#drawn = now;
      const focused = this.#parts.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.#parts.list.replaceChildren(...this.#presets.map((p) => this.#chip(p, usable)));
      if (focused) this.#parts.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
    this.#parts.save.disabled = this.#parts.keep.disabled = !usable || !known;
    this.#draw_rule();
  }

  #chip({ name, pan, tilt, is_set }, usable) {
    const label = name === kHome ? el('span', { text: t('preset.home') }) : said(name);
    const go = el('button', { type: 'button', class: 'chip-go', 'data-key': `go-${name}` },
      ...(name === kHome ? [icon('home')] : []), label);
    go.title = t('preset.at', { pan: fmt().degrees(pan), tilt: fmt().degrees(tilt) });
    go.disabled = !usable;
    go.addEventListener('click', () => this.#go({ pan, tilt }));
    const chip = el('li', { class: 'chip', 'data-preset': name }, go);
    if (is_set) {
      const drop = el('button', { type: 'button', class: 'chip-drop', 'data-key': `drop-${name}` }, icon('close'));
      drop.title = t('preset.delete', { name });
      drop.setAttribute('aria-label', drop.title);
      drop.disabled = !usable;
      drop.addEventListener('click', () => this.#delete(name));
      chip.append(drop);
    }
    return chip;
  }

  #path(name) {
    return `/api/v1/stations/${encodeURIComponent(this.#station)}/presets/${encodeURIComponent(name)}`;
  }

  async #delete(name) {
    if (!await confirmed('preset.delete_question', name === kHome ? t('preset.home') : name)) return;
    try {
      await request('DELETE', this.#path(name));
    } catch (error) {
      show_error('preset.delete_failed', error.message);
    }
  }

  async #save() {
    const name = tidy_name(this.#parts.name.value);
    if (!is_preset_name(name)) {
      this.#parts.name.focus();
      this.#draw_rule();
      return;
    }
    this.#parts.keep.disabled = true;
    try {
      await request('PUT', this.#path(name), {}); // where the servos stand, by the board's own word
      this.#open(false);
    } catch (error) {
      show_error('preset.save_failed', error.message);
      this.#parts.keep.disabled = false;
    }
  }

  #open(open) {
    const { form, save, name } = this.#parts;
    set_shown(form, open);
    set_attribute(save, 'aria-expanded', String(open));
    name.value = '';
    this.#draw_rule();
    (open ? name : save).focus();
  }

  #draw_rule() {
    const { name, rule } = this.#parts;
    const tidy = tidy_name(name.value);
    const wrong = tidy !== '' && !is_preset_name(tidy);
    const replaces = this.#presets.some((p) => p.is_set && p.name === tidy);
    set_attribute(name, 'aria-invalid', String(wrong));
    set_attribute(rule, 'data-wrong', String(wrong));
    set_text(rule, t(wrong || !replaces ? 'preset.rule' : 'preset.replaces', { name: tidy }));
  }

  #build() {
    const list = el('ul', { class: 'chips', role: 'list' });
    const save = el('button', { type: 'button', class: 'chip-save', 'aria-expanded': 'false' }, icon('plus'),
      el('span', { i18n: 'preset.save' }));
    const rule_id = `rule-${this.#station}`;
    const name = el('input', {
      type: 'text', class: 'field', maxlength: '32', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
      dir: 'ltr', label: 'preset.name', 'aria-describedby': rule_id,
    });
    const keep = el('button', { class: 'button', i18n: 'preset.keep' });
    const cancel = el('button', { type: 'button', class: 'button button-quiet', i18n: 'preset.cancel' });
    const rule = el('p', { class: 'preset-rule', id: rule_id });
    const form = el('form', { class: 'preset-form' }, name, keep, cancel, rule);
    form.hidden = true;
    save.addEventListener('click', () => this.#open(form.hidden));
    cancel.addEventListener('click', () => this.#open(false));
    name.addEventListener('input', () => this.#draw_rule());
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#open(false);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#parts = { list, save, form, name, keep, rule };
    const node = el('div', { class: 'presets', role: 'group', label: 'preset.label' },
      el('div', { class: 'presets-row' }, list, save), form);
    translate(node);
    return node;
  }
}
