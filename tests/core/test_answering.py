"""Answers: from the knowledge alone, by the clock, within bounds, for any text at all."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.content.source import load
from bot.core import pinned
from bot.core.answering import Answerer
from bot.core.composing import LONGEST
from bot.core.knowledge import Channel, Channels, Knowledge, PlatformName, Status
from bot.core.question import Context, Question
from bot.core.reader import Impression
from bot.core.replies import About, Kind, Reply
from bot.core.safety import Level, Reading
from bot.core.wording import LONDON_ZONE

ROOT = Path(__file__).parents[2]
KNOWLEDGE = load(ROOT / "knowledge", ROOT / "schedules")
ANSWERER = Answerer.build(KNOWLEDGE)
CALM = Reading(Level.NONE)
ASKS = sorted(
    {ask for entry in (*KNOWLEDGE.entries, *KNOWLEDGE.aspects) for ask in (*entry.asks, *entry.cy_asks, entry.title)}
)
ACTIONS = sorted(
    {f"entry:{entry.id}" for entry in KNOWLEDGE.entries}
    | {f"session:{session.id}:{aspect.id}" for session in KNOWLEDGE.schedule.sessions for aspect in KNOWLEDGE.aspects}
    | {"help", "forward:offer", "forward:send", "entry:nothing", "session::", "crisis:nothing", ""}
)


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 4, day, hour, minute, tzinfo=LONDON_ZONE)


def ask(text: str, now: dt.datetime | None = None, answerer: Answerer = ANSWERER) -> Reply:
    return answerer.answer(Question(text), CALM, now or at(21), None)[0]


def press(action: str, now: dt.datetime | None = None, answerer: Answerer = ANSWERER, text: str = "") -> Reply:
    return answerer.answer(Question(text, action=action), CALM, now or at(21), None)[0]


def _allowed() -> tuple[set[str], set[str]]:
    """Every run of digits and every link that the content holds or that its dates and times are written with."""
    folders = (ROOT / "knowledge", ROOT / "schedules")
    written = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.yaml"))
    digits = set(re.findall(r"\d+", written + repr(pinned.PINNED) + repr(pinned.FEARS)))
    days = [KNOWLEDGE.schedule.week.starts + dt.timedelta(days=n) for n in range(7)]
    digits |= {str(day.day) for day in days} | {str(day.year) for day in days}
    for session in KNOWLEDGE.schedule.sessions:
        digits |= {str(time.hour % 12) for time in (session.starts, session.ends)}
    checked = {str(item.checked.day) for item in (*KNOWLEDGE.entries, *KNOWLEDGE.aspects)}
    return digits | checked, set(re.findall(r"https?://[^\s\"'\]},]+", written))


DIGITS, LINKS = _allowed()

moments = st.datetimes(dt.datetime(2026, 3, 1), dt.datetime(2027, 6, 1)).map(
    lambda naive: naive.replace(tzinfo=LONDON_ZONE)
)
words = st.one_of(
    st.text(max_size=200),
    st.sampled_from(ASKS),
    st.lists(st.sampled_from(ASKS), min_size=2, max_size=4).map("? ".join),
    st.tuples(st.sampled_from(ASKS), st.from_regex(r"\A[0-9 :/.]{1,16}\Z")).map(" ".join),
)
contexts = st.none() | st.builds(
    Context,
    at=st.just(at(21)),
    kind=st.just(Kind.ANSWER),
    entry=st.none() | st.sampled_from([entry.id for entry in KNOWLEDGE.entries] + ["gone"]),
    session=st.none() | st.sampled_from([session.id for session in KNOWLEDGE.schedule.sessions] + ["gone"]),
    aspect=st.none() | st.sampled_from([aspect.id for aspect in KNOWLEDGE.aspects] + ["gone"]),
    day=st.none() | st.dates(dt.date(2026, 4, 20), dt.date(2026, 4, 26)),
)


def check(reply: Reply) -> None:
    assert len(reply.text) <= LONGEST
    assert reply.text
    assert pinned.NUMBER in reply.footer
    assert set(re.findall(r"\d+", reply.text)) <= DIGITS
    assert {link.rstrip(".") for link in re.findall(r"https?://\S+", reply.text)} <= LINKS
    assert all(
        choice.action.split(":")[0] in ("entry", "session", "crisis", "help", "forward") for choice in reply.choices
    )
    assert "{" not in reply.text


@settings(max_examples=300, deadline=None)
@given(
    text=words, now=moments, context=contexts, level=st.sampled_from([Level.NONE, Level.CONCERN]), welsh=st.booleans()
)
def test_nothing_leaves_that_the_content_does_not_hold(
    text: str, now: dt.datetime, context: Context | None, level: Level, welsh: bool
) -> None:
    reading = Reading(level, About.SELF if level is Level.CONCERN else None, welsh=welsh)
    reply, _ = ANSWERER.answer(Question(text), reading, now, context)
    check(reply)


@settings(max_examples=100, deadline=None)
@given(action=st.sampled_from(ACTIONS), now=moments, force=st.none() | st.sampled_from(["derbyshire", "gwent", "kent"]))
def test_every_button_leads_somewhere(action: str, now: dt.datetime, force: str | None) -> None:
    reply, _ = ANSWERER.answer(Question("", force=force, action=action), CALM, now, None)
    check(reply)


@settings(max_examples=50, deadline=None)
@given(now=moments, force=st.none() | st.sampled_from(["derbyshire", "kent"]))
def test_the_home_is_sound_at_any_moment(now: dt.datetime, force: str | None) -> None:
    check(ANSWERER.home(now, force))


def test_a_session_running_now_reads_as_running() -> None:
    assert "2:45pm" in press("session:dangerous-dogs:session-when", at(24, 14, 20)).text


def test_a_session_that_is_over_points_to_the_recording() -> None:
    assert "Knowledge Hub" in press("session:dangerous-dogs:session-when", at(24, 15)).text


def _with_session(**changes: object) -> Answerer:
    first, *rest = KNOWLEDGE.schedule.sessions
    sessions = (first.model_copy(update=changes), *rest)
    schedule = KNOWLEDGE.schedule.model_copy(update={"sessions": sessions})
    return Answerer.build(KNOWLEDGE.model_copy(update={"schedule": schedule}))


def test_a_cancelled_session_says_so() -> None:
    reply = press("session:future-response:session-when", at(19), _with_session(status=Status.CANCELLED))
    assert "cancelled" in reply.text


def test_a_moved_session_is_told_at_its_new_time() -> None:
    moved = _with_session(starts=dt.time(16), ends=dt.time(16, 45), status=Status.MOVED)
    assert "4pm to 4:45pm" in press("session:future-response:session-when", at(19), moved).text


def test_a_registration_link_is_offered_once_it_is_known() -> None:
    linked = _with_session(register_link="https://example.org/register")
    assert "https://example.org/register" in press("session:future-response:session-join", at(19), linked).text


def test_an_answer_names_its_source_and_when_it_was_checked() -> None:
    assert re.search(
        r"Source: .+; checked \d+ \w+ 2026", press("entry:mindfit", at(21).replace(year=2026, month=12)).note or ""
    )


def test_an_answer_is_not_said_to_be_checked_before_it_was() -> None:
    assert "checked" not in (press("entry:mindfit", at(21)).note or "")


def test_an_answer_past_its_review_asks_to_be_checked() -> None:
    assert "please check this is still right" in (press("entry:mindfit", at(21).replace(year=2028)).note or "")


def test_a_question_nothing_fits_is_declined_with_a_way_to_talk() -> None:
    reply = ask("zzqx vvwk")
    assert reply.kind is Kind.UNKNOWN
    assert "Talk to someone now" in [choice.label for choice in reply.choices]


def test_sending_a_question_is_not_offered_unless_a_lead_says_where_to() -> None:
    assert not any(choice.action.startswith("forward") for choice in ask("zzqx vvwk").choices)


LEADS = Channel(name="Leads", platform=PlatformName.CONSOLE, channel="leads")
FORWARDING = Answerer.build(KNOWLEDGE.model_copy(update={"channels": Channels(leads=LEADS, questions=True)}))


def test_sending_shows_exactly_what_would_be_sent_first() -> None:
    assert "forward:offer" in [choice.action for choice in ask("zzqx vvwk", answerer=FORWARDING).choices]
    offered = press("forward:offer", answerer=FORWARDING, text="zzqx vvwk")
    assert offered.forward == "zzqx vvwk"
    assert offered.sections[-1].text == "zzqx vvwk"
    assert [choice.action for choice in offered.choices] == ["forward:send", "forward:drop"]


def test_concern_is_met_with_the_line_first_and_the_answer_below() -> None:
    reading = Reading(Level.CONCERN, About.SELF)
    reply, _ = ANSWERER.answer(Question("what is MindFit Cop"), reading, at(21), None)
    assert reply.kind is Kind.SUPPORT
    assert pinned.NUMBER in reply.sections[0].text
    assert "mindfulness" in reply.text


def test_a_crisis_gets_the_crisis_reply_alone() -> None:
    reply, _ = ANSWERER.answer(Question("when is the dogs session"), Reading(Level.CRISIS, About.SELF), at(21), None)
    assert reply == pinned.crisis_reply(About.SELF)


def test_welsh_is_answered_in_english_with_a_welsh_line_until_someone_has_checked_it() -> None:
    reply, _ = ANSWERER.answer(Question("beth yw MindFit Cop"), Reading(Level.NONE, welsh=True), at(21), None)
    assert reply.sections[0].text.endswith("yn Saesneg.")
    assert "mindfulness" in reply.text


def test_checked_welsh_is_used() -> None:
    entry = next(entry for entry in KNOWLEDGE.entries if entry.id == "mindfit")
    checked = entry.model_copy(update={"cy": entry.cy and entry.cy.model_copy(update={"checked_by": "Tîm Cymraeg"})})
    others = tuple(other for other in KNOWLEDGE.entries if other.id != "mindfit")
    answerer = Answerer.build(KNOWLEDGE.model_copy(update={"entries": (*others, checked)}))
    reply, _ = answerer.answer(Question("beth yw MindFit Cop"), Reading(Level.NONE, welsh=True), at(21), None)
    assert entry.cy is not None
    assert reply.sections[0].text == entry.cy.answer


class BrokenReader:
    """A reader whose library fails once it is asked about a question."""

    topics = ("mindfit",)

    def read(self, texts: Sequence[str]) -> list[Impression]:
        raise RuntimeError(f"gone, with {len(texts)} texts unread")

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


def test_a_reader_that_breaks_leaves_words_and_letters() -> None:
    answerer = Answerer.build(KNOWLEDGE, BrokenReader())
    assert "mindfulness" in ask("what is MindFit Cop", answerer=answerer).text


def test_a_knowledge_of_nothing_still_declines() -> None:
    empty = Knowledge(
        entries=(), aspects=(), crisis=None, forces=(), schedule=KNOWLEDGE.schedule, channels=Channels()
    )  # fmt: skip
    assert ask("hello", answerer=Answerer.build(empty)).kind is Kind.UNKNOWN


@pytest.mark.parametrize("force", ["derbyshire", "gwent"])
def test_a_forces_own_entry_is_shown_to_its_people_only(force: str) -> None:
    own = next(f for f in KNOWLEDGE.forces if f.force == force)
    question = Question("", force=force, action=f"entry:{own.entries[0].id}")
    reply, _ = ANSWERER.answer(question, CALM, at(21), None)
    other, _ = ANSWERER.answer(Question("", action=f"entry:{own.entries[0].id}"), CALM, at(21), None)
    assert own.entries[0].answer.split()[0] in reply.text
    assert reply.text != other.text
