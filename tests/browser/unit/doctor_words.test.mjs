import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { line_through, words_of } from '../../../static/js/doctor_words.js';
import en from '../../../static/js/i18n/en.js';

const source = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('every finding of the daemon has a title and an advice, and no other has', () => {
  const codes = [...source('src/hub/diagnosis.cpp').matchAll(/^ {4}Row\{"(\w+)"/gm)].map((m) => m[1]).sort();
  assert.ok(codes.length >= 10);
  for (const family of ['finding', 'advice']) {
    const told = Object.keys(en).filter((key) => key.startsWith(`${family}.`)).map((key) => key.split('.')[1]).sort();
    assert.deepEqual(told, codes, family);
  }
});

test('in English the advice is the daemon’s', () => {
  const code = source('src/hub/diagnosis.cpp').replaceAll(/"\s*"/g, '');
  for (const [key, text] of Object.entries(en)) {
    if (key.startsWith('advice.')) assert.ok(code.includes(`"${text}"`), `${key} is another in the daemon`);
  }
});

test('every kind of entry has words', () => {
  const kinds = [...source('src/core/link_report.cpp').matchAll(/return "(\w+)"/g)].map((m) => m[1]).sort();
  const told = Object.keys(en).filter((key) => key.startsWith('happened.')).map((key) => key.split('.')[1]).sort();
  assert.deepEqual(told, kinds);
});

test('what is known is said in our words, anything else as it came', () => {
  const detail = (what, text) => words_of({ what, text }).detail;
  assert.deepEqual(detail('ended', 'vanished (Connection reset by peer)'), { key: 'reason.lost', said: null });
  assert.deepEqual(detail('ended', 'peer_closed (bye (now))'), { key: 'reason.closed', said: 'bye (now)' });
  assert.deepEqual(detail('ended', 'peer_closed'), { key: 'reason.closed', said: null });
  assert.deepEqual(detail('ended', 'something new'), { key: null, said: 'something new' });
  assert.deepEqual(detail('ended', 'toString'), { key: null, said: 'toString' });
  assert.deepEqual(detail('not_admitted', 'no_credential'), { key: 'door.no_credential', said: null });
  assert.deepEqual(detail('refused', '<b>truncated</b>'), { key: null, said: '<b>truncated</b>' });
  assert.equal(detail('gap', null), null);
});

test('the number that belongs to an entry', () => {
  assert.deepEqual(words_of({ what: 'ended', lasted_ms: 4000 }).measure, { key: 'measure.lasted_ms', form: 'time', value: 4000 });
  assert.deepEqual(words_of({ what: 'connected', header_bytes: 300 }).measure, { key: 'measure.header_bytes', form: 'bytes', value: 300 });
  assert.equal(words_of({ what: 'restarted', ran_ms: 0 }).measure, null);
  assert.equal(words_of({ what: 'invalid' }).measure, null);
});

test('a line goes from corner to corner, and leaves out what was not told', () => {
  assert.equal(line_through([1, null, 3], 100, 20), '0.0,20.0 100.0,0.0');
  assert.equal(line_through([5, 5], 100, 20), '0.0,10.0 100.0,10.0');
  assert.equal(line_through([1], 100, 20), '');
  assert.equal(line_through([undefined, 'x'], 100, 20), '');
});
