// One camera's tile: its own video link, its picture, the words over the picture when it is not live, and its controls.

import { daemon_now } from '../daemon.js';
import { el, said, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { Link, socket_url } from '../link.js';
import { Picture } from '../picture.js';
import { tile_state } from '../tile_state.js';
import { PhotoBar } from './photo_bar.js';
import { Steer } from './steer.js';
import { TileAge } from './tile_age.js';

export class CameraTile {
  #id;
  #device = null;
  #link;
  #picture;
  #age = new TileAge((message) => this.#link.send(message));
  #phase = 'stopped';
  #drawn_at = null;
  #broken = 0;
  #photos;
  #steer = null;
  #parts;

  constructor(id) {
    this.#id = id;
    this.node = this.#build();
    this.#picture = new Picture(this.#parts.canvas, {
      on_drawn: (width, height, number) => {
        this.#drawn();
        this.#age.drawn(number);
      },
      on_broken: () => {
        this.#broken += 1;
        this.draw();
      },
    });
    this.#link = new Link({
      url: socket_url(`/ws/video?camera=${encodeURIComponent(id)}`),
      on_phase: ({ phase }) => {
        this.#phase = phase;
        if (phase === 'open') this.#age.restart();
        this.draw();
      },
      on_message: (data) => {
        if (data instanceof Blob) this.#picture.push(data, this.#age.arrived());
        else this.#age.hear(data);
      },
    });
    translate(this.node);
    this.draw();
  }

  /** What the daemon says of this camera; null while nobody says anything. */
  tell(device) {
    this.#device = device;
    this.#photos.tell(device);
    this.draw();
  }

  /**
   * Whose controls belong here.
   * @param {{station: object, pico: object}|null|undefined} place null when this camera cannot be moved, undefined while
   *   nobody says anything: then the controls stay, and do nothing
   */
  steer(place) {
    if (place === undefined) {
      this.#steer?.tell(null);
      return;
    }
    if (this.#steer && (place === null || !this.#steer.is_for(place.station))) {
      this.#steer.remove();
      this.#steer = null;
    }
    if (place === null) return;
    if (this.#steer) {
      this.#steer.tell(place);
    } else {
      this.#steer = new Steer(place, `camera-${this.#id}`);
      this.#parts.stage.append(this.#steer.overlay);
      this.#parts.controls.prepend(this.#steer.strip);
    }
  }

  /** A tab that nobody sees takes no pictures. */
  watch(on) {
    if (on) {
      this.#link.start();
    } else {
      this.#link.stop();
      this.#picture.let_go();
    }
  }

  /** While the daemon cannot be reached, one socket knocks for all: /ws. */
  hold(on) {
    this.#link.hold(on);
  }

  remove() {
    this.watch(false);
    this.#steer?.remove();
    this.#age.remove();
  }

  draw() {
    this.#photos.draw();
    this.#steer?.draw();
    this.#age.draw();
    this.#draw_picture();
  }

  #draw_picture() {
    const { key, since } = tile_state({
      phase: this.#phase, device: this.#device, drawn_at: this.#drawn_at, broken: this.#broken, now: Date.now(),
    });
    const p = this.#parts;
    const live = key === 'live';
    set_attribute(this.node, 'data-state', key);
    set_attribute(p.canvas, 'aria-label', t('camera.picture_of', { name: this.#id }));
    set_text(p.badge, t(live ? 'camera.live' : 'camera.old'));
    set_shown(p.words, !live);
    if (live) return;
    set_text(p.what, t(`tile.${key}`));
    // The time of a drawn picture is ours, "last seen" is the daemon's: shown as they are, they differ by its clock.
    set_text(p.since, since === null ? '' : t('tile.since', { time: fmt().time(since, daemon_now()) }));
  }

  #drawn() {
    const old = this.#drawn_at;
    this.#broken = 0;
    this.#drawn_at = Date.now();
    // Most pictures change no word over them.
    if (old === null || this.node.dataset.state !== 'live') this.#draw_picture();
  }

  #build() {
    const canvas = el('canvas', { role: 'img', width: '4', height: '3' });
    const badge = el('span', { class: 'live-badge' });
    const what = el('strong');
    const since = el('span');
    const words = el('div', { class: 'tile-words' }, icon('away'), what, since);
    const expand = el('button', { type: 'button', class: 'button-icon', label: 'camera.full_screen' }, icon('expand'));
    const save = el('a', {
      class: 'button-icon', label: 'camera.save', target: '_blank', rel: 'noopener',
      href: `/api/v1/cameras/${encodeURIComponent(this.#id)}/frame.jpeg`,
    }, icon('save'));
    const stage = el('div', { class: 'tile-stage' }, canvas, words, this.#age.node);
    this.#photos = new PhotoBar(this.#id, `camera-${this.#id}`);
    const controls = el('div', { class: 'controls' }, this.#photos.node);
    const node = el('li', { class: 'tile' }, stage,
      el('div', { class: 'tile-bar' }, said(this.#id, { class: 'tile-name', id: `camera-${this.#id}` }), badge,
        el('span', { class: 'tile-tools' }, this.#age.button, save, expand)),
      controls);
    node.dataset.camera = this.#id;
    // Safari on iPhone has no element full screen.
    if (!document.fullscreenEnabled) expand.hidden = true;
    expand.addEventListener('click', () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.requestFullscreen().catch(() => {}); // refused, by a policy or by the user: nothing changes
    });
    this.#parts = { stage, controls, canvas, badge, words, what, since };
    return node;
  }
}
