"""Answer, offer up to three, or decline: what is done with a ranking."""

from dataclasses import dataclass

from bot.core.asking import Asked, By
from bot.core.matching import Match, Matcher
from bot.core.programme import BY_DAY
from bot.core.question import Context
from bot.core.reader import Impression

SURE = 0.5
MARGIN = 0.04
MAYBE = 0.3
OPTIONS = 3
SHORT = 4


@dataclass(frozen=True, slots=True)
class Decision:
    """*sure* is the id to answer from; without it *options* may be offered; with neither the question is declined."""

    sure: str | None
    options: tuple[Match, ...] = ()


def decide(
    matcher: Matcher, asked: Asked, impression: Impression | None, force: str | None, context: Context | None
) -> Decision:
    """What to do with *asked*, alone or leaning on *context*."""
    matches = matcher.rank(asked.text, impression, force)
    if context is not None and asked.leans and (topic := context.aspect or context.entry) is not None:
        title = matcher.title(topic)
        leaning = matcher.rank(f"{title} {asked.text}", None, force) if title else []
        if leaning and (not matches or leaning[0].score > matches[0].score + MARGIN):
            matches = leaning
    best = matches[0].score if matches else 0.0
    second = matches[1].score if len(matches) > 1 else 0.0
    if best >= SURE and best - second >= MARGIN:
        return Decision(matches[0].id)
    short = len(asked.plain.split()) <= SHORT
    if short and asked.by in (By.DAY, By.ORDER) and best < SURE:
        return Decision(context.aspect if context and context.aspect else BY_DAY)
    if best >= MAYBE:
        return Decision(None, tuple(match for match in matches[:OPTIONS] if match.score >= MAYBE / 1.5))
    return Decision(None)
