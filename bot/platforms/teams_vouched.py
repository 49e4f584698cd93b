"""Which tokens are known to be Teams': it sends the same one for an hour, and checking it takes a while."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.platforms.teams_keys import Key, Keys

MOST = 256


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a checked token says. *until* is in seconds since 1970; *key* is the one that it was signed with."""

    service_url: str
    until: float
    key_id: str
    key: Key


class Checked:
    """Tokens that were found good, known by their hash alone, until they expire or Microsoft takes their key away."""

    def __init__(self, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._keys, self._clock = keys, clock
        self._known: OrderedDict[bytes, Vouched] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    async def find(self, header: str) -> Vouched | None:
        """What is known of *header*; None when it has to be checked."""
        name = _name(header)
        known = self._known.get(name)
        if known is None:
            return None
        if self._clock() < known.until and await self._keys.get(known.key_id) is known.key:
            return known
        self._known.pop(name, None)
        return None

    def remember(self, header: str, found: Vouched) -> None:
        """*header* was checked, and is *found* good."""
        self._known[_name(header)] = found
        if len(self._known) > MOST:
            self._known.popitem(last=False)


def _name(header: str) -> bytes:
    return hashlib.sha256(header.encode("utf-8", "replace")).digest()
