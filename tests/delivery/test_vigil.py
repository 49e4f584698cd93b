"""Who is taken for vanished, and how soon."""

from bot.app import TICK
from bot.delivery.posting import Timing
from bot.delivery.vigil import Vigil

OTHER = frozenset({"other"})


def test_a_post_has_ended_before_its_holder_can_be_taken_for_vanished() -> None:
    timing = Timing()
    assert timing.beat < timing.fresh
    assert 2 * timing.fresh + timing.limit < timing.gone


def test_a_vanished_holder_is_found_out_a_minute_after_the_last_sign_of_it() -> None:
    timing, seconds = Timing(), 0.0
    vigil = Vigil(lambda: seconds, timing.gone, timing.gap)
    vigil.look({"other": 7}, OTHER)
    while not vigil.look({"other": 7}, OTHER):
        seconds += TICK
        assert seconds <= 60


def test_time_asleep_is_not_time_watched() -> None:
    timing, seconds = Timing(), 0.0
    vigil = Vigil(lambda: seconds, timing.gone, timing.gap)
    vigil.look({"other": 7}, OTHER)
    seconds = 3_600.0
    assert not vigil.look({"other": 7}, OTHER)


def test_a_heart_that_beats_is_never_silent() -> None:
    timing, seconds = Timing(), 0.0
    vigil = Vigil(lambda: seconds, timing.gone, timing.gap)
    for beat in range(100):
        assert not vigil.look({"other": beat}, OTHER)
        seconds += TICK
