import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Answer, words_for } from '../../../static/js/answer.js';
import { ends_hold, steer_state } from '../../../static/js/steer_state.js';

/** An answer that took `states` at their times. */
function answer(...states) {
  const made = new Answer(0);
  for (const [state, at, detail = ''] of states) made.take({ state, detail, rtt_ms: null }, at);
  return made;
}

test('a board that takes its time is waited for, then said not to answer', () => {
  const key_at = (a, now) => words_for(a, { online: true, now }).key;
  const sent = answer(['queued', 100], ['sent', 1000]);
  assert.deepEqual([1000, 3999, 4000, 8999, 9000, 60000].map((now) => key_at(sent, now)),
    ['sent', 'sent', 'waiting', 'waiting', 'silent', 'silent']);
  assert.deepEqual([2999, 3000, 8000].map((now) => key_at(new Answer(0), now)), ['asked', 'waiting', 'silent']);
  assert.equal(words_for(sent, { online: true, now: 9000 }).tone, 'error');
});

test('what only waits in the daemon is not the board being silent', () => {
  const queued = answer(['queued', 0]);
  assert.equal(words_for(queued, { online: true, now: 50000 }).key, 'queued');
  assert.deepEqual(words_for(queued, { online: false, now: 50000 }), { key: 'queued_away', tone: 'warning' });
});

test('a repeated state does not begin anew', () => {
  assert.equal(words_for(answer(['sent', 0], ['sent', 5000]), { online: true, now: 8000 }).key, 'silent');
});

test('what stands beside the controls, and whether there is a point in holding the joystick', () => {
  const well = { open: true, online: true, known: true, answer: null, now: 1000 };
  const table = [
    [{}, 'steer.ready', 'idle', true],
    [{ open: false }, 'steer.no_link', 'warning', false],
    [{ open: false, answer: answer(['sent', 0]) }, 'steer.no_link', 'warning', false],
    [{ online: false }, 'steer.away', 'warning', false],
    [{ online: false, answer: answer(['queued', 0]) }, 'answer.queued_away', 'warning', false],
    [{ online: false, answer: answer(['acknowledged', 0]) }, 'steer.away', 'warning', false],
    [{ stopped_at: 900 }, 'steer.stopped', 'warning', true],
    [{ stopped_at: 900, answer: answer(['acknowledged', 0]) }, 'steer.stopped', 'warning', true],
    [{ stopped_at: 900, now: 20000 }, 'steer.ready', 'idle', true],
    [{ stopped_at: 900, open: false }, 'steer.no_link', 'warning', false],
    [{ stopped_at: 900, online: false, answer: answer(['queued', 0]) }, 'answer.queued_away', 'warning', false],
    [{ known: false }, 'steer.untold_hint', 'warning', false],
    [{ known: false, answer: answer(['acknowledged', 0]) }, 'steer.untold_hint', 'warning', false],
    [{ known: false, answer: answer(['expired', 0]) }, 'answer.expired', 'error', false],
    [{ answer: new Answer(900) }, 'answer.asked', 'idle', true],
    [{ answer: answer(['sent', 0]), now: 8000 }, 'answer.silent', 'error', true],
    [{ answer: answer(['acknowledged', 0]), now: 99000 }, 'answer.acknowledged', 'good', true],
    [{ answer: answer(['expired', 0]) }, 'answer.expired', 'error', true],
    [{ answer: answer(['refused', 0]) }, 'answer.refused', 'error', true],
    [{ answer: answer(['unknown', 0]) }, 'answer.unknown', 'warning', true],
    [{ may_act: false }, 'steer.viewer', 'idle', false],
    [{ may_act: false, stopped_at: 900, known: false }, 'steer.viewer', 'idle', false],
    [{ may_act: false, open: false }, 'steer.no_link', 'warning', false],
  ];
  for (const [change, key, tone, can_hold] of table) {
    assert.deepEqual(steer_state({ ...well, ...change }), { key, tone, can_hold }, JSON.stringify(change));
  }
});

test('a hold does not outlive a step that was refused, lost, or replaced by somebody else', () => {
  for (const state of ['refused', 'unknown', 'unsent', 'superseded']) assert.ok(ends_hold(answer([state, 0])), state);
  for (const state of ['queued', 'sent', 'acknowledged', 'expired']) assert.equal(ends_hold(answer([state, 0])), false, state);
  assert.equal(ends_hold(null), false);
});
