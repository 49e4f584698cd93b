"""What an aspect says about the sessions meant, by the clock."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.asking import Asked, By, london_day
from bot.core.knowledge import Aspect, Schedule, Session, Status
from bot.core.replies import Link
from bot.core.wording import (
    day_values,
    ends_at,
    event_line,
    fill,
    in_order,
    session_line,
    session_values,
    starts_at,
    week_values,
)

BY_DAY = "session-today-tomorrow-next"
"""The aspect that answers 'what is on today?': the only one asked of a day rather than of a session."""
NEEDS_ONE = frozenset({BY_DAY, "session-when", "session-about", "session-join", "session-length"})
"""Aspects that a day without a session leaves nothing to say about, but that there is none."""
LISTED = frozenset({BY_DAY, "session-when", "session-about"})
"""Aspects that several sessions answer with a list of day, time and title."""


@dataclass(frozen=True, slots=True)
class Told:
    """The words, and the addresses that go with them."""

    text: str
    links: tuple[Link, ...] = ()


def over(schedule: Schedule, now: dt.datetime) -> bool:
    """Whether no session is left."""
    return all(ends_at(session) <= now for session in schedule.sessions if session.status is not Status.CANCELLED)


def tell(aspect: Aspect, asked: Asked, sessions: Sequence[Session], schedule: Schedule, now: dt.datetime) -> Told:
    """What *aspect* says of *sessions*, the ones meant; of all of them when none is."""
    values = week_values(schedule, now)
    if len(sessions) == 1:
        return _of_one(aspect, sessions[0], asked, schedule, now)
    if sessions and aspect.id in LISTED:
        days = {session.day for session in sessions}
        lines = [session_line(session) for session in in_order(sessions)]
        lines += [event_line(event) for event in schedule.events if event.day in days and asked.by is By.DAY]
        return Told("\n".join(lines))
    if aspect.id == BY_DAY and asked.moment.days:
        days_asked = asked.moment.days
        first = days_asked[-1] if london_day(now) in days_asked[1:] else days_asked[0]
        values = values | day_values(schedule, first, now)
    elif aspect.id == BY_DAY:
        values = values | day_values(schedule, london_day(now), now)
    ended = over(schedule, now)
    return Told(fill(aspect.general_after if ended and aspect.general_after else aspect.general, values))


def _of_one(aspect: Aspect, session: Session, asked: Asked, schedule: Schedule, now: dt.datetime) -> Told:
    values = week_values(schedule, now) | session_values(schedule, session, now)
    links = []
    if session.status is Status.CANCELLED:
        text = aspect.cancelled or "{title}, planned for {day}, is cancelled."
    elif now < starts_at(session):
        text = aspect.before
    elif now < ends_at(session):
        text = aspect.during or aspect.before
    else:
        text = aspect.after
    if session.status is not Status.CANCELLED:
        if now < ends_at(session) and session.register_link:
            links.append(Link(f"Register: {session.title}", session.register_link))
        if now >= ends_at(session) and session.recording:
            links.append(Link(f"Recording: {session.title}", session.recording))
    told = fill(text, values)
    if asked.by is By.DAY and "{also}" not in text:
        told = "\n".join([told, *(event_line(event) for event in schedule.events if event.day == session.day)])
    shown = [link for link in links if link.url not in told]
    return Told(told, tuple(shown))
