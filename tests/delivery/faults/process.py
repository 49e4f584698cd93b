"""One process of the real delivery code, with the real Slack and Teams platforms, to be killed at any moment.

It differs from ``signpost run`` in what would only make it slow to start: no reader, no pages, no YAML; and its waits
are some twelve times shorter, in the same proportions.
"""

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.knowledge import Knowledge
from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE
from bot.delivery.deliver import Deliverer
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import Limits
from bot.delivery.posting import Timing
from bot.delivery.references import References
from bot.errors import SignpostError
from bot.platforms.base import Platform
from bot.platforms.slack import Slack, SlackAccess
from bot.platforms.teams import Teams, TeamsAccess
from tests.delivery.stage import week

QUICK = Timing(beat=0.4, fresh=1.0, limit=2.0, gone=5.0, gap=1.0, settle=1.0, refused=1.0)
WIDE = Limits(posts=30, edits=200, apart=0.05)


@dataclass(frozen=True)
class Turn:
    """From *after* seconds on, the sessions are changed like this, or everything is paused."""

    after: float
    sessions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    paused: bool = False


@dataclass(frozen=True)
class Orders:
    """What a process is told. Moments are seconds since *epoch*, which is of the steady clock all processes share.

    *steps* are (after, seconds): how far the wall clock is set forwards or back, and when.
    """

    database: str
    server: str
    channels: tuple[Mapping[str, Any], ...]
    leads: Mapping[str, Any]
    log: str
    epoch: float
    begins: str = "2026-04-20 08:30"
    speed: float = 1.0
    tick: float = 0.25
    readable: bool = False
    timing: Timing = QUICK
    limits: Limits = WIDE
    steps: tuple[tuple[float, float], ...] = ()
    turns: tuple[Turn, ...] = ()


def run(orders: Orders) -> None:
    """Deliver until killed, or told to stop."""
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_Process(orders).run())


class _Process:
    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.begins = dt.datetime.fromisoformat(orders.begins).replace(tzinfo=LONDON_ZONE).astimezone(dt.UTC)
        self.log = os.open(orders.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.orders.epoch

    def _stepped(self) -> float:
        return sum(by for after, by in self.orders.steps if self.elapsed >= after)

    def now(self) -> dt.datetime:
        passed = self.elapsed * self.orders.speed + self._stepped()
        return (self.begins + dt.timedelta(seconds=passed)).astimezone(LONDON_ZONE)

    def real_now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self._stepped())

    def tell(self, event: str, /, **fields: Any) -> None:
        with contextlib.suppress(OSError):  # the disk may be full on purpose
            os.write(self.log, (json.dumps({"event": event, "by": os.getpid(), **fields}) + "\n").encode())

    def knowledge(self) -> Knowledge:
        turn = max((t for t in self.orders.turns if t.after <= self.elapsed), key=lambda t: t.after, default=Turn(0))
        channels, leads = [dict(one) for one in self.orders.channels], dict(self.orders.leads)
        sessions = {name: dict(changes) for name, changes in turn.sessions.items()}
        return week(sessions, channels, paused="yes" if turn.paused else "no", leads=leads)

    async def run(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        ledger = await self._again(lambda: Ledger.open(self.orders.database))
        slack, teams = self._slack(), self._teams(ledger)
        await self._again(slack.start)
        await self._again(teams.start)
        platforms: dict[str, Platform] = {"slack": slack, "teams": teams}
        limits = dict.fromkeys(platforms, self.orders.limits)
        timing = self.orders.timing
        deliverer = Deliverer(
            ledger, platforms, self.tell, self.now, calendar=None, real_now=self.real_now, limits=limits,
            timing=timing, patience=timing.fresh,
        )  # fmt: skip
        try:
            while True:
                await deliverer.tick(self.knowledge(), self.now())
                await asyncio.sleep(self.orders.tick)
        finally:
            await deliverer.close()
            await slack.close()
            await teams.close()
            await ledger.close()

    async def _again(self, start: Callable[[], Any]) -> Any:
        """What a supervisor does with a process that cannot start: start it again."""
        while True:
            try:
                return await start()
            except SignpostError as error:
                self.tell("not.started", reason=str(error))
                await asyncio.sleep(0.3)

    def _slack(self) -> Slack:
        access = SlackAccess(f"{self.orders.server}/api/", "a-signing-secret", "xoxb-test-token")
        return Slack(access, _nothing, _home, self.tell, lambda _: None, read_back=self.orders.readable)

    def _teams(self, ledger: Ledger) -> Teams:
        return Teams(TeamsAccess("anonymous"), _nothing, self.tell, lambda _: None, References(ledger))


async def _nothing(question: Question) -> Reply:
    raise AssertionError("nobody asks here")


def _home(force: str | None) -> Reply:
    raise AssertionError("nobody looks here")
