// A station's controls: joystick and emergency stop over the picture, sliders, presets and the board's answer below it.

import { el, label_with, said, set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { may_act } from '../identity.js';
import { kClock, queue_of } from '../queues.js';
import { ends_hold, steer_state } from '../steer_state.js';
import { kStepLife, Steering } from '../steering.js';
import { AngleSlider } from './angle_slider.js';
import { detail_text } from './answer_text.js';
import { PresetBar } from './preset_bar.js';
import { SteerPad } from './steer_pad.js';

/** Trouble that is over as soon as the board shows that it obeys again, whoever commands it. */
const kMendedByMoving = ['expired', 'refused'];
/** After the link is back, the board's word says what became of a command that nobody answered for. */
const kUnknownFor = 15000;

export class Steer {
  #station;
  #pico;
  #open = true;
  #open_since = kClock.now();
  #queue;
  #steering;
  #pad;
  #sliders;
  #presets;
  #parts;
  #told = '';
  #spoken = null;
  #forget;

  /** @param {{station: object, pico: object}} place @param {string} owner id of the node with the camera's name */
  constructor({ station, pico }, owner) {
    this.#station = station;
    this.#pico = pico;
    this.#queue = queue_of(station.pico);
    this.#steering = new Steering({
      stands: () => this.#stands(),
      is_free: () => this.#queue.is_free,
      go: (target) => this.#queue.steer(target, { ttl_ms: kStepLife, at_once: true }),
      env: kClock,
    });
    this.#build(owner);
    this.#forget = [this.#queue.on_change(() => this.#changed()), this.#queue.on_stop(() => this.#pad.release())];
    this.draw();
  }

  /** Another station or another Pico needs other controls. */
  is_for(station) {
    return station.id === this.#station.id && station.pico === this.#station.pico;
  }

  /** @param {{station: object, pico: object}|null} now null while nobody says anything */
  tell(now) {
    if (now && !this.#open) this.#open_since = kClock.now();
    this.#open = now !== null;
    if (now) {
      this.#station = now.station;
      this.#pico = now.pico;
      const told = `${now.pico.servo1_angle} ${now.pico.servo2_angle}`;
      if (told !== this.#told && kMendedByMoving.includes(this.#queue.latest?.state)) this.#queue.clear_answer();
      this.#told = told;
    }
    this.draw();
  }

  draw() {
    this.#forget_the_unknown();
    const { servo1_angle: pan, servo2_angle: tilt } = this.#pico;
    const known = Number.isFinite(pan) && Number.isFinite(tilt);
    const answer = this.#queue.latest;
    const allowed = may_act();
    const { key, tone, can_hold } = steer_state({
      open: this.#open, online: this.#pico.online, known, answer, now: kClock.now(),
      stopped_at: this.#queue.stopped_elsewhere_at, may_act: allowed,
    });
    this.#pad.set_usable(can_hold);
    set_shown(this.overlay, allowed);
    set_shown(this.#presets.node, allowed);
    const { asked } = this.#queue;
    const usable = this.#open && allowed;
    this.#sliders.pan.draw({ asked: asked.pan, told: pan, usable });
    this.#sliders.tilt.draw({ asked: asked.tilt, told: tilt, usable });
    this.#presets.draw({ presets: this.#station.presets, usable, known });
    this.#draw_words(key, tone, answer);
  }

  remove() {
    this.#pad.remove();
    this.#queue.forget();
    for (const forget of this.#forget) forget();
    this.overlay.remove();
    this.strip.remove();
  }

  #stands() {
    const { servo1_angle: pan, servo2_angle: tilt } = this.#pico;
    if (!Number.isFinite(pan) || !Number.isFinite(tilt)) return null;
    return { pan, tilt, ...this.#queue.asked };
  }

  #forget_the_unknown() {
    const answer = this.#queue.latest;
    const long_ago = kClock.now() - kUnknownFor;
    if (answer?.state === 'unknown' && this.#open && this.#open_since < long_ago) this.#queue.clear_answer();
  }

  #changed() {
    if (this.#steering.held && ends_hold(this.#queue.latest)) this.#pad.release();
    this.draw();
    this.#steering.pump();
  }

  #stop() {
    this.#queue.act({ action: 'emergency_stop' });
  }

  #draw_words(key, tone, answer) {
    const { chip, chip_words, chip_detail, line, detail, trip, spoken } = this.#parts;
    const words = t(key);
    const more = key.startsWith('answer.') ? detail_text(answer) : '';
    const problem = tone === 'warning' || tone === 'error';
    set_shown(chip, problem);
    set_text(chip_words, words);
    set_text(chip_detail, more);
    set_attribute(chip, 'data-tone', tone);
    set_attribute(this.strip, 'data-tone', tone);
    set_text(line, words);
    set_text(detail, more);
    const shows_trip = key === 'answer.acknowledged' && answer.rtt_ms !== null;
    set_text(trip, shows_trip ? t('steer.trip', { time: fmt().trip(answer.rtt_ms) }) : '');
    // Read out: trouble, and success only of what was asked for once. A hold would never stop talking.
    const worth = problem || (key === 'answer.acknowledged' && answer.spoken);
    const about = worth ? `${key} ${more}` : '';
    if (about === this.#spoken) return;
    this.#spoken = about;
    set_text(spoken, worth ? `${words} ${more}`.trim() : '');
  }

  #build(owner) {
    const hint = `hint-${this.#station.id}`;
    this.#pad = new SteerPad(this.#steering, () => this.#queue.forget(), hint);
    const stop = el('button', { type: 'button', class: 'stop', label: 'steer.stop_label' }, icon('stop'),
      el('span', { i18n: 'steer.stop' }));
    stop.addEventListener('click', () => this.#stop());
    const chip_words = el('span');
    const chip_detail = said('');
    const chip = el('p', { class: 'steer-chip', 'aria-hidden': 'true' }, chip_words, ' ', chip_detail);
    this.overlay = el('div', { class: 'steer-over' }, chip, stop, this.#pad.node,
      el('span', { class: 'visually-hidden', id: hint, i18n: 'steer.pad_hint' }));

    const steer = (axis) => (angle) => this.#queue.steer({ [axis]: angle });
    this.#sliders = { pan: new AngleSlider('pan', steer('pan')), tilt: new AngleSlider('tilt', steer('tilt')) };
    this.#presets = new PresetBar(this.#station.id, (target) => {
      this.#pad.release();
      this.#queue.steer(target, { spoken: true });
    });
    const line = el('span', { class: 'steer-line' });
    const detail = said('', { class: 'steer-detail' });
    const trip = el('span', { class: 'steer-trip' });
    const spoken = el('span', { class: 'visually-hidden', role: 'status' });
    this.strip = el('div', { class: 'steer', role: 'group', label: 'steer.label' },
      el('p', { class: 'steer-words', 'aria-hidden': 'true' }, el('span', { class: 'dot' }), line, detail, trip), spoken,
      this.#sliders.pan.node, this.#sliders.tilt.node, this.#presets.node);
    this.#parts = { chip, chip_words, chip_detail, line, detail, trip, spoken };
    for (const node of [stop, this.#pad.node, this.strip, ...this.strip.querySelectorAll('.angle input')]) label_with(node, owner);
    translate(this.overlay);
    translate(this.strip);
  }
}
