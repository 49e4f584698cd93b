"""Socket Mode: the same events over a connection we open ourselves, for a network that lets nothing in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.events import Tell
from bot.errors import SettingsError
from bot.platforms import slack_outcomes
from bot.platforms.proxies import proxy_to

WATCHED_EVERY = 20.0
PING_EVERY = 10.0

Take = Callable[[dict[str, Any]], Awaitable[BoltResponse | None]]


class _Client(SocketModeClient):
    """The SDK's client, which heeds ``NO_PROXY`` on the way to each address that Slack gives it."""

    def lead_to(self, address: str | None) -> None:
        """Connect to *address* next; to one that Slack will give when it is None."""
        self.wss_uri, self.proxy = address, proxy_to(address) if address else None

    async def issue_new_wss_url(self) -> str:
        """The address to connect to next."""
        address = await super().issue_new_wss_url()
        self.lead_to(address)
        return address


class Socket:
    """One Socket Mode connection, watched.

    *take* gets each payload and returns what to acknowledge it with, None for not at all.
    """

    def __init__(self, web: AsyncWebClient, app_token: str, take: Take, tell: Tell, logger: logging.Logger) -> None:
        self._web = web
        self._app_token = app_token
        self._take = take
        self._tell = tell
        self._logger = logger
        self._client: SocketModeClient | None = None
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to connect. Raises SettingsError when Slack refuses the app token; one out of reach is tried again."""
        address = None
        try:
            address = (await self._web.apps_connections_open(app_token=self._app_token))["url"]
        except SlackApiError as error:
            word = slack_outcomes.code(error)
            if word in slack_outcomes.TEAM:
                raise SettingsError(
                    f"Slack refuses SLACK_APP_TOKEN ({word}): make an app token with the scope connections:write on "
                    "the app's page, under Basic Information; it starts with xapp-."
                ) from None
            self._tell("slack.unreachable", reason=word)
        except Exception as error:  # noqa: BLE001 -- no connection yet: the watch below goes on trying
            self._tell("slack.unreachable", reason=slack_outcomes.code(error))
        self._client = client = _Client(
            self._app_token,
            logger=self._logger,
            web_client=self._web,
            ping_interval=PING_EVERY,
            auto_reconnect_enabled=True,
        )
        client.lead_to(address)
        client.socket_mode_request_listeners.append(self._envelope)
        self._watch = asyncio.create_task(self._keep(client))

    @property
    def connected(self) -> bool:
        """Whether the connection stands and Slack answers its pings."""
        client = self._client
        return (
            client is not None
            and not client.closed
            and not client.stale
            and client.current_session is not None
            and not client.current_session.closed
        )

    async def close(self) -> None:
        """Let go of the connection."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
            tasks = (
                self._client.message_processor,
                self._client.current_session_monitor,
                self._client.message_receiver,
            )
            await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

    async def _keep(self, client: SocketModeClient) -> None:
        """Connect, and go on looking: a connection has been seen to die without the SDK noticing."""
        await client.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
        self._tell("slack.socket_open")
        missing = 0
        while True:
            await asyncio.sleep(WATCHED_EVERY)
            missing = 0 if self.connected else missing + 1
            if missing >= 2:
                self._tell("slack.socket_reopened")
                try:
                    await client.connect_to_new_endpoint(force=True)
                except Exception as error:  # noqa: BLE001 -- tried again at the next look
                    self._tell("slack.unreachable", reason=slack_outcomes.code(error))

    async def _envelope(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await self._take(request.payload)
        if answer is not None:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
