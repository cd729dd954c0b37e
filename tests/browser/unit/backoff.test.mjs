import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff, kHiddenDelay, kOfflineDelay } from '../../../static/js/backoff.js';

const middle = () => 0.5; // no jitter

test('the steps are 1, 2, 4, 8, 16 and then always 30 seconds', () => {
  const backoff = new Backoff(middle);
  const delays = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(delays, [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test('jitter stays within a fifth of the step, to both sides', () => {
  assert.equal(new Backoff(() => 0).next(), 800);
  assert.equal(new Backoff(() => 1).next(), 1200);
});

test('going away (1001) and a normal close (1000) lead to another attempt like any other end', () => {
  for (const code of [1000, 1001, 1006, 1008, 1011, 4001]) assert.equal(new Backoff(middle).next({ code }), 1000);
});

test('a service restart (1012) makes the first attempt quick and spread out', () => {
  assert.equal(new Backoff(() => 0).next({ code: 1012 }), 200);
  assert.equal(new Backoff(() => 1).next({ code: 1012 }), 1000);
});

test('a daemon that restarts in circles is not hurried: only the first 1012 is quick', () => {
  const backoff = new Backoff(middle);
  const delays = Array.from({ length: 4 }, () => backoff.next({ code: 1012, up_for: 100 }));
  assert.deepEqual(delays, [600, 1000, 2000, 4000]);
});

test('a 1012 amid failures follows the steps', () => {
  const backoff = new Backoff(middle);
  backoff.next();
  assert.equal(backoff.next({ code: 1012 }), 2000);
});

test('a link that stayed up for five seconds starts from the first step again, a shorter one does not', () => {
  const backoff = new Backoff(middle);
  for (let i = 0; i < 4; ++i) backoff.next();
  assert.equal(backoff.next({ up_for: 4999 }), 16000);
  assert.equal(backoff.next({ up_for: 5000 }), 1000);
});

test('a hidden tab and a machine without network wait longer, never shorter', () => {
  assert.equal(new Backoff(middle).next({ hidden: true }), kHiddenDelay);
  assert.equal(new Backoff(middle).next({ hidden: true, code: 1012 }), kHiddenDelay);
  assert.equal(new Backoff(middle).next({ offline: true }), kOfflineDelay);
});
