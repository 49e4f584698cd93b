"""Plays every dialogue of this folder through the whole of the bot but the platforms."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.source import load as load_content
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.core.reader import Reader
from bot.core.wording import LONDON_ZONE
from bot.exchange import Exchange
from bot.model.load import load as load_reader

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def dialogues() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        for dialogue in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):  # noqa: S506 -- text only
            yield pytest.param(dialogue, id=f"{path.stem}: {dialogue['about']}")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.fixture(scope="module")
def answerer(reader: Reader) -> Answerer:
    return Answerer.build(load_content(ROOT / "knowledge", ROOT / "schedules"), reader)


@pytest.mark.parametrize("dialogue", list(dialogues()))
def test_a_dialogue_goes_as_written(dialogue: dict[str, Any], answerer: Answerer, reader: Reader) -> None:
    now = dt.datetime.fromisoformat(dialogue["at"]).replace(tzinfo=LONDON_ZONE)
    exchange = Exchange(lambda: answerer, reader, lambda: now)
    for turn in dialogue["talk"]:
        reply = exchange.reply(Question(turn["ask"], conversation="one", force=dialogue.get("force")), now)
        said = reply.text.lower()
        labels = [choice.label for choice in reply.choices]
        told = f"{turn['ask']!r} at {now:%A %d %B %H:%M} got {reply.kind} {labels}: {reply.text}"
        assert turn.get("kind", reply.kind) == reply.kind, told
        assert all(words.lower() in said for words in turn.get("says", ())), told
        assert not any(words.lower() in said for words in turn.get("never", ())), told
        assert set(turn.get("offers", ())) <= set(labels), told
        now += dt.timedelta(minutes=1)
