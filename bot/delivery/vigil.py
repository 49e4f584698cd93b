"""Who has vanished: holders whose heart has not beaten for long enough, by this process's own steady clock.

Clocks of two machines are never compared, and a wall clock is never read. Only time spent watching counts: while the
database could not be reached, or this process was asleep, nobody's silence means anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when a holder has been silent: its last *beat*, when it was last looked at, and how long it was watched."""

    beat: int | None
    looked: float
    seconds: float


class Vigil:
    """Watches the other holders. *gone* is how many seconds of silence mean that a holder has vanished.

    A gap of more than *gap* seconds between two looks counts as *gap*.
    """

    def __init__(self, monotonic: Callable[[], float], gone: float, gap: float) -> None:
        self._monotonic = monotonic
        self._gone = gone
        self._gap = gap
        self._silences: dict[str, Silence] = {}

    def look(self, beats: Mapping[str, int], holders: frozenset[str]) -> frozenset[str]:
        """Which of *holders* have vanished, now that their hearts have beaten as often as *beats* says."""
        now = self._monotonic()
        silences = {}
        for holder in holders:
            old, beat = self._silences.get(holder), beats.get(holder)
            if old is None or old.beat != beat:
                silences[holder] = Silence(beat, now, 0.0)
            else:
                silences[holder] = Silence(beat, now, old.seconds + min(now - old.looked, self._gap))
        self._silences = silences
        return frozenset(holder for holder, silence in silences.items() if silence.seconds >= self._gone)
