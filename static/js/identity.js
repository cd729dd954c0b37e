// Who this page is to the daemon. Whoever the daemon does not know is taken to the login page.

import { on_unauthorized, request } from './api.js';
import { on_phase, stop } from './daemon.js';
import { Gate, may_act as acts } from './gate.js';

const listeners = new Set();
let identity = null;

const gate = new Gate({
  ask: () => request('GET', '/api/v1/whoami'),
  tell: (told) => {
    identity = told;
    for (const f of listeners) f(identity);
  },
  leave: () => {
    stop();
    location.replace('/login');
  },
});

/** `f(identity)` now and on every answer: the daemon's whoami document, or null until it has answered once. */
export function on_identity(f) {
  listeners.add(f);
  f(identity);
}

/** Whether this page may steer, take photos and delete. The daemon decides all the same. */
export function may_act() {
  return acts(identity);
}

/** @throws {import('./api.js').ApiError} */
export async function log_out() {
  await request('DELETE', '/api/v1/session');
  gate.doubt(); // on the machine itself one stays known
}

export function start() {
  on_unauthorized(() => gate.doubt());
  on_phase((now) => gate.phase(now));
  gate.doubt();
}
