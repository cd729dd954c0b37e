import assert from 'node:assert/strict';
import { test } from 'node:test';
import { make_format, signal_bars } from '../../../static/js/format.js';
import en_table from '../../../static/js/i18n/en.js';
import fa_table from '../../../static/js/i18n/fa.js';

const texts = (table) => (key, values = {}) => table[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const en = make_format('en', texts(en_table));
const fa = make_format('fa', texts(fa_table));

test('bytes and rates are short and keep three figures', () => {
  assert.equal(en.bytes(0), '0 B');
  assert.equal(en.bytes(999), '999 B');
  assert.equal(en.bytes(1500), '1.5 kB');
  assert.equal(en.bytes(120672), '121 kB');
  assert.equal(en.bytes(2.5e9), '2.5 GB');
  assert.equal(en.rate(223400), '223 kB/s');
});

test('about how long: the largest unit alone', () => {
  assert.deepEqual([0, 3.9, 59, 60, 299, 3600, 200000].map(en.about), ['0 s', '3 s', '59 s', '1 min', '4 min', '1 h', '2 d']);
  assert.equal(en.about(NaN), '–');
  assert.match(fa.about(240), /^[^0-9]*۴[^0-9]*$/);
});

test('Persian has Persian digits everywhere', () => {
  for (const text of [fa.bytes(1500), fa.fps(12.5), fa.dbm(-61), fa.pixels(1600, 1200), fa.duration(3725),
    fa.ago(0, 65000), fa.degrees(90), fa.number(1234), fa.time(0, 0), fa.moment(0)]) {
    assert.doesNotMatch(text, /[0-9]/);
    assert.match(text, /[۰-۹]/);
  }
});

test('what is not known is a dash, never NaN or null', () => {
  for (const value of [undefined, null, NaN, '12', Infinity]) {
    assert.equal(en.number(value), '–');
    assert.equal(en.fps(value), '–');
    assert.equal(en.bytes(value), '–');
    assert.equal(en.rate(value), '–');
    assert.equal(en.duration(value), '–');
  }
  assert.equal(en.pixels(0, 0), '–');
  assert.equal(en.ago(NaN, 0), 'never');
});

test('a length of time shows its two largest units', () => {
  assert.equal(en.duration(0), '0 s');
  assert.equal(en.duration(59.9), '59 s');
  assert.equal(en.duration(60), '1 min');
  assert.equal(en.duration(250), '4 min 10 s');
  assert.equal(en.duration(7205), '2 h');
  assert.equal(en.duration(183600), '2 d 3 h');
});

test('how long ago is told in the largest unit that fits, and a clock ahead of ours is now', () => {
  assert.equal(en.ago(10000, 10500), 'just now');
  assert.equal(en.ago(90000, 10000), 'just now');
  assert.match(en.ago(0, 12000), /12\s?s.* ago/);
  assert.match(en.ago(0, 3 * 60000), /3\s?m.* ago/);
  assert.match(en.ago(0, 5 * 3600000), /5\s?h.* ago/);
});

test('a picture size has no thousands separator', () => {
  assert.equal(en.pixels(1600, 1200), '1600 × 1200');
});

test('signal bars follow the usual thresholds', () => {
  assert.deepEqual([-40, -55, -60, -70, -80, -90].map(signal_bars), [4, 4, 3, 2, 1, 0]);
});
