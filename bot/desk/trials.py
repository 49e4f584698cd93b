"""Every ask of the files put to the bot: which of them reach the entry they stand in.

They are asked as people ask, with the reading for danger before everything else, in a thread of their own and with a
breath after each, so that nobody who is asking something waits for it.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.answering import Answerer
from bot.core.knowledge import Aspect, Entry, Knowledge
from bot.core.question import Question
from bot.core.reader import Reader
from bot.core.replies import Kind
from bot.core.wording import LONDON_ZONE
from bot.exchange import Exchange

BREATH = 0.001
"""Seconds between two asks."""
MORNING = dt.time(7)

Owner = tuple[str, str | None]
"""An entry's id, and the force whose file it stands in; None for the common files."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One ask, what kind of reply it got and from which entries; none where buttons were offered."""

    ask: str
    kind: Kind
    reached: tuple[str, ...]
    offered: tuple[str, ...]
    arrived: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """Every trial of one version."""

    version: str
    trials: Mapping[Owner, tuple[Trial, ...]]

    def of(self, entry_id: str, force: str | None) -> tuple[Trial, ...]:
        """The trials of one entry."""
        return self.trials.get((entry_id, force), ())

    def never_reached(self, entry_id: str, force: str | None) -> bool:
        """Whether none of the entry's own asks leads to it."""
        own = self.of(entry_id, force)
        return bool(own) and not any(trial.arrived for trial in own)


class Trials:
    """The newest version that was tried, and how far the next one is."""

    def __init__(self, reader: Reader | None) -> None:
        self._reader = reader
        self._tried: Tried | None = None
        self._task: asyncio.Task[None] | None = None
        self._wanted = ""
        self.done, self.total = 0, 0

    def of(self, answerer: Answerer) -> Tried | None:
        """The trials of the version that answers now; None, and they are begun, while they are not over."""
        version = answerer.knowledge.version
        if self._tried is not None and self._tried.version == version:
            return self._tried
        if self._wanted != version or self._task is None or (self._task.done() and self._tried is None):
            self._wanted = version
            self._task = asyncio.create_task(self._try(answerer, version))
        return None

    async def close(self) -> None:
        """Stop trying."""
        self._wanted = ""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=5)

    async def _try(self, answerer: Answerer, version: str) -> None:
        trials = await asyncio.to_thread(self._all, answerer, lambda: self._wanted == version)
        if trials is not None:
            self._tried = Tried(version, trials)

    def _all(self, answerer: Answerer, wanted: Callable[[], bool]) -> dict[Owner, tuple[Trial, ...]] | None:
        knowledge = answerer.knowledge
        rows = list(_rows(knowledge))
        morning = dt.datetime.combine(knowledge.schedule.week.starts, MORNING, LONDON_ZONE)
        exchange = Exchange(lambda: answerer, self._reader, lambda: morning)
        self.done, self.total = 0, sum(len(asks) for _, asks in rows)
        found: dict[Owner, tuple[Trial, ...]] = {}
        for owner, asks in rows:
            trials = []
            for ask in asks:
                if not wanted():
                    return None
                reply = exchange.reply(Question(ask, force=owner[1]), morning)
                offered = tuple(choice.action.removeprefix("entry:") for choice in reply.choices)
                offered = offered if reply.kind is Kind.CHOOSE else ()
                trials.append(Trial(ask, reply.kind, reply.entries, offered, owner[0] in reply.entries))
                self.done += 1
                time.sleep(BREATH)
            found[owner] = tuple(trials)
        return found


def _rows(knowledge: Knowledge) -> Iterator[tuple[Owner, tuple[str, ...]]]:
    common: tuple[Entry | Aspect, ...] = (*knowledge.entries, *knowledge.aspects)
    for one in common:
        yield (one.id, None), (*one.asks, *one.cy_asks)
    for force in knowledge.forces:
        for entry in force.entries:
            yield (entry.id, force.force), (*entry.asks, *entry.cy_asks)
