"""How fast a workspace or tenant is posted to: as many turns as its limit allows posts a second, each at rest for a
second after every answer.

Resting from the answer, not from the sending, is what keeps inside the limit however the network bunches messages up.
"""

import asyncio
import heapq
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
    "slack": Limits(posts=20, edits=0.8),  # by workspace, Slack publishes none; chat.update is "tier 3": 50 a minute
    "teams": Limits(posts=10, edits=10, apart=0.5),  # 50 a second in a tenant and 7 in a conversation are allowed
    "console": Limits(posts=200, edits=200, apart=0),
}
MARGIN = 1.01
"""Rests are this much longer than the limit asks, because two clocks never run alike."""
CATCH_UP = 0.25
"""Seconds of lateness that are made up for by beginning sooner, never sooner than a rest is over."""
SHORT = 3.0
"""Seconds that a lane waits for its workspace or a channel; for anything longer the next tick asks again."""


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
Answered = Callable[[], None]
"""To be called once the platform has answered: the turn rests from then on, while the answer is being recorded."""
Work = Callable[[J, Answered], Awaitable[Pause | None]]


class Turns:
    """As many turns as *rate* allows in a second, begun evenly; each rests that long once given back."""

    def __init__(self, rate: float) -> None:
        number = max(1, int(rate))
        self._gap, self._rest = 1 / rate, number / rate * MARGIN
        self._free_at = [0.0] * number
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a turn may be taken; for ever when all are taken, until one is given back."""
        return max(self._free_at[0], self._next) - now if self._free_at else float("inf")

    def rest(self, now: float) -> float:
        """Seconds until all that were given back are rested."""
        return max(self._free_at, default=0.0) - now

    def take(self, now: float) -> None:
        """Begin a turn."""
        heapq.heappop(self._free_at)
        self._next = max(self._next, now - CATCH_UP) + self._gap

    def give(self, now: float) -> None:
        """Give it back."""
        heapq.heappush(self._free_at, now + self._rest)


class Lane(Generic[J]):
    """The jobs of one workspace or tenant. *work* does one of them; it may not raise."""

    def __init__(self, name: str, limits: Limits, work: Work[J], monotonic: Callable[[], float]) -> None:
        self.name = name
        self._apart = limits.apart * MARGIN
        self._posts, self._edits = Turns(limits.posts), Turns(limits.edits)
        self._work = work
        self._monotonic = monotonic
        self._todo: deque[J] = deque()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._paused_until = 0.0
        self._free_at: dict[str, float] = {}
        self._news = asyncio.Event()
        self.settled = asyncio.Event()
        """Set while there is nothing to do and nothing being done."""

    def feed(self, jobs: Iterable[J]) -> None:
        """Do these, in this order, instead of whatever had not been begun yet."""
        now = self._monotonic()
        self._todo = deque(job for job in jobs if job.name not in self._busy and self._wait(job, now) <= SHORT)
        self._note()

    def add(self, job: J) -> None:
        """Do this before anything else that has not been begun yet."""
        self._todo.appendleft(job)
        self._note()

    def stop(self) -> None:
        """Begin nothing more."""
        self._todo.clear()
        self._note()

    async def run(self) -> None:
        """Work until nothing is left to begin, and every rest has been taken."""
        try:
            while self._todo or self._busy or self._rest() > 0:
                self._news.clear()
                job, wait = self._choose()
                if job is not None:
                    self._begin(job)
                    continue
                try:
                    async with asyncio.timeout(wait):
                        await self._news.wait()
                except TimeoutError:
                    pass
        finally:
            for task in self._busy.values():
                task.cancel()

    def _choose(self) -> tuple[J | None, float | None]:
        """The first job that may begin now; else None, and in how many seconds to ask again (None: after news)."""
        now = self._monotonic()
        posts = self._posts.wait(now)
        edits = max(posts, self._edits.wait(now))  # an edit may bring a line for the thread with it
        soonest, shortest = float("inf"), float("inf")
        for job in self._todo:
            wait = self._wait(job, now)
            ready = max(wait, edits if job.edit else posts)
            if ready <= 0:
                return job, None
            soonest, shortest = min(soonest, ready), min(shortest, wait)
            if ready <= posts and wait <= SHORT:
                break  # nothing begins before a turn is free, so the others need not be looked at
        if self._todo and shortest > SHORT:
            self.stop()
        if not self._todo:
            soonest = float("inf") if self._busy else self._rest()
        return None, soonest if soonest < float("inf") else None

    def _begin(self, job: J) -> None:
        now = self._monotonic()
        self._todo.remove(job)
        self._posts.take(now)
        if job.edit:
            self._edits.take(now)
        self._busy[job.name] = asyncio.create_task(self._do(job))

    async def _do(self, job: J) -> None:
        pause: Pause | None = None
        answered = self._turn_of(job)
        try:
            pause = await self._work(job, answered)
        finally:
            answered()
            self._busy.pop(job.name, None)
            self._after(job, pause, self._monotonic())
            self._note()

    def _turn_of(self, job: J) -> Answered:
        """What gives back the turn that *job* has taken, when it is first called."""
        taken = [self._posts, self._edits] if job.edit else [self._posts]

        def give() -> None:
            while taken:
                taken.pop().give(self._monotonic())
            self._news.set()

        return give

    def _after(self, job: J, pause: Pause | None, now: float) -> None:
        self._free_at[job.channel.key] = now + self._apart
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

    def _rest(self) -> float:
        now = self._monotonic()
        return max(self._posts.rest(now), self._edits.rest(now))

    def _note(self) -> None:
        self._news.set()
        if self._todo or self._busy:
            self.settled.clear()
        else:
            self.settled.set()
