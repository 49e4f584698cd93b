"""Threads beside the event loop, for what takes milliseconds: the most urgent first, however much waits."""

import asyncio
import contextlib
import enum
import heapq
import itertools
import os
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

THREADS = 2
"""On a machine with as many cores: the trained reader lets go of the interpreter while it reads, the rest does not."""
READ_FIRST = 10
"""So many are read between two answers while both wait: whoever is in danger is found, and nobody waits for good."""
STUCK = 5.0
"""Seconds without a single task finished, after which nobody waits any longer."""
MOST_STUCK = 8
"""So many threads are given up at most; those that hang after that stay, and nobody waits for them for long."""

_T = TypeVar("_T")
_Task = tuple[Callable[[], Any], asyncio.Future[Any]]


class Urgency(enum.IntEnum):
    """What goes first. Within one urgency it is first come, first served."""

    DANGER = 0
    DISTRESS = 1
    UNREAD = 2
    ANSWER = 3


class Worker:
    """Does one task after another on each of its threads, which begin with the first."""

    def __init__(self, threads: int | None = None) -> None:
        self._most = threads or min(THREADS, _cores())
        self._unread: list[tuple[int, int, _Task]] = []
        self._answers: deque[_Task] = deque()
        self._there_is_work = threading.Condition()
        self._number = itertools.count()
        self._read_since = 0
        self._finished = 0
        self._given_up = 0
        self._threads: set[threading.Thread] = set()
        self._doing: dict[asyncio.Future[Any], threading.Thread] = {}

    @property
    def waiting(self) -> int:
        """How many tasks nobody has begun."""
        return len(self._unread) + len(self._answers)

    def put(self, work: Callable[[], _T], urgency: Urgency) -> "asyncio.Future[_T]":
        """What *work* will have returned, or raised. Cancelled before its turn, it is not done at all."""
        future: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        task = (work, future)
        with self._there_is_work:
            if urgency is Urgency.ANSWER:
                self._answers.append(task)
            else:
                heapq.heappush(self._unread, (urgency, next(self._number), task))
            self._there_is_work.notify()
        self._begin()
        return future

    async def patiently(self, future: "asyncio.Future[_T]") -> _T:
        """Wait for as long as tasks are being finished: a long queue is no reason to give up, a stuck thread is.

        Raises TimeoutError once its own thread is stuck, or all are; what comes after is done by others.
        """
        while True:
            finished, threads, begun = self._finished, set(self._threads), future in self._doing
            done, _ = await asyncio.wait({future}, timeout=STUCK)
            if done:
                return future.result()
            own = self._doing.get(future)
            if finished == self._finished or (begun and own is not None):
                future.cancel()
                self._give_up(threads if finished == self._finished or own is None else {own})
                raise TimeoutError

    def close(self) -> None:
        """Let go of the threads, once they have done what they are doing."""
        with self._there_is_work:
            self._threads = set()
            self._there_is_work.notify_all()

    def _begin(self) -> None:
        while len(self._threads) < self._most:
            # a daemon: one that hangs must not keep the process from stopping
            thread = threading.Thread(target=self._work, name="worker", daemon=True)
            self._threads.add(thread)
            thread.start()

    def _give_up(self, threads: set[threading.Thread]) -> None:
        stuck = threads & self._threads
        if self._given_up + len(stuck) <= MOST_STUCK:
            self._given_up += len(stuck)
            self._threads -= stuck
            if self.waiting:
                self._begin()

    def _work(self) -> None:
        """Do what comes next, again and again; runs in a thread, until it is given up."""
        while (task := self._next()) is not None:
            work, future = task
            if future.cancelled():
                continue
            self._doing[future] = threading.current_thread()
            found: Any
            failed: Exception | None = None
            try:
                found = work()
            except Exception as error:  # noqa: BLE001 -- passed on to whoever waits
                found, failed = None, error
            del self._doing[future]
            self._finished += 1
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                future.get_loop().call_soon_threadsafe(_settle, future, found, failed)

    def _next(self) -> _Task | None:
        """The task whose turn it is; None for a thread that was given up."""
        with self._there_is_work:
            while threading.current_thread() in self._threads:
                if self._answers and (not self._unread or self._read_since >= READ_FIRST):
                    self._read_since = 0
                    return self._answers.popleft()
                if self._unread:
                    self._read_since += 1
                    return heapq.heappop(self._unread)[2]
                self._there_is_work.wait()
        return None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _settle(future: asyncio.Future[Any], found: Any, failed: Exception | None) -> None:
    if future.done():
        return
    if failed is not None:
        future.set_exception(failed)
    else:
        future.set_result(found)
