"""Danger is read first, whatever waits; and a reader that fails or hangs is worth no person's answer."""

import asyncio
import datetime as dt
import threading
from collections.abc import AsyncIterator, Iterator, Sequence

import numpy as np
import pytest

from bot import exchange, worker
from bot.core import pinned
from bot.core.question import Context, Question
from bot.core.reader import Impression
from bot.core.replies import Kind, Reply
from bot.core.safety import Level
from bot.readings import Readings
from bot.worker import Worker

NOW = dt.datetime.fromisoformat("2026-04-21T03:00:00+01:00")
CALM = Impression(1.0, 0.0, 0.0, 0.0, np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32))


class Slow:
    """A reader that waits to be let go on, and notes in which order it was asked."""

    topics: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Event()
        self.asked: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Impression]:
        self.begun.set()
        self.go.wait(30)
        self.asked.append(texts[0])
        return [CALM] * len(texts)


@pytest.fixture
def thread() -> Iterator[Worker]:
    """The thread that reads."""
    made = Worker(threads=1)
    yield made
    made.close()


async def _begun(reader: Readings, *texts: str) -> list["asyncio.Task[object]"]:
    tasks: list[asyncio.Task[object]] = [asyncio.create_task(reader.read(text)) for text in texts]
    await asyncio.sleep(0.05)
    return tasks


async def test_what_a_rule_calls_danger_to_oneself_waits_for_nothing(thread: Worker) -> None:
    slow = Slow()
    reader = Readings(slow, thread)
    waiting = await _begun(reader, *["when is the dogs session"] * 20)
    assert (await asyncio.wait_for(reader.read("I want to kill myself"), 1)).level is Level.CRISIS
    slow.go.set()
    await asyncio.gather(*waiting)


async def test_veiled_danger_that_the_reader_denies_brings_support(thread: Worker) -> None:
    calm = Slow()
    calm.go.set()
    reader = Readings(calm, thread)
    assert (await reader.read("goodbye everyone, I'm sorry, look after my kids")).level is Level.CONCERN


async def test_veiled_danger_does_not_wait_for_a_reader_that_hangs(thread: Worker) -> None:
    slow = Slow()
    reader = Readings(slow, thread)
    assert (await asyncio.wait_for(reader.read("goodbye everyone, look after my kids"), 5)).level is Level.CRISIS
    slow.go.set()


async def test_no_reader_denies_a_plain_sign(thread: Worker) -> None:
    calm = Slow()
    calm.go.set()
    reader = Readings(calm, thread)
    assert (await reader.read("my mate wants to kill himself")).level is Level.CRISIS
    assert (await reader.read("I want to kill myself")).level is Level.CRISIS


async def test_what_worries_a_rule_is_read_before_what_does_not(thread: Worker) -> None:
    slow = Slow()
    reader = Readings(slow, thread)
    first = await _begun(reader, "hello")
    await asyncio.to_thread(slow.begun.wait, 30)
    rest = await _begun(reader, "what is mindfit", "is there a van", "my mate wants to kill himself")
    slow.go.set()
    await asyncio.gather(*first, *rest)
    assert slow.asked == ["hello", "my mate wants to kill himself", "what is mindfit", "is there a van"]


async def test_a_reader_that_hangs_leaves_the_rules_word(monkeypatch: pytest.MonkeyPatch, thread: Worker) -> None:
    monkeypatch.setattr(worker, "STUCK", 0.1)
    slow, told = Slow(), []
    reader = Readings(slow, thread, lambda event, /, **_: told.append(event))
    assert (await reader.read("my mate wants to kill himself")).level is Level.CRISIS
    assert told == ["reader.failed"]
    slow.go.set()


class Noting:
    """An answerer that notes what it was asked."""

    def __init__(self) -> None:
        self.answered: list[str] = []

    def answer(self, question: Question, *_: object) -> tuple[Reply, Context]:
        self.answered.append(question.action or "a question")
        return pinned.failed_reply(), Context(NOW, Kind.UNKNOWN)

    def is_curated(self, text: str) -> bool:
        raise AssertionError(text)

    def home(self, *_: object) -> Reply:
        raise AssertionError


@pytest.mark.parametrize(
    ("read_first", "order"),
    [
        (9, ["is there a van", "what is mindfit", "what are the dogs", "entry:mindfit"]),
        (1, ["is there a van", "entry:mindfit", "what is mindfit", "what are the dogs"]),
    ],
)
async def test_an_ordinary_answer_lets_the_unread_pass_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, read_first: int, order: list[str]
) -> None:
    monkeypatch.setattr(worker, "READ_FIRST", read_first)
    monkeypatch.setattr(worker, "THREADS", 1)
    slow, answerer = Slow(), Noting()
    answerer.answered = slow.asked
    asked = exchange.Exchange(lambda: answerer, slow, lambda: NOW)
    first = asyncio.create_task(asked.respond(Question("is there a van", action="forward:send")))
    await asyncio.to_thread(slow.begun.wait, 30)
    pressed = asyncio.create_task(asked.respond(Question("", action="entry:mindfit")))
    await asyncio.sleep(0.05)
    rest = [asyncio.create_task(asked.respond(Question(text))) for text in ("what is mindfit", "what are the dogs")]
    await asyncio.sleep(0.05)
    slow.go.set()
    await asyncio.gather(first, pressed, *rest)
    assert [text for text in slow.asked if text in order] == order
    asked.close()


@pytest.mark.parametrize(("patience", "passed"), [(30.0, False), (0.01, True)])
async def test_what_nobody_waits_for_lets_people_pass_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, patience: float, passed: bool
) -> None:
    monkeypatch.setattr(exchange, "LETS_PASS", patience)
    slow = Slow()
    asked = exchange.Exchange(lambda: None, slow, lambda: NOW)
    unread = asyncio.create_task(asked.respond(Question("is there a van")))
    await asyncio.to_thread(slow.begun.wait, 30)
    post = asyncio.create_task(asked.let_pass())
    await asyncio.sleep(0.3)
    assert post.done() is passed
    slow.go.set()
    await asyncio.gather(unread, post)
    asked.close()


class Gated(Noting):
    """An answerer that waits with the first question until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.knew: list[str | None] = []

    def answer(self, question: Question, *rest: object) -> tuple[Reply, Context]:
        if question.text == "what is mindfit":
            self.go.wait(30)
        self.answered.append(question.text)
        before = rest[-1]
        self.knew.append(before.entry if isinstance(before, Context) else None)
        return pinned.failed_reply(), Context(NOW, Kind.ANSWER, entry="mindfit")


@pytest.fixture
async def two_at_once(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[exchange.Exchange, Gated]]:
    """An exchange that answers on two threads, with a calm reader and a gated answerer."""
    monkeypatch.setattr(worker, "_cores", lambda: 2)
    calm, answerer = Slow(), Gated()
    calm.go.set()
    made = exchange.Exchange(lambda: answerer, calm, lambda: NOW)
    yield made, answerer
    answerer.go.set()
    made.close()


async def _asked(made: exchange.Exchange, text: str, conversation: str) -> "asyncio.Task[Reply]":
    task = asyncio.create_task(made.respond(Question(text, conversation=conversation)))
    await asyncio.sleep(0.05)
    return task


async def test_what_one_person_asks_is_answered_in_order(two_at_once: tuple[exchange.Exchange, Gated]) -> None:
    made, answerer = two_at_once
    first = await _asked(made, "what is mindfit", "c")
    second = await _asked(made, "how long is it", "c")
    assert not second.done()
    answerer.go.set()
    await asyncio.gather(first, second)
    assert answerer.answered == ["what is mindfit", "how long is it"]
    assert answerer.knew == [None, "mindfit"]


async def test_one_persons_question_waits_for_nobody_elses(two_at_once: tuple[exchange.Exchange, Gated]) -> None:
    made, _ = two_at_once
    await _asked(made, "what is mindfit", "c")
    assert (await _asked(made, "how long is it", "d")).done()


async def test_danger_waits_for_no_question_before_it(two_at_once: tuple[exchange.Exchange, Gated]) -> None:
    made, _ = two_at_once
    await _asked(made, "what is mindfit", "c")
    told = await asyncio.wait_for(made.respond(Question("I want to kill myself", conversation="c")), 5)
    assert told.kind is Kind.CRISIS


async def test_an_answer_that_comes_late_does_not_hide_that_there_was_danger(
    two_at_once: tuple[exchange.Exchange, Gated],
) -> None:
    made, answerer = two_at_once
    late = await _asked(made, "what is mindfit", "c")
    await made.respond(Question("I want to kill myself", conversation="c"))
    answerer.go.set()
    await late
    assert made._recall("c", NOW) == Context(NOW, Kind.CRISIS, entry="mindfit")
