// The one owner of the dashboard's socket /ws. Panels are told the state (null while there is none), the phase of the
// link and the events; they never see a socket.

import { request } from './api.js';
import { Link, socket_url } from './link.js';
import { Commands } from './commands.js';
import { on_presence, presence } from './presence.js';
import { is_event } from './eventlog.js';

/** More boards than a status has room for are asked for apart, and this rarely. */
const kAskForAllAfter = 2000;

/** The daemon speaks on change only; "last seen" and rates go stale in between, so ask when it has been silent. */
const kAskAfter = 4000;

const state_listeners = new Set();
const phase_listeners = new Set();
const event_listeners = new Set();
const refusal_listeners = new Set();
const stop_listeners = new Set();

let state = null;
let phase = { phase: 'stopped' };
let retry_at = null;
let asked = null;
let newest = null; // the newest `status`, as it was told
let others = []; // boards that it had no room for
let asked_for_all = -Infinity;
let stopped = false;

/** `f(state)` now and on every change: the newest `status` message, or null while the link is not open. */
export function on_state(f) {
  state_listeners.add(f);
  f(state);
}

/** `f({phase, retry_in?, code?})` now and on every change: see link.js. */
export function on_phase(f) {
  phase_listeners.add(f);
  f(phase);
}

/**
 * `f(events, {live})`: oldest first. The same event may be told twice: by HTTP, as what was before (`live` false), and by
 * the socket as it happens.
 */
export function on_events(f) {
  event_listeners.add(f);
}

/** `f({code, message})`: the daemon did not accept what we sent. */
export function on_refusal(f) {
  refusal_listeners.add(f);
}

/** `f(device)`: somebody, maybe this page, gave the board with this id an emergency stop. */
export function on_stop(f) {
  stop_listeners.add(f);
}

/** Gives a command to a board: see `Commands`. `device` is its id. */
export function give(device, command, on_state) {
  commands.give(device, command, on_state);
}

/** Seconds until the next attempt, or null when none is planned. */
export function retry_in_seconds() {
  return retry_at === null ? null : Math.max(0, Math.ceil((retry_at - performance.now()) / 1000));
}

export function retry_now() {
  link.retry_now();
}

/** The daemon's clock, in milliseconds since 1970: its times are compared with its own now, not with ours. */
export function daemon_now() {
  return Date.now() + (state?.clock_ahead ?? last_clock_ahead);
}
let last_clock_ahead = 0;

function publish(next) {
  state = next;
  for (const f of state_listeners) f(state);
}

function take(text) {
  if (typeof text !== 'string') return; // a frame is never sent here
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return; // not for us to repair; the next status replaces it
  }
  if (message === null || typeof message !== 'object') return;
  if (message.type === 'status' && Array.isArray(message.devices)) {
    const told = Date.parse(message.timestamp);
    last_clock_ahead = Number.isNaN(told) ? 0 : told - Date.now();
    ask_later();
    if (message.devices_more > 0) fetch_all_boards();
    else others = [];
    newest = { ...message, clock_ahead: last_clock_ahead, started_at: Date.now() - 1000 * (message.uptime ?? 0) };
    publish(with_others(newest));
  } else if (message.type === 'command_state') {
    commands.take(message);
  } else if (message.type === 'emergency_stop') {
    for (const f of stop_listeners) f(message.device);
  } else if (message.type === 'error') {
    for (const f of refusal_listeners) f(message);
  } else if (is_event(message)) {
    for (const f of event_listeners) f([message], { live: true });
  }
}

const key_of = (d) => `${d.kind}/${d.id}`;

function with_others(status) {
  const told = new Set(status.devices.map(key_of));
  return { ...status, devices: [...status.devices, ...others.filter((d) => !told.has(key_of(d)))] };
}

async function fetch_all_boards() {
  if (performance.now() - asked_for_all < kAskForAllAfter) return;
  asked_for_all = performance.now();
  try {
    const answer = await request('GET', '/api/v1/devices');
    if (!Array.isArray(answer?.devices)) return;
    others = answer.devices;
    if (state !== null && newest.devices_more > 0) publish(with_others(newest));
  } catch {
    // The next status asks again.
  }
}

function ask_later() {
  clearTimeout(asked);
  asked = setTimeout(() => {
    if (presence() === 'visible' && link.send({ type: 'get_status' })) ask_later();
  }, kAskAfter);
}

async function fetch_events() {
  try {
    const answer = await request('GET', '/api/v1/events');
    const events = answer?.events;
    if (Array.isArray(events)) for (const f of event_listeners) f(events.filter(is_event), { live: false });
  } catch {
    // The link is down again or we are not known any more, and both are heard of elsewhere; the next link asks again.
  }
}

function phase_changed(next) {
  phase = next;
  retry_at = next.retry_in === undefined ? null : performance.now() + next.retry_in;
  for (const f of phase_listeners) f(phase);
  if (next.phase === 'open') {
    fetch_events();
    ask_later();
  } else {
    clearTimeout(asked);
    commands.lost();
    others = [];
    if (state !== null) publish(null);
  }
}

const commands = new Commands((message) => link.send(message));
const link = new Link({ url: socket_url('/ws'), on_phase: phase_changed, on_message: take });

function obey(now) {
  link.slow(now === 'hidden');
  if (now === 'gone' || stopped) link.stop();
  else link.start();
  if (now === 'visible' && phase.phase === 'open') {
    link.send({ type: 'get_status' });
    ask_later();
  }
}

/** Lets go for good: the page is about to be left. */
export function stop() {
  stopped = true;
  link.stop();
}

export function start() {
  on_presence(obey);
  obey(presence());
}
