import assert from 'node:assert/strict';
import { test } from 'node:test';
import { login_state, problem_of } from '../../../static/js/login_state.js';

const nobody = { kind: 'nobody', role: null, people: true };
const shown = (state) => Object.keys(state).filter((part) => state[part]);

test('nobody gets the form, with a warning where others can read along', () => {
  assert.deepEqual(shown(login_state(nobody, true)), ['entrance']);
  assert.deepEqual(shown(login_state(nobody, false)), ['entrance', 'plain']);
});

test('where no password is set there is no form, but how to set one', () => {
  assert.deepEqual(shown(login_state({ ...nobody, people: false }, false)), ['unset']);
  assert.deepEqual(shown(login_state({ kind: 'local', role: 'operator', people: false }, true)), ['known', 'unset']);
});

test('who is let in already is told so, and may become somebody else', () => {
  for (const role of ['viewer', 'operator']) {
    assert.deepEqual(shown(login_state({ kind: 'person', name: 'anna', role, people: true }, true)), ['known', 'entrance']);
  }
});

test('when the daemon does not say who one is, the form is there', () => {
  assert.deepEqual(shown(login_state(null, true)), ['entrance']);
});

test('a wrong password, one that was tried too often and an unknown name are one and the same text', () => {
  assert.equal(problem_of(401), 'login.wrong');
  assert.equal(problem_of(0), 'login.no_answer');
  for (const status of [400, 403, 413, 421, 503]) assert.equal(problem_of(status), 'login.failed');
});
