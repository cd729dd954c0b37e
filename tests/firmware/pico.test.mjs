// The Pico's firmware, in MicroPython, against the real daemon.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { end_daemons_but, returning_port, start_daemon, until } from './daemon.mjs';
import { PicoBoard } from './pico_board.mjs';

let daemon;
const boards = [];

async function new_board(options, port = daemon.port) {
  const board = await PicoBoard.start(port, options);
  boards.push(board);
  return board;
}

async function linked_board(options) {
  const board = await new_board(options);
  await board.settle('the link', () => board.linked);
  await board.advance(1010); // with one ping answered, so the daemon has read everything that came before it
  return board;
}

const target = (board) => board.python.value('board._head.target()');
const is_final = (command) => !['queued', 'sent'].includes(command.state);

/** Until the command has ended; the board's clock stands still. */
function end_of(board, id) {
  return board.settle(`the end of command ${id}`, async () => {
    const command = await daemon.command(id);
    return is_final(command) && command;
  });
}

before(async () => { daemon = await start_daemon(); });
after(() => daemon.end());
afterEach(async () => {
  for (const board of boards.splice(0)) board.end();
  await end_daemons_but(daemon);
  await until('the daemon to notice', () => daemon.device('pan-tilt'), (device) => !device?.online);
});

test('the board connects and says who it is and where it stands', async () => {
  await linked_board();
  const device = await daemon.device('pan-tilt');
  assert.equal(device.kind, 'pico');
  assert.equal(device.firmware, '3.0');
  assert.deepEqual([device.servo1_angle, device.servo2_angle], [90, 90]);
  assert.equal(device.rssi_dbm, -61);
  assert.ok(device.memory_free_bytes > 0);
  assert.equal(device.library, 'watchpost-pico');
});

test('a board that began anew says why', async () => {
  const before = await linked_board();
  before.python.run('import time\ntime.now_ms = 60000'); // a minute has passed on its own clock
  await before.advance(1010);
  before.end();
  await until('its end', () => daemon.device('pan-tilt'), (device) => !device.online);
  const board = await new_board();
  board.python.run('machine.cause = machine.WDT_RESET');
  await board.settle('the link', () => board.linked);
  await board.advance(1010);
  const { timeline } = await daemon.get('/api/v1/devices/pan-tilt/diagnosis');
  const restart = timeline.find((entry) => entry.what === 'restarted');
  assert.equal(restart?.text, 'watchdog or reboot');
});

test('the pins and the WiFi are set up as the hardware wants it', async () => {
  const board = await linked_board();
  assert.deepEqual(board.degrees, [90, 90]);
  assert.equal(board.python.value('machine.pwms[17].hertz'), 50);
  assert.equal(board.python.value('network.wlan.settings["pm"]'), 0xa11140);
  assert.deepEqual(board.python.value('network.countries'), ['XX']);
});

test('a servo command from HTTP moves both servos and is acknowledged when they have arrived', async () => {
  const board = await linked_board();
  const { id } = await daemon.servo({ pan: 150, tilt: 60 });
  await board.settle('the move to begin', () => target(board)[0] === 150);

  await board.advance(250); // 60 degrees at 120 a second take 500 ms
  assert.deepEqual(board.degrees, [120, 75]);
  assert.equal((await daemon.command(id)).state, 'sent');

  await board.advance(260);
  assert.deepEqual(board.degrees, [150, 60]);
  const command = await end_of(board, id);
  assert.deepEqual([command.state, command.detail], ['acknowledged', 'X=150°, Y=60°']);
  const device = await daemon.device('pan-tilt');
  assert.deepEqual([device.servo1_angle, device.servo2_angle], [150, 60]);
});

test('a target beyond the mechanics is acknowledged with the angle that was reached', async () => {
  const board = await linked_board();
  const { id } = await daemon.servo({ pan: 180, tilt: 0 });
  await board.settle('the move to begin', () => target(board)[0] === 160);
  await board.advance(600);
  assert.equal((await end_of(board, id)).detail, 'X=160°, Y=20°');
  assert.deepEqual(board.degrees, [160, 20]);
});

test('the board answers while it moves', async () => {
  const board = await linked_board();
  await daemon.servo({ pan: 160, tilt: 90, smooth: true }); // 70 degrees at 40 a second: 1.75 s
  await board.settle('the move to begin', () => target(board)[0] === 160);
  const before_pings = board.python.value('board._session._pongs');
  await board.advance(1500);
  assert.ok(board.python.value('board._head.is_moving(' + board.now + ')'));
  assert.ok(board.python.value('board._session._pongs') > before_pings);
});

test('an emergency stop during a move stops it at once, and both commands are answered for', async () => {
  const board = await linked_board();
  const move = await daemon.servo({ pan: 150, tilt: 90 });
  await board.settle('the move to begin', () => target(board)[0] === 150);
  await board.advance(250);
  const stop = await daemon.action('pan-tilt', { action: 'emergency_stop' });

  assert.equal((await end_of(board, stop.id)).state, 'acknowledged');
  const stopped = await end_of(board, move.id);
  assert.deepEqual([stopped.state, stopped.detail], ['refused', 'stopped at X=120°, Y=90°']);
  await board.advance(1000);
  assert.deepEqual(board.degrees, [120, 90]);
  assert.equal((await daemon.device('pan-tilt')).servo1_angle, 120);
});

test('reset_position brings the head back to the middle', async () => {
  const board = await linked_board();
  await end_of(board, (await moved(board, { pan: 120, tilt: 100 })));
  const { id } = await daemon.action('pan-tilt', { action: 'reset_position' });
  await board.settle('the move to begin', () => target(board)[0] === 90);
  await board.advance(300);
  assert.equal((await end_of(board, id)).detail, 'X=90°, Y=90°');
});

async function moved(board, where) {
  const { id } = await daemon.servo(where);
  await board.settle('the move to begin', () => target(board)[0] === where.pan && target(board)[1] === where.tilt);
  await board.advance(2000);
  return id;
}

test('system_reboot is acknowledged, the link is closed properly, and then the board restarts', async () => {
  const board = await linked_board();
  const { id } = await daemon.action('pan-tilt', { action: 'system_reboot' });
  let runs = true;
  await until('the restart', () => { runs = board.step(); return !runs; });
  assert.equal((await daemon.command(id)).state, 'acknowledged');
  const ended = async () => (await daemon.get('/api/v1/devices/pan-tilt/diagnosis')).timeline.find(({ what }) => what === 'ended');
  await until('the end', () => daemon.device('pan-tilt'), (device) => !device.online);
  assert.match((await ended()).text, /^peer_closed/);
});

test('a byte at a time in both directions makes no difference', async () => {
  const board = await new_board();
  board.sockets.trickle = true;
  await board.settle('the link', () => board.linked);
  const { id } = await daemon.servo({ pan: 100, tilt: 80 });
  await board.settle('the move to begin', () => target(board)[0] === 100);
  await board.advance(200);
  assert.equal((await end_of(board, id)).detail, 'X=100°, Y=80°');
  assert.equal((await daemon.device('pan-tilt')).invalid_messages, 0);
});

test('what waited in a link that was silent for 3 s is not obeyed', async () => {
  const board = await linked_board();
  const move = await moved(board, { pan: 120, tilt: 90 });
  await end_of(board, move);
  board.sockets.dead = true;
  const late = await daemon.servo({ pan: 30, tilt: 30 });
  await board.pass(5000);
  const [stopped_at] = board.degrees;

  board.sockets.dead = false;
  await board.settle('the answer to the newest ping', () => board.python.value('board._session._pongs == board._session._pings'));
  await board.advance(500);
  assert.deepEqual(board.degrees, [stopped_at, 90]);
  const refused = await end_of(board, late.id);
  assert.deepEqual([refused.state, refused.detail],
    ['refused', 'not obeyed, it may be as old as the silence of the link']);

  const fresh = await moved(board, { pan: 100, tilt: 90 });
  assert.equal((await end_of(board, fresh)).state, 'acknowledged');
});

for (const [word, degrees] of [['hold', (at) => at], ['detach', () => [null, null]]]) {
  test(`a long move under a link that goes silent ends after 3 s and the servos ${word}`, async () => {
    const board = await linked_board({ config: `\nWHEN_LINK_LOST = "${word}"\nSPEED = SMOOTH_SPEED = 10\n` });
    await daemon.servo({ pan: 150, tilt: 90 }); // 6 s
    await board.settle('the move to begin', () => target(board)[0] === 150);
    board.sockets.dead = true;
    await board.pass(2900);
    const underway = board.degrees;
    assert.ok(underway[0] > 115 && underway[0] < 121, `${underway}`);
    await board.pass(200);
    const at = [120, 90];
    assert.deepEqual(board.degrees, degrees(at));
    await board.pass(3000);
    assert.deepEqual(board.degrees, degrees(at));
    assert.deepEqual(board.python.value(`board._head.whole(${board.now})`), at);
  });
}

test('a link that stays silent is given up after 10 s and made anew', async () => {
  const board = await linked_board();
  board.sockets.dead = true;
  await board.pass(10200);
  assert.equal(board.linked, false);
  board.sockets.dead = false;
  await board.advance_until('a new link', () => board.links === 2);
});

test('the daemon dies in the middle of a move: the move ends, the board comes back and nothing old runs', async () => {
  const first = await start_daemon({ port: await returning_port() });
  const board = await new_board({ config: '\nSPEED = 20\n' }, first.port);
  await board.settle('the link', () => board.linked);
  await first.servo({ pan: 150, tilt: 90 });
  await board.settle('the move to begin', () => target(board)[0] === 150);
  await board.advance(1000);
  await first.end('SIGKILL');
  await board.settle('the loss', () => !board.linked);
  const [stopped_at] = board.degrees;
  assert.ok(stopped_at >= 109 && stopped_at <= 111, `${stopped_at}`);

  await board.advance(5000); // nobody is there
  assert.equal(board.linked, false);
  assert.ok(board.printed.filter((line) => line.includes('next attempt')).length >= 2);

  const second = await start_daemon({ port: first.port });
  await board.advance_until('the new link', () => board.linked);
  await board.settle('its hello', async () => (await second.device('pan-tilt'))?.servo1_angle === stopped_at);
  await board.advance(3000);
  assert.deepEqual(board.degrees, [stopped_at, 90]);
  await second.end();
});

test('a daemon that stops says so and the board comes back to the next one', async () => {
  const first = await start_daemon();
  const board = await new_board({}, first.port);
  await board.settle('the link', () => board.linked);
  const ended = first.end();
  await board.settle('the close', () => !board.linked);
  assert.equal(await ended, 0);
  assert.ok(board.printed.includes('watchpost: the server closed with 1001'));
});

test('without WiFi the board does nothing but try again, and it links when the WiFi is back', async () => {
  const board = await linked_board();
  board.python.run('network.wlan.reachable = False');
  await board.pass(60000);
  assert.equal(board.linked, false);
  assert.ok(board.python.value('network.wlan.joins') >= 2);
  assert.equal(board.sockets.count, 0);
  board.python.run('network.wlan.reachable = True');
  await board.advance_until('the link', () => board.linked);
});

test('a refused token is shown by the LED and never printed', async () => {
  const strict = await start_daemon({ behind_proxy: true });
  const board = await new_board({ token: 'not-the-token' }, strict.port);
  const refusals = () => board.printed.filter((line) => line.includes('answered 401')).length;
  await board.settle('the refusal', () => refusals() === 1);
  assert.equal(board.python.value('board._lamp_state'), 'refused');
  assert.equal(board.linked, false);
  assert.ok(!board.printed.join().includes('not-the-token'));

  const right = await new_board({}, strict.port);
  await right.settle('the link with the right token', () => right.linked);
  assert.ok(!strict.said().includes('not-the-token'));
  await strict.end();
});

test('main feeds the watchdog at each step and restarts the chip when the board says so', async () => {
  const { python } = await new_board();
  python.run(`
import time
steps = [True, True, True, False]
class Scripted:
    def step(self, now):
        return steps.pop(0)
main.make = lambda now: Scripted()
main.run()
`);
  assert.deepEqual(python.value('[[dog.timeout, dog.fed] for dog in machine.watchdogs]'), [[8000, 3]]);
  assert.equal(python.value('machine.resets'), 1);
});

test('a fault restarts the board; a mistake in secrets.py or config.py is said and does not', async () => {
  const { python, printed } = await new_board();
  python.run(`
def fail(now):
    raise MemoryError("no memory left")
main.make = fail
main.start()
`);
  assert.equal(python.value('machine.resets'), 1);
  python.run(`
def fail(now):
    raise ValueError("LIMITS: wrong")
main.make = fail
main.start()
`);
  assert.equal(python.value('machine.resets'), 1);
  assert.ok(printed.some((line) => line.includes('LIMITS: wrong')));
});
