"""The echo bot of Microsoft's archived SDK as its samples write it, without credentials."""

import sys

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class Configuration:
    """No app id: the SDK then authenticates nobody."""

    APP_ID = APP_PASSWORD = APP_TYPE = APP_TENANTID = ""


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"echo: {turn_context.activity.text}")


ADAPTER, BOT = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration())), Echo()


async def messages(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, BOT)


app = web.Application()
app.router.add_post("/api/messages", messages)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
