"""Slack's and Microsoft's own host names, answered on this machine: the bot keeps its shipped addresses.

Only inside a network namespace of its own, where every name leads here. Each request is noted, whoever it was for.
"""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.platforms.connector_server import Connector, Microsoft, certificate
from tests.platforms.slack_server import SlackServer

SLACK, HOOKS, CONNECTOR = "slack.com", "hooks.slack.com", "smba.trafficmanager.net"
KEYS, LOGIN = "login.botframework.com", "login.microsoftonline.com"
MACHINE = "169.254.169.254"
"""Where a machine in Azure asks for its managed identity."""


class Hosts:
    """The platforms. *asked* holds the host and the path of every request, *tokens* whom our tokens were asked of."""

    def __init__(self, folder: Path, slack: SlackServer | None = None) -> None:
        self.slack = slack or SlackServer()
        self.teams = Connector(url=f"https://{CONNECTOR}/uk/")
        self.microsoft = Microsoft(url=f"https://{LOGIN}/")
        self.asked: list[tuple[str, str]] = []
        self.tls, self.authority = certificate(folder, SLACK, HOOKS, CONNECTOR, KEYS, LOGIN)

    @contextlib.asynccontextmanager
    async def serve(self, address: str) -> AsyncIterator[Self]:
        """Listen at *address*, over TLS, until the block is left."""
        app = web.Application(middlewares=[self._noting])
        slack, hooks, machine = (web.Application(client_max_size=4 << 20) for _ in range(3))
        slack.router.add_route("*", "/api/{method}", self.slack.api)
        hooks.router.add_post("/{tail:.*}", self.slack.hook)
        machine.router.add_get("/{tail:.*}", self._identity)
        for name, site in (
            (SLACK, slack),
            (HOOKS, hooks),
            (CONNECTOR, self.teams.application()),
            (KEYS, self.microsoft.application("/v1/.well-known/openidconfiguration")),
            (LOGIN, self.microsoft.application()),
            (MACHINE, machine),
        ):
            app.add_domain(name, site)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, address, 443, ssl_context=self.tls).start()
        with contextlib.suppress(OSError):  # only where the machine has that address
            await web.TCPSite(runner, MACHINE, 80).start()
        try:
            yield self
        finally:
            self.teams.release()
            await runner.cleanup()

    @web.middleware
    async def _noting(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append((request.host.partition(":")[0], request.path_qs))
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _identity(self, request: web.Request) -> web.Response:
        if request.headers.get("Metadata") != "true" or "client_id" not in request.query:
            return web.Response(status=400)
        return web.json_response(
            {"access_token": "managed-token", "expires_in": "3599", "resource": "r", "token_type": "Bearer"}
        )
