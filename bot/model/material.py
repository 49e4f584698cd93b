"""The lines the reader learns from, as values: what was written, and what its author said about it."""

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.core.following import after

LINES = Path(__file__).parent / "lines"
LEVELS = ("none", "concern", "crisis")
TALK = "oos-talk"
"""The topic of chatter that asks nothing of the bot."""

_TALK_FILES = ("t1", "t2", "t4", "safety-5", "safety-6")
_ASKS_SOMETHING = {
    "plain", "question", "info", "mixed", "buried", "sessions", "posters", "access", "vans", "dogs",
    "sleep", "nutrition", "mindfulness", "crisisline", "promote", "counselling", "research", "policy",
    "hello", "thanks", "bot", "resources", "promo",
}  # fmt: skip
_HARD_TIMES = {
    "after-a-bad-job",
    "assaulted-on-duty",
    "bereavement",
    "burnout",
    "domestic-abuse",
    "worried-about-a-colleague",
    "nc-complaint-or-misconduct",
}
_PERSONAL = {
    "i",
    "im",
    "i'm",
    "ive",
    "i've",
    "me",
    "my",
    "he",
    "she",
    "him",
    "her",
    "mate",
    "they",
    "them",
    "i'd",
    "id",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One written line. What its author did not say is None and teaches nothing."""

    text: str
    level: int | None  # place in LEVELS
    other: bool | None
    topic: str | None
    written: str = ""  # as its author wrote it, where *text* has been spoilt since
    follows: str | None = None  # the title of the answer it came after, already in *text*


def _level(row: dict[str, object]) -> int | None:
    if "level" in row:
        return LEVELS.index(str(row["level"]))
    if "after" in row:
        return None  # danger is never read with what was spoken of before
    words = str(row["q"]).lower().replace("’", "'").split()
    asked = str(row["topic"])
    if (asked.startswith("crisis-line") or asked in _HARD_TIMES) and _PERSONAL.intersection(words):
        return None  # "can I ring it at four in the morning?" may be more than a question
    return 0


def _topic(row: dict[str, object], stem: str) -> str | None:
    if "topic" in row:
        return str(row["topic"])
    tags = {str(tag) for tag in row.get("tags") or ()}  # type: ignore[attr-defined]
    chatter = row["level"] == "none" and not tags & _ASKS_SOMETHING
    if not chatter:
        return None
    return TALK if stem in _TALK_FILES or tags & {"ops", "idiom", "hyperbole"} else None


def _other(row: dict[str, object], stem: str) -> bool | None:
    if row.get("about") in ("self", "other"):
        return row["about"] == "other"
    tags = {str(tag) for tag in row.get("tags") or ()}  # type: ignore[attr-defined]
    if row.get("level") not in ("crisis", "concern"):
        return None
    if tags & {"colleague", "third-party", "supervisor", "other"}:
        return None if stem == "t2" and "colleague" not in tags and "third-party" not in tags else True
    return False if stem in ("t1", "t3") or "self" in tags else None


def read_lines(folder: Path = LINES) -> list[Line]:
    """Every line of every file, in the order of the files' names."""
    lines = []
    for path in sorted(folder.glob("*.jsonl")):
        for written in path.read_text(encoding="utf-8").splitlines():
            if written.strip():
                row = json.loads(written)
                follows = row.get("after")
                text = row["q"] if follows is None else after(follows, row["q"])
                lines.append(Line(text, _level(row), _other(row, path.stem), _topic(row, path.stem), follows=follows))
    return lines


def fingerprint(folder: Path = LINES) -> str:
    """The sha256 of all lines: names and contents, in order."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def topics_of(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(sorted({line.topic for line in lines if line.topic}))


def is_held_out(line: Line, one_in: int) -> bool:
    """Whether a line is kept from training: decided by its text, so that it stays so when lines are added."""
    return bool(one_in) and zlib.crc32(line.text.encode()) % one_in == 0
