"""Dates and times as people read them, and the placeholders that answers may use.

In any answer:
    {week} {week_dates} {week_starts} {week_ends} {year}   its name; "Monday 20 to Sunday 26 April 2026"
    {count}            how many sessions there are, in words: "five"; with one, the words next to it follow
    {length}           how long a session is: "45 minutes" (of the session meant, or of all when they agree)
    {list}             every session, one a line: "Monday 20 April, 2pm to 2:45pm: The future for response policing"
    {left}             the same for those that are not over yet
    {next}             the same line for the next session to begin
    {events}           what else is in the week, one a line: "Thursday 23 April: First ... conference, hosted by ..."
    {same_day}         the sessions on the days of those events, one a line
    {monitoring}       what the person's own force says about who can read chats
In answers about a session (sessions.yaml: before, during, after, cancelled), besides all of the above:
    {title} {day} {starts} {ends} {times}   "Tuesday 21 April", "2pm", "2:45pm", "2pm to 2:45pm"
    {when}             the day as seen from today: "today, Tuesday 21 April", "tomorrow, ..."
    {about}            what it is about, if a source says so
    {register}         the registration page's address      {no_register}   nothing, while that address is not known
    {recording}        the recording's address              {no_recording}  nothing, while that address is not known
    {also}             what else is on that day: "First response policing conference, hosted by ..."
In 'general' and 'general_after' of session-today-tomorrow-next {when}, {day} and {also} are the day asked about; of a
day outside the week they say "today", "tomorrow" or "that day" only.

A line whose placeholder has nothing to say is left out whole: ``Register here: {register}`` vanishes while the
address is not known, and ``{no_register}Search for ...`` appears only then.
"""

import datetime as dt
import difflib
import functools
import re
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from bot.core.knowledge import LONDON, Event, Schedule, Session, Status
from bot.core.singular import in_singular

LONDON_ZONE = ZoneInfo(LONDON)

WEEK_PLACEHOLDERS = frozenset(
    {"week", "week_dates", "week_starts", "week_ends", "year", "count", "length", "list", "left", "next", "events"}
    | {"same_day", "monitoring"}
)
SESSION_PLACEHOLDERS = frozenset(
    {"title", "day", "starts", "ends", "times", "when", "about", "register", "no_register", "recording", "no_recording"}
    | {"also"}
)
PLACEHOLDERS = WEEK_PLACEHOLDERS | SESSION_PLACEHOLDERS

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_FROM_TODAY = {0: "today", 1: "tomorrow", -1: "yesterday"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class UnknownPlaceholderError(ValueError):
    """A placeholder that nothing fills; *name* as written, *nearest* what may have been meant."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = next(iter(difflib.get_close_matches(name, sorted(PLACEHOLDERS), n=1)), None)
        hint = f", did you mean {{{self.nearest}}}?" if self.nearest else ""
        super().__init__(f"{{{name}}} is not a placeholder{hint}")


def placeholders(text: str) -> frozenset[str]:
    """The placeholders that *text* uses; raises UnknownPlaceholderError for one that nothing fills."""
    names = frozenset(_PLACEHOLDER.findall(text))
    for name in sorted(names - PLACEHOLDERS):
        raise UnknownPlaceholderError(name)
    return names


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """*text* with its placeholders filled; lines with nothing to say are left out, others begin with a capital."""
    lines = []
    if values.get("count") == count_words(1):
        text = in_singular(text)
    for line in text.split("\n"):
        names = _PLACEHOLDER.findall(line)
        if any(values.get(name) is None for name in names):
            continue
        filled = _PLACEHOLDER.sub(lambda match: values[match.group(1)] or "", line)
        lines.append(filled[:1].upper() + filled[1:] if names and line.startswith("{") else filled)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@functools.lru_cache(maxsize=512)
def day_words(day: dt.date) -> str:
    """``Tuesday 21 April``."""
    return f"{day:%A} {day.day} {day:%B}"


@functools.lru_cache(maxsize=512)
def date_words(day: dt.date) -> str:
    """``22 November 2026``."""
    return f"{day.day} {day:%B} {day.year}"


@functools.lru_cache(maxsize=512)
def time_words(time: dt.time) -> str:
    """``2pm``, ``11:45am``, ``midday``."""
    if (time.hour, time.minute) in ((0, 0), (12, 0)):
        return "midday" if time.hour else "midnight"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def times_words(session: Session) -> str:
    """``2pm to 2:45pm``."""
    return f"{time_words(session.starts)} to {time_words(session.ends)}"


def length_words(session: Session) -> str:
    """``45 minutes``, ``1 hour 30 minutes``."""
    minutes = (session.ends.hour - session.starts.hour) * 60 + session.ends.minute - session.starts.minute
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{minutes} minutes"] if minutes else []
    return " ".join(parts)


def count_words(number: int) -> str:
    """``five``; figures above ten."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def when_words(day: dt.date, today: dt.date) -> str:
    """``today, Tuesday 21 April``."""
    name = _FROM_TODAY.get((day - today).days)
    return f"{name}, {day_words(day)}" if name else day_words(day)


def session_line(session: Session) -> str:
    """``Tuesday 21 April, 2pm to 2:45pm: First on the scene: crisis intervention``."""
    cancelled = " (cancelled)" if session.status is Status.CANCELLED else ""
    return f"{day_words(session.day)}, {times_words(session)}: {session.title}{cancelled}"


def event_words(event: Event) -> str:
    """``First response policing conference, hosted by the NPCC``."""
    return f"{event.title}, hosted by {event.hosts}"


def event_line(event: Event) -> str:
    """``Thursday 23 April: First response policing conference, hosted by the NPCC``."""
    return f"{day_words(event.day)}: {event_words(event)}"


def lines(items: Iterable[str]) -> str | None:
    """One a line; None when there are none, so that the line that wanted them is left out."""
    return "\n".join(items) or None


def starts_at(session: Session) -> dt.datetime:
    """The instant *session* begins."""
    return dt.datetime.combine(session.day, session.starts, LONDON_ZONE)


def ends_at(session: Session) -> dt.datetime:
    """The instant *session* ends."""
    return dt.datetime.combine(session.day, session.ends, LONDON_ZONE)


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """*sessions* as they come."""
    return sorted(sessions, key=lambda session: (session.day, session.starts))


def week_values(schedule: Schedule, now: dt.datetime, monitoring: str | None = None) -> dict[str, str | None]:
    """What every answer may say about the week at *now*."""
    week, sessions = schedule.week, in_order(schedule.sessions)
    on = [session for session in sessions if session.status is not Status.CANCELLED]
    coming = [session for session in on if starts_at(session) > now]
    lengths = {length_words(session) for session in on}
    return {
        "week": week.name,
        "week_dates": week_dates(week.starts, week.ends),
        "week_starts": day_words(week.starts),
        "week_ends": day_words(week.ends),
        "year": str(week.starts.year),
        "count": count_words(len(on)),
        "length": lengths.pop() if len(lengths) == 1 else None,
        "list": lines(session_line(session) for session in sessions),
        "left": lines(session_line(session) for session in on if ends_at(session) > now),
        "next": session_line(coming[0]) if coming else None,
        "events": lines(event_line(event) for event in sorted(schedule.events, key=lambda event: event.day)),
        "same_day": lines(session_line(session) for session in on if session.day in {e.day for e in schedule.events}),
        "monitoring": monitoring,
    }


def week_dates(starts: dt.date, ends: dt.date) -> str:
    """``Monday 20 to Sunday 26 April 2026``."""
    first = f"{starts:%A} {starts.day}" if starts.month == ends.month else day_words(starts)
    return f"{first} to {day_words(ends)} {ends.year}"


def day_values(schedule: Schedule, day: dt.date, now: dt.datetime) -> dict[str, str | None]:
    """What an answer about *day* may say besides ``week_values``; a day outside the week is not given a date."""
    today = now.astimezone(LONDON_ZONE).date()
    events = [event_words(event) for event in schedule.events if event.day == day]
    also = "; ".join(events) or None
    if schedule.week.starts <= day <= schedule.week.ends:
        return {"day": day_words(day), "when": when_words(day, today), "also": also}
    name = _FROM_TODAY.get((day - today).days, "that day")
    return {"day": name, "when": name, "also": also}


def session_values(schedule: Schedule, session: Session, now: dt.datetime) -> dict[str, str | None]:
    """What an answer about *session* may say besides ``week_values``."""
    return {
        **day_values(schedule, session.day, now),
        "title": session.title,
        "starts": time_words(session.starts),
        "ends": time_words(session.ends),
        "times": times_words(session),
        "length": length_words(session),
        "about": session.about,
        "register": session.register_link,
        "no_register": None if session.register_link else "",
        "recording": session.recording,
        "no_recording": None if session.recording else "",
    }
