"""Pins that remember what was done to them."""

PWRON_RESET, WDT_RESET = 1, 3

cause = PWRON_RESET
pwms = {}
resets = 0
watchdogs = []


class Pin:
    OUT = 1

    def __init__(self, name, mode=None):
        self.name = name
        self.writes = []

    def value(self, level):
        self.writes.append(level)


class PWM:
    def __init__(self, pin):
        self.hertz = None
        self.width_ns = 0
        self.widths = []
        pwms[pin.name] = self

    def freq(self, hertz):
        self.hertz = hertz

    def duty_ns(self, width):
        self.width_ns = width
        self.widths.append(width)


class WDT:
    def __init__(self, timeout):
        self.timeout = timeout
        self.fed = 0
        watchdogs.append(self)

    def feed(self):
        self.fed += 1


def reset_cause():
    return cause


def reset():
    global cause, resets
    resets += 1
    cause = WDT_RESET
