// One photo in the gallery.

import { daemon_now } from '../daemon.js';
import { el, said, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { may_act } from '../identity.js';

export class PhotoCard {
  #photo;
  #time = el('time');
  #open;
  #drop;

  /** @param {{open: (id: string) => void, drop: (id: string) => void}} does */
  constructor(photo, { open, drop }) {
    this.#photo = photo;
    const image = el('img', { src: photo.url, alt: '', loading: 'lazy', decoding: 'async' });
    image.addEventListener('error', () => { image.hidden = true; }, { once: true }); // the icon behind it stays
    this.#open = el('button', { type: 'button', class: 'photo-open' }, icon('camera'), image);
    this.#open.addEventListener('click', () => open(photo.id));
    const save = el('a', { class: 'button-icon', label: 'gallery.download', href: photo.url, download: photo.filename ?? '' },
      icon('save'));
    this.#drop = el('button', { type: 'button', class: 'button-icon', label: 'gallery.delete' }, icon('trash'));
    this.#drop.addEventListener('click', () => drop(photo.id));
    this.node = el('li', { class: 'photo-card', 'data-photo': photo.id }, this.#open,
      el('div', { class: 'photo-foot' },
        el('div', { class: 'photo-names' }, said(photo.camera ?? '', { class: 'photo-camera' }), this.#time), save, this.#drop));
    translate(this.node);
    this.draw();
  }

  draw() {
    set_shown(this.#drop, may_act());
    const taken = Date.parse(this.#photo.taken);
    set_text(this.#time, fmt().time(taken, daemon_now()));
    set_attribute(this.#time, 'datetime', String(this.#photo.taken));
    set_attribute(this.#time, 'title', fmt().moment(taken));
    set_attribute(this.#open, 'aria-label',
      t('gallery.photo_of', { camera: this.#photo.camera ?? t('value.unknown'), time: fmt().moment(taken) }));
  }

  focus() {
    this.#open.focus();
  }
}
