"""Where the candidates' texts lie among meanings, as the trained reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.core.reader import Impression, Reader

TEXTS_READ = 2500
"""How many texts are read at most: a very large base starts in time, and its rest is found by words and letters.
Those of new entries are read first: for the others the reader votes in any case."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """The vectors of the texts, whose they are, and which topic of the reader each owner is (-1: none, it is new)."""

    reader: Reader
    texts: tuple[str, ...]
    vectors: NDArray[np.float32]
    owners: NDArray[np.int64]
    topic: NDArray[np.int64]
    elsewhere: NDArray[np.bool_]

    @classmethod
    def build(
        cls, ids: Sequence[str], texts_of: Sequence[Sequence[str]], reader: Reader, before: Self | None = None
    ) -> Self:
        """Read the texts of every owner, as many as the time to start allows; not those that *before* has read."""
        places = {topic: place for place, topic in enumerate(reader.topics)}
        texts: list[str] = []
        owners: list[int] = []
        for owner in sorted(range(len(ids)), key=lambda owner: ids[owner] in places):
            chosen = texts_of[owner] if len(texts) < TEXTS_READ else ()
            texts += chosen
            owners += [owner] * len(chosen)
        return cls(
            reader,
            tuple(texts),
            _vectors(texts, reader, before),
            np.array(owners, dtype=np.int64),
            np.array([places.get(owner, -1) for owner in ids], dtype=np.int64),
            np.array([topic not in set(ids) for topic in reader.topics], dtype=np.bool_),
        )

    def read(self, text: str) -> Impression | None:
        """What the reader makes of *text*; None when it fails, and words and letters must do."""
        try:
            return self.reader.read([text])[0]
        except Exception:  # noqa: BLE001 -- whatever broke in it, people still get answers
            return None

    def likeness(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each text that was read, its cosine to *vector*."""
        # not `@`: OpenBLAS's threads wait for one another, and on a busy machine that takes a hundred times as long
        return np.asarray(np.einsum("ij,j->i", self.vectors, vector), dtype=np.float32)

    def nearness(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each owner the cosine of *vector* to its nearest text; 0 where none was read."""
        nearest = np.zeros(len(self.topic), dtype=np.float32)
        np.maximum.at(nearest, self.owners, self.likeness(vector))
        return nearest


def _vectors(texts: Sequence[str], reader: Reader, before: "Meanings | None") -> NDArray[np.float32]:
    known = dict(zip(before.texts, before.vectors, strict=True)) if before is not None else {}
    if new := list(dict.fromkeys(text for text in texts if text not in known)):
        known.update(zip(new, reader.vectors(new), strict=True))
    return np.stack([known[text] for text in texts])
