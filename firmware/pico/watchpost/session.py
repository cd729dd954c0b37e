"""The conversation over one link: orders in, moves and answers out. Made anew for each link, so nothing that an earlier
one said is left."""

from . import protocol

# The daemon answers each ping at once, so a live link is never silent for much longer than this.
PING_EVERY_MS = 1000
_COMPLAIN_EVERY_MS = 10000


class Session:
    def __init__(self, head, say, now):
        """`say(message)` sends a dictionary. A move that an earlier link began ends here."""
        head.stop(now)
        self._head = head
        self._say = say
        self._pings = 0
        self._pongs = 0
        self._trusted_from = 0  # so many pongs must be there before an order counts
        self._next_ping = now + PING_EVERY_MS
        self._welcomed = False
        self._moving_for = None  # command_type of the order that the head moves for
        self._next_complaint = now
        self.wants_reboot = False

    def greet(self, ssid, connection_id, reset_reason, now):
        pan, tilt = self._head.whole(now)
        self._say(protocol.connect(pan, tilt, ssid, connection_id, reset_reason))

    def on_text(self, text, now, status):
        """`status()` is this board's answer to "status", without the servos."""
        try:
            order = protocol.read(text)
            if order.kind == protocol.SERVO:
                self._check_age(order)
                self._move(order, order.pan, order.tilt, now)
            elif order.kind == protocol.ACTION:
                self._act(order, now)
            elif order.kind == protocol.PING:
                self._say({"type": "pong"})
            elif order.kind == protocol.PONG:
                self._pongs += 1
            elif order.kind == protocol.WELCOME and not self._welcomed:
                self._welcomed = True
                self._say(protocol.ack(order.command_type, "success", "Connection confirmed"))
            elif order.kind == protocol.STATUS:
                self._say(protocol.ack("status", "success", self._status(status(), now)))
        except protocol.Wrong as wrong:
            # Answering every broken text could become a loop with a server that answers ours.
            if wrong.command_type != "error" or now >= self._next_complaint:
                if wrong.command_type == "error":
                    self._next_complaint = now + _COMPLAIN_EVERY_MS
                self._say(protocol.ack(wrong.command_type, "error", str(wrong)))

    def tick(self, now):
        if self._moving_for and not self._head.is_moving(now):
            self._answer("success", "", now)
        if now >= self._next_ping:
            self._ping(now)

    def on_silence(self, now):
        """The dead-man rule has acted while the link is still open. What is under way in it may be as old as the silence:
        orders count again when the answer to a ping of now has come, for everything before it was sent before."""
        if self._moving_for:
            self._answer("error", "stopped, the link was silent: ", now)
        self._ping(now)
        self._trusted_from = self._pings

    def ended(self, now):
        """The link is gone, and the move that it ordered with it."""
        self._head.stop(now)
        self._moving_for = None

    def _ping(self, now):
        self._pings += 1
        self._next_ping = now + PING_EVERY_MS
        self._say({"type": "ping"})

    def _check_age(self, order):
        if self._pongs < self._trusted_from:
            raise protocol.Wrong(order.command_type, "not obeyed, it may be as old as the silence of the link")

    def _move(self, order, pan, tilt, now):
        before = self._moving_for
        target = self._head.go(pan, tilt, order.smooth, now)
        # The daemon matches answers to orders by their kind alone, so an order that is replaced by one of its own kind
        # gets none: its answer would be taken for the newer one's.
        if before and _kind(before) != _kind(order.command_type):
            self._say(protocol.ack(before, "error", "replaced on the way to " + protocol.angles(*target)))
        self._moving_for = order.command_type
        if not self._head.is_moving(now):
            self._answer("success", "", now)

    def _act(self, order, now):
        if order.action.startswith("emergency_stop"):
            self._head.stop(now)
            if self._moving_for:
                self._answer("error", "stopped at ", now)
            self._say(protocol.ack(order.command_type, "success", "stopped at " + self._angles(now)))
            return
        self._check_age(order)
        if order.action == "reset_position":
            self._move(order, self._head.start[0], self._head.start[1], now)
            return
        self._head.stop(now)
        if self._moving_for:
            self._answer("error", "stopped for a reboot at ", now)
        self._say(protocol.ack(order.command_type, "success", "rebooting"))
        self._say(protocol.log("warning", "rebooting as told"))
        self.wants_reboot = True

    def _answer(self, status, words, now):
        command_type, self._moving_for = self._moving_for, None
        self._say(protocol.ack(command_type, status, words + self._angles(now)))

    def _angles(self, now):
        return protocol.angles(*self._head.whole(now))

    def _status(self, status, now):
        at, to = self._head.whole(now), self._head.target()
        for i in (0, 1):
            status["servo%d" % (i + 1)] = {"current_angle": at[i], "target_angle": int(to[i] + 0.5),
                                           "moving": self._head.is_moving(now)}
        return status


def _kind(command_type):
    return "servo" if command_type.startswith("servo") else command_type
