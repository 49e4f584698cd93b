"""Which entry a question means: candidates ranked by everything that speaks for them, with an honest probability."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.core import weighing
from bot.core.asking import Asked, By
from bot.core.knowledge import Aspect, Entry, EntryKind, Knowledge
from bot.core.lexical import Lexical, Postings, folded
from bot.core.meanings import Meanings
from bot.core.programme import BY_DAY
from bot.core.reader import Impression, Reader

RANKED = 8
WORD_FOR_WORD = 12.0
"""Points for a candidate that has the question among its asks: what a lead wrote down is always found again."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a question may mean: an entry, or an aspect of a session. *force* when only that force's people see it."""

    id: str
    title: str
    kind: EntryKind
    aspect: bool
    force: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate and the probability that it is meant."""

    candidate: Candidate
    score: float

    @property
    def id(self) -> str:
        """The candidate's id."""
        return self.candidate.id


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first, with the probability that nothing here answers the question."""

    matches: tuple[Match, ...]
    declined: float

    @property
    def best(self) -> float:
        """How likely the first is."""
        return self.matches[0].score if self.matches else 0.0

    def without(self, candidate_id: str | None) -> Self:
        """The same, but for one candidate."""
        return replace(self, matches=tuple(match for match in self.matches if match.id != candidate_id))


def candidates(knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Everything a question may mean, for people of every force."""
    return (
        *(_candidate(aspect) for aspect in knowledge.aspects),
        *(_candidate(entry) for entry in knowledge.entries),
        *(_candidate(entry, force.force) for force in knowledge.forces for entry in force.entries),
    )


def _candidate(entry: Entry | Aspect, force: str | None = None) -> Candidate:
    return Candidate(
        id=entry.id,
        title=entry.title,
        kind=entry.kind if isinstance(entry, Entry) else EntryKind.ANSWER,
        aspect=isinstance(entry, Aspect),
        force=force,
        texts=(entry.title, *entry.asks, *entry.cy_asks),
    )


@dataclass(frozen=True, slots=True)
class Matcher:
    """Ranks candidates for a question; built once for one version of the knowledge."""

    candidates: tuple[Candidate, ...]
    lexical: Lexical
    titles: Postings
    meanings: Meanings | None
    traits: NDArray[np.float64]
    hidden: dict[str | None, NDArray[np.int64]]
    asks: dict[str, tuple[int, ...]]

    @classmethod
    def build(cls, found: Sequence[Candidate], reader: Reader | None = None, before: Meanings | None = None) -> Self:
        """Index the candidates; *reader* may be None, and ranking is then by words and letters.

        What *before* knows of the same reader is not read again.
        """
        traits = [
            [c.aspect, c.id == BY_DAY, c.aspect and not c.id.startswith("session-"), c.kind is EntryKind.UNKNOWN]
            for c in found
        ]
        meanings = None
        if reader and found:
            meanings = Meanings.build([c.id for c in found], [c.texts for c in found], reader, before)
        return cls(
            candidates=tuple(found),
            lexical=Lexical.build([candidate.texts for candidate in found]),
            titles=Postings.build([folded(candidate.title).split() for candidate in found]),
            meanings=meanings,
            traits=np.array(traits, dtype=np.float64).reshape(len(found), 4),
            hidden=_hidden(found),
            asks=_asks(found),
        )

    def rank(
        self,
        asked: Asked,
        impression: Impression | None = None,
        force: str | None = None,
        *,
        word_for_word: bool = True,
    ) -> Ranking:
        """The likeliest candidates for *asked* that people of *force* may be shown.

        Without *word_for_word* an ask is nothing special: 'is it free' means something else after each answer.
        """
        if not self.candidates:
            return Ranking((), 1.0)
        read = self.impression(asked, impression)
        evidence, against = self.evidence(asked, read)
        weights = self.weights(read)
        scores = evidence @ weights.speaks_for
        if word_for_word:
            scores[list(self.asks.get(asked.plain, ()))] += WORD_FOR_WORD
        declined = float(against @ weights.speaks_against)
        scores[self.hidden.get(force, self.hidden[None])] = -np.inf
        most = max(float(scores.max()), declined)
        odds = np.exp(scores - most)
        total = float(odds.sum()) + float(np.exp(declined - most))
        order = np.argsort(-odds, kind="stable")[:RANKED]
        matches = tuple(Match(self.candidates[int(i)], float(odds[i]) / total) for i in order)
        return Ranking(matches, float(np.exp(declined - most)) / total)

    def impression(self, asked: Asked, impression: Impression | None) -> Impression | None:
        """*impression*, or the reader's of *asked*; None without a reader."""
        return impression if impression is not None else self.read(asked.text)

    @staticmethod
    def weights(read: Impression | None) -> weighing.Weights:
        """What evidence weighs, with the reader's impression or without."""
        return weighing.SPELT if read is None else weighing.READ

    def read(self, text: str) -> Impression | None:
        """What the trained reader makes of *text*; None without one."""
        return self.meanings.read(text) if self.meanings is not None else None

    def evidence(self, asked: Asked, read: Impression | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What speaks for each candidate (a row each, columns as in ``weighing``), and what for none of them."""
        count = len(self.candidates)
        likeness = self.lexical.likeness(asked.plain)
        titled = self.titles.covered(asked.plain.split())
        voted: NDArray[np.floating] = np.zeros(count)
        new: NDArray[np.floating] = np.ones(count)
        near: NDArray[np.floating] = np.zeros(count)
        elsewhere = 0.0
        if self.meanings is not None and read is not None:
            known = self.meanings.topic >= 0
            new = 1.0 - known
            voted = np.where(known, np.log(read.topics[np.maximum(self.meanings.topic, 0)] + weighing.FLOOR), 0.0)
            near = self.meanings.nearness(read.vector)
            elsewhere = float(np.log(read.topics[self.meanings.elsewhere].sum() + weighing.FLOOR))
        named = float(asked.by is By.NAME)
        surely = float(asked.surely)
        timed = float(asked.by in (By.DAY, By.ORDER, By.HOUR))
        said = float(asked.says_session)
        aspect, by_day, listing, unknown = self.traits.T
        columns = (
            *(voted, new, near, likeness, titled, new * near, new * likeness),
            *(aspect * named, aspect * timed, aspect * said, by_day * timed, listing * named),
            *(unknown, unknown * named, unknown * said),
            *(aspect * surely, unknown * surely),
        )
        against = (1.0, elsewhere, float(near.max()), float(likeness.max()), float(titled.max()), named, timed, said)
        speaks_for = np.empty((count, len(columns)))
        for place, column in enumerate(columns):  # np.column_stack copies every column three times
            speaks_for[:, place] = column
        return speaks_for, np.array(against, dtype=np.float64)


def _asks(found: Sequence[Candidate]) -> dict[str, tuple[int, ...]]:
    """Every ask, folded, with the places of the candidates that have it; a title alone is no ask."""
    places: dict[str, tuple[int, ...]] = {}
    for place, candidate in enumerate(found):
        for ask in dict.fromkeys(folded(text) for text in candidate.texts[1:]):
            places[ask] = (*places.get(ask, ()), place)
    return places


def _hidden(found: Sequence[Candidate]) -> dict[str | None, NDArray[np.int64]]:
    """For each force, and for people of none, the places of what they are not shown."""
    shown: dict[str | None, NDArray[np.int64]] = {}
    for force in {None, *(candidate.force for candidate in found)}:
        own = {candidate.id for candidate in found if force is not None and candidate.force == force}
        hidden = [
            place
            for place, candidate in enumerate(found)
            if candidate.force != force and (candidate.force is not None or candidate.id in own)
        ]
        shown[force] = np.array(hidden, dtype=np.int64)
    return shown
