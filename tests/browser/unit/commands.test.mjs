import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Commands } from '../../../static/js/commands.js';

function make(open = true) {
  const world = { open, sent: [], heard: [] };
  world.commands = new Commands((message) => world.open && world.sent.push(message) > 0, 'page');
  world.give = (name) => world.commands.give('pico', { type: 'servo', pan: 1 }, ({ state }) => world.heard.push(`${name} ${state}`));
  return world;
}

test('every command has an id of its own, and hears what is said of that id only', () => {
  const w = make();
  w.give('a');
  w.give('b');
  assert.deepEqual(w.sent[0], { type: 'command', id: 'page-1', device: 'pico', command: { type: 'servo', pan: 1 } });
  assert.notEqual(w.sent[0].id, w.sent[1].id);
  w.commands.take({ id: w.sent[1].id, state: 'sent' });
  w.commands.take({ id: w.sent[0].id, state: 'queued' });
  w.commands.take({ id: 'other-1', state: 'expired' });
  assert.deepEqual(w.heard, ['b sent', 'a queued']);
});

test('after the final state nothing more is heard, whatever comes', () => {
  for (const state of ['acknowledged', 'expired', 'superseded', 'refused']) {
    const w = make();
    w.give('a');
    w.commands.take({ id: w.sent[0].id, state });
    w.commands.take({ id: w.sent[0].id, state: 'sent' });
    w.commands.lost();
    assert.deepEqual(w.heard, [`a ${state}`]);
  }
});

test('when the link is lost the undecided are unknown, once', () => {
  const w = make();
  w.give('a');
  w.commands.take({ id: w.sent[0].id, state: 'sent' });
  w.commands.lost();
  w.commands.lost();
  w.commands.take({ id: w.sent[0].id, state: 'acknowledged' });
  assert.deepEqual(w.heard, ['a sent', 'a unknown']);
});

test('without a link a command is unsent, and the giver is told after it has returned', async () => {
  const w = make(false);
  w.give('a');
  assert.deepEqual(w.heard, []);
  await null;
  assert.deepEqual(w.heard, ['a unsent']);
});

test('what is not a number is no round trip', () => {
  const seen = [];
  const commands = new Commands(() => true, 'p');
  commands.give('pico', {}, (state) => seen.push(state));
  commands.take({ id: 'p-1', state: 'sent', rtt_ms: null });
  commands.take({ id: 'p-1', state: 'acknowledged', detail: 'X', rtt_ms: 12 });
  assert.deepEqual(seen, [{ state: 'sent', detail: '', rtt_ms: null }, { state: 'acknowledged', detail: 'X', rtt_ms: 12 }]);
});
