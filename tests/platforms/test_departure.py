"""A call that ran out of time before anything left may be made again; any other may have arrived."""

import asyncio
from types import SimpleNamespace

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.platforms import departure, slack_outcomes, teams_connector
from bot.platforms.base import RetryLater, Unsure

SOON = aiohttp.ClientTimeout(total=0.2)


async def _fails(crowded: bool) -> tuple[Exception, int]:
    """What a call raises that runs out of time before it is sent, or while the server does not answer."""
    arrived = 0

    async def never(_: web.Request) -> web.Response:
        nonlocal arrived
        arrived += 1
        await asyncio.sleep(30)
        return web.Response()

    async def crowd(*_: object) -> None:
        await asyncio.sleep(1)

    app = web.Application()
    app.router.add_post("/", never)
    slow = aiohttp.TraceConfig(trace_config_ctx_factory=lambda **_: SimpleNamespace())
    if crowded:
        slow.on_connection_create_end.append(crowd)
    async with (
        TestServer(app, shutdown_timeout=0.1) as server,
        aiohttp.ClientSession(timeout=SOON, trace_configs=[slow, departure.watch()]) as session,
    ):
        with pytest.raises(TimeoutError) as raised, departure.noticed():
            await session.post(server.make_url("/"), data=b"{}")
    return raised.value, arrived


async def test_a_call_of_which_nothing_left_is_made_again_later() -> None:
    error, arrived = await _fails(crowded=True)
    assert arrived == 0
    assert isinstance(slack_outcomes.of(error), RetryLater)
    assert isinstance(teams_connector.of_error(error), RetryLater)


async def test_a_call_that_left_and_was_not_answered_may_have_arrived() -> None:
    error, arrived = await _fails(crowded=False)
    assert arrived == 1
    assert isinstance(slack_outcomes.of(error), Unsure)
    assert isinstance(teams_connector.of_error(error), Unsure)
