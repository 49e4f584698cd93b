"""Which session a question names, and how many questions it is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.asking import Asked, By, Names, asks, initials, near, other_week, pieces, understand
from bot.core.knowledge import Schedule, Session, Week
from bot.core.wording import LONDON_ZONE


def _session(id_: str, title: str, day: int, starts: int, *aliases: str) -> Session:
    return Session(
        id=id_,
        title=title,
        day=dt.date(2026, 4, day),
        starts=dt.time(starts),
        ends=dt.time(starts, 45),
        aliases=aliases,
    )


SESSIONS = (
    _session("future", "The future for response policing", 20, 14),
    _session("crisis", "First on the scene: crisis intervention", 21, 14),
    _session("data", "Using data to power trusted and effective response policing", 22, 11, "stats one"),
    _session("protests", "First on the scene: unplanned protests and auditors", 23, 14, "demos"),
    _session("dogs", "First on the scene: dangerous dogs", 24, 14, "xl bully", "cŵn peryglus"),
)
PLAN = Schedule(
    week=Week(name="Response policing week of action 2026", starts=dt.date(2026, 4, 20), ends=dt.date(2026, 4, 26)),
    sessions=SESSIONS,
)
NAMES = Names.build(SESSIONS)
NOW = dt.datetime(2026, 4, 21, 9, tzinfo=LONDON_ZONE)


def asked(text: str) -> Asked:
    return understand(text, PLAN, NAMES, NOW)


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("when is the dangerous dogs session", "dogs"),
        ("what time is the dog one", "dogs"),
        ("the XL bully thing", "dogs"),
        ("pryd mae'r un am gŵn peryglus", "dogs"),
        ("auditer talk when", "protests"),
        ("the thing on demos", "protests"),
        ("cirsis intevention", "crisis"),
        ("is the stats one recorded", "data"),
        ("the future one", "future"),
        ("chair of thursdays one", "protests"),
        ("whats on tomorrow", "data"),
        ("next one?", "crisis"),
        ("the 11am one", "data"),
        ("which session opens the week", "future"),
        ("so that's the dogs done, anything after", "dogs"),
        ("whats next after the data one", "protests"),
    ],
)
def test_one_session_is_meant(text: str, session: str) -> None:
    assert [found.id for found in asked(text).sessions] == [session]


def test_first_on_the_scene_is_three_sessions() -> None:
    assert [found.id for found in asked("when is first on the scene").sessions] == ["crisis", "protests", "dogs"]


def test_two_sessions_may_be_named() -> None:
    assert [found.id for found in asked("the data one and the future one").sessions] == ["future", "data"]


@pytest.mark.parametrize("text", ["what is the enrolment process", "who hosts the sessions", "", "are they on youtube"])
def test_no_session_is_heard_where_none_is_named(text: str) -> None:
    assert asked(text).by is By.NOTHING


def test_a_day_without_a_session_is_still_a_day() -> None:
    saturday = asked("anything on saturday")
    assert (saturday.by, saturday.sessions) == (By.DAY, ())


@pytest.mark.parametrize("text", ["and friday?", "dangerous dogs", "what about the data one", "tomorrow"])
def test_a_day_or_name_alone_is_bare(text: str) -> None:
    assert asked(text).bare


@pytest.mark.parametrize("text", ["is friday recorded", "who runs the data one", "hello", "where is my tutor today"])
def test_more_than_a_day_or_name_is_not_bare(text: str) -> None:
    assert not asked(text).bare


@pytest.mark.parametrize(
    ("typed", "meant"), [("auditers", "auditors"), ("dog", "dogs"), ("intevention", "intervention")]
)
def test_a_slip_of_the_finger_is_near(typed: str, meant: str) -> None:
    assert near(typed, meant)


@pytest.mark.parametrize(("typed", "meant"), [("process", "protests"), ("date", "data"), ("logs", "dogs")])
def test_another_word_is_not_near(typed: str, meant: str) -> None:
    assert not near(typed, meant)


@given(st.text("acdogs", max_size=8), st.text("acdogs", max_size=8))
def test_words_found_by_their_first_letter_are_all_that_are_near(typed: str, name: str) -> None:
    names = Names({name: "a session"}, {}, initials([name]))
    assert names.said_by(typed) == near(typed, name)


def test_a_message_is_cut_where_questions_begin() -> None:
    text = "when is the dogs one, how long is it and who can go?"
    assert pieces(text) == ("when is the dogs one", "how long is it", "who can go?")


@pytest.mark.parametrize("text", ["will it be recorded, half my team is on a course", "fish and chips", "?"])
def test_one_question_is_not_cut(text: str) -> None:
    assert pieces(text) == (text,)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    asked(text)
    assert pieces(text)


@pytest.mark.parametrize(
    "text",
    [
        "what about neighbourhood policing week",
        "when is the custody week of action",
        "is there a roads policing week too",
        "do detectives get a week of their own",
        "anything on for mental health awareness week",
    ],
)
def test_another_week_of_action_is_not_ours(text: str) -> None:
    assert other_week(text, PLAN)


@pytest.mark.parametrize(
    "text",
    [
        "when is response policing week of action",
        "what is policing week",
        "when is the week of action",
        "is reponse policing week on again",
        "do response get a week of their own",
        "neighbourhood officer here, when is response policing week",
        "is 2026 policing week the first",
    ],
)
def test_our_own_week_is_ours_however_it_is_put(text: str) -> None:
    assert not other_week(text, PLAN)


def test_what_only_leads_up_to_a_question_asks_nothing() -> None:
    assert not asks("contact handler here")
    assert asks("any good for contact handlers")
