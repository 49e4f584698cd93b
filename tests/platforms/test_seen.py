"""What came before is known again for as long as it is to be, in memory that does not grow."""

import random
import sys

import pytest

from bot.platforms.seen import Seen


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_second_time_is_told_from_the_first(clock: Clock) -> None:
    seen = Seen(clock=clock)
    names = [f"event:Ev{number:09d}" for number in range(20_000)]
    assert not any(map(seen.again, names))
    assert all(map(seen.again, names))


def test_a_name_is_known_for_its_hour_whatever_came_before_and_after(clock: Clock) -> None:
    seen, chance = Seen(3600, clock=clock), random.Random(1)  # noqa: S311 -- a seeded choice of moments
    first: dict[str, float] = {}
    for number in range(3_000):
        clock.now += chance.random() * 20
        name = f"n{chance.randrange(number + 1)}"
        known = seen.again(name)
        if name in first and clock.now - first[name] < 3600:
            assert known
        if name not in first or clock.now - first[name] > 7200:
            assert not known
        if not known:
            first[name] = clock.now


def test_a_name_is_new_again_after_two_hours_of_silence(clock: Clock) -> None:
    seen = Seen(3600, clock=clock)
    assert not seen.again("a")
    clock.now += 7201
    assert not seen.again("a")
    assert seen.again("a")


def test_of_too_many_the_last_are_known(clock: Clock) -> None:
    seen = Seen(most=1_000, clock=clock)
    names = [f"n{number}" for number in range(10_500)]
    assert not any(map(seen.again, names))
    assert all(map(seen.again, names[-1_000:]))
    assert not seen.again("n0")


def test_a_forgotten_name_is_new_and_its_neighbours_are_still_known(clock: Clock) -> None:
    seen = Seen(most=500, clock=clock)
    names = [f"n{number}" for number in range(500)]
    assert not any(map(seen.again, names))
    for name in names[::2]:
        seen.forget(name)
    assert all(map(seen.again, names[1::2]))
    assert not any(map(seen.again, names[::2]))


def test_a_name_of_the_hour_before_can_be_forgotten(clock: Clock) -> None:
    seen = Seen(3600, clock=clock)
    seen.again("a")
    clock.now += 3601
    assert seen.again("a")
    seen.forget("a")
    assert not seen.again("a")


def test_no_more_than_two_megabytes_hold_whatever_comes(clock: Clock) -> None:
    seen = Seen(clock=clock)

    def held() -> int:
        return sum(sys.getsizeof(part) for part in vars(seen).values())

    before = held()
    for number in range(200_000):
        seen.again(f"message T0123:D{number:09d}:1234.{number}")
    assert held() == before < 2.3e6
