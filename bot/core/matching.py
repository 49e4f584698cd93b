"""Which entry a question means: ranked candidates with an honest score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge import Aspect, Entry, EntryKind, Knowledge
from bot.core.lexical import Lexical
from bot.core.reader import Impression, Reader


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
    """One candidate and how sure we may be that it is meant, 0 to 1."""

    candidate: Candidate
    score: float

    @property
    def id(self) -> str:
        """The candidate's id."""
        return self.candidate.id


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
    reader: Reader | None

    @classmethod
    def build(cls, knowledge: Knowledge, reader: Reader | None = None) -> Self:
        """Index *knowledge*."""
        found = candidates(knowledge)
        return cls(found, Lexical.build([candidate.texts for candidate in found]), reader)

    def rank(self, text: str, impression: Impression | None = None, force: str | None = None) -> list[Match]:
        """The eight likeliest candidates for *text* that people of *force* may be shown, best first."""
        scores = self._scores(text, impression)
        own = {c.id for c in self.candidates if c.force is not None and c.force == force}
        matches = []
        for index in np.argsort(-scores, kind="stable")[:24]:
            candidate = self.candidates[int(index)]
            if candidate.force != force and (candidate.force is not None or candidate.id in own):
                continue
            matches.append(Match(candidate, float(scores[index])))
        return matches[:8]

    def title(self, candidate_id: str) -> str | None:
        """The title of a candidate; None when there is none of this id."""
        return next((candidate.title for candidate in self.candidates if candidate.id == candidate_id), None)

    def _scores(self, text: str, impression: Impression | None) -> NDArray[np.float32]:
        del impression
        return self.lexical.likeness(text)


def best(matches: Sequence[Match]) -> Match | None:
    """The likeliest, if there is any."""
    return matches[0] if matches else None
