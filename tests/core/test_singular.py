"""A week with exactly one session is spoken of as one, in every answer and post and at any moment."""

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.content.source import load
from bot.core import posts
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.core.safety import Level, Reading
from bot.core.schedule import on_day
from bot.core.singular import in_singular
from bot.core.wording import LONDON_ZONE

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = load(ROOT / "knowledge", ROOT / "schedules")
ONE = next(session for session in SHIPPED.schedule.sessions if session.id == "data")
KNOWLEDGE = SHIPPED.model_copy(update={"schedule": SHIPPED.schedule.model_copy(update={"sessions": (ONE,)})})
ANSWERER = Answerer.build(KNOWLEDGE)
MOMENTS = {
    "before": dt.datetime(2026, 4, 10, 9, tzinfo=LONDON_ZONE),
    "that morning": dt.datetime(2026, 4, 22, 8, tzinfo=LONDON_ZONE),
    "during": dt.datetime(2026, 4, 22, 11, 10, tzinfo=LONDON_ZONE),
    "after": dt.datetime(2026, 5, 4, 9, tzinfo=LONDON_ZONE),
}
PLURAL = re.compile(
    r"\b(?:the|all) one (?:\w+ ){0,4}sessions?\b|\bone (?!of )(?:\w+ ){0,3}sessions\b|\ball one\b|\bare one\b",
    re.IGNORECASE,
)
ENTRIES = [entry.id for entry in KNOWLEDGE.entries]
ACTIONS = [f"entry:{name}" for name in (*ENTRIES, *ANSWERER.aspects)]
ACTIONS += [f"session:data:{aspect}" for aspect in ANSWERER.aspects]


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_answer_speaks_of_one_as_of_several(moment: str) -> None:
    now = MOMENTS[moment]
    said = {a: ANSWERER.answer(Question("", action=a), Reading(Level.NONE), now)[0].text for a in ACTIONS}
    assert {action: text for action, text in said.items() if PLURAL.search(text)} == {}


def test_with_all_five_some_answer_speaks_of_five() -> None:
    """So that the test above looks at answers that say how many there are."""
    several = Answerer.build(SHIPPED)
    now = MOMENTS["before"]
    said = [several.answer(Question("", action=a), Reading(Level.NONE), now)[0].text for a in ACTIONS]
    assert sum(bool(re.search(r"\bfive\b", text)) for text in said) >= 15


def test_its_post_is_the_only_one_and_reads_as_ever() -> None:
    days = [ONE.day + dt.timedelta(days=number) for number in range(-2, 3)]
    out = [one for day in days for one in on_day(KNOWLEDGE, day)]
    assert {one.key.day for one in out} == {ONE.day}
    (reply,) = {posts.of(one, KNOWLEDGE, one.at).text for one in out}
    assert reply.startswith(f"Today, 11am to 11:45am: {ONE.title}")
    assert not PLURAL.search(reply)


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("All {count} CPD sessions are free, and online.", "The CPD session is free, and online."),
        ("You need to register. All {count} are online.", "You need to register. It is online."),
        ("Yes, all {count} CPD sessions are recorded.", "Yes, the CPD session is recorded."),
        ("The {count} sessions, each {length} long:", "The session, {length} long:"),
        ("It was one of its {count} online CPD sessions, on {day}.", "It was the online CPD session, on {day}."),
        ("There are {count} free online CPD sessions.", "There is {count} free online CPD session."),
        ("{title} was free, like all {count} CPD sessions of the week.", "{title} was free."),
        ("The sessions are over. These were the {count}, each {length} long:",
         "The sessions are over. This was the one, {length} long:"),
        ("All sessions are free.", "All sessions are free."),
    ],
)  # fmt: skip
def test_only_the_words_next_to_the_count_change(written: str, reads: str) -> None:
    assert in_singular(written) == reads
