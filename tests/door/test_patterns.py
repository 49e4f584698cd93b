"""No message of any size or shape can keep a regular expression busy: each takes time in proportion to the text.

Proportion is judged by the processor's time at one length beside that at eight times the length, whatever the machine's
speed: an expression that goes back over what it has read takes sixty-four times as long, or never ends.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.door.patterns import attacks, patterns

FOUND = patterns()
LONGEST = 1_000_000
MEASURABLE = 0.0005
"""Seconds from which a ratio means something."""
GROWS = 8
MOST = 24.0
"""Eight times the text may take this many times as long: 8 is proportion, 64 is its square."""
MOST_ATTACKS = int(os.environ.get("ATTACKS", "12"))
"""On each pattern; ``ATTACKS=0`` tries all of them, which takes minutes."""
HOPELESS = 3.0


class HopelessError(Exception):
    """One search took seconds."""


class Patience:
    """Ends a search that has had ``HOPELESS`` seconds of the processor, however long the machine took over them."""

    def __init__(self) -> None:
        self.began = 0.0

    def __call__(self, *_: object) -> None:
        if time.thread_time() - self.began > HOPELESS:
            raise HopelessError
        signal.setitimer(signal.ITIMER_REAL, HOPELESS)


PATIENCE = Patience()


@pytest.fixture(autouse=True)
def given_up() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, PATIENCE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def cost(pattern: re.Pattern[Any], text: Any) -> float:
    """The processor's seconds for finding everything in *text*, and for matching it as a whole."""
    began = PATIENCE.began = time.thread_time()
    signal.setitimer(signal.ITIMER_REAL, HOPELESS)
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    took = time.thread_time() - began
    signal.setitimer(signal.ITIMER_REAL, 0)
    return took


def growth(pattern: re.Pattern[Any], make: Callable[[int], Any]) -> float:
    """How many times longer eight times the text takes, at the first length where that can be told; 0 when never."""
    length = 2_000
    while length * GROWS <= LONGEST:
        if cost(pattern, make(length)) >= MEASURABLE:
            ratios = []
            for _ in range(3):  # the best of three: whatever else runs on this machine only ever adds
                small = min(cost(pattern, make(length)) for _ in range(2))
                ratios.append(cost(pattern, make(length * GROWS)) / max(small, 1e-6))
                if ratios[-1] < MOST:
                    return ratios[-1]
            return min(ratios)
        length *= 3
    return 0.0


def slow(pattern: re.Pattern[Any]) -> list[str]:
    """The attacks that *pattern* does not withstand."""
    found = []
    for start, middle, end in attacks(pattern, MOST_ATTACKS):

        def make(length: int, start: str = start, middle: str = middle, end: str = end) -> Any:
            text = start + middle * (length // len(middle)) + end
            return text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text

        try:
            times = growth(pattern, make)
        except HopelessError:
            times = float("inf")
        if times >= MOST:
            found.append(f"{start[-40:]!r} then {middle[:40]!r} again and again, then {end[:20]!r}: {times:.0f} times")
    return found


def test_there_are_patterns_to_attack() -> None:
    assert len(FOUND) > 100
    assert any("signs" in where for where in FOUND)


@pytest.mark.parametrize("where", sorted(FOUND))
def test_a_pattern_takes_time_in_proportion_to_the_text(where: str) -> None:
    assert slow(FOUND[where]) == [], FOUND[where].pattern[:300]


@pytest.mark.parametrize("careless", [r"(a+)+$", r"(\w|\w\w)*!", r"\s+$", r"<.*>x", r"(?:a|b)*c(?:a|b)*d"])
def test_a_careless_pattern_would_be_found(careless: str) -> None:
    assert slow(re.compile(careless)) != []
