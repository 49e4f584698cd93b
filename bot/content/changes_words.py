"""Changes as a lead reads them, and as a program does."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from bot.content.change import Change, Where

HEADINGS = {  # what wakes a phone comes first
    Where.POSTED: "Messages that are already in a channel",
    Where.POSTS: "Posts that are still to go out",
    Where.CALENDAR: "Calendar files",
    Where.ANSWERS: "Answers that read differently",
    Where.QUESTIONS: "Ways of asking (nobody sees them; they lead to an answer)",
}
NOTHING = "Nothing that officers or channels see is different from {}."


def text(changes: Sequence[Change], revision: str) -> str:
    """Every change under its heading, with what was there and what comes instead; one sentence when there is none."""
    if not changes:
        return NOTHING.format(revision)
    parts = [f"Compared with {revision}: {_counted(changes)}."]
    for where, heading in HEADINGS.items():
        found = [change for change in changes if change.where is where]
        if found:
            parts.append(f"{heading}\n{'-' * len(heading)}")
            parts += ["\n".join(_rows(alike)) for alike in _alike(found)]
    return "\n\n".join(parts)


def values(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The same for ``--json``."""
    return [asdict(change) for change in changes]


def _counted(changes: Sequence[Change]) -> str:
    words = {
        Where.POSTED: ("message already posted", "messages already posted"),
        Where.POSTS: ("post", "posts"),
        Where.CALENDAR: ("calendar entry", "calendar entries"),
        Where.ANSWERS: ("answer", "answers"),
        Where.QUESTIONS: ("list of asks", "lists of asks"),
    }
    counts = []
    for where, (one, many) in words.items():
        things = {(change.what, change.who) for change in changes if change.where is where}
        if things:
            counts.append(f"{len(things)} {one if len(things) == 1 else many}")
    return " and ".join([", ".join(counts[:-1]), counts[-1]] if len(counts) > 1 else counts)


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    """*changes* whose differing lines are the same, together: a moved session shows in many answers in one way."""
    found: dict[object, list[Change]] = {}
    for change in changes:
        found.setdefault((_differing(change), change.note), []).append(change)
    return list(found.values())


def _rows(alike: Sequence[Change]) -> Iterator[str]:
    for other in alike:
        about = "; ".join(part for part in (other.who, other.when) if part)
        yield f"{other.what}{f' ({about})' if about else ''}"
    change = alike[0]
    before, after = _differing(change)
    words = ("before", "after")
    if change.where is Where.QUESTIONS:
        words = ("taken out", "added")
    elif change.before is None or change.after is None:
        words = ("no longer there", "new")
    yield from _told(words[0], before)
    yield from _told(words[1], after)
    for row in change.note.split("\n") if change.note else ():
        yield f"  {row}"


def _differing(change: Change) -> tuple[str | None, str | None]:
    """Both texts with one "…" for every run of lines that stays as it is."""
    if change.before is None or change.after is None or change.where is Where.QUESTIONS:
        return change.before, change.after
    old, new = ([row for row in text.split("\n") if row.strip()] for text in (change.before, change.after))
    shown: tuple[list[str], list[str]] = ([], [])
    for kind, start, end, other_start, other_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        shown[0].extend(["…"] if kind == "equal" else old[start:end])
        shown[1].extend(["…"] if kind == "equal" else new[other_start:other_end])
    return "\n".join(shown[0]), "\n".join(shown[1])


def _told(label: str, text: str | None) -> Iterator[str]:
    if text is not None:
        yield f"  {label}:"
        yield from (f"    {row}".rstrip() for row in text.split("\n"))
