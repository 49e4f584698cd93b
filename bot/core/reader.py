"""The trained reader as the core sees it: something that scores texts. The core works without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Impression:
    """What the reader makes of one text.

    *none*, *concern* and *crisis* are probabilities that sum to 1; *other* is the probability that it is about somebody
    else than the writer. *topics* are probabilities in the order of ``Reader.topics``. *vector* is the text's place
    among meanings: float32, unit length, so that a dot product is a cosine.
    """

    none: float
    concern: float
    crisis: float
    other: float
    topics: NDArray[np.float32]
    vector: NDArray[np.float32]


class Reader(Protocol):
    """Scores texts; holds nothing of what it has read."""

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics it was trained on; an entry with the same id gains from it, a new entry works without."""

    def read(self, texts: Sequence[str]) -> list[Impression]:
        """One impression for each text, in order. Texts are cut where the model's window ends: cut long ones before."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of one or more texts alone, a row each: cheaper than whole impressions, for an index."""
