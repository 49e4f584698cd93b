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

from bot.core.plain import plain
from tests.door.patterns import Used, attacks, patterns

FOUND = patterns()
LONGEST = 1_000_000
MEASURABLE = 0.0005
"""Seconds from which a ratio means something."""
GROWS = 8
MOST = 32.0
"""Eight times the text may take this many times as long: 8 is proportion, 64 is its square."""
MOST_ATTACKS = int(os.environ.get("ATTACKS", "12"))
"""On each pattern; ``ATTACKS=0`` tries all of them, which takes minutes."""
PLAIN_WORD = 80
"""Letters of a word at most in a plain text, the only thing that signs are looked for in."""
HOPELESS = 1.0


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


def cost(used: Used, text: Any) -> float:
    """The processor's seconds for what is done with the pattern: finding it everywhere in *text*, or matching that."""
    began = PATIENCE.began = time.thread_time()
    signal.setitimer(signal.ITIMER_REAL, HOPELESS)
    if used.walks:
        for _ in used.pattern.finditer(text):
            pass
    if used.whole:
        used.pattern.fullmatch(text)
    took = time.thread_time() - began
    signal.setitimer(signal.ITIMER_REAL, 0)
    return took


def growth(used: Used, make: Callable[[int], Any]) -> float:
    """How many times longer eight times the text takes, at the first length where that can be told; 0 when never."""
    length = 2_000
    while length * GROWS <= LONGEST:
        if cost(used, make(length)) >= MEASURABLE:
            ratios = []
            for _ in range(3):  # the best of three: whatever else runs on this machine only ever adds
                small = min(cost(used, make(length)) for _ in range(2))
                ratios.append(cost(used, make(length * GROWS)) / max(small, 1e-6))
                if ratios[-1] < MOST:
                    return ratios[-1]
            return min(ratios)
        length *= 3
    return 0.0


def slow(used: Used, longest_word: int | None = None) -> Iterator[str]:
    """The attacks that the pattern does not withstand, in texts whose words are no longer than that."""
    for start, middle, end in attacks(used.pattern, MOST_ATTACKS):

        def make(length: int, start: str = start, middle: str = middle, end: str = end) -> Any:
            text = start + middle * (length // len(middle)) + end
            if longest_word is not None:
                text = re.sub(rf"(\w{{{longest_word}}})(?=\w)", r"\1 ", text)
            return text.encode("utf-8", "replace") if isinstance(used.pattern.pattern, bytes) else text

        try:
            times = growth(used, make)
            if times >= MOST:  # once more: a busy machine has its moments, a careless pattern is slow every time
                times = min(times, growth(used, make))
        except HopelessError:
            times = float("inf")
        if times >= MOST:
            yield (f"{start[-40:]!r} then {middle[:40]!r} again and again, then {end[:20]!r}: {times:.0f} times")


def test_there_are_patterns_to_attack() -> None:
    assert len(FOUND) > 100
    assert any("signs" in where for where in FOUND)


@pytest.mark.parametrize("where", sorted(FOUND))
def test_a_pattern_takes_time_in_proportion_to_the_text(where: str) -> None:
    assert list(slow(FOUND[where], PLAIN_WORD if ".signs." in where else None)) == [], FOUND[where].pattern.pattern[
        :300
    ]


@pytest.mark.parametrize("careless", [r"(a+)+$", r"(\w|\w\w)*!", r"\s+$", r"<.*>x", r"(?:a|b)*c(?:a|b)*d"])
def test_a_careless_pattern_would_be_found(careless: str) -> None:
    assert next(slow(Used(re.compile(careless), whole=True, walks=True)), None) is not None


def test_the_words_that_signs_are_looked_for_in_are_short() -> None:
    assert max(map(len, plain("_" * 500 + " " + "a1" * 500 + " " + "ŵ" * 500).split())) <= PLAIN_WORD
