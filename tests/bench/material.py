"""What the bench asks: the question sets, and made-up entries for bases that do not exist."""

import datetime as dt
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.core.knowledge import Entry

ROOT = Path(__file__).resolve().parents[2]
SETS = (ROOT / "tests" / "answers" / "blind.jsonl", ROOT.parent / "shared" / "exam" / "questions.jsonl")
_SYLLABLES = "ba be bi bo da de di do fa fe fi ga go ka ke ki la le li lo ma me mi mo na ne no pa pe ra re ro sa se ta"
_ASKS = 5


def questions() -> list[dict[str, Any]]:
    """Every question of the sets there are, without the conversations; never to be printed."""
    rows = [json.loads(line) for path in SETS if path.exists() for line in path.read_text("utf-8").splitlines() if line]
    return [row for row in rows if "conversation" not in row]


def entries(count: int) -> list[Entry]:
    """Made-up entries, each with five asks, of words as common and as rare as words are."""
    chance = random.Random(7)  # noqa: S311 -- the same entries every time
    words = ["".join(parts) for parts in itertools.product(_SYLLABLES.split(), repeat=3)]
    chance.shuffle(words)
    common = list(itertools.accumulate(1 / (place + 3) for place in range(len(words))))
    texts = _texts(chance, words, common)
    day = dt.date(2026, 3, 1)
    return [
        Entry(
            id=f"made-up-{number}",
            title=f"{next(texts).capitalize()}"[:60],
            asks=tuple(f"{next(texts)} {number}" for _ in range(_ASKS)),
            answer=f"{next(texts).capitalize()}.",
            source="The bench",
            checked=day,
            review_by=day.replace(year=2030),
            owner="the bench",
        )
        for number in range(count)
    ]


def _texts(chance: random.Random, words: list[str], common: list[float]) -> Iterator[str]:
    while True:
        yield " ".join(chance.choices(words, cum_weights=common, k=chance.randint(4, 8)))


def write(folder: Path, count: int) -> None:
    """*count* made-up entries as files a lead could have written, beside the shipped ones in *folder*."""
    made = entries(count)
    for first in range(0, count, 500):
        lines = ["entries:"]
        for entry in made[first : first + 500]:
            lines += [f"  - id: {entry.id}", f"    title: {entry.title}", "    asks:"]
            lines += [f"      - {ask}" for ask in entry.asks]
            lines += [f"    answer: {entry.answer}", f"    source: {entry.source}", f"    checked: {entry.checked}"]
            lines += [f"    review_by: {entry.review_by}", f"    owner: {entry.owner}"]
        (folder / f"made-up-{first}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
