"""Which reminder is due, for which channel, when.

One post a channel and London day, whatever the YAML says: of several reminders for a day the earliest is taken. A post
goes out from its time on, late only while that helps: never after its *give_up_after*, never once its session has
begun, never after midnight of its day, never in the channel's quiet hours.

All arithmetic is done in UTC, because subtracting two London times ignores the change of the clocks between them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.knowledge import Channel, Knowledge, Reminder, Schedule, Session, Status
from bot.core.wording import LONDON_ZONE, SESSION_PLACEHOLDERS, UnknownPlaceholderError, in_order, placeholders

DAY = dt.timedelta(days=1)
SAID_OF_ANY_DAY = frozenset({"day", "when", "also"})
"""Placeholders of a session's text that a day without sessions can fill, too."""


class Key(NamedTuple):
    """What names a post for good: *channel* is ``Channel.key``, *day* the London day it belongs to."""

    reminder: str
    channel: str
    day: dt.date

    def __str__(self) -> str:
        return f"{self.reminder}/{self.channel}/{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reminder for one channel on one London day.

    It may go out from *at* until just before *until* (aware, UTC). *sessions* are those it tells of, in order; none
    when the reminder speaks of no session.
    """

    reminder: Reminder
    channel: Channel
    day: dt.date
    at: dt.datetime
    until: dt.datetime
    sessions: tuple[Session, ...]

    @property
    def key(self) -> Key:
        """What the ledger knows it by."""
        return Key(self.reminder.id, self.channel.key, self.day)


def due(knowledge: Knowledge, now: dt.datetime) -> Iterator[Occurrence]:
    """Every post that may go out at *now* (aware); none while a lead has paused everything."""
    if knowledge.channels.paused:
        return
    for occurrence in on_day(knowledge, london_day(now)):
        if occurrence.at <= now < occurrence.until and not is_quiet(occurrence.channel, now):
            yield occurrence


def missed(knowledge: Knowledge, now: dt.datetime) -> Iterator[Occurrence]:
    """Every post of this London day whose time has passed: if it did not go out by now, it will not."""
    for occurrence in on_day(knowledge, london_day(now)):
        if occurrence.until <= now:
            yield occurrence


def upcoming(knowledge: Knowledge, since: dt.datetime, days: int) -> Iterator[Occurrence]:
    """Every post that can still go out from *since* on, for *days* London days, by time; a pause is not looked at."""
    first = london_day(since)
    for number in range(days):
        coming = on_day(knowledge, first + number * DAY)
        yield from sorted((one for one in coming if one.until > since), key=lambda one: one.at)


def on_day(knowledge: Knowledge, day: dt.date) -> Iterator[Occurrence]:
    """The one post of each channel on *day*, in the order of the file; a channel that is listed twice counts once."""
    seen = set()
    for channel in knowledge.channels.channels:
        if channel.key not in seen:
            seen.add(channel.key)
            occurrence = for_channel(knowledge.schedule, channel, day)
            if occurrence is not None:
                yield occurrence


def for_channel(schedule: Schedule, channel: Channel, day: dt.date) -> Occurrence | None:
    """The one post of *channel* on *day*: the earliest of its reminders that can go out then."""
    known = {reminder.id: reminder for reminder in schedule.reminders}
    wanted = [known[name] for name in channel.reminders if name in known]
    possible = [_occurrence(schedule, reminder, channel, day) for reminder in wanted]
    return min((one for one in possible if one is not None), key=lambda one: one.at, default=None)


def _occurrence(schedule: Schedule, reminder: Reminder, channel: Channel, day: dt.date) -> Occurrence | None:
    by_session = reminder.on == "session days"
    if not by_session and day not in reminder.on:
        return None
    at = _out_of_quiet(channel, in_london(day, reminder.at))
    midnight = in_london(day + DAY, dt.time())
    sessions: tuple[Session, ...] = ()
    if by_session or speaks_of_session(reminder.text):
        sessions = tuple(one for one in sessions_on(schedule, day) if in_london(day, one.starts) > at)
    if at >= midnight or (by_session and not sessions):
        return None
    begins = in_london(day, sessions[0].starts) if sessions else midnight
    return Occurrence(reminder, channel, day, at, min(at + reminder.give_up_after, begins, midnight), sessions)


def sessions_on(schedule: Schedule, day: dt.date) -> list[Session]:
    """The sessions that go ahead on *day*, in order."""
    return in_order(one for one in schedule.sessions if one.day == day and one.status is not Status.CANCELLED)


def speaks_of_session(text: str) -> bool:
    """Whether *text* names a session, so that it helps only until that has begun."""
    try:
        return bool(placeholders(text) & (SESSION_PLACEHOLDERS - SAID_OF_ANY_DAY))
    except UnknownPlaceholderError:
        return False  # ``check`` refuses it; a running bot leaves that line out


def london_day(moment: dt.datetime) -> dt.date:
    """The London day of *moment* (aware)."""
    return moment.astimezone(LONDON_ZONE).date()


def in_london(day: dt.date, time: dt.time) -> dt.datetime:
    """That London wall time as an instant in UTC.

    An hour that happens twice means its first time; one that is skipped, as many minutes after the skip began.
    """
    return dt.datetime.combine(day, time, LONDON_ZONE).astimezone(dt.UTC)


def quiet_hours(written: str) -> tuple[dt.time, dt.time]:
    """``20:00 to 07:00`` as two times; raises ValueError when it is not that."""
    begins, to, ends = written.partition(" to ")
    if not to:
        raise ValueError("quiet")
    return dt.time.fromisoformat(begins.strip().zfill(5)), dt.time.fromisoformat(ends.strip().zfill(5))


def is_quiet(channel: Channel, moment: dt.datetime) -> bool:
    """Whether *moment* lies in the channel's quiet hours."""
    return _out_of_quiet(channel, moment) != moment


def _out_of_quiet(channel: Channel, moment: dt.datetime) -> dt.datetime:
    """*moment*, or the end of the quiet hours that it lies in."""
    if channel.quiet is None:
        return moment
    try:
        begins, ends = quiet_hours(channel.quiet)
    except ValueError:
        return moment  # ``check`` refuses it; a post in the morning does less harm than none
    day = london_day(moment)
    for first in (day - DAY, day):
        start = in_london(first, begins)
        end = in_london(first if begins <= ends else first + DAY, ends)
        if start <= moment < end:
            return end
    return moment
