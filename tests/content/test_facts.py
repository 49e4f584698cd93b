"""Every fact of the five source documents has a place in the knowledge, or a reason why not."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.source import load
from bot.core.knowledge import Aspect, Entry, Knowledge
from bot.core.wording import LONDON_ZONE, event_line, fill, session_line, session_values, week_values

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "reference" / "facts.yaml"
COVERED: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "facts-covered.yaml").read_text(encoding="utf-8")
)
MOMENTS = tuple(
    dt.datetime(2026, month, day, 9, tzinfo=LONDON_ZONE) for month, day in ((4, 1), (4, 22), (5, 20))
)  # before, during and after the week
CARRIED = {fact: place for fact, place in COVERED.items() if "in" in place}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(ROOT / "knowledge", ROOT / "schedules")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    if not FACTS.exists():
        pytest.skip("the reference facts are not beside this repository")
    return {fact["id"]: fact for fact in yaml.safe_load(FACTS.read_text(encoding="utf-8"))["facts"]}


@pytest.fixture(scope="module")
def never_show() -> list[str]:
    if not FACTS.exists():
        pytest.skip("the reference facts are not beside this repository")
    listed = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return [item for kind in listed["never_show"].values() for item in kind]


@pytest.fixture(scope="module")
def told(knowledge: Knowledge) -> dict[str, str]:
    """All that each entry, aspect, session and event ever says, by id."""
    schedule = knowledge.schedule
    said = {session.id: session_line(session) for session in schedule.sessions}
    said |= {event.id: event_line(event) for event in schedule.events}
    for entry in knowledge.entries:
        said[entry.id] = "\n".join(_entry(entry, knowledge))
    for aspect in knowledge.aspects:
        said[aspect.id] = "\n".join(_aspect(aspect, knowledge))
    return said


def _entry(entry: Entry, knowledge: Knowledge) -> list[str]:
    texts = [text for text in (entry.answer, entry.during, entry.after) if text]
    links = [link.url for link in entry.links if link.url]
    values = [week_values(knowledge.schedule, now) for now in MOMENTS]
    return [*(fill(text, value) for text in texts for value in values), *links, entry.source]


def _aspect(aspect: Aspect, knowledge: Knowledge) -> list[str]:
    schedule = knowledge.schedule
    texts = (aspect.before, aspect.during, aspect.after, aspect.cancelled, aspect.general, aspect.general_after)
    values = [
        week_values(schedule, now) | session_values(schedule, session, now)
        for now in MOMENTS
        for session in schedule.sessions
    ]
    return [fill(text, value) for text in texts if text for value in values]


@pytest.mark.parametrize("fact", CARRIED)
def test_the_place_named_for_a_fact_says_it(fact: str, told: dict[str, str]) -> None:
    place = COVERED[fact]

    assert place["says"] in told[place["in"]]


def test_a_fact_that_nobody_is_told_has_a_reason() -> None:
    assert all(place.get("not", "reason missing").strip() for place in COVERED.values() if "in" not in place)
    assert all(("in" in place) != ("not" in place) for place in COVERED.values())


def test_no_fact_of_the_five_sources_is_forgotten(facts: dict[str, Any]) -> None:
    of_the_sources = {fact_id for fact_id, fact in facts.items() if fact["seen"] == "seed"}

    assert set(COVERED) == of_the_sources


def test_nothing_that_must_never_be_shown_is_in_the_files(never_show: list[str]) -> None:
    files = [*(ROOT / "knowledge").rglob("*.yaml"), *(ROOT / "schedules").rglob("*.yaml")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    digits = {name: "".join(c for c in text if c.isdigit()) for name, text in texts.items()}

    found = [(name, item) for name, text in texts.items() for item in never_show if item in text]
    numbers = ["".join(c for c in item if c.isdigit()) for item in never_show if item[0].isdigit()]
    found += [(name, number) for name, run in digits.items() for number in numbers if number in run]

    assert numbers
    assert found == []


def test_every_historic_person_is_told_with_the_year(told: dict[str, str]) -> None:
    people = ("Kennedy", "Rhodes", "Malthouse", "Carden", "Gibson", "Shooter", "Marsh", "Dhindsa", "Roberts")
    named = {place: text for place, text in told.items() if any(person in text for person in people)}

    assert "history-people-then" in named
    assert all("2021" in text or "2022" in text for text in named.values())
