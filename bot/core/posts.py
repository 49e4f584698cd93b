"""What a reminder's post says, now and after something changed: values in, a ``Reply`` out.

``Told`` is what a posted message says of its sessions. It is kept with the post, so that a later look at the schedule
shows whether the message is still true. A change of wording alone is no difference.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from bot.core import pinned
from bot.core.knowledge import Changes, Channel, Knowledge, Reminder, Schedule, Session, Status
from bot.core.replies import Kind, Link, Reply, Section
from bot.core.schedule import Occurrence, in_london, sessions_on
from bot.core.wording import (
    LONDON_ZONE,
    day_values,
    day_words,
    ends_at,
    fill,
    session_values,
    starts_at,
    time_words,
    week_values,
)

AROUND = dt.timedelta(days=14)
"""A post this near to the week belongs to it; last year's posts are left as they are."""


BOUND_TO_TIME = ("title", "day", "starts", "ends", "times", "when", "also")
"""Placeholders whose line is replaced by the one that tells of a move."""


@dataclass(frozen=True, slots=True)
class ToldSession:
    """What a post says of one session; *planned* is when the post first said it would be: day, start and end."""

    id: str
    title: str
    day: str
    starts: str
    ends: str
    planned: tuple[str, str, str]
    cancelled: bool = False
    over: bool = False
    recording: str | None = None

    @property
    def when(self) -> tuple[str, str, str]:
        """Day, start and end, as ISO text."""
        return self.day, self.starts, self.ends

    @property
    def moved(self) -> bool:
        """Whether it is no longer when the post first said."""
        return self.when != self.planned


@dataclass(frozen=True, slots=True)
class Told:
    """What a posted message says, session by session."""

    sessions: tuple[ToldSession, ...] = ()

    def write(self) -> str:
        """As text for the ledger; equal values write equal text."""
        return json.dumps([asdict(one) for one in self.sessions], sort_keys=True, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """Back from the ledger's text."""
        return cls(tuple(ToldSession(**{**one, "planned": tuple(one["planned"])}) for one in json.loads(text)))


def told(occurrence: Occurrence) -> Told:
    """What a new post says."""
    return Told(tuple(_fact(session, None, over=False) for session in occurrence.sessions))


def now_true(schedule: Schedule, reminder: Reminder, day: dt.date, before: Told, now: dt.datetime) -> Told:
    """What the post of *day* that says *before* ought to say at *now*.

    A session that has come to this day since is added while it is still to begin. One that is no longer in the file is
    left as it was told: the file may be next year's.
    """
    current = {session.id: session for session in schedule.sessions}
    facts = []
    for old in before.sessions:
        session = current.get(old.id)
        facts.append(old if session is None else _fact(session, old, over=now >= ends_at(session)))
    if reminder.on == "session days":
        known = {old.id for old in before.sessions}
        facts += [
            _fact(session, None, over=False)
            for session in sessions_on(schedule, day)
            if session.id not in known and now < starts_at(session)
        ]
    return Told(tuple(facts))


def belongs(schedule: Schedule, day: dt.date) -> bool:
    """Whether a post of *day* is about the week of this schedule."""
    return schedule.week.starts - AROUND <= day <= schedule.week.ends + AROUND


def reminder_of(knowledge: Knowledge, reminder_id: str) -> Reminder | None:
    """The reminder a post was made from; the first for session days when that one is no longer in the file."""
    reminders = knowledge.schedule.reminders
    named = next((one for one in reminders if one.id == reminder_id), None)
    return named or next((one for one in reminders if one.on == "session days"), None)


def _fact(session: Session, old: ToldSession | None, *, over: bool) -> ToldSession:
    when = (session.day.isoformat(), session.starts.isoformat("minutes"), session.ends.isoformat("minutes"))
    cancelled = session.status is Status.CANCELLED
    over = over and not cancelled
    return ToldSession(
        session.id,
        session.title,
        *when,
        planned=old.planned if old else when,
        cancelled=cancelled,
        over=over,
        recording=session.recording if over else None,
    )


def post(
    knowledge: Knowledge,
    reminder: Reminder,
    channel: Channel,
    day: dt.date,
    saying: Told,
    now: dt.datetime,
    calendar: str | None = None,
) -> Reply:
    """The message that says *saying*; *calendar* is the public address under which calendar files are served."""
    schedule = knowledge.schedule
    words = _Words(reminder, knowledge, channel)
    current = {session.id: session for session in schedule.sessions}
    sections, links, plain = [], [], 0
    for one in saying.sessions:
        values = _values(schedule, one, current.get(one.id), now)
        if one.cancelled:
            text = words.changes.cancelled
        elif one.over:
            text = words.over
        elif one.moved:
            text = "\n".join([words.changes.moved, *still_true(words.text)])
        else:
            text, plain = (words.changes.also if plain else words.text), plain + 1
        sections.append(Section(fill(text, values)))
        if calendar and not one.over:
            links.append(_calendar_link(calendar, schedule, one, alone=len(saying.sessions) == 1))
    if not saying.sessions:
        sections.append(Section(fill(words.text, week_values(schedule, now) | day_values(schedule, day, now))))
    summary = fill(words.summary, week_values(schedule, now))
    return _reply(tuple(one for one in sections if one.text), words, summary, tuple(links))


def notice(
    knowledge: Knowledge, reminder: Reminder, channel: Channel, before: Told, after: Told, now: dt.datetime
) -> Reply | None:
    """The short line for the thread of a post that was edited; None when nobody needs it any more, or nothing changed.

    Being over, and where the recording is, is told by the edit alone: that is no news to wake a phone for.
    """
    schedule = knowledge.schedule
    words = _Words(reminder, knowledge, channel)
    old = {one.id: one for one in before.sessions}
    current = {session.id: session for session in schedule.sessions}
    lines = []
    for one in after.sessions:
        if not _helps(one, now):
            continue
        values = _values(schedule, one, current.get(one.id), now, old.get(one.id))
        lines += [fill(text, values) for text in _news(words.changes, old.get(one.id), one)]
    if not lines:
        return None
    return _reply((Section("\n".join(lines)),), words, fill(words.changes.summary, week_values(schedule, now)), ())


def still_true(text: str) -> list[str]:
    """The lines of a reminder that stay when its session moves: how to register, that it is recorded."""
    lines = []
    for line in text.split("\n"):
        bound = any(f"{{{name}}}" in line for name in BOUND_TO_TIME)
        if not bound and not re.search(r"\b(today|heddiw)\b", line, re.IGNORECASE):
            lines.append(line)
    return lines


def _news(changes: Changes, old: ToldSession | None, new: ToldSession) -> list[str]:
    if old is None:
        return [changes.also]
    if new.cancelled:
        return [] if old.cancelled else [changes.cancelled]
    if old.cancelled:
        return [changes.restored]
    news = [changes.renamed] if old.title != new.title else []
    return news + ([changes.moved] if old.when != new.when else [])


def _helps(one: ToldSession, now: dt.datetime) -> bool:
    day, _, ends = one.planned if one.cancelled else one.when
    return now < in_london(dt.date.fromisoformat(day), dt.time.fromisoformat(ends))


class _Words:
    """A reminder's texts in the channel's language: Welsh only where somebody has checked it, else English."""

    def __init__(self, reminder: Reminder, knowledge: Knowledge, channel: Channel) -> None:
        schedule = knowledge.schedule
        cy, changes_cy = reminder.cy, schedule.changes_cy
        self.welsh = knowledge.language_of(channel) == "cy" and all(one and one.checked_by for one in (cy, changes_cy))
        self.changes: Changes = schedule.changes
        self.text, over, self.summary = reminder.text, reminder.over, reminder.summary
        if self.welsh and cy and changes_cy:
            self.changes, self.text, over, self.summary = changes_cy, cy.text, cy.over, cy.summary
        self.over = over or self.changes.over


def _values(
    schedule: Schedule, one: ToldSession, session: Session | None, now: dt.datetime, old: ToldSession | None = None
) -> Mapping[str, str | None]:
    """What the texts may say of *one*: its title and times as told, links as they stand in the file now."""
    links = {"status": Status.ON, "about": None, "register_link": None}
    base = session or Session.model_construct(id=one.id, aliases=(), weekday=None, **links)  # type: ignore[arg-type]
    as_told = base.model_copy(
        update={
            "title": one.title,
            "day": dt.date.fromisoformat(one.day),
            "starts": dt.time.fromisoformat(one.starts),
            "ends": dt.time.fromisoformat(one.ends),
            "recording": one.recording,
        }
    )
    before = old.when if old else one.planned
    return {
        **week_values(schedule, now),
        **session_values(schedule, as_told, now),
        "old_title": old.title if old else one.title,
        "old_day": day_words(dt.date.fromisoformat(before[0])),
        "old_times": f"{_clock(before[1])} to {_clock(before[2])}",
    }


def _clock(time: str) -> str:
    return time_words(dt.time.fromisoformat(time))


def _calendar_link(base: str, schedule: Schedule, one: ToldSession, *, alone: bool) -> Link:
    text = "Add to calendar" if alone else f"Add to calendar: {one.title}"
    return Link(text, f"{base.rstrip('/')}/calendar/{schedule.week.starts.year}/{one.id}.ics")


def _reply(sections: tuple[Section, ...], words: _Words, summary: str, links: tuple[Link, ...]) -> Reply:
    footer = pinned.footer("cy" if words.welsh else "en")
    return Reply(Kind.POST, sections, footer=footer, summary=summary, links=links)


def of(occurrence: Occurrence, knowledge: Knowledge, now: dt.datetime, calendar: str | None = None) -> Reply:
    """The message of *occurrence* as it goes out at *now*."""
    return post(
        knowledge,
        occurrence.reminder,
        occurrence.channel,
        occurrence.day,
        told(occurrence),
        now.astimezone(LONDON_ZONE),
        calendar,
    )
