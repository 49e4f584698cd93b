"""The moment and the force that a page shows everything for; they stand in the address, so that nothing is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from bot.core.knowledge import Knowledge, Schedule
from bot.core.wording import LONDON_ZONE, date_words, day_words, ends_at, in_order, starts_at, time_words

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class View:
    """*moment* is London time; *chosen* when a lead set it, else it is now. *force* is None for people of no force."""

    moment: dt.datetime
    chosen: bool
    force: str | None
    misread: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str], knowledge: Knowledge, now: dt.datetime) -> Self:
        """From ``at`` and ``force``; what cannot be understood is as if it had not been set, and the page says so."""
        forces = {force.force for force in knowledge.forces}
        force = asked.get("force") if asked.get("force") in forces else None
        misread = bool(asked.get("force")) and force is None
        written = asked.get("at", "").strip()
        if not written:
            return cls(now.astimezone(LONDON_ZONE), False, force, misread)
        try:
            moment = dt.datetime.fromisoformat(written)
            moment = moment.replace(tzinfo=LONDON_ZONE) if moment.tzinfo is None else moment.astimezone(LONDON_ZONE)
        except (ValueError, OverflowError):
            return cls(now.astimezone(LONDON_ZONE), False, force, misread=True)
        if not 2000 <= moment.year <= 2100:
            return cls(now.astimezone(LONDON_ZONE), False, force, misread=True)
        return cls(moment, True, force, misread)

    @property
    def input(self) -> str:
        """The moment as a browser's field for moments writes it."""
        return self.moment.strftime("%Y-%m-%dT%H:%M")

    @property
    def words(self) -> str:
        """``Tuesday 21 April 2026, 2:10pm``."""
        return f"{day_words(self.moment.date())} {self.moment.year}, {time_words(self.moment.time())}"

    def address(self, path: str, **more: str | None) -> str:
        """*path* under ``/desk``, seen with this view; *more* is added, and None takes away."""
        asked = {"at": self.input if self.chosen else None, "force": self.force, **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/desk{path}?{query}" if query else f"/desk{path}"

    def of_force(self, force: str | None) -> "View":
        """The same moment for people of *force*."""
        return replace(self, force=force)


def moments(schedule: Schedule) -> list[tuple[str, str]]:
    """Moments worth a look, each with what a browser's field writes for it."""
    week, ordered = schedule.week, in_order(schedule.sessions)
    first, last = ordered[0], ordered[-1]
    before = dt.datetime.combine(week.starts - dt.timedelta(days=3), dt.time(9), LONDON_ZONE)
    after = dt.datetime.combine(week.ends + dt.timedelta(days=8), dt.time(9), LONDON_ZONE)
    found = [
        ("Before the week", before),
        (f"The first morning, {day_words(week.starts)}", dt.datetime.combine(week.starts, dt.time(8, 30), LONDON_ZONE)),
        (f"During the first session, {day_words(first.day)}", starts_at(first) + 10 * MINUTE),
        (f"After the last session, {day_words(last.day)}", ends_at(last) + 10 * MINUTE),
        ("After the week", after),
    ]
    return [(name, moment.astimezone(LONDON_ZONE).strftime("%Y-%m-%dT%H:%M")) for name, moment in found]


def since_words(moment: dt.datetime, now: dt.datetime) -> str:
    """``today at 9:14am``, ``Monday 20 April at 9:14am``, with the year when it is another."""
    moment, now = moment.astimezone(LONDON_ZONE), now.astimezone(LONDON_ZONE)
    clock = time_words(moment.time())
    if moment.date() == now.date():
        return f"today at {clock}"
    if moment.year == now.year:
        return f"{day_words(moment.date())} at {clock}"
    return f"{date_words(moment.date())} at {clock}"
