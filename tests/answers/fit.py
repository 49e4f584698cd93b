"""Fits the weights in ``bot/core/weighing.py``: ``make weights READER=folder`` prints them.

The reader must have been trained without one line in ``HELD_OUT`` (``--set held_out=8``); those lines are what the
weights are fitted on, and an ask that is one of them is left out of the index: nothing seen before is recognised.
``--later`` fits on ``later.jsonl`` instead, questions written after the shipped reader was trained, and leaves what
speaks for new entries as it is: so the weights in use were found.
With ``--new``, and a reader trained without some topics (``--set held_topics=...``), only what speaks for entries that
the reader does not know is fitted; each of those has five asks, as a lead would write.
"""

import argparse
import datetime as dt
import json
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.content.source import load as load_content
from bot.core.asking import Names, understand
from bot.core.lexical import folded
from bot.core.matching import Candidate, Matcher, candidates
from bot.core.weighing import READ
from bot.core.wording import LONDON_ZONE
from bot.model.load import load as load_reader
from bot.model.material import Line, is_held_out, read_lines

ROOT = Path(__file__).resolve().parents[2]
HELD_OUT = 8
STEPS = 4_000
MIX = {"answer": 0.64, "decline": 0.26, "talk": 0.1}
"""What people ask: more that can be answered than the lines hold, which are rich in what must be declined."""
HELD_BACK = 0.02  # how much the weights are held to nought, so that no column runs away on few lines


@dataclass(frozen=True, slots=True)
class Case:
    """One line's evidence, and the place of what it means: -1 for none of the candidates."""

    speaks_for: NDArray[np.float64]
    speaks_against: NDArray[np.float64]
    right: int
    group: str


def _group(topic: str) -> str:
    if topic.startswith(("nc-", "oos-")):
        return "decline"
    return "talk" if topic.startswith("smalltalk-") else "answer"


NEW = (1, 5, 6)
"""The columns that only count for candidates the reader does not know."""
FEW = 5


def cases(folder: Path, lines: list[Line], few: int | None = None) -> list[Case]:
    """The evidence for each of *lines*, asked at some moment from three weeks before the week to one after."""
    reader = load_reader(folder)
    knowledge = load_content(ROOT / "knowledge", ROOT / "schedules")
    held = {folded(line.text) for line in lines}
    found = tuple(
        replace(one, texts=(one.title, *_asks(one, held)[: None if one.id in reader.topics else few]))
        for one in candidates(knowledge)
        if one.force is None
    )
    matcher = Matcher.build(found, reader)
    places = {candidate.id: place for place, candidate in enumerate(found)}
    names = Names.build(knowledge.schedule.sessions)
    made = []
    for line in lines:
        topic = str(line.topic)
        if topic not in places and not topic.startswith("oos-"):
            continue
        hours = zlib.crc32(line.text.encode()) % (28 * 24)
        now = dt.datetime(2026, 3, 30, 7, tzinfo=LONDON_ZONE) + dt.timedelta(hours=hours)
        typed = line.text if line.follows is None else line.text.removeprefix(f"{line.follows} | ")
        asked = understand(typed, knowledge.schedule, names, now)
        evidence, against = matcher.evidence(asked, matcher.meanings.read(line.text) if matcher.meanings else None)
        made.append(Case(evidence, against, places.get(topic, -1), _group(topic)))
    return made


def _later() -> list[Line]:
    rows = map(json.loads, (Path(__file__).parent / "later.jsonl").read_text(encoding="utf-8").splitlines())
    return [Line(row["q"], None, None, row["topic"]) for row in rows]


def _asks(candidate: Candidate, held: set[str]) -> tuple[str, ...]:
    return tuple(text for text in candidate.texts[1:] if folded(text) not in held)


def fit(known: list[Case], only: tuple[int, ...] | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weights that make what is right likeliest (softmax, Adam)."""
    every = np.stack([case.speaks_for for case in known])
    against = np.stack([case.speaks_against for case in known])
    right = np.array([case.right if case.right >= 0 else every.shape[1] for case in known])
    counts = Counter(case.group for case in known)
    share = np.array([MIX[case.group] / counts[case.group] for case in known])
    wide, rows = every.shape[2], np.arange(len(known))
    weights = np.concatenate([READ.speaks_for, READ.speaks_against])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.column_stack([every @ weights[:wide], against @ weights[wide:]])
        odds = np.exp(scores - scores.max(1, keepdims=True))
        odds /= odds.sum(1, keepdims=True)
        odds[rows, right] -= 1
        odds *= share[:, None]
        slope = np.concatenate([np.einsum("nc,nck->k", odds[:, :-1], every), odds[:, -1] @ against])
        slope += HELD_BACK * weights / len(weights)
        slope = slope if only is None else np.where(np.isin(np.arange(len(slope)), only), slope, 0.0)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights = weights - 0.02 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights[:wide], weights[wide:]


def share_right(known: list[Case], speaks_for: NDArray[np.float64], speaks_against: NDArray[np.float64]) -> float:
    """How many of *known* have what is right on top."""
    hits = 0
    for case in known:
        scores = np.append(case.speaks_for @ speaks_for, case.speaks_against @ speaks_against)
        hits += int(scores.argmax()) == (case.right if case.right >= 0 else len(scores) - 1)
    return hits / len(known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--new", action="store_true", help="fit only what speaks for entries the reader does not know")
    parser.add_argument("--later", action="store_true", help="fit on questions written after the reader was trained")
    chosen = parser.parse_args()
    columns = len(READ.speaks_for) + len(READ.speaks_against)
    only = NEW if chosen.new else tuple(at for at in range(columns) if at not in NEW) if chosen.later else None
    lines = _later() if chosen.later else [line for line in read_lines() if line.topic and is_held_out(line, HELD_OUT)]
    known = cases(chosen.reader, lines, FEW if chosen.new else None)
    half = len(known) // 2
    order = np.random.default_rng(1).permutation(len(known))
    known = [known[i] for i in order]
    now = share_right(known, READ.speaks_for, READ.speaks_against)
    print(f"{len(known)} lines; right on top with the present weights: {now:.3f}")
    one, other = (
        share_right(known[half:], *fit(known[:half], only)),
        share_right(known[:half], *fit(known[half:], only)),
    )
    print(f"fitted on one half, right on top in the other: {one:.3f}, {other:.3f}")
    for weights in fit(known, only):
        print(np.round(weights, 2).tolist())


if __name__ == "__main__":
    main()
