"""Answer, offer up to three, or decline: what is done with a ranking."""

from dataclasses import dataclass

from bot.core.asking import Asked, By
from bot.core.knowledge import EntryKind
from bot.core.matching import Match, Ranking
from bot.core.programme import BY_DAY
from bot.core.question import Context

SURE = 0.5
"""From here on a candidate is answered from."""
SURE_OF_PIECE = 0.6
"""The same for a piece of a message: a cut in the wrong place must not make up a question."""
MAYBE = 0.12
"""From here on a candidate may be offered, if those offered are together as likely as SURE."""
OPTIONS = 3
WHEN = "session-when"
"""What a session's bare name asks."""


@dataclass(frozen=True, slots=True)
class Decision:
    """*sure* is the id to answer from; without it *options* may be offered; with neither the question is declined."""

    sure: str | None
    options: tuple[Match, ...] = ()
    score: float = 0.0


def decide(ranking: Ranking, asked: Asked, context: Context | None, sure: float = SURE) -> Decision:
    """What to do with *ranking*, which is *asked*'s."""
    best = ranking.best
    if asked.bare:
        by_day = BY_DAY if asked.by in (By.DAY, By.ORDER) else WHEN
        return Decision((context.aspect if context else None) or by_day, score=1.0)
    if best >= sure:
        return Decision(ranking.matches[0].id, score=best)
    unknown = sum(match.score for match in ranking.matches if match.candidate.kind is EntryKind.UNKNOWN)
    if unknown >= SURE:
        return Decision(next(m.id for m in ranking.matches if m.candidate.kind is EntryKind.UNKNOWN), score=unknown)
    answers = tuple(match for match in ranking.matches if match.candidate.kind is not EntryKind.UNKNOWN)
    options = tuple(match for match in answers[:OPTIONS] if match.score >= MAYBE)
    if options and sum(match.score for match in options) >= ranking.declined and ranking.declined < SURE:
        return Decision(None, options, best)
    return Decision(None)
