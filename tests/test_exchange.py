"""Whatever breaks, a person gets an answer, and the answer carries the number."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core import pinned
from bot.core.question import Context, Question
from bot.core.reader import Impression
from bot.core.replies import Kind, Reply
from bot.core.safety import Reading
from bot.exchange import CONVERSATIONS, Answers, Exchange

NOW = dt.datetime.fromisoformat("2026-04-21T03:00:00+01:00")
CRISIS = "I want to kill myself"


class BrokenReader:
    """A trained reader whose library has failed."""

    topics: tuple[str, ...] = ()

    def read(self, texts: Sequence[str]) -> list[Impression]:
        raise RuntimeError(f"onnxruntime is gone, {len(texts)} texts are unread")

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise RuntimeError(f"onnxruntime is gone, {len(texts)} texts have no place")


class Broken:
    """An answerer that raises on everything."""

    def answer(self, *_: object, **__: object) -> tuple[Reply, Context]:
        raise RuntimeError("the matcher broke on: my secret words")

    def is_curated(self, text: str) -> bool:
        raise RuntimeError(f"the index broke on {len(text)} letters")

    def home(self, *_: object, **__: object) -> Reply:
        raise RuntimeError("the home broke")


class Answering:
    """An answerer that says one thing and notes what context it was given."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.given: list[Context | None] = []

    def answer(
        self,
        question: Question,  # noqa: ARG002 -- the shape of an answerer
        reading: Reading,  # noqa: ARG002 -- the shape of an answerer
        now: dt.datetime,
        context: Context | None,
    ) -> tuple[Reply, Context]:
        self.given.append(context)
        reply = Reply(self.kind, (), pinned.footer(), "an answer", entries=("mindfit",))
        return reply, Context(now, self.kind, entry="mindfit")

    def is_curated(self, text: str) -> bool:
        return text == "first on the scene"

    def home(self, now: dt.datetime, force: str | None) -> Reply:
        raise AssertionError(f"no test opens the home at {now} for {force}")


def _exchange(answerer: Answers | None, told: list[tuple[str, dict[str, object]]] | None = None) -> Exchange:
    def tell(event: str, /, **fields: str | int | float | bool) -> None:
        if told is not None:
            told.append((event, dict(fields)))

    return Exchange(lambda: answerer, BrokenReader(), lambda: NOW, tell)


@pytest.mark.parametrize("answerer", [None, Broken()], ids=["no content at all", "the matcher raising"])
async def test_a_crisis_is_answered_with_everything_else_broken(answerer: Answers | None) -> None:
    reply = await _exchange(answerer).respond(Question(CRISIS, conversation="c"))
    assert reply.kind is Kind.CRISIS
    assert pinned.NUMBER in reply.text
    assert "999" in reply.text


@pytest.mark.parametrize("answerer", [None, Broken()], ids=["no content at all", "the matcher raising"])
async def test_any_question_gets_the_number_with_everything_else_broken(answerer: Answers | None) -> None:
    reply = await _exchange(answerer).respond(Question("when is the dogs session"))
    assert pinned.NUMBER in reply.text
    assert pinned.NUMBER in reply.footer


async def test_an_error_is_told_by_its_type_and_never_with_its_words() -> None:
    told: list[tuple[str, dict[str, object]]] = []
    await _exchange(Broken(), told).respond(Question("my secret words"))
    assert ("answer.failed", {"error": "RuntimeError"}) in told
    assert "secret" not in str(told)


def test_a_broken_home_still_shows_the_number() -> None:
    assert pinned.NUMBER in _exchange(Broken()).home(None).text


async def test_the_fears_are_answered_without_any_content() -> None:
    exchange = _exchange(None)
    for choice in (await exchange.respond(Question(CRISIS))).choices:
        reply = await exchange.respond(Question("", action=choice.action))
        assert pinned.NUMBER in reply.text, choice.label


@pytest.mark.parametrize("kind", [Kind.SMALLTALK, Kind.UNKNOWN])
async def test_thanks_after_a_crisis_gets_a_warm_line_with_the_number(kind: Kind) -> None:
    exchange = _exchange(Answering(kind))
    await exchange.respond(Question(CRISIS, conversation="c"))
    reply = await exchange.respond(Question("thanks, I'm fine", conversation="c"))
    assert reply.text == pinned.after_crisis_reply().text


async def test_a_second_crisis_message_is_never_suppressed_by_the_first() -> None:
    exchange = _exchange(Answering(Kind.ANSWER))
    for _ in range(3):
        assert (await exchange.respond(Question(CRISIS, conversation="c"))).kind is Kind.CRISIS


async def test_the_next_question_knows_what_the_last_was_about() -> None:
    answerer = Answering(Kind.ANSWER)
    exchange = _exchange(answerer)
    await exchange.respond(Question("what is mindfit", conversation="c"))
    await exchange.respond(Question("how long is it", conversation="c"))
    assert answerer.given[1] is not None
    assert answerer.given[1].entry == "mindfit"


async def test_another_conversation_knows_nothing_of_it() -> None:
    answerer = Answering(Kind.ANSWER)
    exchange = _exchange(answerer)
    await exchange.respond(Question("what is mindfit", conversation="c"))
    await exchange.respond(Question("how long is it", conversation="d"))
    assert answerer.given[1] is None


def test_what_it_was_about_is_forgotten_after_fifteen_minutes() -> None:
    answerer = Answering(Kind.ANSWER)
    exchange = _exchange(answerer)
    exchange.reply(Question("what is mindfit", conversation="c"), NOW)
    exchange.reply(Question("how long is it", conversation="c"), NOW + dt.timedelta(minutes=16))
    assert answerer.given[1] is None


def test_what_is_remembered_is_bounded_and_swept() -> None:
    exchange = _exchange(Answering(Kind.ANSWER))
    for number in range(CONVERSATIONS + 10):
        exchange.reply(Question("mindfit", conversation=str(number)), NOW)
    assert len(exchange._memory) == CONVERSATIONS
    exchange.forget(NOW + dt.timedelta(minutes=16))
    assert not exchange._memory


class Alarmed(BrokenReader):
    """A trained reader that hears a crisis in everything."""

    def read(self, texts: Sequence[str]) -> list[Impression]:
        nothing = np.zeros(0, dtype=np.float32)
        return [Impression(0.0, 0.0, 1.0, 0.0, nothing, nothing) for _ in texts]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("first on the scene", Kind.ANSWER),
        ("anything else", Kind.CRISIS),
        (CRISIS, Kind.CRISIS),
        ("evenin all", Kind.ANSWER),
    ],
)
def test_the_readers_alarm_alone_yields_only_to_curated_words_and_greetings(text: str, kind: Kind) -> None:
    exchange = Exchange(lambda: Answering(Kind.ANSWER), Alarmed(), lambda: NOW)
    assert exchange.reply(Question(text), NOW).kind is kind


def test_in_doubt_whether_words_are_curated_it_is_danger() -> None:
    exchange = Exchange(Broken, Alarmed(), lambda: NOW)
    assert exchange.reply(Question("first on the scene"), NOW).kind is Kind.CRISIS
