import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Link, kConnectTimeout, kPingEvery, kPongWithin } from '../../../static/js/link.js';

/** A clock that stands until it is told to go, and sockets that do what the test says. */
function make_world() {
  const world = { time: 0, timers: new Map(), next_timer: 1, sockets: [], network: new Set(), is_online: true };
  world.env = {
    now: () => world.time,
    set_timer(f, ms) {
      world.timers.set(world.next_timer, { f, at: world.time + ms });
      return world.next_timer++;
    },
    clear_timer: (id) => world.timers.delete(id),
    random: () => 0.5,
    make_socket(url) {
      const socket = {
        url, readyState: 0, sent: [], closed_with: null,
        send(text) { this.sent.push(JSON.parse(text)); },
        close(code) { this.closed_with = code; this.readyState = 2; },
        open() { this.readyState = 1; this.onopen?.(); },
        end(code) { this.readyState = 3; this.onerror?.({}); this.onclose?.({ code }); },
      };
      world.sockets.push(socket);
      return socket;
    },
    online: () => world.is_online,
    on_network(f) {
      world.network.add(f);
      return () => world.network.delete(f);
    },
  };
  world.advance = (ms) => {
    const until = world.time + ms;
    for (;;) {
      const due = [...world.timers].filter(([, t]) => t.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      world.timers.delete(due[0]);
      world.time = due[1].at;
      due[1].f();
    }
    world.time = until;
  };
  world.phases = [];
  world.messages = [];
  world.link = new Link({
    url: 'ws://host/ws', on_phase: (p) => world.phases.push(p), on_message: (m) => world.messages.push(m),
  }, world.env);
  world.socket = () => world.sockets.at(-1);
  return world;
}

test('it connects, hands messages over and says its phase', () => {
  const w = make_world();
  w.link.start();
  w.socket().open();
  w.socket().onmessage({ data: 'hello' });
  assert.deepEqual(w.phases.map((p) => p.phase), ['connecting', 'open']);
  assert.deepEqual(w.messages, ['hello']);
});

test('it sends nothing on a socket that closes, though nobody has said so yet', () => {
  const w = make_world();
  w.link.start();
  w.socket().open();
  assert.equal(w.link.send({ type: 'painted' }), true);
  w.socket().readyState = 2;
  assert.equal(w.link.send({ type: 'painted' }), false);
  assert.deepEqual(w.socket().sent, [{ type: 'painted' }]);
});

test('a handshake that does not end is given up after ten seconds', () => {
  const w = make_world();
  w.link.start();
  w.advance(kConnectTimeout - 1);
  assert.equal(w.link.phase, 'connecting');
  w.advance(1);
  assert.equal(w.link.phase, 'waiting');
  assert.equal(w.sockets[0].closed_with, 1000);
  w.advance(1000);
  assert.equal(w.sockets.length, 2);
});

test('it comes back after 1001, 1012 and a loss without a word', () => {
  for (const code of [1001, 1012, 1006]) {
    const w = make_world();
    w.link.start();
    w.socket().open();
    w.socket().end(code);
    assert.equal(w.link.phase, 'waiting');
    w.advance(1000);
    assert.equal(w.sockets.length, 2, `after ${code}`);
  }
});

test('a refused link is tried for in growing steps, not in a storm', () => {
  const w = make_world();
  w.link.start();
  for (let second = 0; second < 120; ++second) {
    if (w.socket().readyState === 0) w.socket().end(1006);
    w.advance(1000);
  }
  assert.equal(w.sockets.length, 8); // at 0, 1, 3, 7, 15, 31, 61 and 91 s
});

test('a link whose peer is silent after a ping is given up; one that answers anything stays', () => {
  const w = make_world();
  w.link.start();
  w.socket().open();
  w.advance(kPingEvery);
  assert.deepEqual(w.socket().sent, [{ type: 'ping' }]);
  w.socket().onmessage({ data: '{"type":"pong"}' });
  w.advance(kPongWithin);
  assert.equal(w.link.phase, 'open');
  w.advance(kPingEvery - kPongWithin);
  assert.equal(w.socket().sent.length, 2);
  w.advance(kPongWithin);
  assert.equal(w.link.phase, 'waiting');
});

test('stop closes with 1000, and nothing of the old socket is heard any more', () => {
  const w = make_world();
  w.link.start();
  const socket = w.socket();
  socket.open();
  w.link.stop();
  assert.equal(socket.closed_with, 1000);
  assert.equal(socket.onmessage, null);
  assert.equal(w.timers.size, 0);
  assert.equal(w.network.size, 0);
  w.advance(3600000);
  assert.equal(w.sockets.length, 1);
});

test('a socket let go of while it connects is closed once it is open: Chrome complains otherwise', () => {
  const w = make_world();
  w.link.start();
  const socket = w.socket();
  w.link.stop();
  assert.equal(socket.closed_with, null);
  socket.open();
  assert.equal(socket.closed_with, 1000);
});

test('a held link makes no attempt, and connects at once when it is let go', () => {
  const w = make_world();
  w.link.start();
  w.socket().open();
  w.link.hold(true);
  assert.equal(w.link.phase, 'open');
  w.socket().end(1006);
  assert.equal(w.link.phase, 'held');
  w.advance(3600000);
  assert.equal(w.sockets.length, 1);
  w.link.hold(false);
  assert.equal(w.sockets.length, 2);
});

test('a hidden tab knocks once a minute, and at once when it is seen again', () => {
  const w = make_world();
  w.link.start();
  w.link.slow(true);
  w.socket().end(1006);
  w.advance(59000);
  assert.equal(w.sockets.length, 1);
  w.advance(1000);
  assert.equal(w.sockets.length, 2);
  w.socket().end(1006);
  w.link.slow(false);
  assert.equal(w.sockets.length, 3);
});

test('without a network it says so, waits longer, and tries at once when the network is back', () => {
  const w = make_world();
  w.link.start();
  w.socket().open();
  w.is_online = false;
  w.network.forEach((f) => f());
  assert.deepEqual(w.socket().sent, [{ type: 'ping' }], 'an open link is asked whether it still lives');
  w.advance(kPongWithin);
  assert.equal(w.phases.at(-1).phase, 'offline');
  assert.ok(w.phases.at(-1).retry_in >= 30000);
  w.is_online = true;
  w.network.forEach((f) => f());
  assert.equal(w.sockets.length, 2);
});

test('retry_now skips the wait', () => {
  const w = make_world();
  w.link.start();
  w.socket().end(1006);
  w.link.retry_now();
  assert.equal(w.sockets.length, 2);
});

test('a browser that refuses the very address is a lost link, not an exception', () => {
  const w = make_world();
  w.env.make_socket = () => { throw new Error('SecurityError'); };
  w.link.start();
  assert.equal(w.link.phase, 'waiting');
});
