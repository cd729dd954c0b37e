// Photos and the light of one camera: the button, how a photo shall be, and what became of it.

import { Answer, words_for } from '../answer.js';
import { give } from '../daemon.js';
import { el, label_with, said, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { may_act } from '../identity.js';
import { capture_command, choice_from } from '../photo_choice.js';
import { recall, remember } from '../preferences.js';
import { kClock } from '../queues.js';
import { detail_text } from './answer_text.js';
import { CameraSettings } from './camera_settings.js';
import { show_photo } from './gallery.js';

export class PhotoBar {
  #camera;
  #online = false;
  #open = false;
  #choice;
  #photo = null;
  #light = null;
  #settings;
  #parts;

  /** @param {string} camera its id @param {string} owner id of the node with its name */
  constructor(camera, owner) {
    this.#camera = camera;
    this.#choice = choice_from(recall(`photo.${camera}`));
    this.node = this.#build(owner);
    this.draw();
  }

  /** @param {object|null} device null while nobody says anything */
  tell(device) {
    this.#open = device !== null;
    if (device) this.#online = device.online;
    this.draw();
  }

  draw() {
    const p = this.#parts;
    const { quality, flash, intensity } = this.#choice;
    const under_way = this.#photo !== null && !this.#photo.is_final;
    for (const node of [p.take, p.options]) set_shown(node, may_act());
    set_shown(p.viewer, !may_act());
    set_attribute(p.take, 'aria-disabled', String(!this.#open || under_way));
    p.on.disabled = p.off.disabled = !this.#open;
    set_text(p.summary, t(flash ? 'photo.summary_flash' : 'photo.summary', {
      quality: fmt().number(quality), intensity: fmt().percent(intensity),
    }));
    set_text(p.quality_word, fmt().number(quality));
    set_text(p.intensity_word, fmt().percent(intensity));
    this.#draw_photo();
    this.#draw_light();
    this.#settings.draw(this.#online);
  }

  #give(command) {
    const answer = new Answer(kClock.now());
    give(this.#camera, command, (state) => {
      answer.take(state, kClock.now());
      this.draw();
    });
    return answer;
  }

  #take() {
    if (!this.#open || (this.#photo !== null && !this.#photo.is_final)) return;
    this.#photo = this.#give(capture_command(this.#choice));
    this.draw();
  }

  #switch(on) {
    const { intensity } = this.#choice;
    this.#light = this.#give({ type: 'action', action: on ? 'flash_on' : 'flash_off', ...(on && { intensity }) });
    this.#light.on = on;
    this.draw();
  }

  #draw_photo() {
    const { line, words, detail, show } = this.#parts;
    const answer = this.#photo;
    set_shown(line, answer !== null);
    if (!answer) return;
    const { key, tone } = words_for(answer, { online: this.#online, now: kClock.now() });
    set_attribute(line, 'data-tone', tone);
    const why = detail_text(answer);
    const stored = key === 'acknowledged' && answer.detail !== '';
    if (key === 'acknowledged') set_text(words, t(stored ? 'photo.stored' : 'photo.taken'));
    else if (key === 'asked' || key === 'sent') set_text(words, t('photo.asked'));
    else if (!answer.is_final) set_text(words, t(`answer.${key}`));
    else set_text(words, why ? t('photo.failed') : `${t('photo.failed')} ${t(`answer.${key}`)}`);
    set_text(detail, why);
    set_shown(show, stored);
    if (stored) set_attribute(show, 'href', `/api/v1/photos/${encodeURIComponent(answer.detail)}`);
  }

  #draw_light() {
    const { light, on, off } = this.#parts;
    const answer = this.#light;
    if (!answer) return;
    const { key, tone } = words_for(answer, { online: this.#online, now: kClock.now() });
    const done = key === 'acknowledged';
    set_text(light, done ? t(answer.on ? 'light.is_on' : 'light.is_off')
      : `${t(`answer.${key}`)} ${detail_text(answer)}`.trim());
    set_attribute(light, 'data-tone', tone);
    set_attribute(on, 'aria-busy', String(answer.on && !answer.is_final));
    set_attribute(off, 'aria-busy', String(!answer.on && !answer.is_final));
  }

  #choose(change) {
    Object.assign(this.#choice, change);
    remember(`photo.${this.#camera}`, JSON.stringify(this.#choice));
    this.draw();
  }

  #build(owner) {
    const { quality, flash, intensity } = this.#choice;
    const take = el('button', { type: 'button', class: 'button take' }, icon('camera'), el('span', { i18n: 'photo.take' }));
    label_with(take, owner);
    take.addEventListener('click', () => this.#take());
    const summary = el('span', { class: 'photo-summary' });
    const range = (label, min, value, name) => {
      const input = el('input', { type: 'range', min, max: '100', value: String(value), label });
      input.addEventListener('input', () => this.#choose({ [name]: Number(input.value) }));
      const word = el('output');
      return [el('label', { class: 'option' }, el('span', { i18n: label }), input, word), word];
    };
    const [quality_row, quality_word] = range('photo.quality', '1', quality, 'quality');
    const [intensity_row, intensity_word] = range('photo.intensity', '0', intensity, 'intensity');
    const with_flash = el('input', { type: 'checkbox' });
    with_flash.checked = flash;
    with_flash.addEventListener('change', () => this.#choose({ flash: with_flash.checked }));
    const on = el('button', { type: 'button', class: 'button button-quiet', i18n: 'light.on' });
    const off = el('button', { type: 'button', class: 'button button-quiet', i18n: 'light.off' });
    on.addEventListener('click', () => this.#switch(true));
    off.addEventListener('click', () => this.#switch(false));
    const light = el('span', { class: 'answer', role: 'status' });
    const words = el('span');
    const detail = said('');
    const show = el('a', { target: '_blank', rel: 'noopener', i18n: 'photo.show' });
    show.addEventListener('click', (event) => {
      if (show_photo(this.#photo?.detail)) event.preventDefault();
    });
    this.#settings = new CameraSettings((settings) => {
      this.#settings.answer = this.#give({ type: 'action', action: 'camera_settings', ...settings });
      this.draw();
    });
    const line = el('p', { class: 'answer photo-line', role: 'status' }, words, ' ', detail, ' ', show);
    const viewer = el('p', { class: 'note', i18n: 'photo.viewer' });
    const options = el('details', { class: 'more photo-options' }, el('summary', {}, summary),
      el('div', { class: 'options' },
        quality_row,
        el('label', { class: 'option option-check' }, with_flash, el('span', { i18n: 'photo.flash' })),
        intensity_row,
        el('div', { class: 'option-light', role: 'group', label: 'light.label' },
          el('span', { i18n: 'light.label' }), on, off, light),
        el('p', { class: 'note', i18n: 'light.note' }),
        this.#settings.node));
    this.#parts = { take, options, viewer, summary, quality_word, intensity_word, on, off, light, line, words, detail, show };
    const node = el('div', { class: 'photo' }, take, options, viewer, line);
    translate(node);
    return node;
  }
}
