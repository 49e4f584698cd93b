"""What a workforce writes: questions, small talk, distress and danger, in a fixed order that looks like chance."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LINES = Path(__file__).resolve().parents[2] / "bot" / "model" / "lines"
SMALL_TALK = "hi|hello|thanks|cheers mate|morning|diolch|ok|who are you|bye|ta|lol|are you a robot|test|evening all"
SHARES = {"question": 80, "small talk": 10, "distress": 5, "danger": 5}
"""Of a hundred messages. Danger is asked about far more often than in life, so that its slowest replies are seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message; *kind* is a key of ``SHARES``."""

    kind: str
    text: str


def lines() -> Iterator[Line]:
    """Messages without end. Nobody is to read these: they are lines about suicide among others."""
    chance = random.Random(262)  # noqa: S311 -- the same lines in every run
    safety = [row for path in sorted(LINES.glob("safety-*.jsonl")) for row in _rows(path)]
    texts = {
        "question": [row["q"] for path in sorted(LINES.glob("asks-[0-9].jsonl")) for row in _rows(path)],
        "small talk": SMALL_TALK.split("|"),
        "distress": [row["q"] for row in safety if row["level"] == "concern"],
        "danger": [row["q"] for row in safety if row["level"] == "crisis"],
    }
    while True:
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        yield Line(kind, chance.choice(texts[kind]))


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
