"""What the LED says."""

NO_WIFI = "no wifi"
NO_SERVER = "no server"
REFUSED = "refused"
LINKED = "linked"

# Milliseconds on, off, on, off, ... and then from the beginning.
PATTERNS = {
    NO_WIFI: (100, 100),
    NO_SERVER: (500, 500),
    REFUSED: (100, 150, 100, 1150),
    LINKED: (2950, 50),
}


def is_lit(state, now):
    pattern = PATTERNS[state]
    moment = now % sum(pattern)
    lit = True
    for part in pattern:
        if moment < part:
            return lit
        moment -= part
        lit = not lit
