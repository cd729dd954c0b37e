"""The board's own rule for a link that went silent."""

LIMIT_MS = 3000


class DeadMan:
    """Fires once when nothing was heard for LIMIT_MS, and again only after something was heard. It lives longer than any
    link: a board that never finds its server is as silent as one that lost it."""

    def __init__(self, now):
        self._heard = now
        self._fired = False

    def heard(self, now):
        self._heard = now
        self._fired = False

    def silent_ms(self, now):
        return now - self._heard

    def fires(self, now):
        if self._fired or now - self._heard < LIMIT_MS:
            return False
        self._fired = True
        return True
