"""What came of each question of a message, and what of it is remembered for the next one."""

import datetime as dt
from dataclasses import dataclass, replace

from bot.core.asking import Asked
from bot.core.composing import Part
from bot.core.deciding import Decision
from bot.core.question import Context
from bot.core.replies import Choice, Kind


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one question: a part that answers it, or buttons, or neither."""

    asked: Asked
    decision: Decision
    part: Part | None
    choices: tuple[Choice, ...] = ()
    aspect: str | None = None
    session: str | None = None


def remembered(found: list[Found], kind: Kind, now: dt.datetime, context: Context | None) -> Context:
    """What this answer was about, for the next question of the conversation."""
    told = [one for one in found if one.part is not None and one.part.kind is not Kind.SMALLTALK]
    if not told:
        return replace(context, at=now, kind=kind) if context is not None else Context(now, kind)
    last = told[-1]
    sessions = last.asked.sessions
    days = last.asked.moment.days
    return Context(
        at=now,
        kind=kind,
        entry=None if last.aspect else (last.part.id if last.part else None),
        session=last.session,
        aspect=last.aspect,
        day=sessions[0].day if len(sessions) == 1 else days[0] if days else None,
    )
