"""An index of short texts by their words and letters: finds what is spelt alike, with no model at all."""

import hashlib
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

_NOT_WORDS = re.compile(r"[^a-z0-9#]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_COMMON_SHARE = 0.02  # in a very large base, what this share of texts have tells little and costs the most
_LARGE = 20_000
KEPT = 5_000
_AT_ONCE = 4096  # texts counted at a time, so that building takes little more memory than what is built
_SAID = np.concatenate([np.zeros(1), 1 + np.log(np.arange(1, 256))]).astype(np.float32)
"""What a feature weighs that a text has so many times."""


def folded(text: str) -> str:
    """Small letters without accents or apostrophes, the rest spaces: 'Beth sy’n?' -> 'beth syn'."""
    letters = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).lower())
    return _NOT_WORDS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def word_grams(text: str) -> list[str]:
    """Words and neighbouring pairs of *text* (folded)."""
    words = text.split()
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


def _grams_of(word: str) -> list[str]:
    """Runs of three to five letters inside the borders of *word*, so that a typo spares most of them."""
    bordered = f" {word} "
    return [bordered[i : i + n] for n in (3, 4, 5) for i in range(max(1, len(bordered) - n + 1))]


def _key(feature: str) -> int:
    """*feature* as 64 bits: itself when it is short, else a hash; the same in every process."""
    raw = feature.encode()
    if len(raw) < 8:
        return int.from_bytes(raw, "little")
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little", signed=True)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Some texts' features, each with the texts that have it (from *first* on) and how often."""

    first: int
    size: int
    keys: NDArray[np.int64]
    having: NDArray[np.int64]
    texts: NDArray[np.uint16]
    counts: NDArray[np.uint8]

    @classmethod
    def count(cls, first: int, keys: "array[int]", lengths: "array[int]") -> Self:
        """Count the *keys* of texts that have so many of them each."""
        key = np.frombuffer(keys, dtype=np.int64) if keys else np.zeros(0, dtype=np.int64)
        text = np.repeat(np.arange(len(lengths), dtype=np.uint16), np.array(lengths, dtype=np.int64))
        order = np.lexsort((text, key))
        key, text = key[order], text[order]
        begins = np.flatnonzero(_changes(key) | _changes(text))
        counts = np.minimum(np.diff(np.append(begins, len(key))), len(_SAID) - 1).astype(np.uint8)
        key, text = key[begins], text[begins]
        starts = np.flatnonzero(_changes(key))
        return cls(first, len(lengths), key[starts], np.diff(np.append(starts, len(key))), text, counts)


def _changes(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Where a value is not the one before it; the first never is."""
    changed = np.ones(len(values), dtype=np.bool_)
    changed[1:] = values[1:] != values[:-1]
    return changed


def _counted(texts: Iterable[Iterable[int]]) -> Iterator[_Counted]:
    first, keys, lengths = 0, array("q"), array("i")
    for features in texts:
        before = len(keys)
        keys.extend(features)
        lengths.append(len(keys) - before)
        if len(lengths) == _AT_ONCE:
            yield _Counted.count(first, keys, lengths)
            first, keys, lengths = first + len(lengths), array("q"), array("i")
    yield _Counted.count(first, keys, lengths)


@dataclass(frozen=True, slots=True)
class Postings:
    """Which texts hold which feature, how often, and how much it tells; a text's weights by *lengths* have length one.

    Features are kept as sorted 64-bit keys, and of each posting only the text and how often: five bytes.
    """

    keys: NDArray[np.int64]
    idf: NDArray[np.float32]
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.float32]

    @classmethod
    def build(cls, texts: Iterable[Iterable[str]]) -> Self:
        """Index the features of each text."""
        return cls.of_keys(map(_key, features) for features in texts)

    @classmethod
    def of_keys(cls, texts: Iterable[Iterable[int]]) -> Self:
        """The same, for features that are keys already."""
        counted = list(_counted(texts))
        size = sum(some.size for some in counted)
        keys = np.unique(np.concatenate([some.keys for some in counted]))
        having = np.zeros(len(keys), dtype=np.int64)
        for some in counted:
            having[np.searchsorted(keys, some.keys)] += some.having
        idf = (np.log((1 + size) / (1 + having)) + 1).astype(np.float32)
        if size > _LARGE:
            idf[having > _COMMON_SHARE * size] = 0.0
        held = np.where(idf > 0, having, 0)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(held)])
        total = int(starts[-1])
        built = cls(keys, idf, starts, np.zeros(total, np.int32), np.zeros(total, np.uint8), np.zeros(size, np.float32))
        free = starts[:-1].copy()
        for some in counted:
            built._place(some, free)
        return built

    def _place(self, some: _Counted, free: NDArray[np.int64]) -> None:
        """Put the postings of *some* texts where *free* says there is room for their features."""
        column = np.searchsorted(self.keys, some.keys)
        weights = np.repeat(self.idf[column], some.having) * _SAID[some.counts]
        squares = np.bincount(some.texts, weights=weights**2, minlength=some.size)
        self.lengths[some.first : some.first + some.size] = np.maximum(np.sqrt(squares), 1e-9)
        before = np.cumsum(some.having) - some.having
        places = np.repeat(free[column] - before, some.having) + np.arange(len(some.texts))
        telling = weights > 0
        self.texts[places[telling]] = some.texts[telling].astype(np.int32) + some.first
        self.counts[places[telling]] = some.counts[telling]
        free[column] += np.where(self.idf[column] > 0, some.having, 0)

    def cosines(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The cosine of these features with each text; features that no text has count against all."""
        return self.cosines_of_keys(map(_key, features))

    def cosines_of_keys(self, features: Iterable[int]) -> NDArray[np.float32]:
        """The same, for features that are keys already."""
        counted = Counter(features)
        columns, known = self._columns(counted)
        idf = np.where(known, self.idf[columns] if len(self.idf) else 0, self.idf.max(initial=1.0))
        weights = _SAID[np.minimum(list(counted.values()), len(_SAID) - 1)] * idf if counted else np.zeros(0)
        norm = float(np.sqrt(weights @ weights))
        texts, shares = self._held(columns[known], (weights * idf)[known])
        if not len(texts):
            return np.zeros(len(self.lengths), dtype=np.float32)
        summed = np.bincount(texts, weights=shares, minlength=len(self.lengths))
        return np.asarray(summed / (self.lengths * norm), dtype=np.float32)

    def covered(self, features: Iterable[str]) -> NDArray[np.float32]:
        """How much of each text (as a share of its squared length) these features cover."""
        columns, known = self._columns(dict.fromkeys(map(_key, features)))
        columns = columns[known]
        texts, shares = self._held(columns, self.idf[columns])
        squares = np.bincount(texts, weights=shares**2, minlength=len(self.lengths))
        return np.asarray(squares / self.lengths**2, dtype=np.float32)

    def _columns(self, keys: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The column of each key, and whether it is one of ours."""
        asked = np.array(list(keys), dtype=np.int64)
        if not len(self.keys):
            return np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked), dtype=np.bool_)
        columns = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        return columns, self.keys[columns] == asked

    def _held(
        self, columns: NDArray[np.int64], weights: NDArray[np.floating]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The texts that hold any of *columns*, once for each, and what it weighs there."""
        if not len(columns):
            return np.zeros(0, dtype=np.int32), np.zeros(0)
        starts, ends = self.starts[columns], self.starts[columns + 1]
        # as Python's own numbers: taking numpy's out one by one costs as much as all the rest
        spans = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        many = ends - starts
        counts = np.concatenate([self.counts[span] for span in spans])
        texts = np.concatenate([self.texts[span] for span in spans])
        return texts, np.repeat(weights, many) * _SAID[counts]


@dataclass(frozen=True, slots=True)
class Lexical:
    """Texts that belong to owners, found by words and by letters. Texts of one owner stand together."""

    words: Postings
    letters: Postings
    owner_starts: NDArray[np.int64]
    of_word: Mapping[str, "array[int]"]
    """The keys of the letter grams of ``KEPT`` words at most, in which most of what is asked is said too."""

    @classmethod
    def build(cls, texts_by_owner: Sequence[Sequence[str]]) -> Self:
        """Index every text of every owner; an owner has at least one."""
        starts = np.concatenate([[0], np.cumsum([len(texts) for texts in texts_by_owner])])[:-1].astype(np.int64)
        of_word: dict[str, array[int]] = {}
        return cls(
            Postings.build(word_grams(folded(text)) for texts in texts_by_owner for text in texts),
            Postings.of_keys(_letter_keys((folded(text) for texts in texts_by_owner for text in texts), of_word)),
            starts,
            dict(islice(of_word.items(), KEPT)),
        )

    def likeness(self, plain: str) -> NDArray[np.float32]:
        """For each owner, how like its nearest text *plain* (folded) is, 0 to 1; words and letters weigh the same."""
        return np.asarray(np.maximum.reduceat(self.each(plain), self.owner_starts))

    def each(self, plain: str) -> NDArray[np.float32]:
        """For each text, how like it *plain* is."""
        both = self.words.cosines(word_grams(plain)) + self.letters.cosines_of_keys(self.letter_keys(plain))
        return np.asarray(both / 2, dtype=np.float32)

    def letter_keys(self, plain: str) -> list[int]:
        """The keys of *plain*'s letter grams."""
        return [key for word in plain.split() for key in self.of_word.get(word) or _keys_of(word)]


def _letter_keys(texts: Iterable[str], of_word: dict[str, "array[int]"]) -> Iterator[Iterator[int]]:
    """The keys of each text's letter grams; a word's are worked out once, and stay in *of_word*."""
    for text in texts:
        words = text.split()
        for word in words:
            if word not in of_word:
                of_word[word] = _keys_of(word)
        yield (key for word in words for key in of_word[word])


def _keys_of(word: str) -> "array[int]":
    """The keys of *word*'s letter grams."""
    return array("q", map(_key, _grams_of(word)))
