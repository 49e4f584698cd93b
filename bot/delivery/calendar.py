"""Calendar files (RFC 5545): one a session, one for the week. A newer file takes the place of an earlier one.

Each session keeps its UID for good; its SEQUENCE is kept in the ledger's database and rises whenever it changes.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

import icalendar

from bot.core.knowledge import Knowledge, Session, Status
from bot.core.posts import still_true
from bot.core.wording import LONDON_ZONE, ends_at, fill, in_order, session_values, starts_at, week_values
from bot.delivery.ledger import Ledger

CHANGED = """
INSERT INTO calendar (uid, facts, sequence, changed_at) VALUES (:uid, :facts, 0, :real)
ON CONFLICT (uid) DO UPDATE
   SET facts = excluded.facts, sequence = calendar.sequence + 1, changed_at = excluded.changed_at
 WHERE calendar.facts <> excluded.facts
"""
PRODUCER = "-//Signpost//Response policing week//EN"
OFTEN = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Version:
    sequence: int
    changed: dt.datetime


class Calendar:
    """Writes calendar files. *real_now* stamps a change when it is first served."""

    def __init__(self, ledger: Ledger, real_now: Callable[[], dt.datetime]) -> None:
        self._base = ledger.base
        self._real_now = real_now

    async def week(self, knowledge: Knowledge) -> bytes:
        """Every session of the week. Raises LedgerError."""
        return await self._file(knowledge, in_order(knowledge.schedule.sessions))

    async def session(self, knowledge: Knowledge, session_id: str) -> bytes | None:
        """One session; None when there is none of that id. Raises LedgerError."""
        found = [session for session in knowledge.schedule.sessions if session.id == session_id]
        return await self._file(knowledge, found) if found else None

    async def note(self, knowledge: Knowledge) -> None:
        """Let the SEQUENCE of everything that changed rise, whether or not somebody fetches it. Raises LedgerError."""
        for session in knowledge.schedule.sessions:
            await self._version(knowledge, session)

    async def _file(self, knowledge: Knowledge, sessions: list[Session]) -> bytes:
        calendar = icalendar.Calendar()
        calendar.add("prodid", PRODUCER)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", knowledge.schedule.week.name)
        calendar.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(OFTEN))
        calendar.add_component(_london())
        for session in sessions:
            calendar.add_component(_event(knowledge, session, await self._version(knowledge, session)))
        written: bytes = calendar.to_ical()
        return written

    async def _version(self, knowledge: Knowledge, session: Session) -> _Version:
        uid, facts = _uid(knowledge, session), _facts(session)
        sql = "SELECT facts, sequence, changed_at FROM calendar WHERE uid = :uid"
        rows = await self._base.run(sql, uid=uid)
        if not rows or rows[0]["facts"] != facts:
            stamp = self._real_now().astimezone(dt.UTC).replace(microsecond=0).isoformat()
            await self._base.run(CHANGED, uid=uid, facts=facts, real=stamp)
            rows = await self._base.run(sql, uid=uid)
        return _Version(rows[0]["sequence"], dt.datetime.fromisoformat(rows[0]["changed_at"]))


def _uid(knowledge: Knowledge, session: Session) -> str:
    return f"{session.id}-{knowledge.schedule.week.starts.year}@signpost-bot"


def _facts(session: Session) -> str:
    cancelled = session.status is Status.CANCELLED
    told = [session.title, session.day, session.starts, session.ends, cancelled, session.register_link]
    return json.dumps([str(one) for one in told], ensure_ascii=False)


def _event(knowledge: Knowledge, session: Session, version: _Version) -> icalendar.Event:
    schedule, cancelled = knowledge.schedule, session.status is Status.CANCELLED
    begins = starts_at(session)
    values = {**week_values(schedule, begins), **session_values(schedule, session, begins)}
    if cancelled:
        text = schedule.changes.cancelled
    else:
        reminder = next((one for one in schedule.reminders if one.on == "session days"), None)
        text = "\n".join(still_true(reminder.text)) if reminder else ""
    event = icalendar.Event()
    event.add("uid", _uid(knowledge, session))
    event.add("sequence", version.sequence)
    event.add("dtstamp", version.changed)
    event.add("last-modified", version.changed)
    event.add("summary", f"Cancelled: {session.title}" if cancelled else session.title)
    event.add("dtstart", begins)
    event.add("dtend", ends_at(session))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if words := fill(text, values):
        event.add("description", words)
    if session.register_link and not cancelled:
        event.add("url", session.register_link)
    return event


def _london() -> icalendar.Timezone:
    """Europe/London by the rule in force since 1996; a list of dates, as libraries make it, is not read everywhere."""
    zone = icalendar.Timezone()
    zone.add("tzid", LONDON_ZONE.key)
    summer, winter = dt.timedelta(hours=1), dt.timedelta()
    for part, name, first, month, before, after in (
        (icalendar.TimezoneDaylight(), "BST", dt.datetime(1996, 3, 31, 1), 3, winter, summer),  # noqa: DTZ001 -- wall
        (icalendar.TimezoneStandard(), "GMT", dt.datetime(1996, 10, 27, 2), 10, summer, winter),  # noqa: DTZ001 -- wall
    ):
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
