"""The reader's second opinion: how often runs of letters and words stood in lines of each level and topic.

The network hears meaning and this hears wording, so they miss different lines. A run is known by its hash alone
(K. Weinberger and others, "Feature hashing for large scale multitask learning", 2009), so no text is kept.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.core.plain import plain

LEVEL_BUCKETS = 1 << 17
TOPIC_BUCKETS = 1 << 15
LEAST = 1e-4
"""What is thought impossible is given this much all the same."""

_LETTERS = (2, 3, 4, 5)
_WORDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Runs:
    """A text's runs: the bucket of each among the levels' (int64, rising), and how much it weighs (float32)."""

    buckets: NDArray[np.int64]
    weights: NDArray[np.float32]


def runs(text: str) -> Runs:
    """Runs of two to five letters within words, and of one to three words; each kind weighs one in all."""
    words = plain(text).encode().split()
    letters = []
    for word in words:
        within = b" " + word + b" "
        size = len(within)
        for length in _LETTERS:
            letters += [crc32(within[at : at + length]) for at in range(max(1, size - length + 1))]
    spoken = []
    for length in _WORDS:
        spoken += [crc32(b"\0" + b" ".join(words[at : at + length])) for at in range(len(words) - length + 1)]
    kinds = (_weighed(letters), _weighed(spoken))
    return Runs(np.concatenate([kind.buckets for kind in kinds]), np.concatenate([kind.weights for kind in kinds]))


def _weighed(hashes: list[int]) -> Runs:
    if not hashes:
        return Runs(np.zeros(0, np.int64), np.zeros(0, np.float32))
    found, counts = np.unique(np.array(hashes, dtype=np.int64) % LEVEL_BUCKETS, return_counts=True)
    weights = 1.0 + np.log(counts)
    return Runs(found, (weights / np.linalg.norm(weights)).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Table:
    """A row of seven-bit numbers for each bucket, a scale for each column, and what each column has to begin with."""

    rows: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]

    def shares(self, text: Runs) -> NDArray[np.float32]:
        """The logarithm of each column's probability."""
        rows = self.rows[text.buckets % len(self.rows)].astype(np.float32)
        told = np.einsum("i,ij->j", text.weights, rows)  # not `@`: OpenBLAS's threads would wait for one another
        return log_shares(told * self.scale + self.bias)


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Both tables, and how much each counts beside the network."""

    levels: Table
    topics: Table
    level_share: float
    topic_share: float

    def pooled(
        self, text: str, level: NDArray[np.float32], topic: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The network's probabilities of *text*, each times ours to the power of our share, made to sum to one."""
        found = runs(text)
        return (
            _pool(level, self.levels.shares(found), self.level_share),
            _pool(topic, self.topics.shares(found), self.topic_share),
        )


def log_shares(told: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logarithms of probabilities from what the columns were told."""
    top = told.max()
    return np.asarray(told - top - np.log(np.exp(told - top).sum()), dtype=np.float32)


def _pool(network: NDArray[np.float32], ours: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    told = np.log(np.maximum(network, LEAST)) + share * np.maximum(ours, np.log(LEAST))
    return np.exp(log_shares(told.astype(np.float32)))


def to_bytes(ngrams: Ngrams) -> bytes:
    """As a compressed npz file, which :func:`from_bytes` reads."""
    held = io.BytesIO()
    tables = {
        f"{name}.{part}": getattr(table, part)
        for name, table in (("levels", ngrams.levels), ("topics", ngrams.topics))
        for part in ("rows", "scale", "bias")
    }
    np.savez_compressed(held, shares=np.array([ngrams.level_share, ngrams.topic_share]), **tables)
    return held.getvalue()


def from_bytes(held: bytes) -> Ngrams:
    """Raises ValueError or KeyError where it is not such a file."""
    with np.load(io.BytesIO(held), allow_pickle=False) as read:
        levels, topics = (
            Table(read[f"{name}.rows"], read[f"{name}.scale"], read[f"{name}.bias"]) for name in ("levels", "topics")
        )
        level_share, topic_share = (float(share) for share in read["shares"])
    return Ngrams(levels, topics, level_share, topic_share)


def rounded(weights: Sequence[Sequence[float]] | NDArray[np.float32], bias: NDArray[np.float32]) -> Table:
    """A table of *weights*, kept as seven bits a number and one scale a column."""
    whole = np.asarray(weights, dtype=np.float32)
    scale = np.maximum(np.abs(whole).max(0), 1e-8) / 127
    return Table(np.round(whole / scale).astype(np.int8), scale.astype(np.float32), bias.astype(np.float32))
