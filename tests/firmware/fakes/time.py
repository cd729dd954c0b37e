"""A clock that only `sleep_ms` and a test move."""

now_ms = 0


def ticks_ms():
    return now_ms % (1 << 30)


def ticks_diff(end, begin):
    return ((end - begin + (1 << 29)) % (1 << 30)) - (1 << 29)


def sleep_ms(milliseconds):
    global now_ms
    now_ms += milliseconds


def time():
    return 1795000000 + now_ms // 1000
