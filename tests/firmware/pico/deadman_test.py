from watchpost.deadman import DeadMan


def test_it_fires_once_after_3_seconds_of_silence():
    deadman = DeadMan(1000)
    assert not deadman.fires(3999)
    assert deadman.fires(4000)
    assert not deadman.fires(4001)
    assert not deadman.fires(100000)


def test_anything_heard_puts_it_off():
    deadman = DeadMan(0)
    deadman.heard(2999)
    assert not deadman.fires(5998)
    assert deadman.fires(5999)


def test_it_fires_again_only_after_something_was_heard():
    deadman = DeadMan(0)
    assert deadman.fires(3000)
    deadman.heard(8000)
    assert deadman.silent_ms(9000) == 1000
    assert deadman.fires(11000)
