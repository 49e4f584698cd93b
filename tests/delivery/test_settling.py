"""Of days that are over the database holds, and of any moment the metrics tell, nothing that singles anybody out."""

import asyncio
import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.core.replies import Kind
from bot.core.wording import LONDON_ZONE
from bot.delivery.counts import SETTLED, Count, Counts
from bot.delivery.figures import FEWEST, figures, settled
from bot.delivery.ledger import Ledger
from bot.delivery.settling import settle
from bot.telemetry import Telemetry

FIRST = dt.date(2026, 4, 20)
CELLS = [
    ("answer", "sleep"),
    ("answer", "mindfit"),
    ("answer", ""),
    ("unknown", ""),
    ("crisis", ""),
    ("support", "talk"),
]
NUMBERS = some.integers(0, 12) | some.integers(0, 60)
DAY = some.dictionaries(some.sampled_from(CELLS), NUMBERS, max_size=len(CELLS))
DAYS = some.lists(DAY, min_size=1, max_size=5)
GIVEN = some.lists(some.tuples(some.sampled_from(list(Kind)), some.sampled_from(["", "sleep", "talk"])), max_size=60)


def _exact(days: list[dict[tuple[str, str], int]]) -> list[Count]:
    return [
        Count(FIRST + dt.timedelta(days=number), kind, entry, people)
        for number, cells in enumerate(days)
        for (kind, entry), people in cells.items()
        if people
    ]


def _kept(exact: list[Count]) -> list[Count]:
    """What the database holds of these days once they are settled."""
    by_day = defaultdict(list)
    for count in exact:
        by_day[count.day].append(count)
    marks = [Count(day, SETTLED, "", 0) for day in by_day]
    return [*marks, *(row for counts in by_day.values() for row in settled(counts))]


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_days_read_alike_before_and_after_they_are_settled(days: list[dict[tuple[str, str], int]]) -> None:
    exact, after = _exact(days), FIRST + dt.timedelta(days=len(days))
    told = [one.json for one in figures(exact, after, len(days))]
    assert [one.json for one in figures(_kept(exact), after, len(days))] == told


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_no_difference_or_sum_of_what_is_kept_is_a_small_group(days: list[dict[tuple[str, str], int]]) -> None:
    """Rows share no answer, so whatever is added up or taken away is made of whole rows of ten or more."""
    exact = _exact(days)
    kept = [row for row in _kept(exact) if row.kind != SETTLED]
    assert all(row.number >= FEWEST for row in kept)
    for day, rows in itertools.groupby(sorted(kept, key=lambda row: row.day), key=lambda row: row.day):
        people = sum(count.number for count in exact if count.day == day)
        assert sum(row.number for row in rows) == people


@settings(max_examples=100, deadline=None)
@given(some.lists(GIVEN, min_size=1, max_size=4))
def test_the_metrics_tell_how_many_were_answered_and_never_what(days: list[list[tuple[Kind, str]]]) -> None:
    """Day by day, a scrape reads as it would if everybody had been given one and the same answer."""
    telling, alike = Telemetry(), Telemetry()
    for given_on_a_day in days:
        for kind, entry in given_on_a_day:
            telling.tell("answer.given", kind=kind.value, entry=entry)
            alike.tell("answer.given", kind="answer", entry="")
        assert _page(telling) == _page(alike)


def _page(telemetry: Telemetry) -> str:
    return re.sub(r"^\w+(_created|timestamp_seconds)\S* .*$", "", telemetry.metrics.page().decode(), flags=re.MULTILINE)


@pytest.fixture(params=["sqlite", "postgresql"])
async def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ledger]:
    url = f"sqlite:///{tmp_path / 'counts.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    opened = await Ledger.open(url)
    await opened.base.run("DELETE FROM counts")
    yield opened
    await opened.close()


async def _count(counts: Counts, day: dt.date, kind: str, entry: str, number: int) -> None:
    for _ in range(number):
        counts.add(day, kind, entry)
    await counts.write_down()


NEXT_DAY = dt.datetime(2026, 4, 21, 1, 5, tzinfo=LONDON_ZONE)


async def test_a_day_that_is_over_keeps_only_groups_of_ten(ledger: Ledger) -> None:
    counts = Counts(ledger)
    await _count(counts, FIRST, "answer", "sleep", 30)
    await _count(counts, FIRST, "crisis", "", 3)
    await _count(counts, FIRST, "unknown", "", 9)
    await settle(ledger, NEXT_DAY)
    held = {(row.kind, row.entry, row.number) for row in await counts.all()}
    assert held == {("answer", "sleep", 30), ("other", "*", 12), (SETTLED, "", 0)}


async def test_of_a_quiet_day_nothing_is_kept(ledger: Ledger) -> None:
    counts = Counts(ledger)
    await _count(counts, FIRST, "crisis", "", 9)
    await settle(ledger, NEXT_DAY)
    assert [(row.kind, row.number) for row in await counts.all()] == [(SETTLED, 0)]


async def test_what_comes_too_late_for_a_settled_day_is_let_go(ledger: Ledger) -> None:
    counts = Counts(ledger)
    await _count(counts, FIRST, "answer", "sleep", 30)
    await settle(ledger, NEXT_DAY)
    before = await counts.all()
    await _count(counts, FIRST, "crisis", "", 1)
    await settle(ledger, NEXT_DAY + dt.timedelta(days=1))
    assert await counts.all() == before


async def test_today_and_the_first_hour_after_it_are_left_alone(ledger: Ledger) -> None:
    counts = Counts(ledger)
    await _count(counts, FIRST, "crisis", "", 3)
    await settle(ledger, dt.datetime(2026, 4, 21, 0, 55, tzinfo=LONDON_ZONE))
    assert [(row.kind, row.number) for row in await counts.all()] == [("crisis", 3)]


async def test_two_processes_may_settle_at_once(ledger: Ledger) -> None:
    counts = Counts(ledger)
    for number in range(5):
        await _count(counts, FIRST + dt.timedelta(days=number), "answer", "sleep", 15)
        await _count(counts, FIRST + dt.timedelta(days=number), "support", "talk", 4)
    later = NEXT_DAY + dt.timedelta(days=9)
    await asyncio.gather(*(settle(ledger, later) for _ in range(3)))
    kept = [(row.kind, row.entry, row.number) for row in await counts.all() if row.kind != SETTLED]
    assert kept == [("other", "*", 19)] * 5


def test_nothing_of_the_exact_numbers_stays_in_the_file(tmp_path: Path) -> None:
    async def play() -> None:
        opened = await Ledger.open(f"sqlite:///{tmp_path / 'counts.sqlite3'}")
        await _count(Counts(opened), FIRST, "crisis", "talk-entry-canary", 3)
        await settle(opened, NEXT_DAY)
        await opened.close()

    asyncio.run(play())
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"talk-entry-canary" not in held
