"""Days and times that cannot all be right."""

import datetime as dt
import itertools
from collections.abc import Iterator

from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem, Severity, shown
from bot.content.sentences import listed
from bot.content.source import Content, File
from bot.core.knowledge import Event, Reminder, Schedule, Session, Status, Week
from bot.core.wording import day_words, time_words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_WEEK = dt.timedelta(days=14)
EARLIEST, LATEST = dt.time(6), dt.time(22)
NEAR = dt.timedelta(days=14)
"""How far from the week a reminder's day may lie before it looks like a slip."""


def problems(content: Content) -> Iterator[Problem]:
    """Every file of a year, each by itself."""
    for file in content.of(Sort.SCHEDULE):
        week = next((value for loc, value in file.items if loc == ("week",) and isinstance(value, Week)), None)
        sessions = [(loc, value) for loc, value in file.items if isinstance(value, Session)]
        if week is not None:
            yield from _week(file, week)
        for loc, session in sessions:
            yield from _session(file, loc, session, week)
        yield from _overlaps(file, sessions)
        yield from _shared_aliases(file, sessions)
        for loc, value in file.items:
            if isinstance(value, Event):
                yield from _within(file, (*loc, "day"), value.day, week)
            if isinstance(value, Reminder):
                yield from _reminder(file, loc, value, [session for _, session in sessions], week)


def _week(file: File, week: Week) -> Iterator[Problem]:
    spot = file.document.spot(("week", "ends"))
    if week.ends < week.starts:
        yield file.document.problem(spot, "the week ends before it starts")
    elif week.ends - week.starts > LONGEST_WEEK:
        yield file.document.problem(
            spot, f"the week has {(week.ends - week.starts).days + 1} days; is the month right?"
        )
    year = file.name.removesuffix(".yaml")
    if str(week.starts.year) != year:
        sentence = f"the file is called {file.name}, but the week starts in {week.starts.year}"
        yield file.document.problem(file.document.spot(("week", "starts")), sentence)


def _session(file: File, loc: Loc, session: Session, week: Week | None) -> Iterator[Problem]:
    if session.weekday is not None:
        spot = file.document.spot((*loc, "weekday"))
        named = session.weekday.strip().casefold()
        if named not in WEEKDAYS:
            sentence = f"'weekday' must be {listed([day.title() for day in WEEKDAYS])}, not {shown(session.weekday)}"
            yield file.document.problem(spot, sentence)
        elif WEEKDAYS[session.day.weekday()] != named:
            sentence = (
                f"{session.day.isoformat()} is a {session.day:%A}, not a {session.weekday}; one of the two is wrong"
            )
            yield file.document.problem(spot, sentence)
    if session.ends <= session.starts:
        sentence = f"it ends at {time_words(session.ends)}, before it starts at {time_words(session.starts)}"
        if session.ends == session.starts:
            sentence = f"it starts and ends at {time_words(session.ends)}"
        yield file.document.problem(file.document.spot((*loc, "ends")), sentence)
    elif session.starts < EARLIEST or session.ends > LATEST:
        sentence = f"it starts at {time_words(session.starts)} and ends at {time_words(session.ends)}; is that right?"
        yield file.document.problem(file.document.spot((*loc, "starts")), sentence, Severity.WARNING)
    yield from _within(file, (*loc, "day"), session.day, week)
    if "to be announced" in session.title.casefold():
        sentence = "the title still says 'to be announced'; write it once it is published"
        yield file.document.problem(file.document.spot((*loc, "title")), sentence, Severity.WARNING)


def _within(file: File, loc: Loc, day: dt.date, week: Week | None) -> Iterator[Problem]:
    if week is not None and week.starts <= week.ends and not week.starts <= day <= week.ends:
        sentence = (
            f"{day_words(day)} {day.year} is outside the week, which runs from {day_words(week.starts)} "
            f"to {day_words(week.ends)} {week.ends.year}"
        )
        yield file.document.problem(file.document.spot(loc), sentence)


def _overlaps(file: File, sessions: list[tuple[Loc, Session]]) -> Iterator[Problem]:
    on = sorted(
        ((loc, one) for loc, one in sessions if one.status is not Status.CANCELLED),
        key=lambda s: (s[1].day, s[1].starts),
    )
    for (_, first), (loc, second) in itertools.pairwise(on):
        if first.day == second.day and second.starts < first.ends:
            sentence = f"it starts at {time_words(second.starts)}, while {shown(first.title)} is still on"
            yield file.document.problem(file.document.spot((*loc, "starts")), sentence, Severity.WARNING)


def _shared_aliases(file: File, sessions: list[tuple[Loc, Session]]) -> Iterator[Problem]:
    first: dict[str, Session] = {}
    for loc, session in sessions:
        for number, alias in enumerate(session.aliases):
            other = first.setdefault(" ".join(alias.casefold().split()), session)
            if other is not session:
                sentence = (
                    f"{shown(alias)} is also what people call {shown(other.title)}; it tells neither of them apart"
                )
                yield file.document.problem(file.document.spot((*loc, "aliases", number)), sentence, Severity.WARNING)


def _reminder(
    file: File, loc: Loc, reminder: Reminder, sessions: list[Session], week: Week | None
) -> Iterator[Problem]:
    spot = file.document.spot((*loc, "at"))
    on = [session for session in sessions if session.status is not Status.CANCELLED]
    days = sorted({session.day for session in on}) if reminder.on == "session days" else list(reminder.on)
    for day in days:
        begins = min((session for session in on if session.day == day), key=lambda one: one.starts, default=None)
        if begins is not None and reminder.at >= begins.starts:
            sentence = (
                f"'{reminder.id}' is posted at {time_words(reminder.at)}, but on {day_words(day)} "
                f"{shown(begins.title)} has begun by then, at {time_words(begins.starts)}"
            )
            yield file.document.problem(spot, sentence)
    if not EARLIEST <= reminder.at <= LATEST:
        sentence = f"{shown(reminder.id)} is posted at {time_words(reminder.at)}, when people sleep; is that right?"
        yield file.document.problem(spot, sentence, Severity.WARNING)
    if reminder.on == "session days":
        return
    for number, day in enumerate(reminder.on):
        place = file.document.spot((*loc, "on", number))
        if day in reminder.on[:number]:
            yield file.document.problem(place, f"{day.isoformat()} is there twice; keep one of them")
        if file.document.at(("week",)) is not None and str(day.year) != file.name.removesuffix(".yaml"):
            yield file.document.problem(place, f"{day.isoformat()} is not in the year of this file, {file.name}")
        elif week is not None and not week.starts - NEAR <= day <= week.ends + NEAR:
            sentence = f"{day_words(day)} is more than two weeks from the week; is the month right?"
            yield file.document.problem(place, sentence, Severity.WARNING)


def live(content: Content) -> Schedule | None:
    """The schedule that answers speak of."""
    file = content.schedule
    return file.value if file is not None and isinstance(file.value, Schedule) else None
