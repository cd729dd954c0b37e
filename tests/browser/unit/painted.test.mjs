import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Painted } from '../../../static/js/painted.js';

function make() {
  const world = { time: 1000, sent: [] };
  world.painted = new Painted((message) => world.sent.push(message), () => world.time);
  /** One comes, and is painted. */
  world.paint = (want) => {
    const number = world.painted.arrived();
    world.painted.painted(number, want);
    return number;
  };
  return world;
}

test('each picture that was painted is told by its number on this connection', () => {
  const w = make();
  for (let i = 1; i <= 100; ++i) w.paint();
  assert.deepEqual(w.sent, Array.from({ length: 100 }, (_, i) => ({ type: 'painted', frame: i + 1 })));
});

test('a picture that cannot be painted is told too, and nothing is learned from the answer', () => {
  const w = make();
  w.painted.lost(w.painted.arrived());
  assert.deepEqual(w.sent, [{ type: 'painted', frame: 1 }]);
  assert.equal(w.painted.hear({ frame: 1, age_ms: 3 }), null);
  assert.equal(w.painted.fresh_at, null);
});

test('no more is asked for than is wanted, and the rest later', () => {
  const w = make();
  w.painted.ask(1);
  assert.deepEqual(w.sent, [], 'nothing came yet');
  w.paint(0);
  w.painted.ask(1);
  w.painted.ask(2);
  assert.deepEqual(w.sent, [0, 1, 2].map((want) => ({ type: 'painted', frame: 1, want })));
});

test('a new connection counts from one, and pictures of the old one are not told on it', () => {
  const w = make();
  w.painted.arrived();
  const old = w.painted.arrived();
  w.painted.restart();
  w.painted.arrived();
  w.painted.arrived();
  w.painted.arrived();
  assert.equal(w.painted.painted(old), false);
  assert.equal(w.painted.lost(old), false);
  assert.deepEqual(w.sent, []);
  assert.equal(w.painted.painted(w.painted.arrived()), true);
  assert.deepEqual(w.sent, [{ type: 'painted', frame: 4 }]);
});

test('the age is the daemon’s word, from when that picture was painted', () => {
  const w = make();
  w.paint();
  w.time = 1100;
  w.paint();
  w.time = 1500;
  assert.equal(w.painted.is_told, false);
  assert.equal(w.painted.hear({ frame: 1, age_ms: 40 }), 40);
  assert.equal(w.painted.fresh_at, 960, 'the second is no older than the first');
  assert.equal(w.painted.is_told, true);
  w.painted.hear({ frame: 2, age_ms: 30 });
  assert.equal(w.painted.fresh_at, 1070);
  assert.equal(w.painted.hear({ frame: 1, age_ms: 40 }), null, 'told before');
  assert.equal(w.painted.hear({ frame: 9, age_ms: 1 }), null, 'never came');
  assert.equal(w.painted.hear({ frame: 2, age_ms: null }), null);
  assert.equal(w.painted.fresh_at, 1070);
  w.painted.restart();
  assert.equal(w.painted.is_told, false);
  assert.equal(w.painted.fresh_at, 1070, 'the picture is still on its canvas');
});

test('the rate is that of painting, and falls while nothing is painted', () => {
  const w = make();
  assert.equal(w.painted.fps, null);
  for (let i = 0; i < 20; ++i) {
    w.paint();
    w.time += 100;
  }
  assert.ok(Math.abs(w.painted.fps - 10) < 0.01, String(w.painted.fps));
  w.time += 1900;
  assert.ok(Math.abs(w.painted.fps - 5) < 0.2, String(w.painted.fps));
});
