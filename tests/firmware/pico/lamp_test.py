from watchpost import lamp


def flashes(state, milliseconds):
    lit = [lamp.is_lit(state, now) for now in range(0, milliseconds, 10)]
    return sum(1 for a, b in zip([False] + lit, lit) if b and not a)


def test_each_state_has_its_own_rhythm():
    assert flashes(lamp.NO_WIFI, 3000) == 15
    assert flashes(lamp.NO_SERVER, 3000) == 3
    assert flashes(lamp.REFUSED, 3000) == 4
    assert flashes(lamp.LINKED, 3000) == 1


def test_linked_is_lit_nearly_always():
    assert sum(lamp.is_lit(lamp.LINKED, now) for now in range(3000)) == 2950
