"""Goes round the channels, one at a time, to see which cannot be reached, so that nobody who asks has to wait.

Asking about every channel at every health check would use up what a platform allows, and be slow when it is.
"""

import time
from collections.abc import Callable, Mapping, Sequence

from bot.core.knowledge import Channel
from bot.errors import LedgerError
from bot.platforms.base import Platform

WELL_FOR, WRONG_FOR = 3600.0, 120.0
"""Seconds until a channel is looked at again."""
FIRST = 20
"""Channels looked at in the first round, so that a small force knows at once."""


class Rounds:
    """What is known of each channel: *reasons* why one cannot be posted to by its key, *wrong* as sentences."""

    def __init__(self, platforms: Mapping[str, Platform], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._platforms = platforms
        self._monotonic = monotonic
        self._known: dict[str, tuple[float, str | None]] = {}
        self.reasons: dict[str, str] = {}
        self.wrong: list[str] = []

    async def look(self, channels: Sequence[Channel]) -> None:
        """Look at the next channel that it is time for, at several when nothing is known yet."""
        now = self._monotonic()
        keys = {channel.key for channel in channels}
        self._known = {key: known for key, known in self._known.items() if key in keys}
        wanted = sorted((c for c in channels if self._due(c) <= now), key=self._due)
        for channel in wanted[: 1 if self._known else FIRST]:
            reason = await self._ask(channel)
            self._known[channel.key] = (self._monotonic() + (WRONG_FOR if reason else WELL_FOR), reason)
        names = {channel.key: channel.name for channel in channels}
        self.reasons = {key: reason for key, (_, reason) in self._known.items() if reason}
        self.wrong = [f"{names[key]}: {reason}" for key, reason in self.reasons.items()]

    @property
    def looked(self) -> frozenset[str]:
        """The channels that have been looked at, by key."""
        return frozenset(self._known)

    def _due(self, channel: Channel) -> float:
        return self._known.get(channel.key, (float("-inf"), None))[0]

    async def _ask(self, channel: Channel) -> str | None:
        platform = self._platforms.get(channel.platform.value)
        if platform is None:
            here = channel.platform.value == "console"  # lists the page of a machine that runs without credentials
            return None if here else f"{channel.platform.value} is not configured here"
        try:
            return await platform.unreachable(channel)
        except LedgerError:
            return None  # the ledger's own trouble is said once
