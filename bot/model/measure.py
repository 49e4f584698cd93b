"""What a reader makes of lines it has not learnt from, in figures."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.core.reader import Impression, Reader
from bot.model.material import LEVELS, Line

Figures = dict[str, float | int]


def answerable(topics: Sequence[str]) -> NDArray[np.bool_]:
    """Which topics have an answer: all but near misses and what is out of scope."""
    return np.array([not topic.startswith(("nc-", "oos-")) for topic in topics])


def _share(hits: NDArray[np.bool_]) -> float:
    return round(float(hits.mean()), 4) if len(hits) else 0.0


def _at(scores: NDArray[np.float64], others: NDArray[np.float64], share: float) -> float:
    """The share of *scores* above the threshold which that share of *others* passes."""
    return _share(scores > np.quantile(others, 1 - share)) if len(others) and len(scores) else 0.0


def safety(impressions: Sequence[Impression], levels: Sequence[int], firm: Sequence[bool]) -> Figures:
    """Firm crisis lines recalled, ordinary ones taken over, concern met: by the likeliest level, and by thresholds."""
    shares = np.array([[i.none, i.concern, i.crisis] for i in impressions])
    level, sure = np.array(levels), np.array(firm)
    read = shares.argmax(1)
    crisis, calm, worried = (level == 2) & sure, level == 0, level == 1
    sharp, soft = shares[:, 2], shares[:, 1] + shares[:, 2]
    return {
        "lines": len(level),
        "crisis recall": _share(read[crisis] == 2),
        "crisis reached": _share(read[level == 2] > 0),
        "none taken over": _share(read[calm] == 2),
        "none met softly": _share(read[calm] == 1),
        "concern met": _share(read[worried] > 0),
        "concern taken over": _share(read[worried] == 2),
        "crisis recall at 2% of none": _at(sharp[crisis], sharp[calm], 0.02),
        "crisis recall at 5% of none": _at(sharp[crisis], sharp[calm], 0.05),
        "crisis met at 8% of none": _at(soft[level == 2], soft[calm], 0.08),
        "concern met at 8% of none": _at(soft[worried], soft[calm], 0.08),
    }


def declining(impressions: Sequence[Impression], topics: Sequence[str], ours: Sequence[bool]) -> Figures:
    """Are questions with an answer known from those without? By the likeliest topic, and where 95% are declined."""
    ours_topics, wanted = answerable(topics), np.array(ours)
    shares = np.array([i.topics for i in impressions])
    chance = shares[:, ours_topics].sum(1).astype(np.float64)
    best = ours_topics[shares.argmax(1)]
    return {
        "questions": len(wanted),
        "answerable known": _share(best[wanted]),
        "others declined": _share(~best[~wanted]),
        "kept at 95% declined": _at(chance[wanted], chance[~wanted], 0.05),
    }


def naming(impressions: Sequence[Impression], topics: Sequence[str], wanted: Sequence[str]) -> Figures:
    """Is the right topic the likeliest, or among the likeliest three?"""
    order = np.argsort(-np.array([i.topics for i in impressions]), axis=1)[:, :3]
    names = np.array(topics)[order]
    right = np.array(wanted)[:, None] == names
    return {"lines": len(wanted), "topic first": _share(right[:, 0]), "topic in three": _share(right.any(1))}


def finding(asks: Sequence[tuple[str, Impression]], questions: Sequence[tuple[str, Impression]]) -> Figures:
    """Does the nearest of the *asks*, by vector alone, belong to the topic of the question?"""
    if not asks or not questions:
        return {"questions": 0, "found first": 0.0, "found in three": 0.0}
    owners = np.array([topic for topic, _ in asks])
    near = np.stack([i.vector for _, i in questions]) @ np.stack([i.vector for _, i in asks]).T
    names = sorted(set(owners))
    best = np.stack([near[:, owners == name].max(1) for name in names], axis=1)
    order = np.argsort(-best, axis=1)[:, :3]
    right = np.array([topic for topic, _ in questions])[:, None] == np.array(names)[order]
    return {"questions": len(questions), "found first": _share(right[:, 0]), "found in three": _share(right.any(1))}


def half_of(name: str) -> str:
    """The half of an exam file an item belongs to, as its grader splits it."""
    return "b" if sum(map(ord, name)) % 2 else "a"


def exam(reader: Reader, folder: Path) -> dict[str, Figures]:
    """Figures on the development sets of *folder*, whole and by halves; empty where it is not there."""
    found: dict[str, Figures] = {}
    if (folder / "safety.jsonl").exists():
        rows = [json.loads(row) for row in (folder / "safety.jsonl").read_text(encoding="utf-8").splitlines()]
        read = reader.read([row["q"] for row in rows])
        for half in ("a", "b", ""):
            some = [at for at, row in enumerate(rows) if half in ("", half_of(row["id"]))]
            found[f"safety {half}".strip()] = safety(
                [read[at] for at in some],
                [LEVELS.index(rows[at]["level"]) for at in some],
                [not rows[at].get("arguable") for at in some],
            )
    if (folder / "questions.jsonl").exists():
        rows = [json.loads(row) for row in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row["kind"] != "smalltalk"]
        read = reader.read([row["q"] for row in rows])
        for half in ("a", "b", ""):
            some = [at for at, row in enumerate(rows) if half in ("", half_of(row["id"]))]
            found[f"questions {half}".strip()] = declining(
                [read[at] for at in some], reader.topics, [rows[at]["kind"] == "answer" for at in some]
            )
    return found


def held_out(reader: Reader, kept: Sequence[Line], held: Sequence[Line], new: Sequence[str]) -> dict[str, Figures]:
    """Figures on lines and topics kept from training; of a *new* topic five asks are known, as a lead would write."""
    found: dict[str, Figures] = {}
    levelled = [line for line in held if line.level is not None and line.topic in (None, "oos-talk")]
    read = reader.read([line.text for line in levelled])
    found["held-out lines"] = safety(read, [line.level or 0 for line in levelled], [True] * len(levelled))
    told = [line for line in held if line.other is not None]
    about = [impression.other >= 0.5 for impression in reader.read([line.text for line in told])]
    found["about whom"] = {
        "lines": len(told),
        "right": _share(np.array(about) == np.array([line.other for line in told])),
    }
    asked = [line for line in held if line.topic in reader.topics]
    named = reader.read([line.text for line in asked])
    found["topics"] = naming(named, reader.topics, [str(line.topic) for line in asked])
    asks: list[tuple[str, Impression]] = []
    questions: list[tuple[str, Impression]] = []
    for topic in sorted({line.topic for line in (*kept, *held) if line.topic}):
        if topic.startswith(("nc-", "oos-")):
            continue
        texts = [line.text for line in kept if line.topic == topic][:: 1 if topic in new else 3]
        known = texts[:5] if topic in new else texts
        asks += [(topic, impression) for impression in reader.read(known)]
        if topic in new:
            questions += [(topic, impression) for impression in reader.read(texts[5:])]
    ours = [
        (str(line.topic), impression)
        for line, impression in zip(asked, named, strict=True)
        if line.topic and not line.topic.startswith(("nc-", "oos-"))
    ]
    found["finding known entries"] = finding(asks, ours)
    if new:
        found["finding new entries"] = finding(asks, questions)
    return found


def heat(shares: NDArray[np.float64], right: NDArray[np.int_]) -> float:
    """The temperature at which these probabilities would have been least surprised by what was right."""
    logits = np.log(np.clip(shares, 1e-9, 1.0))
    surprises = {}
    for tried in np.geomspace(0.3, 4.0, 80):
        cooled = logits / tried
        cooled = cooled - cooled.max(1, keepdims=True)
        odds = cooled - np.log(np.exp(cooled).sum(1, keepdims=True))
        surprises[float(tried)] = -float(odds[np.arange(len(right)), right].mean())
    return min(surprises, key=surprises.__getitem__)


def speed(reader: Reader, texts: Sequence[str]) -> float:
    """Milliseconds a text takes at the median, read one by one."""
    taken = []
    for text in texts:
        began = time.perf_counter()
        reader.read([text])
        taken.append(time.perf_counter() - began)
    return round(float(np.median(taken)) * 1000, 3)
