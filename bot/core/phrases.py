"""What is heard without the trained reader: some thousands of phrases, each with what it weighs.

A bot that has lost its model is not to fall back to the rules alone, which foresee about half of the ways in which
people say it. The weights are fitted to the lines the trained reader learns from (``make phrases``) and stand beside
this module as plain text, to be read and reviewed; when that file is missing too, the rules still stand.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.core.plain import plain, sentences
from bot.core.replies import About
from bot.core.signs import Level

CRISIS_AT = 1.0
"""Half of the development lines chose it, the other half and the blind sets are what to believe
(tests/safety/REPORT.md)."""
CONCERN_AT = 0.9
_APART = 0.3
"""Taken from what a sentence weighs by itself: there are many in a message, and each is a chance to err."""


_WORDS = re.compile(r"\w{1,80}|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each phrase weighs for crisis, for crisis or concern, and for somebody else than the writer; in tenths.

    The phrase ``*`` is what a text weighs before anything is read.
    """

    of: Mapping[str, tuple[int, int, int]]

    def weigh(self, text: str) -> tuple[float, float, float]:
        return self.weigh_plain(plain(text))

    def weigh_plain(self, said: str) -> tuple[float, float, float]:
        """The same of a text that is plain already (``core.plain``)."""
        found = [self.of[phrase] for phrase in _phrases(said) if phrase in self.of]
        share = math.sqrt(max(len(found), 4))
        crisis, worry, other = map(sum, zip(*found, strict=True)) if found else (0, 0, 0)
        at_first = self.of["*"]
        return (
            (at_first[0] + crisis / share) / 10,
            (at_first[1] + worry / share) / 10,
            (at_first[2] + other / share) / 10,
        )


def heard(text: str, said: str) -> tuple[Level, About]:
    """What *text*, whole and sentence by sentence, is read as by its phrases; *said* is all of it in plain form."""
    weights = shipped()
    if weights is None:
        return Level.NONE, About.SELF
    whole = weights.weigh_plain(said)
    pieces = list(dict.fromkeys(sentences(text)))
    apart = [whole] if pieces == [text] else map(weights.weigh, pieces)
    weighed = [whole, *((c - _APART, w - _APART, o) for c, w, o in apart)]
    about = About.OTHER if max(weighed)[2] > 0 else About.SELF
    if max(crisis for crisis, _, _ in weighed) >= CRISIS_AT:
        return Level.CRISIS, about
    return (Level.CONCERN if max(worry for _, worry, _ in weighed) >= CONCERN_AT else Level.NONE), about


def most_telling(texts: list[str], count: int, effort: float = math.inf) -> list[str]:
    """Of *texts* the *count* that are most worrying by their phrases, in their order; both ends without weights.

    One that would bring all to more than *effort* is passed by: a word that is in some phrase counts for one, others
    for two thirds of their letters, as the trained reader takes in noise nearly letter by letter.
    """
    weights, last = shipped(), len(texts) - 1
    if weights is None:
        order = sorted(range(len(texts)), key=lambda at: (min(at, last - at), -at))
    else:
        worry = [weights.weigh(text)[1] for text in texts]
        order = sorted(range(len(texts)), key=worry.__getitem__, reverse=True)
    known = weights.of if weights else {}
    kept: list[int] = []
    for at in order:
        if len(kept) == count or effort <= 0:
            break
        costs = sum(1 if word in known else (2 * len(word) + 2) // 3 for word in _WORDS.findall(texts[at].lower()))
        if costs <= effort:
            kept.append(at)
            effort -= costs
    return [texts[at] for at in sorted(kept)]


def phrases(text: str) -> frozenset[str]:
    """Every phrase of *text*: one to three words on end, or two with one between them.

    ``^`` and ``$`` stand for where its sentences begin and end.
    """
    return frozenset(_phrases(plain(text)))


def _phrases(said: str) -> set[str]:
    found: set[str] = set()
    for sentence in said.split(" . "):
        spoken = sentence.replace(",", " ").split()
        words = ["^", *spoken, "$"]
        second, third = words[1:], words[2:]
        found.update(spoken)
        found.update(map(" ".join, zip(words, second, strict=False)))
        found.update(map(" ".join, zip(words, second, third, strict=False)))
        found.update(map(" _ ".join, zip(words, third, strict=False)))
    return found


@lru_cache(maxsize=1)
def shipped() -> Weights | None:
    """The weights beside this module; None when they cannot be read, and then the rules stand alone."""
    try:
        rows = (files("bot.core") / "phrases.txt").read_text(encoding="utf-8").splitlines()
        cells = [row.split("\t") for row in rows if not row.startswith("#")]
        return Weights({phrase: (int(crisis), int(worry), int(other)) for phrase, crisis, worry, other in cells})
    except (OSError, ValueError):
        return None
