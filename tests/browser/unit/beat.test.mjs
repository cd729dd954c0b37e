import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lateness } from '../../../static/js/beat.js';

test('the longest pause of the last five seconds is what may come again', () => {
  let time = 0;
  const lateness = new Lateness(() => time);
  const pause = (ms) => {
    time += ms;
    lateness.beat();
  };
  pause(0);
  assert.equal(lateness.ms, 0);
  pause(100);
  pause(1300);
  pause(200);
  assert.equal(lateness.ms, 1300);
  for (let i = 0; i < 47; ++i) pause(100);
  assert.equal(lateness.ms, 1300);
  for (let i = 0; i < 4; ++i) pause(100);
  assert.equal(lateness.ms, 100, 'the others are over five seconds ago');
});

test('a page that nobody saw was not late', () => {
  let time = 0;
  const lateness = new Lateness(() => time);
  lateness.beat();
  lateness.rest();
  time = 60000;
  lateness.beat();
  assert.equal(lateness.ms, 0);
});
