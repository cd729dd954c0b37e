// One board's card: what it is and how it is. What it complained about stands in its diagnosis.

import { daemon_now } from '../daemon.js';
import { el, said, set_attribute, set_shown, set_text } from '../dom.js';
import { signal_bars } from '../format.js';
import { fmt, t, translate } from '../i18n.js';
import { icon, signal_icon } from '../icons.js';
import { show_doctor } from './doctor.js';

const known = (value) => value !== undefined && value !== null && value !== '';

/** Rows of the card: key of the label, what it shows of a DEVICE, and whether it stands behind "details". */
const kFacts = [
  ['board.last_seen', (d) => fmt().ago(Date.parse(d.last_seen), daemon_now())],
  ['board.up', (d) => d.online && known(d.connected_since)
    && fmt().duration((daemon_now() - Date.parse(d.connected_since)) / 1000)],
  ['board.fps', (d) => d.online && known(d.fps) && fmt().fps(d.fps)],
  ['board.rate', (d) => d.online && known(d.bytes_per_second) && fmt().rate(d.bytes_per_second)],
  ['board.resolution', (d) => d.width > 0 && fmt().pixels(d.width, d.height)],
  ['board.viewers', (d) => known(d.viewers) && fmt().number(d.viewers)],
  ['board.pan', (d) => known(d.servo1_angle) && fmt().degrees(d.servo1_angle)],
  ['board.tilt', (d) => known(d.servo2_angle) && fmt().degrees(d.servo2_angle)],
  ['board.memory', (d) => known(d.memory_free_bytes) && fmt().bytes(d.memory_free_bytes)],
];
const kDetails = [
  ['board.firmware', (d) => known(d.firmware) && String(d.firmware)],
  ['board.library', (d) => known(d.library) && String(d.library)],
  ['board.address', (d) => known(d.address) && String(d.address)],
  ['board.received', (d) => fmt().bytes(d.bytes_received)],
  ['board.frames', (d) => known(d.frames_received) && fmt().number(d.frames_received)],
  ['board.refused', (d) => known(d.frames_refused) && fmt().number(d.frames_refused)],
  ['board.reconnects', (d) => fmt().number(d.reconnects)],
  ['board.takeovers', (d) => fmt().number(d.takeovers)],
  ['board.invalid', (d) => fmt().number(d.invalid_messages)],
  ['board.complaints', (d) => known(d.complaints) && fmt().number(d.complaints)],
];

function fact_list(facts) {
  const node = el('dl', { class: 'facts' });
  const rows = facts.map(([key, value_of]) => {
    const value = el('dd', { dir: 'auto' });
    const row = el('div', { class: 'fact' }, el('dt', { i18n: key }), value);
    node.append(row);
    return (device) => {
      const text = value_of(device);
      set_shown(row, typeof text === 'string');
      if (typeof text === 'string') set_text(value, text);
    };
  });
  return { node, draw: (device) => rows.forEach((row) => row(device)) };
}

export class BoardCard {
  #device;
  #parts;

  constructor(device) {
    this.#device = device;
    this.node = this.#build(device);
    translate(this.node);
  }

  tell(device) {
    this.#device = device;
    this.draw(true);
  }

  /** @param {boolean} sure false while the daemon cannot be asked: what is shown is what was */
  draw(sure) {
    const d = this.#device;
    const p = this.#parts;
    const state = !sure ? 'unknown' : d.online ? 'online' : 'offline';
    set_attribute(this.node, 'data-state', state);
    set_text(p.state, t(`board.${state}`));
    p.facts.draw(d);
    p.details.draw(d);
    this.#draw_signal(d);
  }

  #draw_signal({ rssi_dbm, online }) {
    const p = this.#parts;
    const told = Number.isFinite(rssi_dbm) && online;
    set_shown(p.signal_row, told);
    if (!told) return;
    const bars = signal_bars(rssi_dbm);
    p.signal.show(bars);
    set_text(p.dbm, fmt().dbm(rssi_dbm));
    set_attribute(p.dbm, 'title', t('board.signal_of', { bars: fmt().number(bars) }));
  }

  #build({ id, kind }) {
    const known_kind = kind === 'esp32cam' || kind === 'pico';
    const state = el('span');
    const facts = fact_list(kFacts);
    const details = fact_list(kDetails);
    const signal = signal_icon();
    const dbm = el('span', { dir: 'ltr' });
    const signal_row = el('div', { class: 'fact' }, el('dt', { i18n: 'board.signal' }),
      el('dd', { class: 'signal-value' }, signal.node, dbm));
    facts.node.append(signal_row);
    const doctor = el('button', { type: 'button', class: 'button button-quiet', i18n: 'doctor.open' });
    doctor.addEventListener('click', () => show_doctor(this.#device));
    this.#parts = { state, facts, details, signal, signal_row, dbm };
    const node = el('li', { class: 'card' },
      el('div', { class: 'card-head' },
        el('span', { class: 'card-icon' }, icon(kind === 'esp32cam' ? 'camera' : 'chip')),
        el('div', { class: 'card-name' }, el('h3', {}, said(id)),
          el('span', { class: 'card-kind', i18n: `board.${known_kind ? kind : 'other'}` })),
        el('span', { class: 'badge' }, el('span', { class: 'dot', 'aria-hidden': 'true' }), state)),
      facts.node,
      el('div', { class: 'card-foot' },
        el('details', { class: 'more' }, el('summary', { i18n: 'board.more' }), details.node), doctor));
    node.dataset.device = id;
    return node;
  }
}
