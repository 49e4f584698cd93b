"""The least a Slack bot made with Bolt can be: one listener that says hello, one shared session."""

import sys

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def made() -> web.Application:
    api, secret = sys.argv[2:4]
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))
    bolt = AsyncApp(client=AsyncWebClient(token="xoxb-bench", base_url=api, session=session), signing_secret=secret)

    @bolt.event("message")
    async def message(event, client):  # type: ignore[no-untyped-def]
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="hello")

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", handle)
    return app


web.run_app(made(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
