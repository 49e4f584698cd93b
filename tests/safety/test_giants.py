"""A message too long to be read whole costs its reader no more than a few ordinary ones, and hides no danger."""

import random
import string
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core import phrases, safety
from bot.core.reader import Impression
from bot.core.safety import Level
from bot.model.load import TrainedReader, load

ASKED = "Is the session on Thursday recorded, and how do I get the link for it please? "
VEILED = "told them all how much I loved them and now there is only me left to deal with"
_CHANCE = random.Random(1)  # noqa: S311 -- a seeded choice of noise
GIANTS = {
    "questions": ASKED * 400,
    "no full stop": ASKED.replace("?", "") * 400,
    "noise": "".join(_CHANCE.choices(string.ascii_lowercase + " ", k=30_000)),
    "one word": "".join(_CHANCE.choices(string.ascii_lowercase, k=30_000)),
    "marks": "".join(_CHANCE.choices(string.punctuation + " ", k=30_000)),
}


class Listening:
    """The trained reader, and how many pieces of words it was given."""

    def __init__(self, reader: TrainedReader) -> None:
        self._reader, self.topics = reader, reader.topics
        self.pieces = 0

    def read(self, texts: Sequence[str]) -> list[Impression]:
        self.pieces += sum(len(self._reader.tokenizer.encode(text).ids) for text in texts)
        return self._reader.read(texts)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._reader.vectors(texts)


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return load()


@pytest.mark.parametrize("giant", GIANTS.values(), ids=GIANTS)
def test_a_giant_costs_no_more_than_seven_full_windows(giant: str, reader: TrainedReader) -> None:
    listening = Listening(reader)
    safety.read(giant, listening)
    assert 0 < listening.pieces <= 7 * 96


@pytest.mark.parametrize("parted", [True, False], ids=["in sentences", "without a full stop"])
@pytest.mark.parametrize("at", [0, 1_000, 25_000, 28_000])
def test_what_no_rule_hears_is_heard_at_either_end_of_a_giant(at: int, parted: bool, reader: TrainedReader) -> None:
    giant = ASKED * 360
    at = giant.index("Is the", at)
    text = f"{giant[:at]}{VEILED}. {giant[at:]}"
    assert safety.by_rules(text) is Level.NONE
    if parted:
        assert safety.read(text, reader).level is Level.CRISIS
    else:  # run together with what stands round it, it is at least met
        assert safety.read(text.translate({ord(mark): "" for mark in ".?"}), reader).level is not Level.NONE


def test_the_most_telling_come_first_and_noise_counts_for_more() -> None:
    texts = [f"when is session {number}" for number in range(20)]
    texts[7], texts[11] = "i want to die", "xqzvkjw " * 30
    assert phrases.most_telling(texts, 2, 6)[0] == "i want to die"
    assert texts[11] not in phrases.most_telling(texts, 20, 100)
    assert phrases.most_telling(texts, 20) == texts


def test_without_weights_both_ends_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "shipped", lambda: None)
    texts = [f"t{number}" for number in range(50)]
    assert phrases.most_telling(texts, 5) == ["t0", "t1", "t47", "t48", "t49"]
