"""Why a question was answered as it was: what spoke for each candidate, and which of its texts came nearest.

It repeats the matcher's own sums, so that what a lead is shown is what decided.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.core.answering import Answerer
from bot.core.asking import Asked
from bot.core.deciding import SURE
from bot.core.matching import WORD_FOR_WORD, Candidate, Match
from bot.core.reader import Impression

ENOUGH = SURE
"""From this probability on a candidate is answered from."""
SHOWN = 5


class Part(StrEnum):
    """What can speak for a candidate."""

    WORDS = "words"
    MEANING = "meaning"
    TITLE = "title"
    TOPIC = "topic"
    SESSION = "session"
    ASK = "ask"


_COLUMNS = {
    Part.WORDS: (3, 6),
    Part.MEANING: (2, 5),
    Part.TITLE: (4,),
    Part.TOPIC: (0, 1),
    Part.SESSION: (7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
}
"""The columns of ``Matcher.evidence`` that each part is summed from."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One part: *measure* from 0 to 1 (None where there is nothing to measure), and the *points* it gave or took."""

    part: Part
    measure: float | None
    points: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate: how likely it is meant, why, and which of its texts came nearest; *alike* from 0 to 1."""

    candidate: Candidate
    share: float
    nearest: str
    alike: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The likeliest candidates, best first, and how likely it is that nothing here answers the question."""

    asked: Asked
    weighed: tuple[Weighed, ...]
    declined: float


def explain(answerer: Answerer, asked: Asked, force: str | None, impression: Impression | None = None) -> Explanation:
    """Why *asked* leads where it leads for people of *force*."""
    matcher = answerer.matcher
    read = matcher.impression(asked, impression)
    ranking = matcher.rank(asked, read, force)
    if not ranking.matches:
        return Explanation(asked, (), ranking.declined)
    evidence, _ = matcher.evidence(asked, read)
    points = evidence * matcher.weights(read).speaks_for
    places = {id(candidate): place for place, candidate in enumerate(matcher.candidates)}
    spelt = matcher.lexical.each(asked.plain)
    near = matcher.meanings.likeness(read.vector) if matcher.meanings is not None and read is not None else None
    weighed = []
    for match in ranking.matches[:SHOWN]:
        place = places[id(match.candidate)]
        alike = _alike(answerer, place, match, spelt, near)
        best = int(alike.argmax())
        reasons = _reasons(evidence[place], points[place], with_reader=read is not None)
        if place in matcher.asks.get(asked.plain, ()):
            reasons = (*reasons, Reason(Part.ASK, None, WORD_FOR_WORD))
        weighed.append(Weighed(match.candidate, match.score, match.candidate.texts[best], float(alike[best]), reasons))
    return Explanation(asked, tuple(weighed), ranking.declined)


def _alike(
    answerer: Answerer, place: int, match: Match, spelt: NDArray[np.float32], near: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """How alike each text of the candidate is: by spelling, and by meaning as well where the reader has read it."""
    first = int(answerer.matcher.lexical.owner_starts[place])
    alike = spelt[first : first + len(match.candidate.texts)]
    if near is None or answerer.matcher.meanings is None:
        return alike
    own = near[answerer.matcher.meanings.owners == place]
    return np.asarray((alike + own) / 2 if len(own) == len(alike) else alike, dtype=np.float32)


def _reasons(evidence: NDArray[np.float64], points: NDArray[np.float64], *, with_reader: bool) -> tuple[Reason, ...]:
    measures = {
        Part.WORDS: float(evidence[3]),
        Part.MEANING: float(evidence[2]) if with_reader else None,
        Part.TITLE: float(evidence[4]),
        Part.TOPIC: float(np.exp(evidence[0])) if with_reader and not evidence[1] else None,
        Part.SESSION: None,
    }
    parts = [part for part in _COLUMNS if with_reader or part not in (Part.MEANING, Part.TOPIC)]
    return tuple(Reason(part, measures[part], float(points[list(_COLUMNS[part])].sum())) for part in parts)
