"""A sign is looked for only where it can begin, and is found just as if it were looked for everywhere."""

import re

import pytest

from bot.core.plain import plain
from bot.core.signs import SIGNS
from bot.core.signs.openings import Openings, openings
from bot.core.signs.sign import over_plain
from tests.safety.said import CONCERN, CRISIS
from tests.safety.test_disguises import typos

LINES = [*CRISIS, *CONCERN, *(line for sign in SIGNS for line in (*sign.says, *sign.not_when))]
PATTERNS = [sign.pattern for sign in SIGNS]


def _spans(
    patterns: list[re.Pattern[str]], text: str
) -> tuple[list[list[tuple[int, int]]], list[list[tuple[int, int]]]]:
    """Where each pattern matches: where it can begin, and everywhere."""
    apart = [[match.span() for match in found] for found in Openings(patterns).matches(text)]
    return apart, [[match.span() for match in pattern.finditer(text)] for pattern in patterns]


@pytest.mark.parametrize("spoilt", [False, True], ids=["as they are", "with a mistake in every twenty letters"])
def test_every_sign_is_found_where_looking_everywhere_finds_it(spoilt: bool) -> None:
    """In all lines one after another, so that words of one stand beside those of the next as well."""
    text = plain(" ".join(typos(line, 1) if spoilt else line for line in LINES))
    where, everywhere = _spans(PATTERNS, text)
    assert where == everywhere
    assert sum(map(bool, where)) > len(SIGNS) // 2


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("kill me", {"kill m", "kill,m"}),
        ("(?:end|ending) it", {"end it", "end,it", "ending"}),
        ("(?:now )?die", {"now di", "now,di", "die"}),
        ("(?:no ){1,3}more", {"no ", "no,"}),
        (r"die(?= \w)", {"die"}),
        (r"un\w+ it", {"un"}),
    ],
)
def test_a_pattern_begins_as_its_first_words_do(pattern: str, begins: set[str]) -> None:
    assert openings(over_plain(pattern)) == frozenset(begins)


@pytest.mark.parametrize("pattern", [r"\w+ me", r"(?:\w+ )?die", "(?i:die)", "[^a]die", " ?die", "(?=die)"])
def test_a_pattern_that_may_begin_anyhow_is_looked_for_everywhere(pattern: str) -> None:
    assert openings(over_plain(pattern)) is None


def test_a_pattern_that_need_not_begin_at_a_word_is_looked_for_everywhere() -> None:
    assert openings(re.compile("die")) is None
    assert openings(re.compile(r"\b(?:die)", re.IGNORECASE)) is None


def test_matches_do_not_overlap() -> None:
    patterns = [over_plain("no no"), over_plain("no")]
    where, everywhere = _spans(patterns, "no no no no no")
    assert where == everywhere
    assert len(where[0]) == 2


def test_most_signs_need_not_be_looked_for_everywhere() -> None:
    assert sum(openings(pattern) is None for pattern in PATTERNS) <= len(SIGNS) // 10
