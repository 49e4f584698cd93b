"""What the report tells, and that nobody can be singled out by it, not even by comparing figures, days or reports."""

import asyncio
import datetime as dt
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.commands import report
from bot.core.wording import LONDON_ZONE
from bot.delivery.counts import Count, Counts
from bot.delivery.figures import FEWEST, Cell, figures
from bot.delivery.ledger import Ledger
from bot.settings import Settings

TODAY = dt.date(2026, 4, 25)
CELLS: list[Cell] = [
    ("answer", "sleep"),
    ("answer", "mindfit"),
    ("answer", "vans"),
    ("unknown", ""),
    ("crisis", ""),
    ("support", "talk"),
]
DAYS = [TODAY - dt.timedelta(days=1), TODAY - dt.timedelta(days=2)]
SMALL_OR_LARGE = some.integers(0, 12) | some.integers(0, 60)
COUNTED = some.dictionaries(some.tuples(some.sampled_from(DAYS), some.sampled_from(CELLS)), SMALL_OR_LARGE, max_size=12)

Counted = dict[tuple[dt.date, Cell], int]


def _counts(counted: Counted) -> list[Count]:
    return [Count(day, kind, entry, number) for (day, (kind, entry)), number in counted.items()]


@settings(max_examples=150, deadline=None)
@given(COUNTED)
def test_no_arithmetic_on_the_figures_gives_the_size_of_a_small_group(counted: Counted) -> None:
    """A group's size follows from the figures exactly when it is a combination of what they count."""
    told = [one for one in figures(_counts(counted), TODAY, 2) if one.number is not None]
    cells = [(day, cell) for day in DAYS for cell in CELLS]
    rows = np.array([[float(one.day == day and cell in one.cells) for day, cell in cells] for one in told])
    if not told:
        return
    rank = np.linalg.matrix_rank(rows)
    for day in DAYS:
        for size in range(1, len(CELLS) + 1):
            for group in itertools.combinations(CELLS, size):
                people = sum(counted.get((day, cell), 0) for cell in group)
                if 0 < people < FEWEST:
                    wanted = np.array(
                        [[float(at == day and cell in group and counted.get((at, cell), 0) > 0) for at, cell in cells]]
                    )
                    assert np.linalg.matrix_rank(np.vstack([rows, wanted])) > rank


@settings(max_examples=150, deadline=None)
@given(COUNTED)
def test_every_answer_of_a_day_that_is_told_is_in_exactly_one_figure(counted: Counted) -> None:
    for day in DAYS:
        told = [one for one in figures(_counts(counted), TODAY, 2) if one.day == day]
        held = {cell for cell in CELLS if counted.get((day, cell), 0) > 0}
        assert sorted(cell for one in told for cell in one.cells) == sorted(held)
        for one in told:
            assert one.number is None or one.number == sum(counted[day, cell] for cell in one.cells) >= FEWEST


@settings(max_examples=60, deadline=None)
@given(COUNTED, COUNTED, some.integers(2, 9))
def test_a_day_reads_alike_in_every_report_whatever_came_later(counted: Counted, later: Counted, days: int) -> None:
    """So that two reports, of different days or lengths, differ in whole days only."""
    since = {(day + dt.timedelta(days=2), cell): number for (day, cell), number in later.items()}
    first = figures(_counts(counted), TODAY, 2)
    second = figures(_counts(counted | since), TODAY + dt.timedelta(days=days - 2), days)
    assert [one for one in second if one.day in DAYS] == first


def test_today_is_not_told_because_it_could_be_asked_for_before_and_after_somebody() -> None:
    assert all(one.day < TODAY for one in figures([Count(TODAY, "answer", "sleep", 500)], TODAY, 14))


def test_a_quiet_day_and_a_day_of_none_read_alike() -> None:
    quiet, none = (figures(counts, TODAY, 1) for counts in ([Count(DAYS[0], "crisis", "", 9)], []))
    assert [one.json for one in quiet] == [one.json for one in none]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", f"sqlite:///{tmp_path / 'counts.sqlite3'}")
    return Settings.read()


async def _count(settings: Settings, *answers: tuple[str, str, int]) -> None:
    ledger = await Ledger.open(settings.database_url)
    counts = Counts(ledger)
    yesterday = dt.datetime.now(LONDON_ZONE).date() - dt.timedelta(days=1)
    for kind, entry, number in answers:
        for _ in range(number):
            counts.add(yesterday, kind, entry)
    await counts.write_down()
    await ledger.close()


async def test_a_lead_reads_titles_outcomes_and_what_was_merged(kept: Settings) -> None:
    await _count(
        kept,
        ("answer", "mindfit", 30),
        ("answer", "vans", 4),
        ("answer", "dogs", 7),
        ("unknown", "", 12),
        ("crisis", "", 3),
    )
    told = await report(kept, 1, False)
    assert "56 answers\n  answered: 41\n    MindFit Cop: 30\n    from other entries: 11\n  everything else: 15" in told


async def test_a_program_gets_the_same_figures(kept: Settings) -> None:
    await _count(kept, ("answer", "mindfit", 30), ("unknown", "", 12))
    told = json.loads(await report(kept, 1, True))
    assert [(one["outcome"], one["entry"], one["number"]) for one in told] == [
        ("answer", "mindfit", 30),
        ("unknown", "", 12),
    ]


def test_without_a_database_nothing_is_told_and_none_is_made(kept: Settings, tmp_path: Path) -> None:
    assert "fewer than ten answers, or none" in asyncio.run(report(kept, 1, False))
    assert list(tmp_path.iterdir()) == []
