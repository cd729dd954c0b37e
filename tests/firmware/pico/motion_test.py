from watchpost.motion import Head

LIMITS = ((20, 160), (30, 150))


def head(**settings):
    values = {"limits": LIMITS, "start": (90, 90), "speed": 100, "smooth_speed": 50}
    values.update(settings)
    return Head(**values)


def raises(what, *words):
    try:
        what()
    except ValueError as error:
        return all(word in str(error) for word in words)
    return False


def test_it_begins_where_it_is_told_to_and_does_not_move():
    h = head()
    assert h.at(0) == (90, 90)
    assert not h.is_moving(0)
    assert h.attached


def test_a_move_follows_time():
    h = head()
    assert h.go(140, 65, False, 1000) == (140, 65)
    assert h.at(1000) == (90, 90)
    assert h.at(1250) == (115, 77.5)
    assert h.is_moving(1499)
    assert h.at(1500) == (140, 65)
    assert not h.is_moving(1500)
    assert h.at(999999) == (140, 65)


def test_a_smooth_move_is_slower_and_begins_and_ends_gently():
    h = head()
    h.go(140, 90, True, 0)
    assert h.at(500) == (115, 90)
    assert h.at(100)[0] - 90 < 5
    assert 140 - h.at(900)[0] < 5
    assert h.at(1000) == (140, 90)


def test_targets_are_kept_within_the_mechanics():
    h = head()
    assert h.go(0, 180, False, 0) == (20, 150)
    assert head(start=(0, 0)).at(0) == (20, 30)


def test_an_axis_that_is_not_named_stays_on_its_way():
    h = head()
    h.go(140, 120, False, 0)
    assert h.go(None, 60, False, 100) == (140, 60)
    assert h.go(50, None, False, 200) == (50, 60)


def test_a_newer_target_starts_from_where_the_head_is():
    h = head()
    h.go(140, 90, False, 0)
    h.go(90, 90, False, 300)
    assert h.at(300) == (120, 90)
    assert h.at(450) == (105, 90)
    assert h.at(600) == (90, 90)


def test_stop_ends_it_where_it_is():
    h = head()
    h.go(140, 90, False, 0)
    assert h.stop(200)
    assert h.at(200) == h.at(5000) == (110, 90)
    assert h.target() == (110, 90)
    assert not h.is_moving(200)
    assert not h.stop(300)


def test_detached_until_the_next_move():
    h = head()
    h.go(140, 90, False, 0)
    h.detach(100)
    assert not h.attached
    assert h.at(9000) == (100, 90)
    h.go(90, 90, False, 9000)
    assert h.attached


def test_whole_degrees_are_rounded():
    h = head()
    h.go(140, 65, False, 0)
    assert h.whole(250) == (115, 78)


def test_wrong_settings_are_refused():
    assert raises(lambda: head(limits=((20, 190), (0, 180))), "LIMITS")
    assert raises(lambda: head(limits=((100, 90), (0, 180))), "LIMITS")
    assert raises(lambda: head(speed=0), "SPEED", "10")
