// The joystick over a picture: pointer, touch and arrow keys become one hold, and every way to lose hold ends it.

import { el, set_attribute } from '../dom.js';
import { icon } from '../icons.js';
import { on_presence } from '../presence.js';
import { deflection_of, deflection_of_keys, is_steering_key } from '../steering.js';

const kModifiers = ['Meta', 'Control', 'Alt'];

export class SteerPad {
  #steering;
  #on_grab;
  #pointer = null;
  #keys = new Set();
  #usable = false;
  #forget = new AbortController();
  #forget_presence;

  /** @param {import('../steering.js').Steering} steering @param {() => void} on_grab called when a hold begins */
  constructor(steering, on_grab, hint_id) {
    this.#steering = steering;
    this.#on_grab = on_grab;
    this.knob = el('span', { class: 'pad-knob' });
    // Left is left in every language: the picture does not turn around either.
    this.node = el('div', {
      class: 'pad', role: 'application', tabindex: '0', dir: 'ltr', label: 'steer.pad', 'aria-describedby': hint_id,
    }, icon('up'), icon('right'), icon('down'), icon('left'), this.knob);
    this.#listen();
  }

  /** An unusable pad lets go, and takes no hold. */
  set_usable(usable) {
    set_attribute(this.node, 'aria-disabled', String(!usable));
    if (this.#usable && !usable) this.release();
    this.#usable = usable;
  }

  release() {
    const pointer = this.#pointer;
    this.#pointer = null;
    this.#keys.clear();
    this.#steering.release();
    this.#show({ x: 0, y: 0 });
    if (pointer !== null && this.node.hasPointerCapture(pointer)) this.node.releasePointerCapture(pointer);
  }

  remove() {
    this.release();
    this.#forget.abort();
    this.#forget_presence();
  }

  #listen() {
    const { signal } = this.#forget;
    const on = (type, f, more = {}) => this.node.addEventListener(type, f, { signal, ...more });
    on('pointerdown', (event) => this.#grabbed(event));
    on('pointermove', (event) => this.#dragged(event));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      on(end, (event) => {
        if (event.pointerId === this.#pointer) this.release();
      });
    }
    on('contextmenu', (event) => event.preventDefault()); // a long press is a hold
    on('keydown', (event) => this.#key_down(event));
    on('keyup', (event) => this.#key_up(event));
    on('blur', () => {
      if (this.#keys.size > 0) this.release();
    });
    // The release of a key or a button that happens elsewhere is never heard.
    addEventListener('blur', () => this.release(), { signal });
    this.#forget_presence = on_presence(() => this.release());
  }

  #grabbed(event) {
    if (this.#pointer !== null || event.button !== 0) return; // the first finger steers
    event.preventDefault(); // no text is selected, no page scrolled
    this.node.focus({ preventScroll: true });
    if (!this.#usable) return;
    this.#keys.clear();
    this.#pointer = event.pointerId;
    this.node.setPointerCapture(event.pointerId);
    this.#on_grab();
    this.#dragged(event);
  }

  #dragged(event) {
    if (event.pointerId !== this.#pointer) return;
    const { left, top, width, height } = this.node.getBoundingClientRect();
    this.#hold(deflection_of(event.clientX - left - width / 2, event.clientY - top - height / 2, width / 2));
  }

  #key_down(event) {
    // While a modifier is down macOS keeps the keyup of other keys to itself.
    if (kModifiers.includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) {
      if (this.#keys.size > 0) this.release();
      return;
    }
    if (!is_steering_key(event.key)) return;
    event.preventDefault();
    if (!this.#usable || this.#pointer !== null || this.#keys.has(event.key)) return;
    // A key that was down when a hold was ended from outside repeats on: only a fresh press begins anew.
    if (event.repeat) return;
    if (this.#keys.size === 0) this.#on_grab();
    this.#keys.add(event.key);
    this.#hold(deflection_of_keys(this.#keys));
  }

  #key_up(event) {
    if (!this.#keys.delete(event.key)) return;
    if (this.#keys.size === 0) this.release();
    else this.#hold(deflection_of_keys(this.#keys));
  }

  #hold(stick) {
    this.#steering.deflect(stick);
    this.#show(stick);
  }

  #show({ x, y }) {
    set_attribute(this.node, 'data-held', String(this.#steering.held));
    this.node.style.setProperty('--x', x.toFixed(3));
    this.node.style.setProperty('--y', (-y).toFixed(3));
  }
}
