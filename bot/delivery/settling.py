"""Days that are over keep only what may be told of them.

Until then the numbers of a day are exact, since several processes add to them. Settling replaces them by the figures of
that day, in one step: groups of ten or more, or nothing at all.
"""

import datetime as dt

from bot.delivery.counts import Count
from bot.delivery.figures import settled
from bot.delivery.ledger import Ledger

LATE = dt.timedelta(hours=1)
"""So long after midnight is a day still added to, by processes that write what they counted before."""

UNSETTLED = """
SELECT DISTINCT day FROM counts WHERE day < :before
AND day NOT IN (SELECT mark.day FROM counts AS mark WHERE mark.kind = 'settled')
"""
MARK = """
INSERT INTO counts (day, kind, entry, number) VALUES (:day, 'settled', '', 0)
ON CONFLICT (day, kind, entry) DO NOTHING RETURNING day
"""
EXACT = "SELECT kind, entry, number FROM counts WHERE day = :day AND kind <> 'settled'"
FORGET = "DELETE FROM counts WHERE day = :day AND kind <> 'settled'"
KEEP = "INSERT INTO counts (day, kind, entry, number) VALUES (:day, :kind, :entry, :number)"


async def settle(ledger: Ledger, now: dt.datetime) -> None:
    """Settle every day that is over at *now* (London time) and not settled yet. Raises LedgerError.

    Several processes may do so at once: one of them does. Killed in between, it has done nothing.
    """
    for row in await ledger.base.run(UNSETTLED, before=(now - LATE).date().isoformat()):
        day = row["day"]
        async with ledger.base.transaction("counts") as run:
            if not await run(MARK, day=day):
                continue
            exact = [
                Count(dt.date.fromisoformat(day), r["kind"], r["entry"], r["number"]) for r in await run(EXACT, day=day)
            ]
            await run(FORGET, day=day)
            for kept in settled(exact):
                await run(KEEP, day=day, kind=kept.kind, entry=kept.entry, number=kept.number)
