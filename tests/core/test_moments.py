"""The day a question means, against the London clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Schedule, Session, Week
from bot.core.lexical import folded
from bot.core.moments import Order, moment, without_moment
from bot.core.wording import LONDON_ZONE

TALK = Session(
    id="talk", title="A talk", day=dt.date(2026, 4, 21), starts=dt.time(14), ends=dt.time(14, 45)
)  # fmt: skip
PLAN = Schedule(week=Week(name="Week", starts=dt.date(2026, 4, 20), ends=dt.date(2026, 4, 26)), sessions=(TALK,))
WEDNESDAY = dt.datetime(2026, 4, 22, 9, 30, tzinfo=LONDON_ZONE)


def days(text: str, now: dt.datetime = WEDNESDAY, before: dt.date | None = None) -> list[int]:
    return [day.day for day in moment(folded(text), PLAN, now, before).days]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what's on today", 22),
        ("is it on now", 22),
        ("this arvo", 22),
        ("tonight?", 22),
        ("wots on tomoz", 23),
        ("tomorrows one", 23),
        ("yday's session", 21),
        ("the day after tomorrow", 24),
        ("thurs arvo", 23),
        ("on mondays one", 20),
        ("friday?", 24),
        ("saturday", 25),
        ("what's on the 22nd", 22),
        ("24 april", 24),
        ("april 20th", 20),
        ("the twenty third", 23),
        ("beth sydd ymlaen heddiw", 22),
        ("sesiwn dydd Mercher", 22),
        ("yfory", 23),
    ],
)
def test_a_day_is_understood(text: str, day: int) -> None:
    assert days(text)[:1] == [day]


def test_a_date_in_figures_is_understood() -> None:
    assert [day.day for day in moment("whats on 22/4", PLAN, WEDNESDAY).days] == [22]


def test_a_weekend_is_two_days() -> None:
    assert days("anything this weekend") == [25, 26]


@pytest.mark.parametrize("text", ["what is it about", "mon to fri whats on each day", "may I come", "he sat down", ""])
def test_no_day_is_heard_where_none_is_said(text: str) -> None:
    assert days(text) == []


def test_today_after_midnight_is_the_new_day() -> None:
    assert days("today", dt.datetime(2026, 4, 23, 0, 5, tzinfo=LONDON_ZONE)) == [23]


def test_the_london_day_counts_when_the_clock_is_given_in_utc() -> None:
    assert days("today", dt.datetime(2026, 4, 22, 23, 30, tzinfo=dt.UTC)) == [23]


def test_a_weekday_is_the_one_in_the_week_even_long_before() -> None:
    assert days("thursday", dt.datetime(2026, 3, 19, 9, tzinfo=LONDON_ZONE)) == [23]


def test_the_day_after_follows_the_day_spoken_of() -> None:
    assert days("and the day after that?", before=dt.date(2026, 4, 21)) == [22]


def test_the_31st_of_april_is_no_day() -> None:
    assert days("the 31st of april") == []


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("next session?", Order.NEXT),
        ("whats coming up", Order.NEXT),
        ("anything left this week", Order.LEFT),
        ("which session opens the week", Order.FIRST),
        ("when is the last one", Order.LAST),
        ("first on the scene", None),
        ("next year", None),
    ],
)
def test_a_place_in_the_row_is_understood(text: str, order: Order | None) -> None:
    assert moment(folded(text), PLAN, WEDNESDAY).order is order


@pytest.mark.parametrize(
    ("text", "hour"), [("the 11am one", 11), ("at 2", 14), ("1400 or so", 14), ("two of us", None)]
)
def test_an_hour_is_understood(text: str, hour: int | None) -> None:
    assert moment(folded(text), PLAN, WEDNESDAY).hour == hour


def test_what_is_left_without_the_day_is_what_is_asked() -> None:
    assert without_moment(folded("and what about thursday?")) == "and what about"


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    moment(folded(text), PLAN, WEDNESDAY)
