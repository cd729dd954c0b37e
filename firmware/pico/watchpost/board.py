"""The board as a whole: WiFi, then a link, then the next attempt. `step()` never waits."""

import json

from . import lamp, websocket
from .backoff import Backoff
from .deadman import DeadMan
from .session import Session

_JOIN_MS = 20000  # for the WiFi to come up
_OPEN_MS = 10000  # for TCP and the handshake
_GIVE_UP_MS = 10000  # of silence on an open link
_CLOSE_MS = 2000  # for the server to answer our close frame
_READS = 8  # in one step

_JOINING, _WAITING, _OPENING, _OPEN, _CLOSING = range(5)


class Board:
    """
    `hardware` is what the board can do:
      wifi      join(), leave(), is_up(), rssi() in dBm or None
      dial      dial(host, port) begins a TCP connection and answers it: read() gives bytes, b"" when there are none yet
                and None at the end; write(bytes) how many it took; close(). Any of them may raise OSError
      servos    show(pan, tilt) in degrees; release() takes their signal away
      led       light(on)
      facts     facts() gives a dictionary with memory_free
      wall      wall() seconds of the board's clock
      reset_reason  reset_reason() why the board started, in a word or two
      random    random() from 0 to below 1;  random_bytes(count)
      sha1      sha1(bytes) the digest, or None
    """

    def __init__(self, hardware, config, secrets, head, now):
        if config.WHEN_LINK_LOST not in ("hold", "detach"):
            raise ValueError('WHEN_LINK_LOST: must be "hold" or "detach"')
        self._hardware = hardware
        self._secrets = secrets
        self._detaches = config.WHEN_LINK_LOST == "detach"
        self._head = head
        self._deadman = DeadMan(now)
        self._backoff = Backoff(hardware.random)
        self._lamp_state = lamp.NO_WIFI
        self._wire = self._session = None
        self._socket = self._new_socket()  # what is wrong in secrets.py is said at the start, not at each attempt
        self._links = 0
        self._started = self._now = now
        self._join(now)

    def step(self, now):
        """Call at least every 20 ms. Answers False when the board is to be restarted."""
        self._now = now
        if self._phase not in (_JOINING, _WAITING) and not self._hardware.wifi.is_up():
            self._lose("the WiFi is gone", now)
        restart = False
        if self._phase == _JOINING:
            self._step_joining(now)
        elif self._phase == _WAITING:
            if now >= self._due:
                self._begin(now)
        else:
            try:
                restart = self._step_link(now)
            except (OSError, websocket.Broken, websocket.Refused) as error:
                self._fail(error, now)
        self._watch_silence(now)
        self._move_servos(now)
        self._hardware.led.light(lamp.is_lit(self._lamp_state, now))
        return not restart

    def is_linked(self):
        return self._phase == _OPEN

    # -- attempts

    def _join(self, now):
        self._hardware.wifi.join()
        self._phase = _JOINING
        self._due = now + _JOIN_MS

    def _step_joining(self, now):
        if self._hardware.wifi.is_up():
            self._lamp_state = lamp.NO_SERVER
            self._dial(now)
        elif now >= self._due:
            self._hardware.wifi.leave()
            self._wait("no WiFi", now)

    def _begin(self, now):
        if self._hardware.wifi.is_up():
            self._dial(now)
        else:
            self._lamp_state = lamp.NO_WIFI
            self._join(now)

    def _new_socket(self):
        secrets = self._secrets
        headers = [("Authorization", "Bearer " + secrets.TOKEN), ("X-Device-Type", "PICO"),
                   ("User-Agent", "watchpost-pico")]
        if secrets.DEVICE_ID:
            headers.append(("X-Device-ID", secrets.DEVICE_ID))
        return websocket.WebSocket(secrets.HOST, secrets.PORT, "/ws/pico", headers, self._hardware.random_bytes,
                                   self._hardware.sha1)

    def _dial(self, now):
        self._socket = self._new_socket()
        self._phase = _OPENING
        self._due = now + _OPEN_MS
        try:
            self._wire = self._hardware.dial(self._secrets.HOST, self._secrets.PORT)
        except OSError as error:
            self._fail(error, now)

    def _wait(self, why, now):
        wait = self._backoff.wait_ms()
        print("watchpost: %s; next attempt in %d ms" % (why, wait))
        self._phase = _WAITING
        self._due = now + wait

    # -- the link

    def _step_link(self, now):
        """Answers whether the board is to be restarted."""
        self._read(now)
        if self._phase == _OPEN:
            self._session.tick(now)
            if self._deadman.silent_ms(now) >= _GIVE_UP_MS:
                raise OSError("nothing was heard for %d s" % (_GIVE_UP_MS // 1000))
            if self._session.wants_reboot:
                self._socket.close(1001, "reboot")
                self._close(now)
        elif now >= self._due and self._phase == _OPENING:
            raise OSError("no answer from the server")
        self._write()
        both_closed = self._socket.state == websocket.CLOSED and not self._socket.out
        if self._phase == _CLOSING and (both_closed or now >= self._due):
            restart = self._session is not None and self._session.wants_reboot
            self._lose("closed", now)
            return restart
        return False

    def _read(self, now):
        for _ in range(_READS):
            data = self._wire.read()
            if data is None:
                if self._phase == _CLOSING:
                    self._due = now  # the server has closed, as it should
                    return
                raise OSError("the server ended the connection")
            if not data:
                return
            was_open = self._socket.state != websocket.OPENING
            texts = self._socket.feed(data)
            if self._phase == _OPENING and self._socket.state != websocket.OPENING:
                self._opened(now)
            if was_open or texts:
                self._deadman.heard(now)
            if self._phase == _OPEN:
                for text in texts:
                    self._session.on_text(text, now, self._status)
            if self._phase == _OPEN and self._socket.state == websocket.CLOSED:
                print("watchpost: the server closed with %d" % self._socket.close_code)
                self._close(now)
                return

    def _opened(self, now):
        print("watchpost: linked")
        self._phase = _OPEN
        self._lamp_state = lamp.LINKED
        self._links += 1
        self._opened_at = now
        self._deadman.heard(now)
        self._session = Session(self._head, self._say, now)
        self._session.greet(self._secrets.WIFI_SSID, self._links, self._hardware.reset_reason(), now)

    def _say(self, message):
        message["timestamp"] = str(self._hardware.wall())
        message["device"] = "pico"
        if message["type"] != "ping":
            message.update(self._facts())
        self._socket.send_text(json.dumps(message))

    def _facts(self):
        facts = self._hardware.facts()
        rssi = self._hardware.wifi.rssi()
        if rssi is not None:
            facts["rssi"] = rssi
        return facts

    def _status(self):
        status = self._facts()
        status["wifi_connected"] = self._hardware.wifi.is_up()
        status["uptime"] = (self._now - self._started) // 1000
        return status

    def _write(self):
        while self._socket.out:
            count = self._wire.write(self._socket.out)
            if not count:
                return
            self._socket.written(count)

    def _close(self, now):
        self._phase = _CLOSING
        self._due = now + _CLOSE_MS

    def _fail(self, error, now):
        if isinstance(error, websocket.Refused) and error.status in (401, 403):
            self._lamp_state = lamp.REFUSED
        if isinstance(error, websocket.Broken):
            self._socket.close(error.code)
            try:
                self._write()
            except OSError:
                pass
        self._lose(error, now)

    def _lose(self, why, now):
        """Whatever the reason, and whatever the phase: the link is over and the next attempt is set."""
        if self._session is not None:
            self._session.ended(now)
            self._backoff.session_lasted(now - self._opened_at)
            self._session = None
        if self._wire is not None:
            self._wire.close()
            self._wire = None
        if self._lamp_state != lamp.REFUSED:
            self._lamp_state = lamp.NO_SERVER
        self._wait(why, now)

    # -- the servos

    def _watch_silence(self, now):
        if not self._deadman.fires(now):
            return
        if self._detaches:
            self._head.detach(now)
        else:
            self._head.stop(now)
        if self._phase == _OPEN:
            self._session.on_silence(now)

    def _move_servos(self, now):
        if self._head.attached:
            self._hardware.servos.show(*self._head.at(now))
        else:
            self._hardware.servos.release()
