"""What the trained reader has read of the asks is kept when the files change."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.meanings import Meanings
from bot.core.reader import Impression, Reader
from bot.model.load import load

BEFORE = [("when are the dogs", "dogs day"), ("who hosts it",)]
AFTER = [("when are the dogs", "dogs day"), ("who hosts it", "who is the host"), ("dogs day",)]


class Noted:
    """The shipped reader, with a note of the asks it was given."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.topics = reader.topics
        self.noted: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Impression]:
        return self._reader.read(texts)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.noted += texts
        return self._reader.vectors(texts)


@pytest.fixture(scope="module")
def shipped() -> Reader:
    return load()


def test_only_what_is_new_is_read_again(shipped: Reader) -> None:
    reader = Noted(shipped)
    before = Meanings.build(["dogs", "host"], BEFORE, reader)
    reader.noted.clear()
    Meanings.build(["dogs", "host", "other"], AFTER, reader, before)
    assert reader.noted == ["who is the host"]


def test_what_was_kept_is_what_would_have_been_read(shipped: Reader) -> None:
    before = Meanings.build(["dogs", "host"], BEFORE, shipped)
    kept = Meanings.build(["dogs", "host", "other"], AFTER, shipped, before)
    anew = Meanings.build(["dogs", "host", "other"], AFTER, shipped)
    assert np.array_equal(kept.vectors, anew.vectors)
    assert np.array_equal(kept.owners, anew.owners)
