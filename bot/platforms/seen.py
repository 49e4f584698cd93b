"""What has come in before."""

import time
from collections import OrderedDict
from collections.abc import Callable


class Seen:
    """Remembers names for *seconds*, at most *most* of them; in memory, so a restart forgets."""

    def __init__(
        self, seconds: float = 3600.0, most: int = 50_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._first: OrderedDict[str, float] = OrderedDict()

    def again(self, name: str) -> bool:
        """Whether *name* was here before; remembers it if not."""
        now = self._clock()
        while self._first and next(iter(self._first.values())) < now - self._seconds:
            self._first.popitem(last=False)
        if name in self._first:
            return True
        self._first[name] = now
        if len(self._first) > self._most:
            self._first.popitem(last=False)
        return False

    def forget(self, name: str) -> None:
        """Let *name* count as new again."""
        self._first.pop(name, None)
