"""Answer, offer up to three, or decline: what is done with a ranking."""

from dataclasses import dataclass

from bot.core.asking import Asked, By
from bot.core.knowledge import EntryKind
from bot.core.matching import Match, Ranking
from bot.core.programme import BY_DAY
from bot.core.question import Context

SURE = 0.5
"""From here on a candidate is answered from."""
LIKELY = 0.38
"""From here on it is answered from if nothing else comes near: buttons with one label on them help nobody."""
STANDS_OUT = 1.3
"""So many times as likely as anything else it must be for that."""
SURE_OF_PIECE = 0.7
"""The same for a piece of a message: a cut in the wrong place must not make up a question."""
MAYBE = 0.12
"""From here on a candidate may be offered, if those offered are together as likely as SURE."""
OPTIONS = 3
WHEN = "session-when"
"""What a session's bare name asks."""


@dataclass(frozen=True, slots=True)
class Decision:
    """*sure* is the id to answer from; without it *options* may be offered; with neither the question is declined.

    *score* is how likely *sure* is, *declined* how likely it is that nothing here answers.
    """

    sure: str | None
    options: tuple[Match, ...] = ()
    score: float = 0.0
    declined: float = 0.0


_TELL_WHEN = frozenset([WHEN, BY_DAY, "sessions-list"])


def _of_one_answer(ranking: Ranking, asked: Asked, sure: float) -> Decision | None:
    """Several candidates that say the same of what was meant speak together: a day's sessions, when a session is, or
    a pleasantry ('perfect' may be thanks or praise, and nobody wants buttons for it)."""
    when = sum(match.score for match in ranking.matches if match.id in _TELL_WHEN)
    if asked.by in (By.DAY, By.ORDER) and when >= sure:
        return Decision(BY_DAY, score=when)
    about_it = sum(match.score for match in ranking.matches if match.candidate.aspect)
    first = ranking.matches[0] if ranking.matches else None
    if asked.by is By.NAME and len(asked.sessions) == 1 and about_it >= SURE_OF_PIECE and when >= MAYBE:
        return Decision(WHEN, score=about_it)
    talk = sum(match.score for match in ranking.matches if match.candidate.kind is EntryKind.SMALLTALK)
    if first is not None and first.candidate.kind is EntryKind.SMALLTALK and talk >= sure:
        return Decision(first.id, score=talk)
    return None


def _may_be_no_session(ranking: Ranking, asked: Asked) -> bool:
    """'dogs?' may be the session on dangerous dogs or the dogs that visit: nobody can tell."""
    if asked.by is not By.NAME or asked.says_session or not ranking.matches:
        return False
    first = ranking.matches[0].candidate
    return not first.aspect and first.kind is EntryKind.ANSWER and ranking.best >= MAYBE


def _with_one_option(option: Match, ranking: Ranking, unknown: float) -> Decision:
    """One button is no choice: either it is what is meant, or what is meant is likelier nothing that is answered."""
    if option.score > unknown + ranking.declined:
        return Decision(option.id, score=option.score)
    if unknown > ranking.declined:
        return Decision(next(m.id for m in ranking.matches if m.candidate.kind is EntryKind.UNKNOWN), score=unknown)
    return Decision(None, declined=ranking.declined)


def _stands_out(likeliest: Match, ranking: Ranking) -> bool:
    others = [match.score for match in ranking.matches if match is not likeliest]
    return likeliest.score >= STANDS_OUT * max([ranking.declined, *others])


def decide(ranking: Ranking, asked: Asked, context: Context | None, sure: float = SURE) -> Decision:
    """What to do with *ranking*, which is *asked*'s."""
    best = ranking.best
    if asked.bare and _may_be_no_session(ranking, asked):
        return Decision(None, ranking.matches[:1], best, ranking.declined)
    if asked.bare:
        by_day = BY_DAY if asked.by in (By.DAY, By.ORDER) else WHEN
        return Decision((context.aspect if context else None) or by_day, score=1.0)
    if best >= sure:
        return Decision(ranking.matches[0].id, score=best)
    if (told := _of_one_answer(ranking, asked, sure)) is not None:
        return told
    unknown = sum(match.score for match in ranking.matches if match.candidate.kind is EntryKind.UNKNOWN)
    if unknown >= SURE:
        return Decision(next(m.id for m in ranking.matches if m.candidate.kind is EntryKind.UNKNOWN), score=unknown)
    answers = tuple(match for match in ranking.matches if match.candidate.kind is not EntryKind.UNKNOWN)
    if answers and (likeliest := answers[0]).score >= LIKELY and _stands_out(likeliest, ranking):
        return Decision(likeliest.id, score=likeliest.score)
    options = tuple(match for match in answers[:OPTIONS] if match.score >= MAYBE)
    if len(options) == 1:
        return _with_one_option(options[0], ranking, unknown)
    if options and sum(match.score for match in options) >= ranking.declined and ranking.declined < SURE:
        return Decision(None, options, best, ranking.declined)
    return Decision(None, declined=ranking.declined)
