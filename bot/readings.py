"""Reads messages for danger beside the event loop, so that however many come in, each is acknowledged at once.

What a rule plainly calls danger is known before anything waits. The trained reader then hears the rest on the worker's
thread, those first that rules or phrases worry about.
"""

import asyncio
import contextlib
from functools import partial

from bot.core import safety
from bot.core.events import Tell, silent
from bot.core.reader import Reader
from bot.core.replies import About
from bot.core.safety import Level, Reading
from bot.worker import Urgency, Worker

PROMPT = 0.25
"""Seconds that danger of which a rule heard veiled words waits for the trained reader to deny it."""

_URGENCY = {Level.CRISIS: Urgency.DANGER, Level.CONCERN: Urgency.DISTRESS, Level.NONE: Urgency.UNREAD}


class Readings:
    """Reads one message after another; *reader* may be None, and then only the rules read."""

    def __init__(self, reader: Reader | None, worker: Worker, tell: Tell = silent) -> None:
        self._reader = reader
        self._worker = worker
        self._tell = tell
        self._unread = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def unread(self) -> int:
        """How many messages have not been read yet."""
        return self._unread

    async def read(self, text: str) -> Reading:
        """What *text* was read as; the rules' word whatever becomes of the trained reader."""
        found = safety.apply_rules(text)
        ruled = safety.complete(found)
        own = ruled.ruled and ruled.about is About.SELF
        if self._reader is None or (own and found.plainly):
            return ruled  # nothing that the reader could say would change the reply
        self._unread += 1
        self._idle.clear()
        try:
            read = self._worker.put(partial(safety.complete, found, self._reader), _URGENCY[ruled.level])
            if own:
                with contextlib.suppress(TimeoutError):
                    return await asyncio.wait_for(read, PROMPT)
                return ruled
            return await self._worker.patiently(read)
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
