"""What people asked, in figures from which nobody can be singled out.

Each day that is over is divided once, into groups that share no answer and hold ten or more each. Only their sizes are
told, and never anything about today: whoever compares figures, days or two reports learns of unions of whole groups.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.core.wording import day_words
from bot.delivery.counts import SETTLED, Count

FEWEST = 10
"""A group of fewer answers is never told by itself."""

MERGED = "*"
"""How a settled day calls the entries that are not named."""

OTHER = "other"
OUTCOMES = {
    "answer": "answered",
    "choose": "offered a choice",
    "unknown": "not known",
    "smalltalk": "small talk",
    "support": "support",
    "crisis": "crisis reply",
    OTHER: "everything else",
}

T = TypeVar("T", str, tuple[str, str])
Cell = tuple[str, str]
"""A kind of reply and the entry it came from; the entry is empty for replies from none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: so many answers on *day* of this *outcome* from *entry* (None: from the entries not named).

    *number* is None for a day with fewer than ten answers in all, or none. *cells* are what is counted in it.
    """

    day: dt.date
    outcome: str
    entry: str | None
    number: int | None
    cells: frozenset[Cell]

    @property
    def json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"day": self.day.isoformat(), "outcome": self.outcome, "entry": self.entry, "number": self.number}


def figures(counts: Iterable[Count], today: dt.date, days: int) -> list[Figure]:
    """The figures of the last *days* days before *today* (a London day)."""
    by_day: dict[dt.date, dict[Cell, int]] = defaultdict(dict)
    for count in counts:
        if count.number > 0 or count.kind == SETTLED:
            cells = by_day[count.day]
            cells[count.kind, count.entry] = cells.get((count.kind, count.entry), 0) + count.number
    first = today - dt.timedelta(days=days)
    span = (first + dt.timedelta(days=number) for number in range(days))
    return [figure for day in span for figure in _of_day(day, by_day.get(day, {}))]


def settled(counts: Iterable[Count]) -> list[Count]:
    """What may be kept of the exact *counts* of one day: read again, they give the same figures."""
    cells: dict[Cell, int] = defaultdict(int)
    days = set()
    for count in counts:
        cells[count.kind, count.entry] += count.number
        days.add(count.day)
    return [
        Count(one.day, one.outcome, MERGED if one.entry is None else one.entry, one.number)
        for day in days
        for one in _of_day(day, {cell: number for cell, number in cells.items() if number > 0})
        if one.number is not None
    ]


def _of_settled(day: dt.date, cells: Mapping[Cell, int]) -> Iterator[Figure]:
    rows = {cell: number for cell, number in cells.items() if cell[0] != SETTLED}
    if not rows:
        yield Figure(day, OTHER, None, None, frozenset())
    kinds: dict[str, int] = defaultdict(int)
    for (kind, _), number in rows.items():
        kinds[kind] += number
    in_order = sorted(rows, key=lambda c: (c[0] == OTHER, -kinds[c[0]], c[0], c[1] == MERGED, -rows[c], c[1]))
    for cell in in_order:
        yield Figure(day, cell[0], None if cell[1] == MERGED else cell[1], rows[cell], frozenset([cell]))


def _of_day(day: dt.date, cells: Mapping[Cell, int]) -> Iterator[Figure]:
    if (SETTLED, "") in cells:
        yield from _of_settled(day, cells)
        return
    if sum(cells.values()) < FEWEST:
        yield Figure(day, OTHER, None, None, frozenset(cells))
        return
    kinds: dict[str, int] = defaultdict(int)
    for (kind, _), number in cells.items():
        kinds[kind] += number
    named, merged = _divided(kinds)
    for kind in sorted(named, key=lambda one: (-kinds[one], one)):
        yield from _of_kind(day, kind, {cell: number for cell, number in cells.items() if cell[0] == kind})
    if merged:
        rest = {cell: number for cell, number in cells.items() if cell[0] in merged}
        yield Figure(day, OTHER, None, sum(rest.values()), frozenset(rest))


def _of_kind(day: dt.date, kind: str, cells: Mapping[Cell, int]) -> Iterator[Figure]:
    named, merged = _divided(cells)
    for cell in sorted(named, key=lambda one: (-cells[one], one)):
        yield Figure(day, kind, cell[1], cells[cell], frozenset([cell]))
    if merged:
        yield Figure(day, kind, None, sum(cells[cell] for cell in merged), frozenset(merged))


def _divided(sizes: Mapping[T, int]) -> tuple[list[T], list[T]]:
    """Which of *sizes* (ten or more in all) may be told by themselves, and which only together: none, or ten or more.

    When the small ones are fewer than ten even together, the smallest of the others joins them.
    """
    order = sorted(sizes, key=lambda name: (sizes[name], name))
    merged = [name for name in order if sizes[name] < FEWEST]
    named = [name for name in order if sizes[name] >= FEWEST]
    if merged and sum(sizes[name] for name in merged) < FEWEST:
        merged.append(named.pop(0))
    return named, merged


def text(found: Iterable[Figure], titles: Mapping[str, str]) -> str:
    """*found* as a lead reads it; *titles* names entries by their ids."""
    by_day: dict[dt.date, list[Figure]] = defaultdict(list)
    for figure in found:
        by_day[figure.day].append(figure)
    parts = [
        "Answers on each day that is over. Groups of fewer than ten are told only together with others, or not at all."
    ]
    parts += ["\n".join(_rows(day, rows, titles)) for day, rows in by_day.items()]
    return "\n\n".join(parts)


def _rows(day: dt.date, rows: list[Figure], titles: Mapping[str, str]) -> Iterator[str]:
    if any(row.number is None for row in rows):
        yield f"{day_words(day)}: fewer than ten answers, or none"
        return
    yield f"{day_words(day)}: {sum(row.number or 0 for row in rows)} answers"
    for outcome in dict.fromkeys(row.outcome for row in rows):
        of_it = [row for row in rows if row.outcome == outcome]
        yield f"  {OUTCOMES.get(outcome, outcome)}: {sum(row.number or 0 for row in of_it)}"
        if len(of_it) > 1 or of_it[0].entry:
            for row in of_it:
                name = (
                    "from other entries" if row.entry is None else titles.get(row.entry, row.entry) or "from no entry"
                )
                yield f"    {name}: {row.number}"
