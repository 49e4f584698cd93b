"""Who else is delivering, so that workspaces and tenants are shared out without a word between the processes.

It is a preference and nothing more: that one process at a time posts into a lane is what the ledger sees to.
"""

from collections.abc import Callable, Iterable, Mapping


class Crew:
    """The processes whose hearts have beaten in the last *alive* seconds, by this one's own steady clock."""

    def __init__(self, holder: str, monotonic: Callable[[], float], alive: float) -> None:
        self._holder = holder
        self._monotonic = monotonic
        self._alive = alive
        self._beats: dict[str, int] = {}
        self._seen: dict[str, float] = {}

    def look(self, beats: Mapping[str, int]) -> None:
        """Take note of how often each heart has beaten; who is new is believed alive once it has beaten again."""
        now = self._monotonic()
        for holder, beat in beats.items():
            if beat != self._beats.get(holder, beat):
                self._seen[holder] = now
        self._beats = dict(beats)
        self._seen = {who: at for who, at in self._seen.items() if who in beats and now - at < self._alive}

    def first(self, lanes: Iterable[str]) -> frozenset[str]:
        """Those of *lanes* that are this process's to take before the others."""
        crew = sorted({self._holder, *self._seen})
        return frozenset(sorted(set(lanes))[crew.index(self._holder) :: len(crew)])
