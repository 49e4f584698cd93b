"""The keys that sign what Teams sends."""

import asyncio
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from jwt.algorithms import RSAAlgorithm

from bot.core.events import Tell, silent
from bot.platforms.proxies import proxy_to
from bot.platforms.teams_access import Cloud

KEYS_FRESH, KEYS_STALE = 24 * 3600.0, 7 * 24 * 3600.0
UNKNOWN_KEY_WAIT = 300.0
FAILED_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Key:
    """One of the keys that sign what Teams sends; *endorsements* are the channels that may use it."""

    public_key: Any
    endorsements: tuple[str, ...]


class Keys:
    """The keys behind incoming tokens. Fetched without blocking, remembered for a day, kept for a week if need be.

    After a failure nothing is fetched for a minute, so that forged tokens cannot make us knock.
    """

    def __init__(self, cloud: Cloud, tell: Tell = silent, clock: Callable[[], float] = time.monotonic) -> None:
        self._cloud, self._tell, self._clock = cloud, tell, clock
        self._keys: dict[str, Key] = {}
        self._fetched = self._tried = float("-inf")
        self._failed = False
        self._fetching: asyncio.Task[None] | None = None

    async def get(self, key_id: str) -> Key:
        """The key called *key_id*. Raises PermissionError when there is none."""
        if (key := self._kept(key_id)) is not None:
            if self._clock() - self._fetched > KEYS_FRESH:
                self._renew()  # beside the message, which does not wait for it
            return key
        if (fetching := self._renew()) is not None:
            await asyncio.shield(fetching)
        if (key := self._kept(key_id)) is None:
            raise PermissionError("unknown key")
        return key

    async def warm(self) -> None:
        """Have the keys before they are needed; a failure shows in the log only."""
        if (fetching := self._renew()) is not None:
            await asyncio.shield(fetching)

    def close(self) -> None:
        """Stop fetching."""
        if self._fetching is not None:
            self._fetching.cancel()

    def _kept(self, key_id: str) -> Key | None:
        return self._keys.get(key_id) if self._clock() - self._fetched < KEYS_STALE else None

    def _renew(self) -> asyncio.Task[None] | None:
        """The fetch that is under way, or a new one; None when the last one is too recent."""
        if self._fetching is None or self._fetching.done():
            if self._clock() - self._tried < (FAILED_WAIT if self._failed else UNKNOWN_KEY_WAIT):
                return None
            self._tried = self._clock()
            self._fetching = asyncio.create_task(self._take_keys())
        return self._fetching

    async def _take_keys(self) -> None:
        try:
            self._keys = await self._fetch()
            self._fetched, self._failed = self._clock(), False
        except Exception as error:  # noqa: BLE001 -- whatever it is, the keys we have are kept
            self._failed = True
            self._tell("teams.keys_unavailable", error=type(error).__name__)

    async def _fetch(self) -> dict[str, Key]:
        trusted = ssl.create_default_context(cafile=self._cloud.authorities)
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=8, connect=3),
            connector=aiohttp.TCPConnector(ssl=trusted),
            raise_for_status=True,
        ) as session:
            async with session.get(self._cloud.keys, proxy=proxy_to(self._cloud.keys)) as found:
                keys_url = str(json.loads(await found.read())["jwks_uri"])
            if not keys_url.startswith("https://"):
                raise ValueError("keys without TLS")
            async with session.get(keys_url, proxy=proxy_to(keys_url)) as found:
                listed = json.loads(await found.read())["keys"]
        keys = {
            str(key["kid"]): Key(RSAAlgorithm.from_jwk(json.dumps(key)), tuple(key.get("endorsements") or ()))
            for key in listed
            if key.get("kty") == "RSA" and key.get("kid")
        }
        if not keys:
            raise ValueError("no keys")
        return keys
