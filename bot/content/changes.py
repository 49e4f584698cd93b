"""What a new version of the content changes for the people who meet it: answers, posts, calendar, posted messages.

Two versions are compared by what people see of them at the same moments, not by their files.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.content.change import PASSED, Change, Where
from bot.content.changes_answers import answers, questions, shown
from bot.core import posts
from bot.core.knowledge import Channel, Knowledge, Reminder, Session, Status
from bot.core.posts import Told
from bot.core.replies import Reply
from bot.core.schedule import Key, Occurrence, on_day
from bot.core.wording import LONDON_ZONE, day_words, time_words, times_words


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is already in a channel, as the ledger knows it: what it says, and what its thread was told of."""

    key: Key
    told: Told
    noticed: Told


def between(
    before: Knowledge,
    after: Knowledge,
    now: dt.datetime,
    posted: Iterable[Posted] = (),
    calendar: str | None = None,
) -> list[Change]:
    """Everything that differs between the two versions, in the order in which ``Where`` lists it.

    *now* (aware) tells which posts are past, and what posted messages ought to say. *calendar* is the public address of
    calendar files, where they are offered.
    """
    now, out = now.astimezone(LONDON_ZONE), list(posted)
    return [
        *answers(before, after),
        *questions(before, after),
        *_posts(before, after, now, {(one.key.channel, one.key.day) for one in out}, calendar),
        *_calendar(before, after),
        *_posted(before, after, now, out, calendar),
    ]


# posts that are still to go out

Post = tuple[dt.datetime, str]


def _posts(
    before: Knowledge, after: Knowledge, now: dt.datetime, out: set[tuple[str, dt.date]], calendar: str | None
) -> Iterator[Change]:
    """Posts whose time or text differs; those that read alike in several channels together."""
    if before.channels.paused != after.channels.paused:
        states = ("posts go out", "nothing is posted or edited until it says no")
        old_state, new_state = states if after.channels.paused else states[::-1]
        yield Change(Where.POSTS, "The switch “paused” in channels.yaml", old_state, new_state)
    names = {channel.key: channel.name for version in (before, after) for channel in version.channels.channels}
    alike: dict[tuple[dt.date, Post | None, Post | None], list[str]] = {}
    for day in _days(before, after):
        old, new = _on(before, day, calendar), _on(after, day, calendar)
        for key in dict.fromkeys((*new, *old)):
            if old.get(key) != new.get(key) and (key, day) not in out:
                alike.setdefault((day, old.get(key), new.get(key)), []).append(names[key])
    for (day, was, will), channels in alike.items():
        last = max(post[0] for post in (was, will) if post is not None)
        note = "" if last > now else PASSED
        yield Change(
            Where.POSTS,
            f"{day_words(day)}, in {', '.join(channels)}",
            _post_words(was),
            _post_words(will),
            note=note,
            channels=tuple(channels),
        )


def _days(*versions: Knowledge) -> list[dt.date]:
    found: set[dt.date] = set()
    for version in versions:
        schedule = version.schedule
        found |= {session.day for session in schedule.sessions}
        for reminder in schedule.reminders:
            found |= set(reminder.on) if reminder.on != "session days" else set()
    return sorted(found)


def _on(knowledge: Knowledge, day: dt.date, calendar: str | None) -> dict[str, Post]:
    found: dict[str, Occurrence] = {one.channel.key: one for one in on_day(knowledge, day)}
    return {key: (one.at, shown(posts.of(one, knowledge, one.at, calendar))) for key, one in found.items()}


def _post_words(post: Post | None) -> str | None:
    return None if post is None else f"At {time_words(post[0].astimezone(LONDON_ZONE).time())}:\n{post[1]}"


# calendar files


def _calendar(before: Knowledge, after: Knowledge) -> Iterator[Change]:
    old, new = ({one.id: one for one in version.schedule.sessions} for version in (before, after))
    same_year = before.schedule.week.starts.year == after.schedule.week.starts.year
    for session_id in dict.fromkeys((*new, *old)):
        was, will = old.get(session_id), new.get(session_id)
        words = tuple(_event(one) if one else None for one in (was, will))
        if words[0] == words[1] and same_year:
            continue
        title = (will or was or new[session_id]).title
        note = "Calendars that subscribed to the week show it within about an hour; a single copy must be added again."
        if was is None or not same_year:
            note = "It is new in the calendar files."
        elif will is None:
            note = "Calendars that hold a copy keep it: to take it out of them, write “status: cancelled” instead."
        yield Change(Where.CALENDAR, f"“{title}” ({session_id})", words[0], words[1], note=note)


def _event(session: Session) -> str:
    title = f"Cancelled: {session.title}" if session.status is Status.CANCELLED else session.title
    rows = [title, f"{day_words(session.day)} {session.day.year}, {times_words(session)}"]
    return "\n".join(rows + ([f"Register: {session.register_link}"] if session.register_link else []))


# messages that are already out


def _posted(
    before: Knowledge, after: Knowledge, now: dt.datetime, out: list[Posted], calendar: str | None
) -> Iterator[Change]:
    channels = {channel.key: channel for version in (before, after) for channel in version.channels.channels}
    listed = {channel.key for channel in after.channels.channels}
    for one in sorted(out, key=lambda posted: (posted.key.day, posted.key.channel)):
        channel = channels.get(one.key.channel)
        if channel is None or not posts.belongs(after.schedule, one.key.day):
            continue
        was, will = (_now_says(version, one, channel, now, calendar) for version in (before, after))
        if was is None or will is None or was[0] == will[0]:
            continue
        note = (
            _follows(after, one, will, channel, now)
            if channel.key in listed
            else "It stays: the channel is no longer listed."
        )
        where = f"{day_words(one.key.day)}, in {channel.name}"
        yield Change(Where.POSTED, where, shown(was[1]), shown(will[1]), note=note, channels=(channel.name,))


Saying = tuple[Told, Reply, Reminder]


def _now_says(
    knowledge: Knowledge, one: Posted, channel: Channel, now: dt.datetime, calendar: str | None
) -> Saying | None:
    reminder = posts.reminder_of(knowledge, one.key.reminder)
    if reminder is None:
        return None
    told = posts.now_true(knowledge.schedule, reminder, one.key.day, one.told, now)
    return told, posts.post(knowledge, reminder, channel, one.key.day, told, now, calendar), reminder


def _follows(after: Knowledge, one: Posted, will: Saying, channel: Channel, now: dt.datetime) -> str:
    if after.channels.paused:
        return "It is edited once “paused” says no."
    told, _, reminder = will
    line = posts.notice(after, reminder, channel, one.noticed, told, now)
    if line is None:
        return "The message is edited where it stands; nobody is notified."
    return f"The message is edited where it stands, and its thread gets one line:\n{line.text}"
