"""The alarm clock, nothing more: what is due is worked out afresh at every ring.

It runs in UTC, because APScheduler would otherwise sleep through the change of the clocks.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

JOB = "ring"
DOT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Alarm:
    """Runs *work* every *seconds*, the first time at once, never twice at the same time; missed rings become one.

    *on_the_dot*: at every full ten seconds, say, of the wall clock, so that several processes ring together.
    """

    def __init__(self, seconds: float, work: Callable[[], Awaitable[object]], *, on_the_dot: bool = False) -> None:
        self._seconds = seconds
        self._work = work
        self._since = DOT if on_the_dot else None
        self._first: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._running: asyncio.Future[object] | None = None
        self._rang = 0.0
        self._guard: asyncio.TimerHandle | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to ring; needs a running event loop."""
        self._scheduler.add_job(
            self._ring,
            "interval",
            id=JOB,
            seconds=self._seconds,
            start_date=self._since,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._ring_now()
        self._watch()

    async def stop(self) -> None:
        """Ring no more, and wait for the work in flight: APScheduler by itself would cancel it."""
        self._stopping = True
        if self._guard is not None:
            self._guard.cancel()
        if self._scheduler.running:
            self._scheduler.pause()
            await asyncio.sleep(0)  # a ring that was about to begin does so, or APScheduler would log an error
            self._scheduler.shutdown(wait=False)
        if self._running is not None and not self._running.done():
            await asyncio.wait({self._running})

    async def _ring(self) -> None:
        self._rang = asyncio.get_running_loop().time()
        if self._working:
            return
        self._running = asyncio.ensure_future(self._work())
        try:
            await asyncio.shield(self._running)
        except asyncio.CancelledError:
            if not self._stopping:  # else APScheduler lets go, the work goes on, and ``stop`` waits for it
                raise

    def _ring_now(self) -> None:
        self._rang = asyncio.get_running_loop().time()
        self._first = asyncio.create_task(self._ring())

    @property
    def _working(self) -> bool:
        return self._running is not None and not self._running.done()

    def _watch(self) -> None:
        """Ring anyway when the wall clock was set back: APScheduler would wait until it has caught up."""
        loop = asyncio.get_running_loop()
        if not self._working and loop.time() - self._rang > 2 * self._seconds:
            self._scheduler.reschedule_job(JOB, trigger="interval", seconds=self._seconds, start_date=self._since)
            self._ring_now()
        self._guard = loop.call_later(self._seconds, self._watch)
