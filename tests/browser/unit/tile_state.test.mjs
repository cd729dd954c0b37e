import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tile_state } from '../../../static/js/tile_state.js';

const live = { phase: 'open', device: { online: true }, drawn_at: 90000, broken: 0, now: 91000 };

test('what a tile says', () => {
  const away = { online: false, last_seen: new Date(50000).toISOString() };
  const table = [
    [{}, 'live', null],
    [{ device: null }, 'live', null],
    [{ drawn_at: null }, 'waiting', null],
    [{ phase: 'connecting', drawn_at: null }, 'connecting', null],
    [{ phase: 'connecting' }, 'no_link', 90000],
    [{ phase: 'held' }, 'no_link', 90000],
    [{ phase: 'waiting', drawn_at: null }, 'no_link', null],
    [{ phase: 'stopped' }, 'paused', 90000],
    [{ device: away }, 'away', 50000],
    [{ device: away, drawn_at: null }, 'away', 50000],
    [{ device: { online: false, last_seen: null } }, 'away', 90000],
    [{ device: { online: false, last_seen: null }, drawn_at: null }, 'away', null],
    [{ now: 96001 }, 'stalled', 90000],
    [{ broken: 5 }, 'broken', 90000],
    [{ broken: 4 }, 'live', null],
  ];
  for (const [change, key, since] of table) {
    assert.deepEqual(tile_state({ ...live, ...change }), { key, since }, JSON.stringify(change));
  }
});
