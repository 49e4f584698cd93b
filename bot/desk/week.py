"""The week's posts, channel by channel: how each reads at the chosen moment, and what the ledger says of it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.core import posts
from bot.core.knowledge import Knowledge
from bot.core.replies import Reply
from bot.core.schedule import Occurrence, on_day
from bot.core.wording import LONDON_ZONE, day_words, time_words
from bot.delivery.listing import PAUSED, Standing
from bot.desk.looks import looks
from bot.desk.markup import Html, el, together
from bot.desk.problems import count
from bot.desk.view import View

LISTED = 12
"""More channels than these of one post are folded away."""


def page(view: View, knowledge: Knowledge, standings: Sequence[Standing], calendar: str | None) -> Html:
    """The body."""
    said = {(one.day, one.channel): one for one in standings}
    week = knowledge.schedule.week
    days = [_day(view, knowledge, day, said, calendar) for day in _days(knowledge, standings)]
    return together(
        el("p", PAUSED, class_="notice") if knowledge.channels.paused else None,
        el(
            "p",
            f"{week.name}. Each post is shown as it reads at the moment you chose: before it goes out as it will go "
            "out, later as it has been edited by then.",
            class_="hint",
        ),
        [day for day in days if day is not None] or el("p", "No channel is to get a post in this week."),
    )


def _days(knowledge: Knowledge, standings: Sequence[Standing]) -> Iterator[dt.date]:
    week = knowledge.schedule.week
    known = {one.day for one in standings}
    inside = {week.starts + dt.timedelta(days=number) for number in range((week.ends - week.starts).days + 1)}
    yield from sorted(known | inside)


def _day(
    view: View,
    knowledge: Knowledge,
    day: dt.date,
    said: dict[tuple[dt.date, str], Standing],
    calendar: str | None,
) -> Html | None:
    together_by: dict[tuple[dt.datetime, Reply], list[Occurrence]] = {}
    for occurrence in on_day(knowledge, day):
        key = occurrence.at, reads(knowledge, occurrence, view.moment, calendar)
        together_by.setdefault(key, []).append(occurrence)
    planned = {occurrence.channel.key for found in together_by.values() for occurrence in found}
    others = [one for (on, channel), one in said.items() if on == day and channel not in planned]
    if not together_by and not others:
        return None
    return el(
        "section",
        el("h2", day_words(day)),
        [_post(view, knowledge, at, reply, found, said) for (at, reply), found in together_by.items()],
        together(el("h3", "Also in the ledger"), _channels(others)) if others else None,
        class_="card",
    )


def reads(knowledge: Knowledge, occurrence: Occurrence, moment: dt.datetime, calendar: str | None) -> Reply:
    """The post as it reads at *moment*: as it goes out, or as it has been edited since."""
    if moment <= occurrence.at:
        return posts.of(occurrence, knowledge, occurrence.at, calendar)
    saying = posts.now_true(knowledge.schedule, occurrence.reminder, occurrence.day, posts.told(occurrence), moment)
    return posts.post(
        knowledge,
        occurrence.reminder,
        occurrence.channel,
        occurrence.day,
        saying,
        moment.astimezone(LONDON_ZONE),
        calendar,
    )


def _post(
    view: View,
    knowledge: Knowledge,
    at: dt.datetime,
    reply: Reply,
    found: Sequence[Occurrence],
    said: dict[tuple[dt.date, str], Standing],
) -> Html:
    known = [said.get((occurrence.day, occurrence.channel.key)) for occurrence in found]
    title = f"At {time_words(at.astimezone(LONDON_ZONE).time())}, into {count(len(found), 'channel')}"
    return together(
        el("h3", title),
        _channels([one for one in known if one is not None]),
        looks(reply, view, knowledge, level=4),
    )


def _channels(standings: Sequence[Standing]) -> Html:
    rows = sorted(standings, key=lambda one: not one.needs)
    listed = el(
        "ul",
        [
            el("li", el("strong", "Needs a person: ") if one.needs else None, el("b", one.name), f": {one.says}")
            for one in rows
        ],
        class_="channels",
    )
    if len(rows) <= LISTED:
        return listed
    return el("details", el("summary", f"What the ledger says of {count(len(rows), 'channel')}"), listed)
