"""What goes out when, and what went out where, in a lead's words: as text and as values for JSON."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core import posts
from bot.core.knowledge import Channel, Knowledge
from bot.core.replies import Reply
from bot.core.schedule import Occurrence, for_channel, london_day, upcoming
from bot.core.wording import LONDON_ZONE, day_words, time_words
from bot.delivery.entry import Entry, State

PAUSED = "Paused: channels.yaml says “paused: yes”, so nothing is posted or edited until it says no."


def preview_text(knowledge: Knowledge, since: dt.datetime, days: int, calendar: str | None = None) -> str:
    """Every post that will go out from *since* on, with its London time, where it goes and how it reads."""
    parts = [PAUSED] if knowledge.channels.paused else []
    for moment, reply, channels in _by_post(knowledge, since, days, calendar):
        names = ", ".join(channel.name for channel in channels)
        parts.append(f"{_when(moment)}, in {names}\n{_indented(reply)}")
    if len(parts) == int(knowledge.channels.paused):
        last = day_words(london_day(since) + dt.timedelta(days=days - 1))
        parts.append(f"Nothing goes out from {_when(since)} to the end of {last}.")
    return "\n\n".join(parts)


def preview_json(
    knowledge: Knowledge, since: dt.datetime, days: int, calendar: str | None = None
) -> list[dict[str, Any]]:
    """The same, one value a channel and day."""
    return [
        {
            "at": occurrence.at.astimezone(LONDON_ZONE).isoformat(),
            "until": occurrence.until.astimezone(LONDON_ZONE).isoformat(),
            "day": occurrence.day.isoformat(),
            "reminder": occurrence.reminder.id,
            "channel": occurrence.channel.key,
            "name": occurrence.channel.name,
            "sessions": [session.id for session in occurrence.sessions],
            "text": (reply := _reply(knowledge, occurrence, calendar)).text,
            "footer": reply.footer,
            "paused": knowledge.channels.paused,
        }
        for occurrence in upcoming(knowledge, since, days)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one channel stands on one day. *needs* is true when a person has to do something."""

    day: dt.date
    channel: str
    name: str
    state: str
    says: str
    needs: bool = False
    entry: Entry | None = None

    @property
    def json(self) -> dict[str, Any]:
        """For ``--json``."""
        entry = self.entry
        return {
            "day": self.day.isoformat(),
            "channel": self.channel,
            "name": self.name,
            "state": self.state,
            "says": self.says,
            "needs_person": self.needs,
            "reminder": entry.key.reminder if entry else None,
            "due": _iso(entry.due if entry else None),
            "posted": _iso(entry.posted if entry else None),
            "attempts": entry.attempts if entry else 0,
            "edits": entry.edits if entry else 0,
            "notices": entry.notices if entry else 0,
            "reason": entry.reason if entry else None,
        }


def standings(
    knowledge: Knowledge, entries: Iterable[Entry], now: dt.datetime, unreachable: Mapping[str, str] | None = None
) -> list[Standing]:
    """Every channel and day that the ledger knows of, and what is still to come in the week.

    *unreachable* says of a channel, by its key, why nothing can be posted there.
    """
    known = {(entry.key.day, entry.key.channel): entry for entry in entries}
    channels = {channel.key: channel for channel in knowledge.channels.channels}
    found = [_of_entry(entry, channels.get(key[1])) for key, entry in known.items()]
    today, week = london_day(now), knowledge.schedule.week
    day = min(week.starts, today)
    while day <= max(week.ends, today):
        for channel in channels.values():
            occurrence = for_channel(knowledge.schedule, channel, day)
            if occurrence and (day, channel.key) not in known:
                found.append(_of_coming(knowledge, occurrence, now, (unreachable or {}).get(channel.key)))
        day += dt.timedelta(days=1)
    return sorted(found, key=lambda one: (one.day, one.name))


def reminders_text(
    knowledge: Knowledge, entries: Iterable[Entry], now: dt.datetime, unreachable: Mapping[str, str] | None = None
) -> str:
    """One line a channel and day; what needs a person comes first."""
    found = standings(knowledge, entries, now, unreachable)
    parts = [PAUSED] if knowledge.channels.paused else []
    if waiting := [one for one in found if one.needs]:
        parts.append("Needs a person:\n" + "\n".join(_line(one) for one in waiting))
    days = sorted({one.day for one in found})
    parts += [day_words(day) + "\n" + "\n".join(_line(one, "") for one in found if one.day == day) for day in days]
    return "\n\n".join(parts or ["No post has gone out yet, and none is to come: channels.yaml lists no channel."])


def rehearsal_line(moment: dt.datetime, what: str, channel: Channel, reply: Reply) -> str:
    """What a rehearsal shows of one post, edit or line in a thread."""
    return f"{_when(moment)}  {channel.name}: {what}\n{_indented(reply)}"


def rehearsal_json(moment: dt.datetime, what: str, channel: Channel, reply: Reply) -> dict[str, Any]:
    """The same for ``--json``."""
    return {
        "at": moment.astimezone(LONDON_ZONE).isoformat(),
        "what": what,
        "channel": channel.key,
        "name": channel.name,
        "text": reply.text,
        "footer": reply.footer,
    }


def bar(done: int, total: int, width: int = 30) -> str:
    """A progress bar for a terminal."""
    full = width * done // max(total, 1)
    return f"[{'#' * full}{'.' * (width - full)}] {done}/{total}"


def _of_entry(entry: Entry, channel: Channel | None) -> Standing:
    name = channel.name if channel else f"{entry.key.channel} (no longer in channels.yaml)"
    reason = entry.reason or "no reason is known"
    due = _clock(entry.due)
    needs = False
    match entry.state:
        case State.POSTED:
            says = f"posted at {_clock(entry.posted or entry.due)}{_late(entry)}{_mended(entry)}"
            if entry.reason:
                says, needs = f"{says}; it could not be edited after a change: {reason}", True
        case State.CLAIMED:
            says = f"being posted since {due}; if this does not change, I look whether it arrived"
        case State.RELEASED:
            says, needs = f"due at {due}, not posted yet: {reason}; I keep trying", True
        case State.UNSURE:
            says, needs = f"may not have arrived ({reason}): please look in the channel; I do not post it again", True
        case State.GIVEN_UP:
            says, needs = f"was due at {due} and did not go out: {reason}", True
    return Standing(entry.key.day, entry.key.channel, name, entry.state.value, says, needs, entry)


def _of_coming(knowledge: Knowledge, occurrence: Occurrence, now: dt.datetime, reason: str | None) -> Standing:
    at, until = _clock(occurrence.at), _clock(occurrence.until)
    state, says, needs = "to come", f"goes out at {at}", False
    if occurrence.until <= now:
        state, says = "not posted", f"was due at {at}; there is no record of it, so Signpost was probably not running"
    elif reason:
        state, says, needs = "unreachable", f"due at {at}, but cannot be posted: {reason}", True
    elif knowledge.channels.paused:
        state, says = "paused", f"would go out at {at}; paused"
    elif occurrence.at <= now:
        state, says = "due", f"due since {at}; goes out until {until}"
    return Standing(occurrence.day, occurrence.channel.key, occurrence.channel.name, state, says, needs)


def _by_post(
    knowledge: Knowledge, since: dt.datetime, days: int, calendar: str | None
) -> Sequence[tuple[dt.datetime, Reply, list[Channel]]]:
    """Posts that read alike and go out at the same time, together."""
    found: dict[tuple[dt.datetime, Reply], list[Channel]] = {}
    for occurrence in upcoming(knowledge, since, days):
        found.setdefault((occurrence.at, _reply(knowledge, occurrence, calendar)), []).append(occurrence.channel)
    return [(moment, reply, channels) for (moment, reply), channels in found.items()]


def _reply(knowledge: Knowledge, occurrence: Occurrence, calendar: str | None) -> Reply:
    return posts.of(occurrence, knowledge, occurrence.at, calendar)


def _indented(reply: Reply) -> str:
    return "\n".join(f"    {line}".rstrip() for line in f"{reply.text}\n\n{reply.footer}".split("\n"))


def _line(one: Standing, day: str | None = None) -> str:
    return f"  {day_words(one.day) + ', ' if day is None else ''}{one.name}: {one.says}"


def _late(entry: Entry) -> str:
    late = (entry.posted - entry.due).total_seconds() if entry.posted else 0
    return f" ({round(late / 60)} minutes late)" if late >= 90 else ""


def _mended(entry: Entry) -> str:
    parts = [f"edited {_times(entry.edits)}"] if entry.edits else []
    parts += [f"{_times(entry.notices)} a line in its thread"] if entry.notices else []
    return "".join(f", {part}" for part in parts)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _when(moment: dt.datetime) -> str:
    return f"{day_words(london_day(moment))}, {_clock(moment)}"


def _clock(moment: dt.datetime) -> str:
    return time_words(moment.astimezone(LONDON_ZONE).time())


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(LONDON_ZONE).isoformat() if moment else None
