"""Every entry, where it stands, and what a lead should know of it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.content.files import Sort
from bot.content.problems import Problem
from bot.content.source import Content, File
from bot.core.knowledge import Aspect, Entry, Force, Knowledge
from bot.desk.trials import Tried
from bot.desk.watch import Newest


class State(StrEnum):
    """What may be up with an entry, the most pressing first."""

    PROBLEM = "problem"
    WAITING = "waiting"
    REVIEW = "review"
    NEVER = "never"
    LINK = "link"
    WELSH = "welsh"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry or aspect: as it is live (*value*; None when it is not), and where it stands in the newest files."""

    id: str
    title: str
    path: str
    line: int
    force: str | None
    value: Entry | Aspect | None
    problems: tuple[Problem, ...]
    states: tuple[State, ...]


def rows(newest: Newest, live: Knowledge, lived: Content, today: dt.date, tried: Tried | None) -> list[Row]:
    """Every entry of the newest files, and those that are live but cannot be found there. *lived* is what is live."""
    values = _live(live)
    found = [_row(place, values, newest, today, tried) for place in _places(newest.content)]
    known = {(row.id, row.force) for row in found}
    lost = [place for place in _places(lived) if (place.id, place.force) not in known]
    return [*found, *(_row(place, values, newest, today, tried, lost=True) for place in lost)]


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    title: str
    path: str
    force: str | None
    first: int
    last: int


def _live(live: Knowledge) -> dict[tuple[str, str | None], Entry | Aspect]:
    common: tuple[Entry | Aspect, ...] = (*live.entries, *live.aspects)
    values: dict[tuple[str, str | None], Entry | Aspect] = {(one.id, None): one for one in common}
    return values | {(entry.id, force.force): entry for force in live.forces for entry in force.entries}


def _places(content: Content) -> Iterator[_Place]:
    for file in content.of(Sort.ENTRIES, Sort.FORCE):
        for part in ("aspects", "entries"):
            data = file.document.at((part,))
            items = data if isinstance(data, list) else []
            starts = [file.document.spot((part, number)).line for number in range(len(items))]
            for number, item in enumerate(items):
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    last = _end(file, starts, number)
                    title = item.get("title")
                    yield _Place(
                        item["id"].strip(),
                        title if isinstance(title, str) else item["id"],
                        file.document.path,
                        _force(file),
                        starts[number],
                        last,
                    )


def _end(file: File, starts: Sequence[int], number: int) -> int:
    later = [start for start in starts if start > starts[number]]
    return min(later) - 1 if later else len(file.document.lines)


def _force(file: File) -> str | None:
    if isinstance(file.value, Force):
        return file.value.force
    name = file.document.at(("force",))
    return name if file.sort is Sort.FORCE and isinstance(name, str) else None


def _row(
    place: _Place,
    values: dict[tuple[str, str | None], Entry | Aspect],
    newest: Newest,
    today: dt.date,
    tried: Tried | None,
    *,
    lost: bool = False,
) -> Row:
    value = values.get((place.id, place.force))
    problems = tuple(
        problem
        for problem in newest.problems
        if not lost and problem.path == place.path and place.first <= problem.line <= place.last
    )
    states = tuple(_states(place, value, problems, today, tried, lost=lost)) or (State.FINE,)
    return Row(place.id, place.title, place.path, place.first, place.force, value, problems, states)


def _states(
    place: _Place,
    value: Entry | Aspect | None,
    problems: Sequence[Problem],
    today: dt.date,
    tried: Tried | None,
    *,
    lost: bool,
) -> Iterator[State]:
    if lost or any(problem.is_error for problem in problems):
        yield State.PROBLEM
    if value is None:
        yield State.WAITING
        return
    if value.review_by < today:
        yield State.REVIEW
    if tried is not None and tried.never_reached(place.id, place.force):
        yield State.NEVER
    if isinstance(value, Entry) and any(link.url is None for link in value.links):
        yield State.LINK
    if value.cy is not None and value.cy.checked_by is None:
        yield State.WELSH
