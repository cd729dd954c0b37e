from watchpost.backoff import Backoff

DRAWN = 0.5
HIGHEST = 0.999999


def waits(random, count):
    backoff = Backoff(lambda: random)
    return [backoff.wait_ms() for _ in range(count)]


def test_the_limit_doubles_up_to_30_seconds():
    limits = [round(wait / 1000) for wait in waits(HIGHEST, 8)]
    assert limits == [1, 2, 4, 8, 16, 30, 30, 30], limits


def test_each_wait_is_drawn_below_its_limit():
    assert waits(DRAWN, 3) == [600, 1100, 2100]


def test_even_the_luckiest_draw_waits():
    assert waits(0, 3) == [200, 200, 200]


def test_a_session_that_lasted_makes_waits_short_again():
    backoff = Backoff(lambda: HIGHEST)
    for _ in range(6):
        backoff.wait_ms()
    backoff.session_lasted(9999)
    assert backoff.wait_ms() > 29000
    backoff.session_lasted(10000)
    assert backoff.wait_ms() < 1000


def test_an_outage_of_a_year_is_no_trouble():
    assert waits(HIGHEST, 100000)[-1] < 30000
