import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventLog, is_event, kKept, level_of } from '../../../static/js/eventlog.js';

const at = (second, more = {}) => ({
  type: 'log', level: 'info', message: `m${second}`, device: 'cam', kind: 'esp32cam',
  timestamp: new Date(second * 1000).toISOString(), ...more,
});
const messages = (log) => log.rows.map((r) => r.event.message);

test('the newest is first, whatever order they come in', () => {
  const log = new EventLog();
  for (const second of [1, 3, 2]) log.add(at(second));
  assert.deepEqual(messages(log), ['m3', 'm2', 'm1']);
});

test('an event told twice, by HTTP and by the socket, stands once', () => {
  const log = new EventLog();
  assert.equal(log.add(at(1)), true);
  assert.equal(log.add({ ...at(1) }), false);
  assert.equal(log.rows.length, 1);
});

test('the list is bounded and the oldest goes', () => {
  const log = new EventLog();
  for (let i = 0; i < kKept + 50; ++i) log.add(at(i));
  assert.equal(log.rows.length, kKept);
  assert.equal(log.rows.at(-1).event.message, 'm50');
});

test('a board that repeats itself takes one row with a count', () => {
  const log = new EventLog();
  for (let i = 0; i < 5; ++i) log.add(at(i, { message: 'again' }));
  assert.equal(log.rows.length, 1);
  assert.equal(log.rows[0].count, 5);
  assert.equal(log.rows[0].event.timestamp, at(4).timestamp);
});

test('levels: a log has its own, an unknown one is information, a conflict is an error', () => {
  assert.equal(level_of(at(1, { level: 'warning' })), 'warning');
  assert.equal(level_of(at(1, { level: '<b>' })), 'info');
  assert.equal(level_of({ type: 'device_conflict' }), 'error');
  assert.equal(level_of({ type: 'device_offline' }), 'warning');
});

test('what is no event is not listed', () => {
  assert.equal(is_event({ type: 'device_online' }), true);
  for (const message of [{ type: 'status' }, { type: 'pong' }, { type: 'constructor' }, {}, null]) {
    assert.equal(is_event(message), false);
  }
});
