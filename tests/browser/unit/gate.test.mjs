import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate, may_act } from '../../../static/js/gate.js';

const anna = { kind: 'person', name: 'anna', role: 'operator' };
const bert = { kind: 'person', name: 'bert', role: 'viewer' };
const nobody = { kind: 'nobody', name: null, role: null };

/** A gate whose questions are answered when the test says so. */
function make_world() {
  const world = { questions: [], told: [], left: 0 };
  world.gate = new Gate({
    ask: () => new Promise((resolve, reject) => { world.questions.push({ resolve, reject }); }),
    tell: (identity) => world.told.push(identity),
    leave: () => { world.left += 1; },
  });
  world.answer = async (identity) => {
    world.questions.at(-1).resolve(identity);
    await new Promise(setImmediate);
  };
  world.fail = async () => {
    world.questions.at(-1).reject(new Error('no answer'));
    await new Promise(setImmediate);
  };
  return world;
}

test('who is known is told, and stays', async () => {
  const w = make_world();
  w.gate.doubt();
  await w.answer(anna);
  assert.deepEqual(w.told, [anna]);
  assert.equal(w.left, 0);
});

test('whom the daemon does not know leaves, once, and asks nothing any more', async () => {
  for (const identity of [nobody, { kind: 'board', name: 'front-door', role: null }]) {
    const w = make_world();
    w.gate.doubt();
    w.gate.doubt();
    await w.answer(identity);
    w.gate.phase({ phase: 'waiting', code: 1006 });
    w.gate.doubt();
    assert.equal(w.left, 1);
    assert.equal(w.questions.length, 1);
    assert.deepEqual(w.told, []);
  }
});

test('a closed session is asked about when its socket ends, whatever the code says', async () => {
  for (const code of [1000, 1006, 1012]) {
    const w = make_world();
    w.gate.phase({ phase: 'connecting' });
    w.gate.phase({ phase: 'open' });
    assert.equal(w.questions.length, 0, 'a link that comes up for the first time is no doubt');
    w.gate.phase({ phase: 'waiting', code });
    await w.answer(nobody);
    assert.equal(w.left, 1, `after ${code}`);
  }
});

test('many doubts at once are one question, and one more for what came meanwhile', async () => {
  const w = make_world();
  for (let i = 0; i < 50; ++i) w.gate.doubt();
  assert.equal(w.questions.length, 1);
  await w.answer(anna);
  assert.equal(w.questions.length, 2);
  await w.answer(bert);
  assert.equal(w.questions.length, 2);
  assert.deepEqual(w.told, [anna, bert]);
});

test('a daemon that does not answer turns nobody out; each failed attempt asks again', async () => {
  const w = make_world();
  for (let attempt = 1; attempt <= 5; ++attempt) {
    w.gate.phase({ phase: 'connecting' });
    w.gate.phase({ phase: 'waiting', code: 1006 });
    assert.equal(w.questions.length, attempt);
    await w.fail();
  }
  assert.equal(w.left, 0);
  assert.deepEqual(w.told, []);
});

test('an answer that says nothing is none', async () => {
  for (const nothing of [null, {}, 'nobody', { role: 'admin' }]) {
    const w = make_world();
    w.gate.doubt();
    await w.answer(nothing);
    assert.equal(w.left, 0, JSON.stringify(nothing));
    assert.deepEqual(w.told, []);
  }
});

test('a link that is back is asked about: maybe it is somebody else\'s now', async () => {
  const w = make_world();
  w.gate.phase({ phase: 'offline', code: 1006 });
  await w.fail();
  w.gate.phase({ phase: 'open' });
  await w.answer(bert);
  assert.deepEqual(w.told, [bert]);
  w.gate.phase({ phase: 'open' });
  assert.equal(w.questions.length, 2);
});

test('a viewer may not act, an operator may, and so may who is not known yet: the daemon decides', () => {
  assert.equal(may_act(bert), false);
  assert.equal(may_act(anna), true);
  assert.equal(may_act(null), true);
});
