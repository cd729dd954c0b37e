"""Where the two servos are at any moment. A move is a plan over time and never blocks: whoever asks `at(now)` while it
lasts gets the angle of that moment, and `stop(now)` ends it there."""

SLOWEST = 10  # degrees per second; see SPEED in config.py


class Head:
    def __init__(self, limits, start, speed, smooth_speed):
        """`limits` holds the lowest and highest degrees of pan and of tilt. Degrees per second for the speeds."""
        for low, high in limits:
            if not 0 <= low <= high <= 180:
                raise ValueError("LIMITS: each must rise within 0 to 180")
        if min(speed, smooth_speed) < SLOWEST:
            raise ValueError("SPEED and SMOOTH_SPEED: at least %d degrees per second" % SLOWEST)
        self._limits = limits
        self._speed = speed
        self._smooth_speed = smooth_speed
        self.start = self._within(start)
        self._from = self._to = self.start
        self._began = 0
        self._lasts = 0
        self._smooth = False
        self.attached = True

    def go(self, pan, tilt, smooth, now):
        """Moves to these degrees from wherever the head is now; `None` leaves an axis at where it was going. Both axes
        arrive together. Answers the target within the limits."""
        target = self._within((self._to[0] if pan is None else pan, self._to[1] if tilt is None else tilt))
        self._from = self.at(now)
        self._to = target
        self._began = now
        self._smooth = smooth
        way = max(abs(self._to[i] - self._from[i]) for i in (0, 1))
        self._lasts = int(1000 * way / (self._smooth_speed if smooth else self._speed))
        self.attached = True
        return target

    def at(self, now):
        """Degrees of pan and of tilt."""
        gone = now - self._began
        if gone >= self._lasts:
            return self._to
        part = gone / self._lasts
        if self._smooth:
            part = part * part * (3 - 2 * part)
        return tuple(a + (b - a) * part for a, b in zip(self._from, self._to))

    def whole(self, now):
        return tuple(int(angle + 0.5) for angle in self.at(now))

    def target(self):
        return self._to

    def is_moving(self, now):
        return now - self._began < self._lasts

    def stop(self, now):
        """Stays where it is now. Answers whether that ended a move."""
        if not self.is_moving(now):
            return False
        self._from = self._to = self.at(now)
        self._lasts = 0
        return True

    def detach(self, now):
        """As `stop`, and the servos get no signal until the next move."""
        self.stop(now)
        self.attached = False

    def _within(self, angles):
        return tuple(min(max(angle, low), high) for angle, (low, high) in zip(angles, self._limits))
