"""Says before it matters what would keep reminders from going out: a channel out of reach, a secret that expires.

It is said in the log, to the leads, and in the ledger's database, from which ``signpost reminders`` reads it.
"""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable

from bot.core.events import Tell
from bot.core.knowledge import Knowledge
from bot.core.schedule import london_day
from bot.delivery.ledger import Ledger
from bot.delivery.reports import Report
from bot.delivery.rounds import Rounds
from bot.errors import LedgerError

SAID_AT = (1, 7, 30)
"""Days before a secret expires on which the leads are told, once each."""


class Caretaker:
    """Looks at one channel after another. *say* tells the leads, who are told the same thing once a week at most."""

    def __init__(self, rounds: Rounds, ledger: Ledger, say: Callable[[Report], None], tell: Tell) -> None:
        self._rounds = rounds
        self._ledger = ledger
        self._say = say
        self._tell = tell
        self._known: dict[str, str] = {}
        self._written: dict[str, str] | None = None

    async def look(self, knowledge: Knowledge | None, now: dt.datetime) -> None:
        """See whether the next channel can be reached, and say what is new."""
        listed = knowledge.channels if knowledge else None
        leads = (listed.leads,) if listed and listed.leads else ()
        await self._rounds.look((*listed.channels, *leads) if listed else ())
        reasons = dict(self._rounds.reasons)
        for key in reasons.keys() | self._known.keys():
            if reasons.get(key) != self._known.get(key):
                self._tell_log(key, reasons.get(key))
        self._known = reasons
        if knowledge is not None and london_day(now) <= knowledge.schedule.week.ends:
            self._tell_leads(knowledge, london_day(now))
        with contextlib.suppress(LedgerError):  # the ledger's own trouble is said once; it is written at a later look
            await self._write(reasons)

    def secret(self, name: str, expires: dt.date | None, today: dt.date, says: str | None) -> None:
        """Tell the leads what *says* of a secret, a month, a week and a day before it *expires* (UTC)."""
        if expires is None or says is None:
            return
        left = (expires - today).days
        stage = next((days for days in SAID_AT if left <= days), None) if left > 0 else 0
        if stage is not None:
            self._say(Report(f"secret/{name}/{expires}/{stage}", says, "whoever runs Signpost"))

    def _tell_log(self, key: str, reason: str | None) -> None:
        platform = key.partition(":")[0]
        if reason is None:
            self._tell("channel.reached", platform=platform, channel=key)
        else:
            self._tell("channel.unreachable", platform=platform, channel=key, reason=reason)

    def _tell_leads(self, knowledge: Knowledge, today: dt.date) -> None:
        year, week, _ = today.isocalendar()
        for channel in knowledge.channels.channels:
            reason = self._known.get(channel.key)
            if reason and channel.reminders:
                digest = hashlib.sha256(reason.encode()).hexdigest()[:12]
                about = f"unreachable/{channel.key}/{year}-{week}/{digest}"
                self._say(Report(about, f"Reminders cannot be posted: {reason.rstrip('.')}.", channel.name))

    async def _write(self, reasons: dict[str, str]) -> None:
        if self._written is None:
            self._written = await self._ledger.unreached()
        for key in self._rounds.looked:
            if reasons.get(key) != self._written.get(key):
                await self._ledger.note_unreached(key, reasons.get(key))
                self._written = {k: r for k, r in self._written.items() if k != key}
                if key in reasons:
                    self._written[key] = reasons[key]
