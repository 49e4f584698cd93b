"""Which teams and chats the bot was added to, and through which address each channel is reached."""

import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from bot.core.events import Tell
from bot.core.knowledge import Channel
from bot.errors import LedgerError
from bot.platforms.base import Addresses, ServiceAddress
from bot.platforms.teams_connector import Connector

REMEMBERED = 15.0  # seconds, so that another replica's news is soon known here
FOUND_FOR, MISSING_FOR = 600.0, 60.0
MOST_TEAMS = 50

NEVER_ADDED = (
    "Signpost has not been added to a team there yet: add the app to the team in Teams, then write "
    "“@Signpost channel” in the channel to check"
)
NOT_THERE = (
    "Signpost is in no team with this channel: add the app to its team, or write “@Signpost channel” in the "
    "channel and compare the id with channels.yaml"
)
UNASKED = "Teams could not be asked whether Signpost is in this channel's team"


class MemoryAddresses:
    """Addresses for one process, for as long as it runs."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], ServiceAddress] = {}

    async def save(self, address: ServiceAddress) -> None:
        """See ``Addresses``."""
        self._kept.pop((address.tenant, address.place), None)
        self._kept[address.tenant, address.place] = address

    async def load(self, tenant: str | None = None) -> tuple[ServiceAddress, ...]:
        """See ``Addresses``."""
        return tuple(kept for kept in reversed(self._kept.values()) if tenant in (None, kept.tenant))

    async def forget(self, tenant: str, place: str) -> None:
        """See ``Addresses``."""
        self._kept.pop((tenant, place), None)


class Reach:
    """What is known of where the bot is. *home_tenant* is meant when channels.yaml names none."""

    def __init__(
        self,
        addresses: Addresses,
        connector: Connector,
        tell: Tell,
        home_tenant: str | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._addresses, self._connector, self._tell, self._home = addresses, connector, tell, home_tenant
        self._clock = clock
        self._known: dict[str | None, tuple[float, tuple[ServiceAddress, ...]]] = {}
        self._checked: dict[str, tuple[float, str | None]] = {}
        self._changes = 0

    async def learn(self, address: ServiceAddress) -> None:
        """Teams has just spoken to us from there."""
        kept = next((a for a in await self._load(address.tenant) if a.place == address.place), None)
        if kept is not None:
            address = replace(address, channels=tuple(dict.fromkeys((*kept.channels, *address.channels))))
        if address != kept:
            await self._addresses.save(address)
            self._changed()
            self._tell("teams.learnt", count=len(address.channels))

    async def forget(self, tenant: str, place: str) -> None:
        """The bot was removed there."""
        await self._addresses.forget(tenant, place)
        self._changed()
        self._tell("teams.removed")

    async def forget_channel(self, tenant: str, place: str, channel: str) -> None:
        """The channel was deleted."""
        for kept in await self._load(tenant):
            if kept.place == place and channel in kept.channels:
                await self._addresses.save(replace(kept, channels=tuple(c for c in kept.channels if c != channel)))
        self._changed()

    async def address(self, channel: Channel) -> ServiceAddress | None:
        """Where *channel* is reached: through its own team if that is known, else through its tenant's newest."""
        kept = await self._load(channel.tenant or self._home)
        own = (a for a in kept if channel.channel in a.channels or channel.channel == a.place)
        return next(own, kept[0] if kept else None)

    def refused(self, channel: Channel, reason: str | None) -> None:
        """Teams has just refused a post there, or (None) taken one."""
        self._checked[channel.key] = (self._clock() + (MISSING_FOR if reason else FOUND_FOR), reason)

    async def why_not(self, channel: Channel) -> str | None:
        """Why *channel* cannot be posted to; None when it can."""
        until, reason = self._checked.get(channel.key, (0.0, None))
        if self._clock() < until:
            return reason
        reason = await self._look(channel)
        self.refused(channel, reason)
        return reason

    async def _look(self, channel: Channel) -> str | None:
        kept = await self._load(channel.tenant or self._home)
        if not kept:
            return f"{NEVER_ADDED}."
        if any(channel.channel in a.channels or channel.channel == a.place for a in kept):
            return None
        unasked = False
        for address in kept[:MOST_TEAMS]:
            channels = await self._channels(address)
            if channels is None:
                unasked = True
            elif channel.channel in channels:
                await self.learn(replace(address, channels=tuple(dict.fromkeys((*address.channels, channel.channel)))))
                return None
        return f"{UNASKED if unasked else NOT_THERE}."

    async def _channels(self, address: ServiceAddress) -> list[str] | None:
        """The team's channels, as Teams lists them; None when it does not say."""
        path = f"/v3/teams/{quote(address.place, safe='')}/conversations"
        try:
            answer = await self._connector.call("GET", address.service_url, path)
        except Exception as error:  # noqa: BLE001 -- a team that cannot be asked is no answer
            self._tell("teams.unlisted", error=type(error).__name__)
            return None
        if not answer.fine:
            return [] if answer.status in (403, 404) else None
        listed = answer.data.get("conversations")
        return [str(c["id"]) for c in listed if isinstance(c, dict) and "id" in c] if isinstance(listed, list) else []

    async def _load(self, tenant: str | None) -> tuple[ServiceAddress, ...]:
        until, kept = self._known.get(tenant, (0.0, ()))
        if self._clock() >= until:
            changes = self._changes
            try:
                kept = await self._addresses.load(tenant)
            except LedgerError:
                if not kept:
                    raise
                return kept  # what was known a while ago is where to go meanwhile
            if changes == self._changes:  # else what was read may already be old: read it again next time
                self._known[tenant] = (self._clock() + REMEMBERED, kept)
        return kept

    def _changed(self) -> None:
        self._changes += 1
        self._known.clear()
        self._checked.clear()
