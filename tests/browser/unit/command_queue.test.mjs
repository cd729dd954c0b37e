import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandQueue } from '../../../static/js/command_queue.js';
import { make_clock } from './fake_clock.mjs';

function make() {
  const clock = make_clock();
  const given = [];
  const queue = new CommandQueue({ give: (command, on_state) => given.push({ command, on_state }), env: clock.env });
  const say = (index, state, more = {}) => given.at(index).on_state({ state, detail: '', rtt_ms: null, ...more });
  return { clock, given, queue, say, commands: () => given.map((g) => g.command) };
}

test('a dragged slider sends its first target at once, and of the others the newest when that is decided', () => {
  const w = make();
  for (const pan of [91, 95, 99, 120]) w.queue.steer({ pan });
  assert.deepEqual(w.commands(), [{ type: 'servo', pan: 91 }]);
  w.say(0, 'sent');
  w.clock.advance(3000);
  assert.equal(w.given.length, 1, 'the board is at work');
  w.say(0, 'acknowledged');
  assert.deepEqual(w.commands()[1], { type: 'servo', pan: 120 });
  assert.equal(w.given.length, 2);
});

test('axes are merged', () => {
  const w = make();
  w.queue.steer({ pan: 1 });
  w.queue.steer({ pan: 100 });
  w.queue.steer({ tilt: 50 });
  w.clock.advance(500);
  w.say(0, 'acknowledged');
  assert.deepEqual(w.commands()[1], { type: 'servo', pan: 100, tilt: 50 });
});

test('a board that answers at once is sent no more than five targets a second', () => {
  const w = make();
  for (let ms = 0; ms < 1000; ms += 10) {
    w.queue.steer({ pan: ms / 10 });
    w.given.forEach((g, i) => { if (!g.done) { g.done = true; w.say(i, 'acknowledged'); } });
    w.clock.advance(10);
  }
  assert.ok(w.given.length >= 4 && w.given.length <= 6, `${w.given.length} in a second`);
  w.clock.advance(1000);
  assert.equal(w.commands().at(-1).pan, 99, 'the last target is never lost');
});

test('a target that only waits in the daemon is replaced there', () => {
  const w = make();
  w.queue.steer({ pan: 10 });
  w.say(0, 'queued');
  w.queue.steer({ pan: 20 });
  w.clock.advance(200);
  assert.deepEqual(w.commands()[1], { type: 'servo', pan: 20 });
  w.say(0, 'superseded');
  assert.equal(w.queue.latest.state, 'asked', 'the end of the older one is no news');
});

test('what is asked for stands until the board tells where it is', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  assert.deepEqual(w.queue.asked, { pan: 5 });
  w.queue.told();
  assert.deepEqual(w.queue.asked, { pan: 5 }, 'a status from before the answer');
  w.say(0, 'acknowledged');
  assert.deepEqual(w.queue.asked, { pan: 5 });
  w.queue.told();
  assert.deepEqual(w.queue.asked, {}, 'the board stopped at 20, maybe');
});

test('what was refused, expired or lost is not asked for any more', () => {
  for (const state of ['refused', 'expired', 'unknown', 'unsent', 'superseded']) {
    const w = make();
    w.queue.steer({ pan: 5 });
    w.say(0, state);
    assert.deepEqual(w.queue.asked, {}, state);
    assert.ok(w.queue.is_free);
  }
});

test('after a lost link nothing that waited here is sent', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.queue.steer({ pan: 6 });
  w.say(0, 'unknown');
  w.clock.advance(60000);
  assert.equal(w.given.length, 1);
  assert.deepEqual(w.queue.asked, {});
});

test('after an expired command the newest target is still wanted', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.queue.steer({ pan: 6 });
  w.clock.advance(20000);
  w.say(0, 'expired');
  assert.equal(w.commands()[1].pan, 6);
});

test('an emergency stop goes at once and forgets what waited here', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.say(0, 'sent');
  w.queue.steer({ pan: 150 });
  w.queue.act({ action: 'emergency_stop' });
  assert.deepEqual(w.commands()[1], { type: 'action', action: 'emergency_stop' });
  w.say(1, 'acknowledged');
  w.say(0, 'acknowledged');
  w.clock.advance(60000);
  assert.equal(w.given.length, 2, 'the target of before the stop is never sent');
  assert.equal(w.clock.timers.size, 0);
});

test('forgetting stops a target that waits for its turn in the rate', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.say(0, 'acknowledged');
  w.queue.steer({ pan: 6 });
  w.queue.forget();
  w.clock.advance(1000);
  assert.equal(w.given.length, 1);
  assert.ok(w.queue.is_free);
});

test('the newest command is what is told of', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.say(0, 'sent');
  w.queue.act({ action: 'emergency_stop' });
  w.say(0, 'expired');
  assert.equal(w.queue.latest.state, 'asked');
  w.say(1, 'refused', { detail: 'no' });
  assert.equal(w.queue.latest.detail, 'no');
  w.queue.clear_answer();
  assert.equal(w.queue.latest, null);
});

test('a step of a hold does not wait in the rate: its hold may be over by then', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.say(0, 'acknowledged');
  w.queue.steer({ pan: 7 }, { at_once: true });
  assert.equal(w.commands()[1].pan, 7);
  assert.equal(w.clock.timers.size, 0);
});

test('a lifetime goes along', () => {
  const w = make();
  w.queue.steer({ pan: 5 }, { ttl_ms: 1000 });
  assert.deepEqual(w.commands()[0], { type: 'servo', pan: 5, ttl_ms: 1000 });
});

test('a stop from elsewhere ends a hold and drops what waits here, and that is remembered for the words', () => {
  const w = make();
  let ended = 0;
  w.queue.on_stop(() => {
    ended += 1;
  });
  w.clock.advance(1000);
  w.queue.steer({ pan: 5 });
  w.say(0, 'sent');
  w.queue.steer({ pan: 150 });
  w.clock.advance(500);
  w.queue.stopped();
  assert.equal(ended, 1);
  assert.equal(w.queue.stopped_elsewhere_at, 1500);
  w.say(0, 'acknowledged');
  w.clock.advance(60000);
  assert.equal(w.given.length, 1, 'the target of before the stop is never sent');
  assert.equal(w.clock.timers.size, 0);

  w.queue.steer({ pan: 90 });
  assert.equal(w.queue.stopped_elsewhere_at, -Infinity, 'whoever moves it again knows');
});

test('our own stop ends a hold when it is given, and the daemon\'s word of it is not somebody else\'s', () => {
  const w = make();
  let ended = 0;
  const forget = w.queue.on_stop(() => {
    ended += 1;
  });
  w.queue.act({ action: 'emergency_stop' });
  assert.equal(ended, 1);
  w.queue.stopped();
  assert.equal(w.queue.stopped_elsewhere_at, -Infinity);
  w.say(0, 'sent');
  w.clock.advance(700);
  w.queue.stopped();
  assert.equal(w.queue.stopped_elsewhere_at, 700, 'and the next one is');
  forget();
  const before = ended;
  w.queue.stopped();
  assert.equal(ended, before);
});

test('what somebody else\'s command took the place of is followed by nothing: that command may be a stop', () => {
  const w = make();
  w.queue.steer({ pan: 5 });
  w.say(0, 'queued');
  w.queue.steer({ pan: 6 });
  w.say(0, 'superseded');
  w.clock.advance(60000);
  assert.equal(w.given.length, 1);
  assert.equal(w.clock.timers.size, 0);
  assert.deepEqual(w.queue.asked, {});
});
