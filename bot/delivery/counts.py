"""How many answers of each kind were given each day, and from which entry. Numbers only: no text, no person, no place.

They are collected in memory and written down together, so that not even the time of one answer is kept. What comes for
a day that is settled already is let go, so that no two looks at it differ.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from bot.delivery.ledger import Ledger
from bot.errors import LedgerError

SETTLED = "settled"
"""The kind of the row that marks a day as settled: see ``settling``."""

ADD = """
INSERT INTO counts (day, kind, entry, number)
SELECT CAST(:day AS TEXT), CAST(:kind AS TEXT), CAST(:entry AS TEXT), CAST(:number AS INTEGER)
WHERE NOT EXISTS (SELECT 1 FROM counts AS mark WHERE mark.day = :day AND mark.kind = 'settled')
ON CONFLICT (day, kind, entry) DO UPDATE SET number = counts.number + excluded.number
"""


@dataclass(frozen=True, slots=True)
class Count:
    """So many answers of *kind* from *entry* on *day*; *entry* is empty for answers from no entry."""

    day: dt.date
    kind: str
    entry: str
    number: int


class Counts:
    """Counts answers by London day."""

    def __init__(self, ledger: Ledger) -> None:
        self._base = ledger.base
        self._waiting: Counter[tuple[dt.date, str, str]] = Counter()

    def add(self, day: dt.date, kind: str, entry: str = "") -> None:
        """Count one answer; it is written down by the next ``write_down``."""
        self._waiting[day, kind, entry] += 1

    async def write_down(self) -> None:
        """Add what was counted to the database; what cannot be written is kept. Raises LedgerError."""
        for day, kind, entry in list(self._waiting):
            number = self._waiting.pop((day, kind, entry), 0)  # taken first: two may write at once
            if not number:
                continue
            try:
                await self._base.run(ADD, day=day.isoformat(), kind=kind, entry=entry, number=number)
            except LedgerError:
                self._waiting[day, kind, entry] += number
                raise

    async def all(self) -> list[Count]:
        """Everything written down, by day."""
        rows = await self._base.run("SELECT * FROM counts ORDER BY day, kind, entry")
        return [Count(dt.date.fromisoformat(r["day"]), r["kind"], r["entry"], r["number"]) for r in rows]
