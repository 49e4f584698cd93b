"""How fast a workspace or tenant is posted to: as many workers as its limit allows posts a second, each resting a
second after every answer.

Resting from the answer, not from the sending, is what keeps inside the limit however the network bunches messages up.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.core.knowledge import Channel


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows: *posts* and *edits* a second in a workspace or tenant, seconds *apart* in a channel."""

    posts: float
    edits: float
    apart: float = 1.0


LIMITS: Mapping[str, Limits] = {
    "slack": Limits(posts=5, edits=0.8),  # chat.update is "tier 3": 50 a minute
    "teams": Limits(posts=10, edits=10, apart=0.5),  # 50 a second in a tenant and 7 in a conversation are allowed
    "console": Limits(posts=200, edits=200, apart=0),
}
MARGIN = 1.02
"""Rests are this much longer than the limit asks, because two clocks never run alike."""
SHORT = 3.0
"""Seconds that a worker waits for its lane or a channel; for anything longer the next tick asks again."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait *seconds* before this is tried again; *wide* when everything in its lane waits."""

    seconds: float
    wide: bool = False


class Job(Protocol):
    """Something to do in a channel."""

    @property
    def name(self) -> str:
        """The same for the same thing, so that it is not begun twice."""

    @property
    def channel(self) -> Channel:
        """Where it is done."""

    @property
    def edit(self) -> bool:
        """Whether it changes a message instead of posting one."""


J = TypeVar("J", bound=Job)
Work = Callable[[J], Awaitable[Pause | None]]


class Lane(Generic[J]):
    """The jobs of one workspace or tenant. *work* does one of them; it may not raise."""

    def __init__(self, name: str, limits: Limits, work: Work[J], monotonic: Callable[[], float]) -> None:
        self.name = name
        self._limits = limits
        self._work = work
        self._monotonic = monotonic
        self._todo: deque[J] = deque()
        self._busy: set[str] = set()
        self._paused_until = 0.0
        self._free_at: dict[str, float] = {}
        self._open = False
        self._workers: set[asyncio.Task[None]] = set()
        self.settled = asyncio.Event()
        """Set while there is nothing to do and nothing being done."""

    def feed(self, jobs: Iterable[J]) -> None:
        """Do these, in this order, instead of whatever had not been begun yet."""
        now = self._monotonic()
        wanted = [job for job in jobs if job.name not in self._busy and self._wait(job, now) <= SHORT]
        self._todo = deque(wanted)
        self._note()
        self._hire()

    def stop(self) -> None:
        """Begin nothing more."""
        self._todo.clear()
        self._note()

    @property
    def wants(self) -> bool:
        """Whether there is anything to begin."""
        return bool(self._todo)

    async def run(self) -> None:
        """Work until nothing is left to begin, and every rest has been taken."""
        self._open = True
        try:
            self._hire()
            while self._workers:
                await asyncio.wait(self._workers)
        finally:
            self._open = False
            for worker in self._workers:
                worker.cancel()

    @property
    def _most(self) -> int:
        return max(1, int(self._limits.posts))

    def _hire(self) -> None:
        """As many workers as there are jobs, those at rest not counted out: their rest is what keeps the pace."""
        while self._open and len(self._workers) < min(self._most, len(self._todo) + len(self._busy)):
            worker = asyncio.create_task(self._worker())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _worker(self) -> None:
        while self._todo:
            now = self._monotonic()
            job = min(self._todo, key=lambda one: self._wait(one, now))
            wait = self._wait(job, now)
            if wait > SHORT:
                self.stop()
                return
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            self._todo.remove(job)
            self._busy.add(job.name)
            try:
                pause = await self._work(job)
            finally:
                self._busy.discard(job.name)
            self._after(job, pause)
            self._note()
            await asyncio.sleep(self._most / (self._limits.edits if job.edit else self._limits.posts) * MARGIN)

    def _after(self, job: J, pause: Pause | None) -> None:
        now = self._monotonic()
        self._free_at[job.channel.key] = now + self._limits.apart * MARGIN
        if pause is None:
            return
        if pause.wide:
            self._paused_until = max(self._paused_until, now + pause.seconds)
        else:
            self._free_at[job.channel.key] = now + pause.seconds
        if self._wait(job, now) <= SHORT:
            self._todo.append(job)

    def _wait(self, job: J, now: float) -> float:
        return max(self._paused_until, self._free_at.get(job.channel.key, 0.0)) - now

    def _note(self) -> None:
        if self._todo or self._busy:
            self.settled.clear()
        else:
            self.settled.set()
