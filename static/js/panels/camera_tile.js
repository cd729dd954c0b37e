// One camera's tile: its own video link, its picture, the words over the picture when it is not live, and its controls.

import { beat, late } from '../beat.js';
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

/** Tiles that are narrower ask for few pictures, the fewer the more of them there are; in CSS pixels. */
const kSmall = 400;
/** Pictures on their way to a tile: one is enough for few a second, two fill the way of many. */
const kWindow = { small: 1, large: 2 };
const kSmallFps = 24; // of all small tiles together
const kFewest = 3;
const kMost = 10;

export class CameraTile {
  #id;
  #device = null;
  #link;
  #picture;
  #age = new TileAge((message) => this.#link.send(message));
  #phase = 'stopped';
  #until = Infinity;
  #broken = 0;
  #is_small = false;
  #tiles = 1;
  #photos;
  #steer = null;
  #parts;

  constructor(id) {
    this.#id = id;
    this.node = this.#build();
    this.#picture = new Picture(this.#parts.canvas, {
      on_drawn: (width, height, number) => {
        beat();
        this.#broken = 0;
        this.#age.drawn(number);
      },
      on_broken: (number) => {
        this.#broken += 1;
        this.#age.broken(number);
        this.draw();
      },
    });
    this.#link = new Link({
      url: () => socket_url(`/ws/video?${this.#wishes()}`),
      on_phase: ({ phase }) => {
        this.#phase = phase;
        if (phase === 'open') this.#age.restart();
        else this.#age.rest();
        this.draw();
      },
      on_message: (data) => {
        beat();
        if (data instanceof Blob) this.#picture.push(data, this.#age.arrived());
        else if (this.#age.hear(data)) this.#draw_picture();
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

  /** How wide the tile is, in CSS pixels, and how many take pictures beside it. */
  size(width, tiles) {
    this.#tiles = tiles;
    const is_small = width < kSmall;
    if (is_small === this.#is_small) return;
    this.#is_small = is_small;
    if (this.#phase !== 'open') return;
    this.#link.stop();
    this.#link.start();
  }

  #wishes() {
    const wishes = new URLSearchParams({ camera: this.#id, window: this.#is_small ? kWindow.small : kWindow.large });
    if (this.#is_small) wishes.set('max_fps', Math.min(kMost, Math.max(kFewest, Math.floor(kSmallFps / this.#tiles))));
    return wishes;
  }

  /** Nothing else may run while the tile says what does not hold any more. */
  beat() {
    if (Date.now() + late() >= this.#until) this.#draw_picture();
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
    const now = Date.now();
    const { key, since, until } = tile_state({
      phase: this.#phase, device: this.#device, fresh_at: this.#age.fresh_at, is_told: this.#age.is_told,
      fps: this.#age.fps, late: late(), broken: this.#broken, now,
    });
    this.#until = until;
    const p = this.#parts;
    set_attribute(this.node, 'data-state', key);
    set_attribute(p.canvas, 'aria-label', t(key === 'live' ? 'camera.picture_of' : 'camera.old_picture_of', { name: this.#id }));
    set_text(p.badge, this.#badge(key, since, now));
    const is_moving = key === 'live' || key === 'behind' || key === 'slow';
    set_shown(p.words, !is_moving);
    if (is_moving) return;
    set_text(p.what, t(`tile.${key}`));
    // The time of a drawn picture is ours, "last seen" is the daemon's: shown as they are, they differ by its clock.
    set_text(p.since, since === null ? '' : t('tile.since', { time: fmt().time(since, daemon_now()) }));
  }

  #badge(key, since, now) {
    const ago = (then) => fmt().about((then - since) / 1000);
    if (key === 'slow') return fmt().fps(this.#age.fps);
    if (since !== null && key === 'away') return t('badge.away_for', { time: ago(daemon_now()) });
    // A page that is late itself calls nothing live, however young: it may come to say so too late.
    if (since !== null && (key === 'behind' || key === 'stalled')) return t('badge.behind', { time: ago(Math.max(now, since + 1000)) });
    return t(`badge.${key}`);
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
