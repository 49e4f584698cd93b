"""Changes as a lead reads them, and as a program does."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from bot.content.change import PASSED, Change, Where

HEADINGS = {  # what wakes a phone comes first; True for answers whose own words are as they were
    (Where.POSTED, False): "Messages that are already in a channel",
    (Where.POSTS, False): "Posts of the day",
    (Where.CALENDAR, False): "Calendar files",
    (Where.ANSWERS, False): "Answers whose own words change",
    (Where.ANSWERS, True): "Answers that speak of what changed",
    (Where.QUESTIONS, False): "Ways of asking (nobody sees them; they lead to an answer)",
}
SCREEN = 40
"""Lines that people see without scrolling, about."""
FEW = 4
NOTHING = "Nothing that officers or channels see is different from {}."


def text(changes: Sequence[Change], week: Sequence[str], revision: str, *, whole: bool = False) -> str:
    """What happened to the *week*, what that and other edits change, and below it the changes themselves.

    Without *whole*, only so many as fit on a screen: what wakes a phone first. One sentence when nothing changed.
    """
    if not changes:
        return "\n\n".join([*week, NOTHING.format(revision)])
    parts = [f"Compared with {revision}:", *(["\n".join(week)] if week else []), "\n".join(summed_up(changes))]
    left_out = False
    for heading, found in headed(changes):
        rows = ("\n".join(_rows(alike)) for alike in _alike(found))
        section = "\n\n".join([f"{heading}\n{'-' * len(heading)}", *rows])
        if whole or _height(*parts, section) <= SCREEN:
            parts.append(section)
        else:
            left_out = True
    if left_out:
        again = "" if revision == "HEAD" else f" {revision}"
        parts.append(f"Every change word for word, as it was and as it will be: signpost diff{again} --all")
    return "\n\n".join(parts)


def summed_up(changes: Sequence[Change]) -> Iterator[str]:
    """One line for each place where people meet a change: how many there are, and which."""
    for where, one, many in (
        (Where.POSTED, "message that is already posted", "messages that are already posted"),
        (Where.POSTS, "post that is still to go out", "posts that are still to go out"),
        (Where.CALENDAR, "calendar entry", "calendar entries"),
    ):
        found = [change for change in changes if change.where is where]
        yield from _counted([_in_few(change) for change in found if change.note != PASSED], one, many, "; ")
    late = [_in_few(change) for change in changes if change.where is Where.POSTS and change.note == PASSED]
    yield from _counted(late, "post whose time has passed", "posts whose time has passed", "; ")
    answers = [change for change in changes if change.where is Where.ANSWERS]
    own = [change for change in answers if not change.follows]
    yield from _counted(_titles(own), "answer whose own words change", "answers whose own words change")
    follow = [change for change in answers if change.follows]
    yield from _counted(_titles(follow), "answer that speaks of what changed", "answers that speak of what changed")
    asks = list(dict.fromkeys(_named(change) for change in changes if change.where is Where.QUESTIONS))
    yield from _counted(asks, "list of asks", "lists of asks")


def _counted(names: Sequence[str], one: str, many: str, between: str = ", ") -> Iterator[str]:
    if names:
        yield f"- {len(names)} {one if len(names) == 1 else many}: {_few(names, between)}"


def _few(names: Sequence[str], between: str = ", ") -> str:
    """The first of *names*, and how many more there are."""
    more = len(names) - FEW
    if more <= 1:
        return between.join(names)
    return f"{between.join(names[:FEW])} and {more} more"


def _in_few(change: Change) -> str:
    if len(change.channels) <= 1:
        return change.what
    return f"{change.what.partition(', in ')[0]}, in {_few(change.channels)}"


def _titles(changes: Sequence[Change]) -> list[str]:
    return list(dict.fromkeys(f"{change.title}{f' ({change.who})' if change.who else ''}" for change in changes))


def _named(change: Change) -> str:
    return f"{change.what}{f' ({change.who})' if change.who else ''}"


def headed(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """*changes* below the headings that have any."""
    for (where, follows), heading in HEADINGS.items():
        found = [change for change in changes if (change.where, change.follows) == (where, follows)]
        if found:
            yield heading, found


def _height(*parts: str) -> int:
    """Lines of *parts* with a blank one between them."""
    return sum(part.count("\n") + 2 for part in parts)


def values(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The same for ``--json``."""
    return [asdict(change) for change in changes]


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
