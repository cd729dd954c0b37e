import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Painted, kPaintedEvery } from '../../../static/js/painted.js';

function make() {
  const world = { time: 1000, sent: [] };
  world.painted = new Painted((message) => world.sent.push(message), () => world.time);
  return world;
}

test('a picture that was painted is told by its number on this connection', () => {
  const w = make();
  w.painted.arrived();
  assert.equal(w.painted.arrived(), 2);
  w.painted.painted(2);
  assert.deepEqual(w.sent, [{ type: 'painted', frame: 2 }]);
});

test('at most two a second are told', () => {
  const w = make();
  for (let i = 0; i < 100; ++i) {
    w.painted.painted(w.painted.arrived());
    w.time += 20;
  }
  assert.equal(w.sent.length, 2000 / kPaintedEvery);
  assert.equal(w.sent[1].frame, 1 + kPaintedEvery / 20);
});

test('a new connection counts from one, and pictures of the old one are not told on it', () => {
  const w = make();
  w.painted.arrived();
  const old = w.painted.arrived();
  w.painted.restart();
  w.painted.painted(old);
  assert.deepEqual(w.sent, []);
  w.painted.painted(w.painted.arrived());
  assert.deepEqual(w.sent, [{ type: 'painted', frame: 1 }]);
});
