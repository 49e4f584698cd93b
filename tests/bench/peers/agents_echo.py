"""The echo of the SDK that follows botbuilder, served by aiohttp, without credentials."""

import sys
from typing import Any

from aiohttp import web
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ActivityHandler, AgentAuthConfiguration, AnonymousTokenProvider, TurnContext


class Nobody:
    """Connections that hand out no token."""

    def get_connection(self, *_: Any) -> AnonymousTokenProvider:
        return AnonymousTokenProvider()

    get_default_connection = get_token_provider = get_token_provider_from_activity = get_connection

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        return AgentAuthConfiguration()


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"echo: {turn_context.activity.text}")


ADAPTER, BOT = CloudAdapter(connection_manager=Nobody()), Echo()


async def messages(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, BOT)


app = web.Application()
app.router.add_post("/api/messages", messages)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
