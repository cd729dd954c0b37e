import time

from watchpost.ticks import Ticks


def test_it_goes_on_where_the_counter_of_the_chip_starts_again():
    time.now_ms = (1 << 30) - 100
    ticks = Ticks(time.ticks_ms, time.ticks_diff)
    assert ticks() == 0
    time.now_ms += 90
    assert ticks() == 90
    time.now_ms += 60
    assert time.ticks_ms() < 100
    assert ticks() == 150


def test_it_never_goes_back():
    now = [1000]
    ticks = Ticks(lambda: now[0], lambda a, b: a - b)
    now[0] = 900
    assert ticks() == 0
