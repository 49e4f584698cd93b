"""Reads messages for danger beside the event loop, so that however many come in, each is acknowledged at once.

What a rule plainly calls danger is known before anything waits. The trained reader then hears the rest on a thread of
its own, those first that rules or phrases worry about.
"""

import asyncio
import contextlib
import itertools
import threading
from queue import PriorityQueue

from bot.core import safety
from bot.core.events import Tell, silent
from bot.core.reader import Reader
from bot.core.replies import About
from bot.core.safety import Level, Reading

STUCK = 5.0
"""Seconds without a single text finished, after which the rules' word must do."""

PROMPT = 0.25
"""Seconds that danger of which a rule heard veiled words waits for the trained reader to deny it."""

_FIRST = {Level.CRISIS: 0, Level.CONCERN: 1, Level.NONE: 2}
_STOP = -1
_Future = asyncio.Future[Reading]
_Waiting = tuple[int, int, safety.Ruled | None, _Future | None]


class Readings:
    """Reads one message after another; *reader* may be None, and then only the rules read."""

    def __init__(self, reader: Reader | None, tell: Tell = silent) -> None:
        self._reader = reader
        self._tell = tell
        self._waiting: PriorityQueue[_Waiting] = PriorityQueue()
        self._number = itertools.count()
        self._finished = 0
        self._unread = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many texts nobody has begun to read."""
        return self._waiting.qsize()

    async def read(self, text: str) -> Reading:
        """What *text* was read as; the rules' word whatever becomes of the trained reader."""
        found = safety.apply_rules(text)
        ruled = safety.complete(found)
        own = ruled.ruled and ruled.about is About.SELF
        if self._reader is None or (own and found.plainly):
            return ruled  # nothing that the reader could say would change the reply
        future: _Future = asyncio.get_running_loop().create_future()
        self._unread += 1
        self._idle.clear()
        try:
            self._begin()
            self._waiting.put_nowait((_FIRST[ruled.level], next(self._number), found, future))
            if own:
                with contextlib.suppress(TimeoutError):
                    return await asyncio.wait_for(future, PROMPT)
                return ruled
            return await self._patiently(future)
        except Exception as error:  # noqa: BLE001 -- the rules stand without the trained reader
            self._tell("reader.failed", error=type(error).__name__)
            return ruled
        finally:
            self._unread -= 1
            if not self._unread:
                self._idle.set()

    async def quiet(self, seconds: float) -> None:
        """Wait until every message that has come in is read, *seconds* at most."""
        if not self._idle.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._idle.wait()

    def close(self) -> None:
        """Let go of the thread, once it has read what it is reading."""
        if self._thread is not None:
            self._waiting.put_nowait((_STOP, next(self._number), None, None))
            self._thread = None

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._work,
                name="reader",
                daemon=True,  # one that hangs must not keep the process from stopping
            )
            self._thread.start()

    async def _patiently(self, future: _Future) -> Reading:
        """Wait for as long as texts are being finished; a long queue is no reason to give up, a stuck reader is."""
        while True:
            finished = self._finished
            done, _ = await asyncio.wait({future}, timeout=STUCK)
            if done:
                return future.result()
            if finished == self._finished:
                future.cancel()
                raise TimeoutError

    def _work(self) -> None:
        """Read the worst that waits, again and again; runs in the thread."""
        while True:
            _, _, ruled, future = self._waiting.get()
            if ruled is None or future is None:
                return
            if future.cancelled():
                continue
            found: Reading | Exception
            try:
                found = safety.complete(ruled, self._reader)
            except Exception as error:  # noqa: BLE001 -- passed on to whoever waits
                found = error
            self._finished += 1
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                future.get_loop().call_soon_threadsafe(_settle, future, found)


def _settle(future: _Future, found: Reading | Exception) -> None:
    if future.done():
        return
    if isinstance(found, Exception):
        future.set_exception(found)
    else:
        future.set_result(found)
