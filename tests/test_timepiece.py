"""The clock for answers and reminders can be set and run fast, and never jumps over a moment."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.timepiece import STEP, Timepiece

START = dt.datetime.fromisoformat("2026-04-20T08:29:50+01:00")


class Seconds:
    """Real seconds that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_set_clock_starts_where_it_was_set_and_runs() -> None:
    seconds = Seconds()
    clock = Timepiece(START, monotonic=seconds)
    seconds.now = 15
    assert clock.now() == START + dt.timedelta(seconds=15)


def test_a_fast_clock_waits_for_the_tick_after_five_of_its_minutes() -> None:
    seconds = Seconds()
    clock = Timepiece(START, 3600, seconds)
    seconds.now = 10
    assert clock.now() == START + STEP
    clock.tick()
    assert clock.now() == START + STEP


@given(st.lists(st.floats(0, 5), min_size=1, max_size=50), st.floats(1.5, 100_000))
def test_at_any_speed_at_most_five_minutes_pass_between_two_ticks(waits: list[float], speed: float) -> None:
    seconds = Seconds()
    clock = Timepiece(START, speed, seconds)
    last = clock.tick()
    for wait in waits:
        seconds.now += wait
        moment = clock.tick()
        assert dt.timedelta(0) <= moment - last <= STEP
        last = moment


def test_the_clock_counts_real_hours_across_the_change_of_the_clocks() -> None:
    seconds = Seconds()
    clock = Timepiece(dt.datetime.fromisoformat("2026-10-25T01:30:00+01:00"), monotonic=seconds)
    seconds.now = 3600
    assert clock.now().isoformat() == "2026-10-25T01:30:00+00:00"


def test_ticks_come_faster_when_the_clock_runs_fast() -> None:
    assert Timepiece(START, 3600).interval(10) == STEP.total_seconds() / 3600
    assert Timepiece(START).interval(10) == 10


def test_without_a_set_clock_it_is_simply_the_time() -> None:
    assert abs(Timepiece().now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)
