// One photo, large: what is known of it, its neighbours, download and delete.

import { el, said, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { may_act } from '../identity.js';

export class Lightbox {
  #list;
  #id = null;
  #place = 0;
  #parts = null;

  /** @param {{photos: () => object[], drop: (id: string) => void}} list newest first */
  constructor(list) {
    this.#list = list;
  }

  open(id) {
    this.#parts ??= this.#build();
    this.#id = id;
    this.draw();
    if (!this.#parts.node.open) this.#parts.node.showModal();
  }

  /** The list has changed: a photo that is gone makes room for its neighbour. */
  draw() {
    if (this.#id === null) return;
    const photos = this.#list.photos();
    const found = photos.findIndex((p) => p.id === this.#id);
    const place = found >= 0 ? found : Math.min(this.#place, photos.length - 1);
    const photo = photos[place];
    const p = this.#parts;
    if (!photo) {
      p.node.close();
      return;
    }
    this.#id = photo.id;
    this.#place = place;
    translate(p.node);
    const taken = fmt().moment(Date.parse(photo.taken));
    set_attribute(p.image, 'src', photo.url);
    set_attribute(p.image, 'alt', t('gallery.photo_of', { camera: photo.camera ?? t('value.unknown'), time: taken }));
    set_text(p.camera, photo.camera ?? '');
    set_text(p.time, taken);
    set_text(p.facts, this.#facts(photo));
    set_shown(p.drop, may_act());
    set_attribute(p.save, 'href', photo.url);
    set_attribute(p.save, 'download', photo.filename ?? '');
    p.newer.disabled = place === 0;
    p.older.disabled = place === photos.length - 1;
  }

  /** The event that told of a new photo does not tell its width and height; the picture itself does. */
  #facts({ width, height, size, quality, flash, intensity }) {
    const { naturalWidth, naturalHeight } = this.#parts.image;
    const [wide, high] = width > 0 ? [width, height] : [naturalWidth, naturalHeight];
    return [
      wide > 0 && fmt().pixels(wide, high),
      Number.isFinite(size) && fmt().bytes(size),
      Number.isFinite(quality) && t('gallery.quality', { quality: fmt().number(quality) }),
      flash && t('gallery.flash', { intensity: Number.isFinite(intensity) ? fmt().percent(intensity) : '' }).trim(),
    ].filter(Boolean).join(' · ');
  }

  #step(by) {
    const photos = this.#list.photos();
    const next = photos[photos.findIndex((p) => p.id === this.#id) + by];
    if (next) this.open(next.id);
  }

  #build() {
    const image = el('img');
    const camera = said('', { class: 'lightbox-camera' });
    const time = el('span');
    const facts = el('span', { class: 'lightbox-facts' });
    const save = el('a', { class: 'button-icon', label: 'gallery.download' }, icon('save'));
    const drop = el('button', { type: 'button', class: 'button-icon', label: 'gallery.delete' }, icon('trash'));
    const close = el('button', { type: 'button', class: 'button-icon', label: 'gallery.close' }, icon('close'));
    const newer = el('button', { type: 'button', class: 'button-icon lightbox-newer', label: 'gallery.newer' }, icon('left'));
    const older = el('button', { type: 'button', class: 'button-icon lightbox-older', label: 'gallery.older' }, icon('right'));
    const node = el('dialog', { class: 'lightbox', label: 'gallery.large' },
      el('div', { class: 'lightbox-head' }, el('p', {}, camera, ' ', time, facts), save, drop, close),
      el('div', { class: 'lightbox-stage' }, image, newer, older));
    document.body.append(node);
    image.addEventListener('load', () => this.draw());
    close.addEventListener('click', () => node.close());
    drop.addEventListener('click', () => this.#list.drop(this.#id));
    newer.addEventListener('click', () => this.#step(-1));
    older.addEventListener('click', () => this.#step(1));
    node.addEventListener('click', (event) => {
      if (event.target === node) node.close(); // beside it
    });
    node.addEventListener('keydown', (event) => {
      const right = document.documentElement.dir === 'rtl' ? -1 : 1;
      if (event.key === 'ArrowRight') this.#step(right);
      if (event.key === 'ArrowLeft') this.#step(-right);
    });
    node.addEventListener('close', () => {
      this.#id = null;
      image.removeAttribute('src');
    });
    return { node, image, camera, time, facts, save, drop, newer, older };
  }
}
