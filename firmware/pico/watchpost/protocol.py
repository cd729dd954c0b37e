"""What the daemon says on /ws/pico, and what this board answers. Every number is checked before it is a number."""

import json

FIRMWARE = "3.0"
SERVO, ACTION, STATUS, PING, PONG, WELCOME, OTHER = range(7)
ACTIONS = ("reset_position", "emergency_stop", "emergency_stop_smooth", "system_reboot")


class Wrong(Exception):
    """An order that is not carried out; the text says why. `command_type` is what the answer repeats."""

    def __init__(self, command_type, why):
        super().__init__(why)
        self.command_type = command_type


class Order:
    """One understood message. `command_type` is repeated in the answer; the rest depends on `kind`."""

    def __init__(self, kind, command_type, pan=None, tilt=None, smooth=False, action=None):
        self.kind = kind
        self.command_type = command_type
        self.pan = pan
        self.tilt = tilt
        self.smooth = smooth
        self.action = action


def read(text):
    """Raises Wrong with the reason; for text that is no JSON object its `command_type` is "error"."""
    try:
        message = json.loads(text)
    except ValueError:
        raise Wrong("error", "Invalid JSON")
    if not isinstance(message, dict):
        raise Wrong("error", "Invalid JSON: not an object")
    kind = message.get("type")
    if kind in ("servo", "servo_smooth"):
        return _servo(kind, _command_of(message))
    if kind == "action":
        return _action(kind, _command_of(message))
    if kind == "command":
        command = _command_of(message)
        return _action(kind, command) if "action" in command else _servo(kind, command)
    if kind == "status":
        return Order(STATUS, kind)
    if kind == "ping":
        return Order(PING, kind)
    if kind == "pong":
        return Order(PONG, kind)
    if kind in ("connection_ack", "connection"):
        return Order(WELCOME, kind)
    return Order(OTHER, kind)


def _command_of(message):
    command = message.get("command")
    return command if isinstance(command, dict) else message


def _angle(command_type, command, name):
    if name not in command:
        return None
    angle = command[name]
    # A bool is not an int here, and a float is none either: 90.0 is refused like 90.5.
    if type(angle) is not int or not 0 <= angle <= 180:
        raise Wrong(command_type, "%s must be a whole number from 0 to 180" % name)
    return angle


def _servo(command_type, command):
    pan = _angle(command_type, command, "servo1")
    tilt = _angle(command_type, command, "servo2")
    if pan is None and tilt is None:
        raise Wrong(command_type, "servo1 and servo2 are missing")
    return Order(SERVO, command_type, pan=pan, tilt=tilt, smooth=command_type == "servo_smooth")


def _action(command_type, command):
    action = command.get("action")
    if action not in ACTIONS:
        raise Wrong(command_type, "Unknown action")
    return Order(ACTION, command_type, action=action)


def angles(pan, tilt):
    """The form in which the daemon reads where the servos stand."""
    return "X=%d\u00b0, Y=%d\u00b0" % (pan, tilt)


def connect(pan, tilt, ssid, connection_id, reset_reason):
    return {"type": "connect", "version": FIRMWARE, "servo1_angle": pan, "servo2_angle": tilt, "wifi_ssid": ssid,
            "connection_id": connection_id, "reset_reason": reset_reason}


def ack(command_type, status, detail):
    return {"type": "ack", "command_type": command_type, "status": status, "detail": detail}


def log(level, message):
    return {"type": "log", "level": level, "message": message}
