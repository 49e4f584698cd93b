"""What time it is for answers and reminders: real time, or a clock that was set and may run fast.

Signatures, tokens and time-outs never use it.
"""

import datetime as dt
import time
from collections.abc import Callable

from bot.core.wording import LONDON_ZONE as LONDON

STEP = dt.timedelta(minutes=5)


class Timepiece:
    """A clock that starts at *start* (aware; None means real time) and runs *speed* times as fast as real time.

    A fast clock stands still five of its minutes after the last ``tick``, so that no moment is ever jumped over while
    a tick is at work.
    """

    def __init__(
        self, start: dt.datetime | None = None, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic
        self._speed = speed
        self._start = start
        self._since = monotonic()

    @property
    def speed(self) -> float:
        """How many of its seconds pass in a real one."""
        return self._speed

    @property
    def real(self) -> bool:
        """Whether this is simply the time."""
        return self._start is None

    def now(self) -> dt.datetime:
        """The moment, aware, in London."""
        if self._start is None:
            return dt.datetime.now(LONDON)
        passed = dt.timedelta(seconds=(self._monotonic() - self._since) * self._speed)
        moment = self._start.astimezone(dt.UTC) + (min(passed, STEP) if self._speed > 1 else passed)
        return moment.astimezone(LONDON)

    def tick(self) -> dt.datetime:
        """Say that everything due by now is about to be seen to; the moment until which it is."""
        now = self.now()
        if self._start is not None:
            self._start, self._since = now, self._monotonic()
        return now

    def set(self, moment: dt.datetime) -> None:
        """Go to *moment* (aware) and run on from there."""
        self._start, self._since = moment, self._monotonic()

    def interval(self, usual: float) -> float:
        """Real seconds between two ticks: *usual*, or less when the clock runs fast."""
        return min(usual, STEP.total_seconds() / self._speed)
