"""Where in a text a pattern could match at all, so that no sign is looked for where it cannot stand.

How a match can begin is read off the tree that Python's own engine makes of the pattern. What is not understood of it,
or a tree that is not to be had, means that a match may begin in any way: then the pattern is looked for everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

LONGEST = 6
"""Characters of a beginning that are looked at."""
MOST = 5_000
"""Beginnings of one pattern, beyond which it is looked for everywhere."""

_WORD = re.compile(r"\b\w")
_Way = tuple[str, bool]  # how a match begins, and whether what follows is known as well
_ANYHOW: frozenset[_Way] = frozenset({("", False)})


class Openings:
    """The beginnings of all matches of *patterns*."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = tuple(patterns)
        self._everywhere: set[int] = set()
        self._of: dict[str, tuple[int, ...]] = {}
        for number, pattern in enumerate(patterns):
            found = openings(pattern)
            if found is None:
                self._everywhere.add(number)
            for text in found or ():
                self._of[text] = (*self._of.get(text, ()), number)
        self._lengths = sorted(set(map(len, self._of)))

    def matches(self, text: str) -> Iterator[Iterator[re.Match[str]]]:
        """For each pattern in turn what its ``finditer`` finds in *text*."""
        places = self._places(text)
        for number, pattern in enumerate(self._patterns):
            if number in self._everywhere:
                yield pattern.finditer(text)
            else:
                yield _matches_at(pattern, text, places.get(number, ()))

    def _places(self, text: str) -> dict[int, list[int]]:
        """Where each pattern could match, by its number; rising."""
        places: dict[int, list[int]] = {}
        known: dict[str, list[int]] = {}
        for word in _WORD.finditer(text):
            at = word.start()
            opening = text[at : at + LONGEST]
            numbers = known.get(opening)
            if numbers is None:
                numbers = known[opening] = self._begun_by(opening)
            for number in numbers:
                places.setdefault(number, []).append(at)
        return places

    def _begun_by(self, opening: str) -> list[int]:
        """The patterns of which a match can begin as *opening* does."""
        found: list[int] = []
        for length in self._lengths:
            found += self._of.get(opening[:length], ())
        return list(dict.fromkeys(found))


def _matches_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    free = 0
    for at in places:
        if at >= free and (match := pattern.match(text, at)):
            yield match
            free = match.end()


def openings(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Texts with one of which every match of *pattern* begins, each at the start of a word; None when it need not."""
    try:
        first, *rest = import_module("re._parser").parse(pattern.pattern)
        found = frozenset(text for text, _ in _ways(rest))
    except Exception:  # noqa: BLE001 -- another Python may read patterns otherwise; then nothing is known of them
        return None
    bounded = tuple(map(str, first)) == ("AT", "AT_BOUNDARY") and all(re.match(r"\w", text) for text in found)
    plain = not pattern.flags & (re.IGNORECASE | re.VERBOSE)
    return found if plain and bounded and 0 < len(found) <= MOST else None


def _ways(items: Iterable[tuple[Any, Any]]) -> set[_Way]:
    """How what *items* match can begin."""
    ended: set[_Way] = set()
    going = {""}
    for name, given in items:
        longer = {((text + more)[:LONGEST], known) for text in going for more, known in _ways_of(str(name), given)}
        going = {text for text, known in longer if known and len(text) < LONGEST}
        ended |= {(text, False) for text, known in longer if not known or len(text) == LONGEST}
        if len(ended) + len(going) > MOST:
            return set(_ANYHOW)
        if not going:
            break
    return ended | {(text, True) for text in going}


def _ways_of(name: str, given: Any) -> Iterable[_Way]:
    """How what one node of the tree matches can begin."""
    match name:
        case "LITERAL":
            return {(chr(given), True)}
        case "IN" if all(str(kind) == "LITERAL" for kind, _ in given):
            return {(chr(letter), True) for _, letter in given}
        case "BRANCH":
            return {way for branch in given[1] for way in _ways(branch)}
        case "SUBPATTERN" if not given[1] and not given[2]:
            return _ways(given[3])
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, repeated = given
            ways = {(text, known and most == 1) for text, known in _ways(repeated)}
            return ways if least else ways | {("", True)}
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return {("", True)}  # takes no room; what it asks for is left to the engine
    return _ANYHOW
