"""Questions answered with another library in the matcher's place: the rest - danger, sessions, days, words - is ours.

A library's score says nothing by itself, so from which score on it answers is chosen on half a of the development
questions, where a wrong answer counts as much as a right one; the other sets are then graded with that.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.core.answering import Answerer
from bot.core.asking import Asked
from bot.core.matching import Candidate, Match, Ranking
from bot.core.reader import Impression
from bot.model.material import read_lines
from tests.bench.libraries import LIBRARIES, OURS, THERE, Rank, Texts, measured, shipped

Rows = list[dict[str, Any]]
Verdicts = Callable[[Rows, Answerer], list[tuple[str, str]]]
"""Of each row its kind, and ``pass``, ``miss`` or ``wrong``."""
TAUGHT = ("scikit-learn TF-IDF and linear SVM", "all-MiniLM-L6-v2 as it comes, int8")
TRIED = 12
COLUMNS = ("development, half b", "blind", "blind, second")
NOT_HERE = (
    "\nOther libraries are not measured here: `make libraries` first, and ../shared/exam to choose thresholds on.\n"
)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Stands where ``Matcher`` stands: the library's first candidate if it is like *enough*, else none."""

    candidates: dict[str, Candidate]
    find: Rank
    enough: float

    def rank(self, asked: Asked, *_said: object, **_how: object) -> Ranking:
        """The one candidate, or none; what the reader made of it is not used."""
        owner, score = self.find(asked.text)
        if score < self.enough or owner not in self.candidates:
            return Ranking((), 1.0)
        return Ranking((Match(self.candidates[owner], 1.0),), 0.0)

    @staticmethod
    def read(_text: str) -> Impression | None:
        """Nothing: a follow-up is said in full instead."""
        return None


def taught() -> Texts:
    """The entries' texts, and the lines that the trained reader learnt from: all it could know, a library knows."""
    texts = {owner: list(said) for owner, said in shipped()}
    for line in read_lines():
        if line.topic and line.follows is None:
            owner = "unknown" if line.topic.startswith("oos-") else line.topic
            texts.setdefault(owner, []).append(line.text)
    return list(texts.items())


def table(sets: dict[str, Rows], answerer: Answerer, verdicts: Verdicts) -> Iterator[str]:
    """Signpost and each library on every set; cost with the entries alone."""
    yield "\n## Beside other libraries\n"
    if not THERE or "development, half a" not in sets:
        yield NOT_HERE
        return
    yield _INTRODUCTION
    shown = [name for name in COLUMNS if name in sets]
    yield "| " + " | ".join(["found by", *shown, "ms", "start s", "MB"]) + " |"
    yield "|" + "---|" * (len(shown) + 4)
    yield _row("Signpost", [verdicts(sets[name], answerer) for name in shown], measured(OURS, 0))
    for name, find in _libraries():
        chosen = _answering(answerer, find, sets["development, half a"], verdicts)
        cost = measured(name, 0) if name in LIBRARIES else None
        yield _row(name, [verdicts(sets[one], chosen) for one in shown], cost)


def _libraries() -> Iterator[tuple[str, Rank]]:
    """Each library with the entries' texts; the two that can learn also with the lines the reader learnt from."""
    texts, more = shipped(), taught()
    for name, build in LIBRARIES.items():
        yield name, build(texts)
    for name in TAUGHT:
        yield f"{name}, taught the reader's lines", LIBRARIES[name](more)


def _answering(answerer: Answerer, find: Rank, rows: Rows, verdicts: Verdicts) -> Answerer:
    """*answerer* with *find* in its matcher's place, from the score on that serves *rows* best."""
    candidates = {one.id: one for one in answerer.matcher.candidates if one.force is None}
    scores = [find(row["q"])[1] for row in rows]
    tried = sorted({float(score) for score in np.quantile(scores, np.linspace(0, 0.9, TRIED))})
    each = [replace(answerer, matcher=Borrowed(candidates, find, enough)) for enough in tried]  # type: ignore[arg-type]

    def served(one: Answerer) -> int:
        found = Counter(verdict for _, verdict in verdicts(rows, one))
        return found["pass"] - found["wrong"]

    return max(each, key=served)


def _row(name: str, found: list[list[tuple[str, str]]], cost: dict[str, float] | None) -> str:
    figures = [f"{cost['ms a question']:.1f}", f"{cost['indexing s']:.1f}", f"{cost['MB']:.0f}"] if cost else ["-"] * 3
    return "| " + " | ".join([name, *map(_shares, found), *figures]) + " |"


def _shares(found: list[tuple[str, str]]) -> str:
    right = [
        100 * sum(verdict == "pass" for kind, verdict in found if kind == wanted) / sum(k == wanted for k, _ in found)
        for wanted in ("answer", "refuse", "smalltalk")
    ]
    wrong = 100 * sum(verdict == "wrong" for _, verdict in found) / len(found)
    return " / ".join(f"{share:.0f}" for share in (*right, wrong))


_INTRODUCTION = """The same entries, the same questions. A library only takes the matcher's place: danger, sessions,
days, follow-ups and words stay ours, which flatters it. Percent: right / honest unknowns / small talk / confidently
wrong. Cost is of the library's part alone, in a process of its own: a question (Signpost's with the trained reader),
importing and indexing, and the memory these take.
"""
