"""What has come in before."""

import time
from array import array
from collections.abc import Callable

_FREE, _FORGOTTEN = 0, 1


class Seen:
    """Remembers names for *seconds*, and up to twice as long; when more than *most* come meanwhile, the last *most*.

    In memory, so a restart forgets. Of a name nothing is kept but 63 bits of its hash, which is another in each
    process: among 100,000 names a new one is taken for one of them with a chance of one in ten million million. However
    many come, two megabytes hold them.
    """

    def __init__(
        self, seconds: float = 3600.0, most: int = 50_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._slots = 1 << (2 * most).bit_length()
        self._young, self._old = self._empty(), self._empty()
        self._count, self._since = 0, clock()

    def again(self, name: str) -> bool:
        """Whether *name* was here before; remembers it if not."""
        self._turn()
        mark = self._mark(name)
        place = _place(self._young, mark)
        if self._young[place] == mark or self._old[_place(self._old, mark)] == mark:
            return True
        self._young[place] = mark
        self._count += 1
        return False

    def forget(self, name: str) -> None:
        """Let *name* count as new again."""
        mark = self._mark(name)
        for table in (self._young, self._old):
            place = _place(table, mark)
            if table[place] == mark:
                table[place] = _FORGOTTEN

    def _turn(self) -> None:
        """Let go of the older half when the younger is full or has had its time."""
        now = self._clock()
        if now - self._since >= 2 * self._seconds:
            self._young = self._empty()
        if now - self._since >= self._seconds or self._count >= self._most:
            self._old, self._young = self._young, self._empty()
            self._count, self._since = 0, now

    def _empty(self) -> "array[int]":
        return array("Q", bytes(8 * self._slots))

    def _mark(self, name: str) -> int:
        return (hash(name) & 0xFFFF_FFFF_FFFF_FFFF) | 2  # neither free nor forgotten


def _place(table: "array[int]", mark: int) -> int:
    """Where *mark* is in *table*, or else the free slot in which it would be; never more than half are taken."""
    at = (mark >> 2) % len(table)
    while table[at] != _FREE and table[at] != mark:
        at = (at + 1) % len(table)
    return at
