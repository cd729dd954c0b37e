// From a joystick that is held to a sequence of targets. Pure: the clock, the board's position and the way there are
// handed in. Angles are degrees, times milliseconds.

export const kSpeed = 60; // degrees a second at full deflection
/** A flashed Pico moves on to its target whatever happens: after a release it overruns by no more than this. */
export const kLargestStep = 8;
/** What a tap moves. */
export const kFirstStep = 2;
export const kStepEvery = 200;
/** A hand that rests is not still. */
export const kDeadZone = 0.12;
/** A step that could not be sent within this time is nothing that anybody wants any more. The least the daemon takes. */
export const kStepLife = 1000;

const kKeys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function within_disc(x, y) {
  const length = Math.hypot(x, y);
  return length > 1 ? { x: x / length, y: y / length } : { x, y };
}

/** How far a stick is from its middle, 0 to 1, right and up positive; `dx` and `dy` as the screen counts them. */
export function deflection_of(dx, dy, radius) {
  const { x, y } = within_disc(dx / radius, -dy / radius);
  return Math.hypot(x, y) < kDeadZone ? { x: 0, y: 0 } : { x, y };
}

export function is_steering_key(key) {
  return Object.hasOwn(kKeys, key);
}

/** @param {Iterable<string>} keys that are down */
export function deflection_of_keys(keys) {
  const all = [...keys].map((key) => kKeys[key]);
  return within_disc(Math.sign(all.reduce((sum, [x]) => sum + x, 0)), Math.sign(all.reduce((sum, [, y]) => sum + y, 0)));
}

const in_range = (angle) => Math.min(180, Math.max(0, angle));

export class Steering {
  #stands;
  #is_free;
  #go;
  #env;
  #stick = null;
  #since = 0;
  #sent_at = -Infinity;
  #rest = { pan: 0, tilt: 0 };
  #timer = null;

  /**
   * @param {{stands: () => {pan: number, tilt: number}|null, is_free: () => boolean,
   *          go: (target: {pan?: number, tilt?: number}) => void, env: object}} wiring `stands`: where the next step
   *   starts (null: nobody knows); `is_free`: the last step is decided
   */
  constructor({ stands, is_free, go, env }) {
    this.#stands = stands;
    this.#is_free = is_free;
    this.#go = go;
    this.#env = env;
  }

  get held() {
    return this.#stick !== null;
  }

  /** Begins a hold, or changes its direction. `x` right and `y` up, each -1 to 1. */
  deflect({ x, y }) {
    if (this.#stick === null) {
      this.#sent_at = -Infinity; // each of many taps counts
      this.#since = this.#env.now() - (1000 * kFirstStep) / kSpeed;
      this.#rest = { pan: 0, tilt: 0 };
    } else if (this.#is_still) {
      this.#since = this.#env.now() - (1000 * kFirstStep) / kSpeed; // the time in the middle was not spent moving
    }
    this.#stick = { x, y };
    this.pump();
  }

  /** From now on nothing is sent. */
  release() {
    this.#arm(null);
    this.#stick = null;
  }

  /** Call it when `is_free` may have become true. */
  pump() {
    if (this.#stick === null || this.#is_still || !this.#is_free()) return;
    const now = this.#env.now();
    const wait = this.#sent_at + kStepEvery - now;
    if (wait > 0) {
      this.#arm(wait);
      return;
    }
    const target = this.#next_target(now);
    if (target === null) {
      this.#arm(kStepEvery); // too little for a whole degree as yet, or at the end of the range
      return;
    }
    this.#since = this.#sent_at = now;
    this.#go(target);
  }

  get #is_still() {
    return this.#stick.x === 0 && this.#stick.y === 0;
  }

  /** Names the axes that move, and no others: somebody else may be moving those. */
  #next_target(now) {
    const from = this.#stands();
    if (from === null) return null;
    const reach = Math.min((kSpeed * (now - this.#since)) / 1000, kLargestStep);
    const target = {};
    const rest = { ...this.#rest };
    for (const [axis, part] of [['pan', this.#stick.x], ['tilt', this.#stick.y]]) {
      const wanted = in_range(from[axis] + rest[axis] + part * reach);
      const whole = Math.round(wanted);
      rest[axis] = wanted - whole;
      if (whole !== from[axis]) target[axis] = whole;
    }
    if (Object.keys(target).length === 0) return null;
    this.#rest = rest;
    return target;
  }

  #arm(ms) {
    if (this.#timer !== null) this.#env.clear_timer(this.#timer);
    this.#timer = ms === null ? null : this.#env.set_timer(() => {
      this.#timer = null;
      this.pump();
    }, ms);
  }
}
