import json

from watchpost.motion import Head
from watchpost.session import Session


class Talk:
    """A session with a head that moves 10 degrees in 100 ms, and what it said."""

    def __init__(self):
        self.head = Head(((20, 160), (20, 160)), (90, 90), 100, 50)
        self.said = []
        self.session = Session(self.head, self.said.append, 0)

    def hear(self, now, **message):
        return self.hear_text(now, json.dumps(message))

    def hear_text(self, now, text):
        """What it says to that."""
        self.said.clear()
        self.session.on_text(text, now, lambda: {"memory_free": 1})
        return [self.short(message) for message in self.said]

    def tick(self, now):
        self.said.clear()
        self.session.tick(now)
        return [self.short(message) for message in self.said if message["type"] != "ping"]

    def short(self, message):
        if message["type"] != "ack":
            return message["type"]
        return (message["command_type"], message["status"], message["detail"])


def test_hello_tells_where_the_head_stands():
    talk = Talk()
    talk.session.greet("lab", 7, "watchdog", 0)
    assert talk.said == [{"type": "connect", "version": "3.0", "servo1_angle": 90, "servo2_angle": 90,
                          "wifi_ssid": "lab", "connection_id": 7, "reset_reason": "watchdog"}]


def test_the_welcome_is_acknowledged_once():
    talk = Talk()
    assert talk.hear(0, type="connection_ack") == [("connection_ack", "success", "Connection confirmed")]
    assert talk.hear(0, type="connection_ack") == []
    assert talk.hear(0, type="connection") == []


def test_a_ping_is_answered_and_an_error_or_an_unknown_message_is_not():
    talk = Talk()
    assert talk.hear(0, type="ping") == ["pong"]
    for kind in ("pong", "error", "ack", "whatever"):
        assert talk.hear(0, type=kind, message="no") == []


def test_a_move_is_acknowledged_when_it_has_arrived():
    talk = Talk()
    assert talk.hear(0, type="servo", command={"servo1": 100, "servo2": 95}) == []
    assert talk.tick(99) == []
    assert talk.tick(100) == [("servo", "success", "X=100\u00b0, Y=95\u00b0")]
    assert talk.tick(101) == []


def test_a_target_where_it_stands_is_acknowledged_at_once():
    assert Talk().hear(0, type="servo", command={"servo1": 90, "servo2": 90}) == [
        ("servo", "success", "X=90\u00b0, Y=90\u00b0")]


def test_what_is_refused_moves_nothing_and_disturbs_no_move():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 100})
    for angle in (True, 90.0, 181, -1, "90", None):
        (answer,) = talk.hear(10, type="servo", command={"servo1": angle, "servo2": 20})
        assert answer[:2] == ("servo", "error"), answer
    assert talk.head.target() == (100, 90)
    assert talk.tick(100) == [("servo", "success", "X=100\u00b0, Y=90\u00b0")]


def test_a_newer_target_replaces_the_older_and_has_the_only_answer():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 140, "servo2": 90})
    assert talk.hear(100, type="servo", command={"servo1": 95, "servo2": 90}) == []
    assert talk.tick(149) == []
    assert talk.tick(150) == [("servo", "success", "X=95\u00b0, Y=90\u00b0")]


def test_an_action_that_replaces_a_move_says_so_for_the_move():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 140})
    assert talk.hear(100, type="action", command={"action": "reset_position"}) == [
        ("servo", "error", "replaced on the way to X=90\u00b0, Y=90\u00b0")]
    assert talk.tick(200) == [("action", "success", "X=90\u00b0, Y=90\u00b0")]


def test_an_emergency_stop_answers_for_the_move_first():
    for kind, command, at in (("servo", {"servo1": 140}, "X=120\u00b0, Y=90\u00b0"),
                              ("action", {"action": "reset_position"}, "X=100\u00b0, Y=90\u00b0")):
        talk = Talk()
        talk.head.go(110, 90, False, 0)
        talk.hear(1000, type=kind, command=command)
        assert talk.hear(1100, type="action", command={"action": "emergency_stop"}) == [
            (kind, "error", "stopped at " + at), ("action", "success", "stopped at " + at)]
        assert talk.tick(2000) == []


def test_a_reboot_is_acknowledged_first():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 140})
    assert talk.hear(100, type="action", command={"action": "system_reboot"}) == [
        ("servo", "error", "stopped for a reboot at X=100\u00b0, Y=90\u00b0"), ("action", "success", "rebooting"), "log"]
    assert talk.session.wants_reboot
    assert not talk.head.is_moving(100)


def test_after_silence_orders_count_only_behind_the_answer_to_a_fresh_ping():
    talk = Talk()
    talk.session.tick(1000)  # a ping that is under way
    talk.hear(1000, type="servo", command={"servo1": 140})
    talk.head.stop(1100)
    talk.said.clear()
    talk.session.on_silence(1100)
    assert [talk.short(m) for m in talk.said] == [
        ("servo", "error", "stopped, the link was silent: X=100\u00b0, Y=90\u00b0"), "ping"]

    late = "not obeyed, it may be as old as the silence of the link"
    assert talk.hear(5000, type="servo", command={"servo1": 20}) == [("servo", "error", late)]
    talk.hear(5000, type="pong")  # to the older ping
    assert talk.hear(5000, type="action", command={"action": "reset_position"}) == [("action", "error", late)]
    assert talk.hear(5000, type="action", command={"action": "emergency_stop"})[0][:2] == ("action", "success")
    talk.hear(5000, type="pong")  # to the fresh one
    assert talk.hear(5000, type="servo", command={"servo1": 110}) == []
    assert talk.head.target() == (110, 90)


def test_a_new_session_ends_the_move_of_an_older_link():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 140})
    Session(talk.head, talk.said.append, 100)
    assert talk.head.at(1000) == (100, 90)


def test_an_ended_link_takes_its_move_along():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 140})
    talk.session.ended(100)
    assert talk.head.at(1000) == (100, 90)


def test_pings_go_out_each_second():
    talk = Talk()
    for now in range(0, 5000, 10):
        talk.session.tick(now)
    assert [m["type"] for m in talk.said] == ["ping"] * 4


def test_broken_text_is_complained_of_at_most_every_10_seconds():
    talk = Talk()
    assert talk.hear_text(0, "{") == [("error", "error", "Invalid JSON")]
    assert talk.hear_text(9999, "[]") == []
    assert talk.hear_text(10000, "[]") == [("error", "error", "Invalid JSON: not an object")]


def test_status_tells_of_the_servos():
    talk = Talk()
    talk.hear(0, type="servo", command={"servo1": 140})
    ((kind, status, detail),) = talk.hear(100, type="status")
    assert (kind, status) == ("status", "success")
    assert detail["servo1"] == {"current_angle": 100, "target_angle": 140, "moving": True}
    assert detail["memory_free"] == 1
