"""One scene: a database, some processes, a place to post into, what befalls them, and what came of it."""

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from bot.core.wording import LONDON_ZONE
from bot.delivery.entry import Entry, State
from bot.delivery.ledger import Ledger
from bot.delivery.references import References
from bot.errors import LedgerError
from bot.platforms.base import ServiceAddress
from tests.delivery.faults.databases import Opened
from tests.delivery.faults.places import LEADS, OTHER_TENANT, TEAM, TENANT, Place, Plan, Server, obliging
from tests.delivery.faults.process import Orders, run

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.delivery.faults.process"])
LATEST = dt.timedelta(hours=3)
QUIET = 2.0
"""Seconds in which nothing may change before a scene is over."""


@dataclass(frozen=True)
class Script:
    """What happens in a scene. *orders* override what its processes are told, *befalls* is done to it meanwhile.

    *kills* processes are killed, one every few moments, *pauses* are stopped for longer than anybody waits for them.
    *alone* gives it a PostgreSQL of its own, *disk* a disk of that size.
    *platforms* are slack, teams or both. *least* is how many seconds it lasts at least.
    """

    row: str
    number: int
    seed: int
    database: str = "sqlite"
    processes: int = 1
    kills: int = 0
    pauses: int = 0
    channels: int = 18
    days: int = 1
    platforms: tuple[str, ...] = ("slack", "teams")
    plan: Plan = obliging
    delay: float = 0.4
    orders: dict[str, Any] = field(default_factory=dict)
    befalls: "Callable[[Scene], Awaitable[None]] | None" = None
    least: float = 0.0
    most: float = 75.0
    may_refuse: bool = False
    alone: bool = False
    disk: str | None = None

    @property
    def name(self) -> str:
        """Names it, its folder and its part of the server."""
        return f"{self.row}-{self.number}".replace(" ", "-").replace(",", "")

    @property
    def readable(self) -> bool:
        """Whether own posts can be found again."""
        return bool(self.orders.get("readable"))


@dataclass
class Result:
    """What came of one or more scenes; *wrong* says in words what may not be."""

    wanted: int = 0
    posted: int = 0
    doubled: int = 0
    lost: int = 0
    unsure: int = 0
    refused: int = 0
    told: int = 0
    kills: int = 0
    met: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        """Count *other* in."""
        for name in ("wanted", "posted", "doubled", "lost", "unsure", "refused", "told", "kills"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.met += other.met
        self.wrong += other.wrong


class Scene:
    """Plays one script. *opened* is an empty database, *folder* an empty folder."""

    def __init__(self, script: Script, server: Server, opened: Opened, folder: Path) -> None:
        self.script = script
        self.server = server
        self.database, self.postgresql = opened.url, opened.server
        self.folder = folder
        self.chance = random.Random(f"{script.seed}/{script.name}")
        self.place = Place(f"{script.seed}/{script.name}", script.plan, script.delay)
        self.url = f"{server.url}/{script.name}"
        server.places[script.name] = self.place
        self.running: list[ForkServerProcess] = []
        self.killed = 0
        self.channels = self._channels()

    async def play(self) -> Result:
        """Play it to the end, and count."""
        await self._prepare()
        leads = {"name": "Leads", "platform": "slack", "workspace": TEAM, "channel": LEADS, "reminders": []}
        self.orders = Orders(
            database=self.database, server=self.url, channels=tuple(self.channels), leads=leads,
            log=str(self.folder / "log"), epoch=time.monotonic(), **self.script.orders,
        )  # fmt: skip
        try:
            for _ in range(self.script.processes):
                self.running.append(await self.start())
            async with asyncio.TaskGroup() as group:
                if self.script.befalls is not None:
                    group.create_task(self._befall(self.script.befalls))
                group.create_task(self._kill())
            await self._settle()
        finally:
            for process in self.running:
                process.kill()
            for process in self.running:
                await asyncio.to_thread(process.join)
        return await self._count()

    async def start(self, **changes: Any) -> ForkServerProcess:
        """One more process."""
        process = FORKS.Process(target=run, args=(replace(self.orders, **changes),), daemon=True)
        await asyncio.to_thread(process.start)
        return process

    async def under_way(self) -> None:
        """Wait until the first post is on its way."""
        while not self.place.calls and self.elapsed < self.script.most:
            await asyncio.sleep(0.01)

    @property
    def elapsed(self) -> float:
        """Seconds since its beginning."""
        return time.monotonic() - self.orders.epoch

    def _channels(self) -> list[dict[str, Any]]:
        made = []
        for number in range(self.script.channels):
            platform = self.script.platforms[number % len(self.script.platforms)]
            name = f"channel {number:03d}"
            if platform == "slack":
                place = {"workspace": TEAM, "channel": f"C{number:06d}"}
            else:
                tenant = TENANT if number % 4 < 2 else OTHER_TENANT
                place = {"tenant": tenant, "channel": f"19:{number:06d}@thread.tacv2"}
            made.append({"name": name, "platform": platform, **place, "reminders": ["today"]})
        return made

    async def _prepare(self) -> None:
        ledger = await Ledger.open(self.database)
        for tenant in (TENANT, OTHER_TENANT):
            mine = tuple(one["channel"] for one in self.channels if one.get("tenant") == tenant)
            await References(ledger).save(ServiceAddress(tenant, f"19:{tenant}", f"{self.url}/teams/", "28:bot", mine))
        await ledger.close()

    async def _befall(self, befalls: "Callable[[Scene], Awaitable[None]]") -> None:
        await befalls(self)

    async def _kill(self) -> None:
        """The first kill comes while posts are on their way, the later ones while others look what became of them."""
        span, gone = 1.0, self.orders.timing.gone
        await self.under_way()
        for number in range(self.script.kills + self.script.pauses):
            await asyncio.sleep(self.chance.uniform(0, span))
            victim = self.chance.randrange(len(self.running))
            process = self.running[victim]
            assert process.pid is not None
            if number < self.script.kills:
                os.kill(process.pid, signal.SIGKILL)
                self.killed += 1
                await asyncio.to_thread(process.join)
                await asyncio.sleep(self.chance.uniform(0, 0.3))
                self.running[victim] = await self.start()
                if (number + 1) % len(self.running) == 0:
                    span = gone + 2.0
            else:
                os.kill(process.pid, signal.SIGSTOP)
                await asyncio.sleep(gone * self.chance.uniform(1.2, 2.0))
                os.kill(process.pid, signal.SIGCONT)

    async def _settle(self) -> None:
        """Wait until nothing is left to do, and then a little longer: nothing may be added."""
        calm_since = time.monotonic()
        before = -1
        while self.elapsed < self.script.most:
            await asyncio.sleep(0.25)
            rows = await self._rows()
            now = sum(self.place.calls.values())
            busy = rows is None or any(row.state in (State.CLAIMED, State.RELEASED) for row in rows)
            missing = rows is None or len(rows) < self.script.channels * self.script.days
            if busy or missing or now != before or self._untold(rows or []) or self.elapsed < self.script.least:
                calm_since, before = time.monotonic(), now
            if time.monotonic() - calm_since > QUIET:
                return

    async def _rows(self) -> list[Entry] | None:
        try:
            ledger = await Ledger.open(self.database, "onlooker")
            try:
                return await ledger.rows()
            finally:
                await ledger.base.close()
        except LedgerError:
            return None

    def _untold(self, rows: Sequence[Entry]) -> list[str]:
        """Which channels the leads should have been told of, and were not."""
        said = "\n".join(one.text for one in self.place.posts(LEADS))
        names = {
            f"{c['platform']}:{c.get('workspace') or c.get('tenant')}:{c['channel']}": c["name"] for c in self.channels
        }
        grave = (State.UNSURE, State.GIVEN_UP)
        return [names[row.key.channel] for row in rows if row.state in grave and names[row.key.channel] not in said]

    async def _count(self) -> Result:
        result = Result(kills=self.killed, met=Counter(self.place.met))
        rows: list[Entry] = []
        with contextlib.suppress(LedgerError):
            rows = await self._rows() or []
        states: dict[str, list[Entry]] = {}
        for row in rows:
            states.setdefault(row.key.channel.rpartition(":")[2] if row.key.channel.startswith("slack")
                              else row.key.channel.split(":", 2)[2], []).append(row)  # fmt: skip
        for one in self.channels:
            self._count_channel(one, states.get(one["channel"], []), result)
        untold = self._untold(rows)
        result.told = result.unsure + result.refused - len(untold)
        if untold:
            result.wrong.append(
                f"{self.script.name}: the leads were not told of {', '.join(untold[:5])} ({len(untold)})"
            )
        if stuck := [row for row in rows if row.state in (State.CLAIMED, State.RELEASED)]:
            found = Counter(f"{row.state}: {row.reason}" for row in stuck)
            result.wrong.append(f"{self.script.name}: not settled after {self.elapsed:.0f} s: {dict(found)}")
        for post in self.place.messages:
            if post.thread is None and (said := self.place.notices(post.id)) > 1:
                result.wrong.append(f"{self.script.name}: {said} lines in the thread of one post")
        return result

    def _count_channel(self, one: dict[str, Any], rows: Sequence[Entry], result: Result) -> None:
        stand, days = len(self.place.posts(one["channel"])), self.script.days
        unsure = sum(row.state is State.UNSURE for row in rows)
        refused = sum(row.state is State.GIVEN_UP for row in rows)
        result.wanted += days
        result.posted += min(stand, days)
        result.unsure += unsure
        result.refused += refused
        doubled, lost = max(0, stand - days), max(0, days - stand - unsure - refused)
        result.doubled += doubled
        result.lost += lost
        here = f"{self.script.name}: {one['name']} ({one['platform']})"
        if doubled or lost:
            result.wrong.append(
                f"{here} {'doubled' if doubled else 'lost'}: {[(r.state.value, r.attempts) for r in rows]}"
            )
        for row in rows:
            if row.posted is not None and not row.due <= row.posted < row.due + LATEST:
                result.wrong.append(f"{here} went out at {row.posted:%d %H:%M}, and was due at {row.due:%d %H:%M} UTC")
            if row.due.astimezone(LONDON_ZONE).strftime("%H:%M") != "08:30":
                result.wrong.append(f"{here} was due at {row.due.astimezone(LONDON_ZONE)}")
        if refused and not self.script.may_refuse:
            result.wrong.append(f"{here} was given up: {rows[0].reason}")
        if unsure and self.script.readable and one["platform"] == "slack":
            result.wrong.append(f"{here} is unsure, though it could be looked up: {rows[0].reason}")
