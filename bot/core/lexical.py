"""An index of short texts by their words and letters: finds what is spelt alike, with no model at all."""

import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

_NOT_WORDS = re.compile(r"[^a-z0-9#]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_COMMON_SHARE = 0.02  # in a very large base, what this share of texts have tells little and costs the most
_LARGE = 20_000


def folded(text: str) -> str:
    """Small letters without accents or apostrophes, the rest spaces: 'Beth sy’n?' -> 'beth syn'."""
    letters = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).lower())
    return _NOT_WORDS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def word_grams(text: str) -> list[str]:
    """Words and neighbouring pairs of *text* (folded)."""
    words = text.split()
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


def letter_grams(text: str) -> list[str]:
    """Runs of three to five letters inside the borders of words, so that a typo spares most of them."""
    grams = []
    for word in text.split():
        bordered = f" {word} "
        grams += [bordered[i : i + n] for n in (3, 4, 5) for i in range(max(1, len(bordered) - n + 1))]
    return grams


@dataclass(frozen=True, slots=True)
class Postings:
    """Which texts hold which feature, and how much it tells; each text's weights have unit length."""

    vocabulary: dict[str, int]
    idf: NDArray[np.float32]
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    @classmethod
    def build(cls, texts: Iterable[Iterable[str]]) -> Self:
        """Index the features of each text."""
        vocabulary: dict[str, int] = {}
        columns, counts, lengths = array("i"), array("i"), array("i")
        for features in texts:
            counted = Counter(features)
            columns.extend(vocabulary.setdefault(feature, len(vocabulary)) for feature in counted)
            counts.extend(counted.values())
            lengths.append(len(counted))
        column = np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, dtype=np.int32)
        size = len(lengths)
        row = np.repeat(np.arange(size, dtype=np.int32), np.array(lengths, dtype=np.int32))
        having = np.bincount(column, minlength=len(vocabulary))
        idf = (np.log((1 + size) / (1 + having)) + 1).astype(np.float32)
        if size > _LARGE:
            idf[having > _COMMON_SHARE * size] = 0.0
        weight = (1 + np.log(np.array(counts, dtype=np.float32))) * idf[column]
        norms = np.sqrt(np.bincount(row, weights=weight**2, minlength=size)).astype(np.float32)
        weight /= np.maximum(norms[row], 1e-9)
        order = np.argsort(column, kind="stable")
        order = order[weight[order] > 0]
        held = np.bincount(column[order], minlength=len(vocabulary))
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(held)])
        return cls(vocabulary, idf, starts, row[order], weight[order].astype(np.float32), size)

    def cosines(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The cosine of these features with each text; features that no text has count against all."""
        counted = Counter(features)
        unknown = float(self.idf.max(initial=1.0))
        norm, indices, values = 0.0, [], []
        for feature, count in counted.items():
            column = self.vocabulary.get(feature)
            said = 1.0 if count == 1 else 1 + math.log(count)
            weight = said * (unknown if column is None else float(self.idf[column]))
            norm += weight * weight
            if column is not None and weight:
                start, end = self.starts[column], self.starts[column + 1]
                indices.append(self.texts[start:end])
                values.append(self.weights[start:end] * np.float32(weight))
        if not indices:
            return np.zeros(self.size, dtype=np.float32)
        summed = np.bincount(np.concatenate(indices), weights=np.concatenate(values), minlength=self.size)
        return np.asarray(summed / math.sqrt(norm), dtype=np.float32)

    def covered(self, features: Iterable[str]) -> NDArray[np.float32]:
        """How much of each text (as a share of its squared length) these features cover."""
        share = np.zeros(self.size, dtype=np.float32)
        for feature in set(features):
            column = self.vocabulary.get(feature)
            if column is not None:
                start, end = self.starts[column], self.starts[column + 1]
                share[self.texts[start:end]] += self.weights[start:end] ** 2
        return share


@dataclass(frozen=True, slots=True)
class Lexical:
    """Texts that belong to owners, found by words and by letters. Texts of one owner stand together."""

    words: Postings
    letters: Postings
    owner_starts: NDArray[np.int64]

    @classmethod
    def build(cls, texts_by_owner: Sequence[Sequence[str]]) -> Self:
        """Index every text of every owner; an owner has at least one."""
        texts = [folded(text) for texts in texts_by_owner for text in texts]
        starts = np.concatenate([[0], np.cumsum([len(texts) for texts in texts_by_owner])])[:-1].astype(np.int64)
        return cls(
            Postings.build(map(word_grams, texts)),
            Postings.build(map(letter_grams, texts)),
            starts,
        )

    def likeness(self, plain: str) -> NDArray[np.float32]:
        """For each owner, how like its nearest text *plain* (folded) is, 0 to 1; words and letters weigh the same."""
        return np.asarray(np.maximum.reduceat(self.each(plain), self.owner_starts))

    def each(self, plain: str) -> NDArray[np.float32]:
        """For each text, how like it *plain* is."""
        both = self.words.cosines(word_grams(plain)) + self.letters.cosines(letter_grams(plain))
        return np.asarray(both / 2, dtype=np.float32)
