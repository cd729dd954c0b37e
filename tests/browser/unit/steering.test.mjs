import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deflection_of, deflection_of_keys, is_steering_key, kFirstStep, kLargestStep, kStepEvery, Steering,
} from '../../../static/js/steering.js';
import { make_clock } from './fake_clock.mjs';

/** A board that stands where it was told to go, `takes` milliseconds after a step; null: when the test says so. */
function make({ at = { pan: 90, tilt: 90 }, takes = 0, limits = [0, 180] } = {}) {
  const clock = make_clock();
  const w = { clock, at, steps: [], free: true };
  w.arrive = (target) => {
    for (const axis of Object.keys(target)) w.at = { ...w.at, [axis]: Math.min(limits[1], Math.max(limits[0], target[axis])) };
    w.free = true;
    w.steering.pump();
  };
  w.steering = new Steering({
    stands: () => w.at,
    is_free: () => w.free,
    go(target) {
      w.steps.push({ ...target, time: clock.env.now(), from: w.at });
      w.free = false;
      if (takes !== null) clock.env.set_timer(() => w.arrive(target), takes);
    },
    env: clock.env,
  });
  return w;
}

const right = { x: 1, y: 0 };

test('a tap moves a little, at once', () => {
  const w = make();
  w.steering.deflect(right);
  w.steering.release();
  w.clock.advance(10000);
  assert.deepEqual(w.steps.map(({ pan, tilt }) => ({ pan, tilt })), [{ pan: 90 + kFirstStep, tilt: undefined }]);
});

test('each of many taps counts', () => {
  const w = make();
  for (let i = 0; i < 5; ++i) {
    w.steering.deflect(right);
    w.clock.advance(30);
    w.steering.release();
    w.clock.advance(30);
  }
  w.clock.advance(10000);
  assert.equal(w.at.pan, 90 + 5 * kFirstStep);
});

test('while it is held it goes on, in small steps and not too often', () => {
  const w = make();
  w.steering.deflect(right);
  w.clock.advance(1000);
  assert.ok(w.steps.length >= 4 && w.steps.length <= 6, `${w.steps.length} steps`);
  for (const [i, step] of w.steps.entries()) {
    assert.ok(step.pan - step.from.pan > 0 && step.pan - step.from.pan <= kLargestStep, JSON.stringify(step));
    if (i > 0) assert.ok(step.time - w.steps[i - 1].time >= kStepEvery);
  }
  assert.ok(w.at.pan > 90 + 25, `${w.at.pan}`);
});

test('the next step waits for the answer to the last, and is small however long that took', () => {
  const w = make({ takes: null });
  w.steering.deflect(right);
  w.clock.advance(15000);
  assert.equal(w.steps.length, 1);
  w.arrive(w.steps[0]);
  assert.equal(w.steps.length, 2);
  assert.equal(w.steps[1].pan - w.steps[1].from.pan, kLargestStep);
});

test('after the release nothing is sent, not even when the last step is answered', () => {
  const w = make({ takes: null });
  w.steering.deflect(right);
  w.clock.advance(500);
  w.steering.release();
  w.arrive(w.steps[0]);
  w.clock.advance(60000);
  assert.equal(w.steps.length, 1);
  assert.equal(w.clock.timers.size, 0);
  assert.equal(w.steering.held, false);
});

test('half the deflection is half the speed', () => {
  const moved = (x) => {
    const w = make();
    w.steering.deflect({ x, y: 0 });
    w.clock.advance(2000);
    return w.at.pan - 90;
  };
  assert.ok(Math.abs(moved(0.5) / moved(1) - 0.5) < 0.1, `${moved(0.5)} against ${moved(1)}`);
});

test('a slow part of a slanted hold is not lost in rounding', () => {
  const w = make();
  w.steering.deflect({ x: 0.98, y: -0.06 });
  w.clock.advance(2000);
  assert.ok(w.at.tilt < 88 && w.at.tilt > 82, `${w.at.tilt}`);
});

test('an axis that does not move is not named', () => {
  const w = make();
  w.steering.deflect({ x: 0, y: 1 });
  w.clock.advance(1000);
  assert.ok(w.at.tilt > 90);
  for (const step of w.steps) assert.equal(step.pan, undefined);
});

test('in the middle it rests, and the time there is not made up for', () => {
  const w = make();
  w.steering.deflect(right);
  w.clock.advance(1000);
  const before = w.steps.length;
  w.steering.deflect({ x: 0, y: 0 });
  w.clock.advance(5000);
  assert.equal(w.steps.length, before);
  w.steering.deflect({ x: -1, y: 0 });
  const step = w.steps.at(-1);
  assert.equal(step.pan - step.from.pan, -kFirstStep);
});

test('at the end of the range nothing is sent, and the way back begins there', () => {
  const w = make({ at: { pan: 178, tilt: 90 } });
  w.steering.deflect(right);
  w.clock.advance(5000);
  assert.equal(w.at.pan, 180);
  const before = w.steps.length;
  w.clock.advance(5000);
  assert.equal(w.steps.length, before);
  w.steering.deflect({ x: -1, y: 0 });
  w.clock.advance(400);
  assert.ok(w.at.pan < 180);
});

test('a board that goes no further than 160 does not have to be wound back', () => {
  const w = make({ at: { pan: 155, tilt: 90 }, limits: [20, 160] });
  w.steering.deflect(right);
  w.clock.advance(5000);
  w.steering.deflect({ x: -1, y: 0 });
  w.clock.advance(500);
  assert.ok(w.at.pan < 160, `${w.at.pan}`);
});

test('a board that has not told where it stands is left alone', () => {
  const w = make();
  w.at = null;
  w.steering.deflect(right);
  w.clock.advance(5000);
  assert.deepEqual(w.steps, []);
});

test('the stick: right and up are positive, the rim is the most, a resting hand is nothing', () => {
  assert.deepEqual(deflection_of(50, 0, 50), { x: 1, y: -0 });
  assert.deepEqual(deflection_of(0, -25, 50), { x: 0, y: 0.5 });
  assert.deepEqual(deflection_of(0, 500, 50), { x: 0, y: -1 });
  assert.deepEqual(deflection_of(5, 2, 50), { x: 0, y: 0 });
});

test('keys: opposite ones cancel, two make a diagonal of the same speed', () => {
  assert.deepEqual(deflection_of_keys(['ArrowLeft']), { x: -1, y: 0 });
  assert.deepEqual(deflection_of_keys(['ArrowLeft', 'ArrowRight']), { x: 0, y: 0 });
  const { x, y } = deflection_of_keys(new Set(['ArrowRight', 'ArrowUp']));
  assert.ok(x > 0 && y > 0 && Math.abs(Math.hypot(x, y) - 1) < 1e-9);
  assert.ok(is_steering_key('ArrowDown') && !is_steering_key('Enter') && !is_steering_key('constructor'));
});
