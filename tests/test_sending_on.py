"""A question without an answer is sent on when its asker presses twice, word for word as shown; never distress."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.knowledge import Channel, PlatformName
from bot.core.question import Question
from bot.core.replies import Kind, Reply
from bot.exchange import NOT_SENT, Exchange

ROOT = Path(__file__).resolve().parents[1]
NOW = dt.datetime.fromisoformat("2026-04-21T09:00:00+01:00")
ASKED = "who won the football @everyone https://evil.example/x"


@pytest.fixture
def exchange() -> tuple[Exchange, list[Reply]]:
    knowledge = load(ROOT / "knowledge", ROOT / "schedules")
    leads = Channel(name="Leads", platform=PlatformName.CONSOLE, channel="leads")
    channels = knowledge.channels.model_copy(update={"questions": True, "leads": leads})
    answerer = Answerer.build(knowledge.model_copy(update={"channels": channels}))
    made, sent = Exchange(lambda: answerer, None, lambda: NOW), []

    async def send(reply: Reply) -> bool:
        sent.append(reply)
        return True

    made.send = send
    return made, sent


async def test_only_the_second_press_sends_exactly_what_was_shown(exchange: tuple[Exchange, list[Reply]]) -> None:
    made, sent = exchange
    unknown = await made.respond(Question(ASKED))
    assert unknown.kind is Kind.UNKNOWN
    shown = await made.respond(Question(unknown.forward or "", action="forward:offer"))
    assert sent == []
    told = await made.respond(Question(shown.forward or "", action="forward:send"))
    assert "Sent to the wellbeing team" in told.text
    assert [reply.sections[1] for reply in sent] == [shown.sections[1]]
    assert "@" not in sent[0].text
    assert "://" not in sent[0].text


async def test_dont_send_sends_nothing(exchange: tuple[Exchange, list[Reply]]) -> None:
    made, sent = exchange
    assert "Nothing was sent" in (await made.respond(Question(ASKED, action="forward:drop"))).text
    assert sent == []


@pytest.mark.parametrize("action", ["forward:offer", "forward:send"])
async def test_distress_is_answered_and_never_sent_on(exchange: tuple[Exchange, list[Reply]], action: str) -> None:
    made, sent = exchange
    assert (await made.respond(Question("I want to kill myself", action=action))).kind is Kind.CRISIS
    assert sent == []


async def test_who_sent_a_question_on_is_forgotten_after_an_hour(exchange: tuple[Exchange, list[Reply]]) -> None:
    made, _ = exchange
    await made.respond(Question(ASKED, conversation="a-chat-of-two", action="forward:send"))
    assert "a-chat-of-two" in str(vars(made))
    made.forget(NOW + dt.timedelta(minutes=61))
    assert "a-chat-of-two" not in str(vars(made))


async def test_a_fourth_question_within_the_hour_is_not_sent(exchange: tuple[Exchange, list[Reply]]) -> None:
    made, sent = exchange
    told = [await made.respond(Question(ASKED, conversation="c", action="forward:send")) for _ in range(4)]
    assert len(sent) == 3
    assert NOT_SENT in told[3].text
