"""What happened to the week itself between two versions, one sentence each: moved, renamed, cancelled, new, gone."""

from collections.abc import Iterator

from bot.core.knowledge import Event, Schedule, Session, Status
from bot.core.wording import count_words, day_words, event_line, times_words, week_dates


def of_the_week(before: Schedule, after: Schedule) -> Iterator[str]:
    """The sentences, in the order of the newer file. Another year's week is told as a whole."""
    old, new = (week_dates(one.week.starts, one.week.ends) for one in (before, after))
    if before.week.starts.year != after.week.starts.year:
        sessions = f"{count_words(len(after.sessions))} session{'' if len(after.sessions) == 1 else 's'}"
        yield f"The week is another one now: “{after.week.name}”, {new}, with {sessions}."
        return
    if old != new:
        yield f"The week is now {new}. It was {old}."
    if before.week.name != after.week.name:
        yield f"The week is now called “{after.week.name}”. It was “{before.week.name}”."
    was = {session.id: session for session in before.sessions}
    for session in after.sessions:
        yield from _of_session(was.pop(session.id, None), session)
    yield from (f"“{gone.title}” is taken out. It was on {_when(gone)}." for gone in was.values())
    yield from _of_events(before, after)


def _of_session(was: Session | None, now: Session) -> Iterator[str]:
    if was is None:
        yield f"“{now.title}” is new: {_when(now)}."
        return
    if was.title != now.title:
        yield f"“{was.title}” is now called “{now.title}”."
    if _when(was) != _when(now):
        yield f"“{now.title}” moves: it was {_when(was)}; it is now {_when(now)}."
    cancelled = [one.status is Status.CANCELLED for one in (was, now)]
    if cancelled == [False, True]:
        yield f"“{now.title}” is cancelled ({_when(now)})."
    elif cancelled == [True, False]:
        yield f"“{now.title}” is back on: {_when(now)}."
    yield from _of_link(now.title, "registration page", was.register_link, now.register_link)
    yield from _of_link(now.title, "recording", was.recording, now.recording)
    if was.about != now.about:
        yield f"What “{now.title}” is about reads differently."


def _of_link(title: str, what: str, was: str | None, now: str | None) -> Iterator[str]:
    if was == now:
        return
    if now is None:
        yield f"“{title}” has no {what} any more."
    else:
        yield f"“{title}” has {'a' if was is None else 'another'} {what}: {now}"


def _of_events(before: Schedule, after: Schedule) -> Iterator[str]:
    was: dict[str, Event] = {event.id: event for event in before.events}
    for event in after.events:
        had = was.pop(event.id, None)
        if had is None:
            yield f"Also in the week now: {event_line(event)}."
        elif event_line(had) != event_line(event):
            yield f"“{had.title}” changes: {event_line(event)}. It was {event_line(had)}."
    yield from (f"“{gone.title}” is taken out of the week." for gone in was.values())


def _when(session: Session) -> str:
    return f"{day_words(session.day)}, {times_words(session)}"
