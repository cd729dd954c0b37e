// A WebSocket that comes back. The only module that makes sockets; its owner sees phases and messages.

import { Backoff } from './backoff.js';

export const kConnectTimeout = 10000;
export const kPingEvery = 15000;
export const kPongWithin = 10000;
/** `readyState` of a socket that takes nothing any more. */
const kClosing = 2;

/** A machine without a network still reaches itself: navigator.onLine says nothing about a daemon on this host. */
function is_loopback(host) {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

/** What a link takes from the browser; a test hands over its own clock and sockets. */
export const browser = {
  now: () => performance.now(),
  set_timer: (f, ms) => setTimeout(f, ms),
  clear_timer: (id) => clearTimeout(id),
  random: Math.random,
  make_socket: (url) => new WebSocket(url),
  online: () => navigator.onLine || is_loopback(location.hostname),
  on_network(changed) {
    addEventListener('online', changed);
    addEventListener('offline', changed);
    return () => {
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
    };
  },
};

/** A same-origin WebSocket address: `ws:` from http pages, `wss:` from https ones. */
export function socket_url(path) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/**
 * Phases: `stopped` (by its owner), `connecting`, `open`, `waiting` (`retry_in` ms until the next attempt), `offline`
 * (as waiting, but the machine has no network) and `held` (lost; waits for `hold(false)`).
 */
export class Link {
  #url;
  #on_phase;
  #on_message;
  #env;
  #backoff;
  #socket = null;
  #phase = 'stopped';
  #timer = null;
  #opened_at = 0;
  #heard = false;
  #slow = false;
  #held = false;
  #forget_network = null;

  /**
   * @param {{url: string | (() => string), on_phase: (p: {phase: string, retry_in?: number, code?: number}) => void,
   *          on_message: (data: string|Blob) => void}} wiring
   */
  constructor({ url, on_phase, on_message }, env = browser) {
    this.#url = url;
    this.#on_phase = on_phase;
    this.#on_message = on_message;
    this.#env = env;
    this.#backoff = new Backoff(env.random);
  }

  get phase() {
    return this.#phase;
  }

  start() {
    if (this.#phase !== 'stopped') return;
    this.#forget_network = this.#env.on_network(() => this.#network_changed());
    if (this.#held) this.#enter('held');
    else this.#connect();
  }

  /** Lets go with close code 1000. No message and no attempt comes after it. */
  stop() {
    if (this.#phase === 'stopped') return;
    this.#forget_network?.();
    this.#forget_network = null;
    this.#drop_socket();
    this.#backoff.reset();
    this.#enter('stopped');
  }

  /** The user is impatient, or something says that an attempt has a chance now. */
  retry_now() {
    if (this.#phase === 'waiting' || this.#phase === 'offline') this.#connect();
  }

  /** For a hidden tab: an open link stays, a lost one is tried for rarely. */
  slow(on) {
    if (this.#slow === on) return;
    this.#slow = on;
    if (!on) this.retry_now();
    else if (this.#phase === 'waiting' || this.#phase === 'offline') this.#wait();
  }

  /** While held, a lost link makes no attempts; an open one is left alone. */
  hold(on) {
    if (this.#held === on) return;
    this.#held = on;
    if (on && (this.#phase === 'waiting' || this.#phase === 'offline')) this.#enter('held');
    if (!on && this.#phase === 'held') this.#connect();
  }

  /** @returns {boolean} false when there is no open link to take it */
  send(message) {
    // A browser notices that a socket closes before it says so.
    if (this.#phase !== 'open' || this.#socket.readyState >= kClosing) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #enter(phase, more = {}) {
    this.#arm(null);
    this.#phase = phase;
    this.#on_phase({ phase, ...more });
  }

  #arm(action, ms = 0) {
    if (this.#timer !== null) this.#env.clear_timer(this.#timer);
    this.#timer = action ? this.#env.set_timer(action, ms) : null;
  }

  #connect() {
    this.#enter('connecting');
    if (this.#phase !== 'connecting') return; // the owner stopped us from within on_phase
    let socket;
    try {
      socket = this.#env.make_socket(typeof this.#url === 'function' ? this.#url() : this.#url);
    } catch {
      // The constructor throws SecurityError for a port the browser blocks; retrying is all there is to do.
      this.#lost(1006);
      return;
    }
    this.#socket = socket;
    socket.binaryType = 'blob';
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => {
      this.#heard = true;
      this.#on_message(data);
    };
    // The error event tells scripts nothing (WebSockets Standard, section 4: no oracle for the network behind the
    // user) and a close event with the code always follows it. It is handled so that nobody reads it as unhandled.
    socket.onerror = () => {};
    socket.onclose = ({ code }) => this.#lost(code);
    this.#arm(() => {
      this.#drop_socket(true);
      this.#lost(1006);
    }, kConnectTimeout);
  }

  #opened() {
    this.#opened_at = this.#env.now();
    this.#enter('open');
    if (this.#phase === 'open') this.#arm(() => this.#probe(), kPingEvery);
  }

  #probe() {
    this.#heard = false;
    this.send({ type: 'ping' });
    this.#arm(() => {
      // A flag, not two times: Firefox coarsens its clocks to 100 ms (privacy.resistFingerprinting), and a daemon on
      // this machine answers faster than that.
      if (this.#heard) {
        this.#arm(() => this.#probe(), kPingEvery - kPongWithin);
      } else {
        this.#drop_socket();
        this.#lost(1006);
      }
    }, kPongWithin);
  }

  #lost(code) {
    const up_for = this.#phase === 'open' ? this.#env.now() - this.#opened_at : 0;
    this.#drop_socket();
    if (this.#held) {
      if (up_for > 0) this.#backoff.reset();
      this.#enter('held', { code });
    } else {
      this.#wait({ code, up_for });
    }
  }

  #wait(end = {}) {
    const offline = !this.#env.online();
    const retry_in = this.#backoff.next({ ...end, offline, hidden: this.#slow });
    this.#enter(offline ? 'offline' : 'waiting', { retry_in, code: end.code });
    if (this.#phase === 'waiting' || this.#phase === 'offline') this.#arm(() => this.#connect(), retry_in);
  }

  #network_changed() {
    if (this.#phase === 'open') {
      this.#probe(); // another network: the TCP connection may be dead without a word
    } else if (this.#phase === 'waiting' || this.#phase === 'offline') {
      if (this.#env.online()) this.#connect();
      else this.#wait();
    }
  }

  #drop_socket(at_once = false) {
    this.#arm(null);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    // Chrome prints an error for close() on a socket that is still connecting ("WebSocket is closed before the
    // connection is established"): let it open first, unless it has had all the time there is.
    if (socket.readyState === 0 && !at_once) socket.onopen = () => socket.close(1000);
    else if (socket.readyState < 2) socket.close(1000);
  }
}
