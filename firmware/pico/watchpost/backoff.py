"""How long to wait before the next attempt."""

FIRST_MS = 1000
LONGEST_MS = 30000
SHORTEST_MS = 200
PROVEN_MS = 10000


class Backoff:
    """Full jitter: each wait is drawn between SHORTEST_MS and a limit that doubles up to LONGEST_MS, so that boards that
    lost their server together do not come back together. Only a session that lasted PROVEN_MS makes the waits short
    again: a server that accepts and drops at once is not hammered."""

    def __init__(self, random):
        """`random()` is at least 0 and less than 1."""
        self._random = random
        self._failures = 0

    def wait_ms(self):
        """How long to wait now, after one more attempt or session has ended."""
        limit = min(LONGEST_MS, FIRST_MS << min(self._failures, 10))
        self._failures += 1
        return SHORTEST_MS + int(self._random() * (limit - SHORTEST_MS))

    def session_lasted(self, milliseconds):
        if milliseconds >= PROVEN_MS:
            self._failures = 0
