import json

from watchpost import protocol
from watchpost.protocol import ACTION, OTHER, PING, PONG, SERVO, STATUS, WELCOME, Wrong, read


def refused(text):
    try:
        read(text)
    except Wrong as wrong:
        return wrong.command_type, str(wrong)
    raise AssertionError("taken: " + text)


def servo(value, name="servo1"):
    return json.dumps({"type": "servo", "command": {"servo1": 90, "servo2": 90, name: "@"}}).replace('"@"', value)


def test_a_servo_command():
    order = read('{"type":"servo","command":{"servo1":120,"servo2":60},"timestamp":"2026-01-02T03:04:05"}')
    assert (order.kind, order.command_type, order.pan, order.tilt, order.smooth) == (SERVO, "servo", 120, 60, False)


def test_its_angles_may_stand_at_the_top_and_one_may_be_missing():
    order = read('{"type":"servo_smooth","servo1":0}')
    assert (order.command_type, order.pan, order.tilt, order.smooth) == ("servo_smooth", 0, None, True)
    assert read('{"type":"command","command":{"servo2":180}}').tilt == 180
    assert refused('{"type":"servo","command":{}}') == ("servo", "servo1 and servo2 are missing")


def test_what_is_no_whole_number_from_0_to_180_is_refused():
    for value in ("181", "-1", "90.0", "90.5", "1e2", "true", "false", "null", '"90"', "[90]", "{}", "99999999999999999999"):
        for name in ("servo1", "servo2"):
            command_type, why = refused(servo(value, name))
            assert command_type == "servo"
            assert why == name + " must be a whole number from 0 to 180", why


def test_actions():
    for action in ("reset_position", "emergency_stop", "emergency_stop_smooth", "system_reboot"):
        order = read('{"type":"action","command":{"action":"%s"}}' % action)
        assert (order.kind, order.command_type, order.action) == (ACTION, "action", action)
    assert read('{"type":"command","command":{"action":"emergency_stop"}}').command_type == "command"
    assert read('{"type":"action","action":"reset_position"}').action == "reset_position"
    for wrong in ('"fire"', "1", "null", '["emergency_stop"]', "{}"):
        assert refused('{"type":"action","command":{"action":%s}}' % wrong) == ("action", "Unknown action")
    assert refused('{"type":"action"}') == ("action", "Unknown action")


def test_the_other_messages():
    for text, kind in (("ping", PING), ("pong", PONG), ("status", STATUS), ("connection_ack", WELCOME),
                       ("connection", WELCOME), ("ack", OTHER), ("error", OTHER), ("what?", OTHER)):
        assert read('{"type":"%s"}' % text).kind == kind, text
    assert read("{}").kind == OTHER
    assert read('{"type":{}}').kind == OTHER


def test_what_is_no_json_object_is_refused():
    for text in ("", "{", "[]", "1", "null", '"servo"', '{"type":"servo"} {}', "\x00"):
        assert refused(text)[0] == "error"


def test_deep_nesting_does_no_harm():
    refused("[" * 4000 + "]" * 4000)


def test_the_form_of_an_answer():
    answer = json.dumps(protocol.ack("servo", "success", protocol.angles(120, 60)))
    assert json.loads(answer) == {"type": "ack", "command_type": "servo", "status": "success",
                                  "detail": "X=120\u00b0, Y=60\u00b0"}
