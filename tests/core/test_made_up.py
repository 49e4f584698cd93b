"""Nothing is made up: every number, time, day and link a person can be shown stands in the files, or is one of their
dates in words. Every kind of reply, at any moment."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.source import load
from bot.core import pinned
from bot.core.answering import Answerer
from bot.core.composing import LONGEST, fitted
from bot.core.question import Context, Question
from bot.core.replies import About, Choice, Kind, Link, Reply, Section
from bot.core.safety import Level, Reading
from bot.core.wording import LONDON_ZONE, date_words, day_words, length_words, time_words

ROOT = Path(__file__).parents[2]
KNOWLEDGE = load(ROOT / "knowledge", ROOT / "schedules")
ANSWERER = Answerer.build(KNOWLEDGE)
SOURCED = (*KNOWLEDGE.entries, *KNOWLEDGE.aspects, *(entry for force in KNOWLEDGE.forces for entry in force.entries))
ASKS = sorted({ask for one in SOURCED for ask in (one.title, *one.asks, *one.cy_asks)})
SESSIONS = KNOWLEDGE.schedule.sessions

_NUMBER = re.compile(r"(?<![\w-])\d+(?:[ :.,/]\d+)*(?:am|pm)?")
_DAY = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?\d{1,2} (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?: \d{4})?"
)
_LINK = re.compile(r"https?://[^\s\"'\]},)]+")


def _written() -> str:
    """What the files say, but for the ways people ask."""
    held = KNOWLEDGE.model_dump(mode="json", exclude={"version"})
    return json.dumps(_without_asks(held), ensure_ascii=False) + repr(pinned.PINNED) + repr(pinned.FEARS)


def _without_asks(held: Any) -> Any:
    if isinstance(held, dict):
        return {key: _without_asks(one) for key, one in held.items() if key not in ("asks", "cy_asks", "aliases")}
    return [_without_asks(one) for one in held] if isinstance(held, list) else held


def _derived() -> str:
    """The dates and times of the files in words."""
    week = KNOWLEDGE.schedule.week
    days = [week.starts + dt.timedelta(days=n) for n in range((week.ends - week.starts).days + 1)]
    said = [f"{day_words(day)} {day.year} {date_words(day)}" for day in days]
    said += [f"{time_words(session.starts)} {time_words(session.ends)} {length_words(session)}" for session in SESSIONS]
    said += [date_words(one.checked) for one in SOURCED]
    return " ".join(said)


KNOWN = f"{_written()} {_derived()}"
NUMBERS = set(_NUMBER.findall(KNOWN))
DAYS = set(_DAY.findall(KNOWN)) | {day.rsplit(" ", 1)[0] for day in _DAY.findall(KNOWN) if day[-4:].isdigit()}
LINKS = {link.rstrip(".") for link in _LINK.findall(KNOWN)}


def shown(reply: Reply) -> str:
    """Everything a person can be shown of *reply*, a part a line."""
    return "\n".join([reply.text, reply.footer, reply.summary, *(choice.label for choice in reply.choices)])


def made_up(reply: Reply) -> list[str]:
    """What of *reply* stands nowhere in the files."""
    text = shown(reply)
    found = [number for number in _NUMBER.findall(text) if number not in NUMBERS]
    found += [day for day in _DAY.findall(text) if day not in DAYS]
    return found + [link for link in _LINK.findall(text) if link.rstrip(".") not in LINKS]


moments = st.datetimes(dt.datetime(2025, 6, 1), dt.datetime(2028, 6, 1)).map(
    lambda naive: naive.replace(tzinfo=LONDON_ZONE)
) | st.sampled_from(
    [dt.datetime(2026, 4, day, hour, 20, tzinfo=LONDON_ZONE) for day in range(19, 28) for hour in (0, 11, 14, 23)]
)
_NUMBERS_TYPED = st.from_regex(r"\A(on |at )?[0-9]{1,4}([ :/.][0-9]{1,4}){0,2}(st|nd|th|pm)?\Z", fullmatch=True)
questions = (
    st.sampled_from(ASKS)
    | st.text(max_size=80)
    | st.tuples(st.sampled_from(ASKS), _NUMBERS_TYPED).map(" ".join)
    | st.lists(st.sampled_from(ASKS), min_size=2, max_size=3).map("? ".join)
)
readings = st.builds(
    Reading,
    level=st.sampled_from([Level.NONE, Level.NONE, Level.CONCERN, Level.CRISIS]),
    about=st.sampled_from([About.SELF, About.OTHER]),
    welsh=st.booleans(),
)
contexts = st.none() | st.builds(
    Context,
    at=st.just(dt.datetime(2026, 4, 21, 9, tzinfo=LONDON_ZONE)),
    kind=st.just(Kind.ANSWER),
    entry=st.none() | st.sampled_from([entry.id for entry in KNOWLEDGE.entries]),
    session=st.none() | st.sampled_from([session.id for session in SESSIONS]),
    aspect=st.none() | st.sampled_from([aspect.id for aspect in KNOWLEDGE.aspects]),
    day=st.none() | st.dates(dt.date(2026, 4, 20), dt.date(2026, 4, 26)),
)
forces = st.sampled_from([None, *(force.force for force in KNOWLEDGE.forces)])
actions = st.sampled_from(
    [f"entry:{one.id}" for one in SOURCED]
    + [f"session:{session.id}:{aspect.id}" for session in SESSIONS for aspect in KNOWLEDGE.aspects]
    + [f"crisis:{fear}" for fear in pinned.FEARS]
    + ["help", "forward:offer", "forward:send", "entry:gone", ""]
)


@settings(max_examples=300, deadline=None)
@given(questions, moments, readings, contexts, forces)
def test_no_number_day_or_link_of_an_answer_is_made_up(
    text: str, now: dt.datetime, reading: Reading, context: Context | None, force: str | None
) -> None:
    reply, _ = ANSWERER.answer(Question(text, force=force), reading, now, context)
    assert made_up(reply) == []


@settings(max_examples=200, deadline=None)
@given(actions, moments, forces)
def test_no_number_day_or_link_behind_a_button_is_made_up(action: str, now: dt.datetime, force: str | None) -> None:
    reply, _ = ANSWERER.answer(Question("", force=force, action=action), Reading(Level.NONE), now, None)
    assert made_up(reply) == []


@settings(max_examples=60, deadline=None)
@given(moments, forces)
def test_no_number_day_or_link_of_the_home_is_made_up(now: dt.datetime, force: str | None) -> None:
    assert made_up(ANSWERER.home(now, force)) == []


@pytest.mark.parametrize(
    "invented", ["Ring 0300 131 2788.", "Tuesday 22 April", "https://example.org/x", "at 2:15pm", "12 May 2026"]
)
def test_what_is_made_up_would_be_noticed(invented: str) -> None:
    assert made_up(Reply(Kind.ANSWER, (Section(invented),), pinned.footer(), "Signpost has answered."))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=1500), min_size=1, max_size=5),
    st.lists(st.builds(Link, st.text(max_size=200), st.just("https://example.org")), max_size=4),
    st.none() | st.text(max_size=400),
)
def test_no_reply_is_longer_than_900_characters(texts: list[str], links: list[Link], note: str | None) -> None:
    sections = tuple(map(Section, texts))
    reply = Reply(Kind.ANSWER, sections, "", "", links=tuple(links), note=note, choices=(Choice("a", "help"),))
    assert len(fitted(reply).text) <= LONGEST


_TO_COME = re.compile(
    r"\bwill be\b|\bis on (?:now|today|tomorrow|\w+day)\b|\bneed to register\b|\bbeing recorded\b|\bhasn't happened\b"
)


@pytest.mark.parametrize("aspect", [aspect.id for aspect in KNOWLEDGE.aspects])
def test_a_session_that_is_over_is_never_told_as_to_come(aspect: str) -> None:
    for session in SESSIONS:
        ended = dt.datetime.combine(session.day, session.ends, LONDON_ZONE)
        for now in (ended, ended + dt.timedelta(hours=10), ended + dt.timedelta(days=200)):
            action = f"session:{session.id}:{aspect}"
            reply, _ = ANSWERER.answer(Question("", action=action), Reading(Level.NONE), now, None)
            told = reply.text.split("\nNext: ")[0]
            assert not _TO_COME.search(told), f"{now:%d %B %H:%M}: {told}"


@pytest.mark.parametrize("aspect", [aspect.id for aspect in KNOWLEDGE.aspects])
def test_after_the_week_nothing_of_it_is_told_as_to_come(aspect: str) -> None:
    now = dt.datetime(2026, 5, 4, 12, tzinfo=LONDON_ZONE)
    reply, _ = ANSWERER.answer(Question("", action=f"entry:{aspect}"), Reading(Level.NONE), now, None)
    assert not _TO_COME.search(reply.text), reply.text


@pytest.mark.parametrize("entry", [entry.id for entry in KNOWLEDGE.entries if entry.kind == "unknown"])
def test_every_near_miss_leads_on_to_where_to_turn(entry: str) -> None:
    now = dt.datetime(2026, 4, 21, 9, tzinfo=LONDON_ZONE)
    reply, _ = ANSWERER.answer(Question("", action=f"entry:{entry}"), Reading(Level.NONE), now, None)
    assert reply.kind is Kind.UNKNOWN
    assert reply.choices or reply.links
