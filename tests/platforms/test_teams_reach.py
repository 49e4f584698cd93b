"""What is known of where the bot is in Teams, when news and reading cross."""

import asyncio

from bot.core.events import silent
from bot.core.knowledge import Channel, PlatformName
from bot.platforms.base import ServiceAddress
from bot.platforms.teams_connector import Connector
from bot.platforms.teams_reach import MemoryAddresses, Reach

TENANT = "00000000-0000-0000-0000-000000000001"
NEWS = "19:news@thread.tacv2"
ADDED = ServiceAddress(TENANT, "19:team@thread.tacv2", "https://smba.trafficmanager.net/uk/", "28:bot", (NEWS,))


class SlowAtFirst(MemoryAddresses):
    """A database whose first answer is long on its way: it says what was held when it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.arrives = asyncio.Event()
        self._asked = False

    async def load(self, tenant: str | None = None) -> tuple[ServiceAddress, ...]:
        found, first, self._asked = await super().load(tenant), not self._asked, True
        if first:
            await self.arrives.wait()
        return found


async def no_token() -> None:
    """Nothing is called in these tests."""


async def test_what_was_read_before_the_news_is_not_remembered_after_it() -> None:
    addresses = SlowAtFirst()
    reach = Reach(addresses, Connector(no_token, lambda: None, lambda _: True), silent, TENANT)
    channel = Channel(name="News", platform=PlatformName.TEAMS, channel=NEWS)
    early = asyncio.create_task(reach.address(channel))
    await asyncio.sleep(0)
    await reach.learn(ADDED)
    addresses.arrives.set()
    assert await early is None
    assert await reach.address(channel) == ADDED
