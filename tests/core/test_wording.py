"""Dates, times and placeholders as people read them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Event, Schedule, Session, Week
from bot.core.wording import (
    LONDON_ZONE,
    UnknownPlaceholderError,
    day_words,
    fill,
    length_words,
    placeholders,
    session_values,
    time_words,
    week_values,
)


def session(day: int = 21, starts: str = "14:00", ends: str = "14:45", **more: object) -> Session:
    return Session.model_validate(
        {
            "id": f"s{day}",
            "title": f"Session {day}",
            "day": dt.date(2026, 4, day),
            "starts": starts,
            "ends": ends,
            **more,
        }
    )


def schedule(*sessions: Session) -> Schedule:
    week = Week(name="The week", starts=dt.date(2026, 4, 20), ends=dt.date(2026, 4, 26))
    talk = Event(id="conference", title="Conference", day=dt.date(2026, 4, 23), hosts="the NPCC")
    return Schedule(week=week, sessions=sessions or (session(),), events=(talk,))


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 4, day, hour, minute, tzinfo=LONDON_ZONE)


@pytest.mark.parametrize(
    ("time", "words"),
    [("14:00", "2pm"), ("11:45", "11:45am"), ("00:30", "12:30am"), ("12:00", "midday"), ("00:00", "midnight")],
)
def test_times_read_as_people_say_them(time: str, words: str) -> None:
    assert time_words(dt.time.fromisoformat(time)) == words


def test_days_read_without_a_leading_nought() -> None:
    assert day_words(dt.date(2026, 4, 3)) == "Friday 3 April"


def test_a_length_over_an_hour_names_the_hour() -> None:
    assert length_words(session(starts="10:00", ends="11:30")) == "1 hour 30 minutes"


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    assert fill("One\nRegister here: {register}\nTwo", {"register": None}) == "One\nTwo"


def test_a_line_that_begins_with_a_placeholder_begins_with_a_capital() -> None:
    assert fill("{when}: a talk", {"when": "today, Tuesday 21 April"}) == "Today, Tuesday 21 April: a talk"


def test_an_unknown_placeholder_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownPlaceholderError, match=r"did you mean \{title\}"):
        placeholders("{titel} is on {day}")


def test_known_placeholders_are_told() -> None:
    assert placeholders("{title} is on {day}") == {"title", "day"}


def test_the_link_and_its_absence_never_stand_together() -> None:
    text = "Register here: {register}\n{no_register}Search for the page."
    without = session_values(schedule(), session(), at(20))
    known = session_values(schedule(), session(register="https://example.org/r"), at(20))
    assert fill(text, without) == "Search for the page."
    assert fill(text, known) == "Register here: https://example.org/r"


@pytest.mark.parametrize(
    ("day", "words"),
    [(21, "today, Tuesday 21 April"), (20, "tomorrow, Tuesday 21 April"), (22, "yesterday, Tuesday 21 April")],
)
def test_a_day_is_named_from_today(day: int, words: str) -> None:
    assert session_values(schedule(), session(), at(day))["when"] == words


def test_what_is_left_drops_what_is_over_and_what_is_cancelled() -> None:
    plan = schedule(session(20), session(21), session(22, status="cancelled"))
    left = week_values(plan, at(20, 15))["left"]
    assert left == "Tuesday 21 April, 2pm to 2:45pm: Session 21"


def test_nothing_is_left_after_the_last_session() -> None:
    assert week_values(schedule(), at(21, 14, 45))["left"] is None


def test_the_next_session_is_the_next_to_begin() -> None:
    plan = schedule(session(21), session(20))
    assert week_values(plan, at(20, 14, 10))["next"] == "Tuesday 21 April, 2pm to 2:45pm: Session 21"


def test_a_day_says_what_else_is_on_it() -> None:
    plan = schedule(session(23))
    assert session_values(plan, session(23), at(20))["also"] == "Conference, hosted by the NPCC"


@given(st.text())
def test_filling_never_raises(text: str) -> None:
    fill(text, week_values(schedule(), at(20)))
