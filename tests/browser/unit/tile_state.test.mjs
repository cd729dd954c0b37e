import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kLiveFor, tile_state } from '../../../static/js/tile_state.js';

const live = { phase: 'open', device: { online: true }, fresh_at: 90000, is_told: true, fps: 10, late: 0, broken: 0, now: 91000 };

test('what a tile says', () => {
  const away = { online: false, last_seen: new Date(50000).toISOString() };
  const table = [
    [{}, 'live', null],
    [{ device: null }, 'live', null],
    [{ fps: null }, 'live', null],
    [{ now: 91499 }, 'live', null],
    [{ now: 91500 }, 'behind', 90000],
    [{ late: 499 }, 'live', null],
    [{ late: 500 }, 'behind', 90000],
    [{ now: 95999 }, 'behind', 90000],
    [{ now: 96000 }, 'stalled', 90000],
    [{ fresh_at: null, is_told: false }, 'waiting', null],
    [{ is_told: false }, 'waiting', 90000],
    [{ phase: 'connecting', fresh_at: null, is_told: false }, 'connecting', null],
    [{ phase: 'connecting' }, 'no_link', 90000],
    [{ phase: 'held' }, 'no_link', 90000],
    [{ phase: 'waiting', fresh_at: null }, 'no_link', null],
    [{ phase: 'stopped' }, 'paused', 90000],
    [{ phase: 'stopped', device: away }, 'away', 50000],
    [{ device: away }, 'away', 50000],
    [{ device: away, fresh_at: null }, 'away', 50000],
    [{ device: { online: false, last_seen: null } }, 'away', 90000],
    [{ device: { online: false, last_seen: null }, fresh_at: null }, 'never', null],
    [{ broken: 5 }, 'broken', 90000],
    [{ broken: 4 }, 'live', null],
    [{ fps: 0.4, now: 90100 }, 'slow', 90000],
    [{ fps: 0.4, now: 96400 }, 'slow', 90000],
    [{ fps: 0.4, now: 96500 }, 'stalled', 90000],
    [{ fps: 0.1, now: 100000 }, 'slow', 90000],
    [{ fps: 0.01, now: 105000 }, 'stalled', 90000],
  ];
  for (const [change, key, since] of table) {
    const said = tile_state({ ...live, ...change });
    assert.deepEqual([said.key, said.since], [key, since], JSON.stringify(change));
  }
});

test('what is said of age alone says until when', () => {
  for (const change of [{}, { now: 92000 }, { fps: 0.4 }]) {
    const { key, until } = tile_state({ ...live, ...change });
    assert.equal(tile_state({ ...live, ...change, now: until - 1 }).key, key);
    assert.notEqual(tile_state({ ...live, ...change, now: until }).key, key);
  }
  assert.equal(kLiveFor, 1500);
});
