"""Danger is read first, whatever waits; and a reader that fails or hangs is worth no person's answer."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from bot import readings
from bot.core.reader import Impression
from bot.core.safety import Level
from bot.readings import Readings

CALM = Impression(1.0, 0.0, 0.0, 0.0, np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32))


class Slow:
    """A reader that waits to be let go on, and notes in which order it was asked."""

    topics: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Impression]:
        self.go.wait(30)
        self.asked.append(texts[0])
        return [CALM] * len(texts)


async def _begun(reader: Readings, *texts: str) -> list["asyncio.Task[object]"]:
    tasks: list[asyncio.Task[object]] = [asyncio.create_task(reader.read(text)) for text in texts]
    await asyncio.sleep(0.05)
    return tasks


async def test_what_a_rule_calls_danger_to_oneself_waits_for_nothing() -> None:
    slow = Slow()
    reader = Readings(slow)
    waiting = await _begun(reader, *["when is the dogs session"] * 20)
    assert (await asyncio.wait_for(reader.read("I want to kill myself"), 1)).level is Level.CRISIS
    slow.go.set()
    await asyncio.gather(*waiting)
    reader.close()


async def test_what_worries_a_rule_is_read_before_what_does_not() -> None:
    slow = Slow()
    reader = Readings(slow)
    first = await _begun(reader, "hello")
    rest = await _begun(reader, "what is mindfit", "is there a van", "my mate wants to kill himself")
    slow.go.set()
    await asyncio.gather(*first, *rest)
    assert slow.asked == ["hello", "my mate wants to kill himself", "what is mindfit", "is there a van"]
    reader.close()


async def test_a_reader_that_hangs_leaves_the_rules_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "STUCK", 0.1)
    slow, told = Slow(), []
    reader = Readings(slow, lambda event, /, **_: told.append(event))
    assert (await reader.read("my mate wants to kill himself")).level is Level.CRISIS
    assert told == ["reader.failed"]
    slow.go.set()
    reader.close()
