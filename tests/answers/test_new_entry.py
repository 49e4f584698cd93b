"""A lead's new entry is found at once: five asks, no training, with the reader that is shipped and without one."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content.source import load as load_content
from bot.core.answering import Answerer
from bot.core.knowledge import Entry
from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.safety import Level, Reading
from bot.core.wording import LONDON_ZONE
from bot.model.load import load as load_reader

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 4, 21, 9, tzinfo=LONDON_ZONE)
NEW = {
    "allotment": (
        "The station allotment",
        "where is the station allotment",
        "can I have a plot on the allotment",
        "who looks after the allotment",
        "is the allotment open to staff",
        "growing veg at work",
    ),
    "choir": (
        "The police choir",
        "how do I join the choir",
        "when does the choir rehearse",
        "do you have to read music for the choir",
        "is there a police choir",
        "singing group for officers",
    ),
    "bike-loan": (
        "Borrowing a bike",
        "can I borrow a bike",
        "bike loan scheme",
        "how long can I keep the bike for",
        "where do I pick up the bike",
        "is there a pool bicycle",
    ),
}
REWORDED = [
    ("where's the allotment at our station", "allotment"),
    ("could i get a plot at the allotment", "allotment"),
    ("how does somebody join the choir", "choir"),
    ("when are the choir's rehearsals", "choir"),
    ("can i borrow one of the bikes", "bike-loan"),
    ("how does the bike loan scheme work", "bike-loan"),
]


def _entry(name: str) -> Entry:
    title, *asks = NEW[name]
    return Entry(
        id=name,
        title=title,
        asks=tuple(asks),
        answer=f"{title}: ask at the front desk.",
        source="The wellbeing team",
        checked=dt.date(2026, 4, 1),
        review_by=dt.date(2027, 4, 1),
        owner="wellbeing team",
    )


@pytest.fixture(scope="module", params=["with the reader", "by words and letters"])
def answerer(request: pytest.FixtureRequest) -> Answerer:
    shipped = load_content(ROOT / "knowledge", ROOT / "schedules")
    knowledge = shipped.model_copy(update={"entries": (*shipped.entries, *map(_entry, NEW))})
    return Answerer.build(knowledge, load_reader() if request.param == "with the reader" else None)


def _asked(answerer: Answerer, text: str) -> Reply:
    return answerer.answer(Question(text), Reading(Level.NONE), NOW)[0]


@pytest.mark.parametrize(("name", "ask"), [(name, ask) for name, (_, *asks) in NEW.items() for ask in asks])
def test_a_new_entry_is_reached_by_each_of_its_asks(name: str, ask: str, answerer: Answerer) -> None:
    assert _asked(answerer, ask).entries == (name,)


@pytest.mark.parametrize(("text", "name"), REWORDED)
def test_a_new_entry_is_answered_or_offered_when_it_is_asked_in_other_words(
    text: str, name: str, answerer: Answerer
) -> None:
    reply = _asked(answerer, text)
    assert name in reply.entries or f"entry:{name}" in [choice.action for choice in reply.choices]
