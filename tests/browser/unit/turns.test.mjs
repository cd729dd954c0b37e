import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from '../../../static/js/turns.js';

function make(tiles) {
  const world = { time: 1000, asked: [] };
  world.turns = new Turns(() => world.time);
  world.tiles = Array.from({ length: tiles }, (_, i) => ({ i, ask: () => world.asked.push(i) }));
  /** Says `times` times, calmly, that a picture was so old. */
  world.hear = (age, times) => {
    for (let i = 0; i < times; ++i) {
      world.time += 301;
      world.turns.heard(age);
    }
  };
  return world;
}

test('a page that is in time asks for all it can get', () => {
  const w = make(24);
  w.hear(20, 300);
  for (const tile of w.tiles) assert.equal(w.turns.take(tile), 8);
});

test('a page that is late asks for one picture at a time, in turn', () => {
  const w = make(4);
  w.hear(20, 100);
  w.hear(3000, 30);
  assert.equal(w.turns.limit, 1);
  const [a, b, c] = w.tiles;
  assert.equal(w.turns.take(a), 1);
  assert.equal(w.turns.take(b), 0);
  assert.equal(w.turns.take(c), 0);
  w.turns.serve();
  assert.deepEqual(w.asked, [], 'the first is not done');
  assert.equal(w.turns.take(a), 0, 'others waited longer');
  w.turns.serve();
  assert.deepEqual(w.asked, [1]);
  assert.equal(w.turns.take(b), 0);
  w.turns.serve();
  assert.deepEqual(w.asked, [1, 2]);
});

test('a page that starts late is late too', () => {
  const w = make(1);
  w.hear(3000, 10);
  assert.equal(w.turns.limit, 1);
});

test('a long way is no queue', () => {
  const w = make(1);
  w.hear(190, 100);
  assert.ok(w.turns.limit > 20);
});

test('a camera that has no picture, or a tile that leaves, keeps nobody waiting', () => {
  const w = make(3);
  w.hear(900, 10);
  const [a, b, c] = w.tiles;
  w.turns.take(a);
  w.turns.take(b);
  w.turns.serve();
  assert.deepEqual(w.asked, []);
  w.time += 1801;
  w.turns.serve();
  assert.deepEqual(w.asked, [1]);
  w.turns.take(c);
  w.turns.arrived(b);
  w.time += 60000;
  w.turns.serve();
  assert.deepEqual(w.asked, [1], 'its picture has come, and waits to be painted');
  w.turns.leave(b);
  w.turns.serve();
  assert.deepEqual(w.asked, [1, 2]);
});
