"""How the process and the service are: what is wrong, in words a lead or an operator can act on."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Mapping

from bot.content.library import Library
from bot.delivery.ledger import Ledger
from bot.delivery.rounds import Rounds

STALE = 180.0
"""Seconds without a tick after which the process is taken for hung."""
PATIENCE = 3.0
"""Seconds that the database is waited for; whoever asks how we are waits little longer."""
EXPIRES_SOON = 30
"""Days before a secret expires from which on it is said."""


class Health:
    """Collects what the parts find wrong. *answering* says whether there are answers from the files."""

    def __init__(self, library: Library, rounds: Rounds, answering: Callable[[], bool]) -> None:
        self._library = library
        self._rounds = rounds
        self._answering = answering
        self._notes: dict[str, str] = {}
        self._troubles: dict[str, Callable[[], str | None]] = {}
        self._ticked = time.monotonic()
        self.ledger: Ledger | None = None
        self.stopping = False

    def note(self, name: str, wrong: str | None) -> None:
        """Say from now on that *wrong* is, in place of what *name* had said before; None when it is mended."""
        if wrong is None:
            self._notes.pop(name, None)
        else:
            self._notes[name] = wrong

    def watch(self, platform: str, trouble: Callable[[], str | None]) -> None:
        """Ask *trouble* what is wrong with the credentials of *platform* whenever somebody wants to know."""
        self._troubles[platform] = trouble

    def ticked(self) -> None:
        """The clock has rung."""
        self._ticked = time.monotonic()

    def alive(self) -> list[str]:
        """What is wrong with the process itself."""
        silent = time.monotonic() - self._ticked
        return [f"no tick for {silent:.0f} seconds"] if silent > STALE else []

    def taking(self) -> bool:
        """Whether messages should be sent here. Nothing that is merely wrong stops that: the crisis line needs none of
        it, and a replica that is taken out for a bad file or a lost database answers nobody in danger."""
        return not self.stopping and not self.alive()

    async def ready(self) -> list[str]:
        """What is wrong with the service."""
        return [*self.known(), *await self._of_ledger()]

    def known(self) -> list[str]:
        """What is wrong as far as it can be said without asking anybody."""
        wrong = ["it is stopping, and takes nothing more"] if self.stopping else []
        wrong += [*self.alive(), *self._notes.values()]
        live = self._library.live
        so = "older ones are live" if live else "only people in danger are answered"
        wrong += [f"the newest files have problems, so {so}: {p}" for p in self._library.problems]
        if live is not None and not self._answering():
            wrong.append("the files are good, but answers from them are not ready: only people in danger are answered")
        wrong += [said for trouble in self._troubles.values() if (said := trouble()) is not None]
        return wrong + self._rounds.wrong

    async def _of_ledger(self) -> list[str]:
        if self.ledger is None:
            return []
        try:
            return await asyncio.wait_for(self.ledger.wrong(), PATIENCE)
        except TimeoutError:
            return [f"the ledger cannot be written, so nothing is posted: no answer within {PATIENCE:.0f} seconds"]

    def credentials(self) -> Mapping[str, bool]:
        """Whether each platform takes our credentials."""
        return {platform: trouble() is None for platform, trouble in self._troubles.items()}

    def content(self) -> dict[str, str | None]:
        """Which version of the content is live, and since when."""
        since, live = self._library.since, self._library.live
        said = since.isoformat(timespec="seconds") if since else None
        return {"version": live.version if live else None, "since": said}


def expiring(day: dt.date | None, today: dt.date) -> str | None:
    """What to say of Microsoft's secret, which the operator said expires on *day* (UTC); Microsoft does not tell."""
    left = (day - today).days if day is not None else EXPIRES_SOON + 1
    if left > EXPIRES_SOON:
        return None
    when = "has expired" if left <= 0 else f"expires in {left} day{'s' if left > 1 else ''}"
    return f"MicrosoftAppPassword {when}: make a new secret and set it (RUNBOOK.md, Rotate a secret)."
