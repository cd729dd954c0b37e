"""Milliseconds that never wrap."""


class Ticks:
    """MicroPython's `ticks_ms` starts again at 0 after some days; calling this at least once in each of its rounds gives
    a number that only grows."""

    def __init__(self, ticks_ms, ticks_diff):
        self._ticks_ms = ticks_ms
        self._ticks_diff = ticks_diff
        self._last = ticks_ms()
        self._now = 0

    def __call__(self):
        ticks = self._ticks_ms()
        self._now += max(0, self._ticks_diff(ticks, self._last))
        self._last = ticks
        return self._now
