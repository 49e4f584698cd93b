"""The Teams platform between a real HTTP server and a real connector, in one block."""

import asyncio
import contextlib
import io
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web as aiohttp_web

from bot import web
from bot.core import pinned, safety
from bot.core.knowledge import Channel
from bot.core.question import Question
from bot.core.replies import Choice, Kind, Link, Reply, Section
from bot.platforms.base import Addresses
from bot.platforms.teams import Cloud, Teams, TeamsAccess
from bot.platforms.teams_reach import MemoryAddresses
from tests.platforms.connector_server import BOT, NEWS, TENANT, Connector, Microsoft, activity, certificate

ANSWER = Reply(
    Kind.ANSWER,
    (Section("It is on Wednesday 22 April, 11am to 11:45am."),),
    pinned.footer(),
    "Signpost has answered.",
    title="Data: session on Wednesday",
    links=(Link("Oscar Kilo", "https://www.oscarkilo.org.uk"),),
    choices=(Choice("How do I join?", "session:data:join"),),
    entries=("session-when",),
    note="Source: College of Policing; checked 22 November 2026.",
)
POST = Reply(
    Kind.POST,
    (Section("Today at 2pm: crisis intervention."),),
    pinned.footer(),
    "Today in response policing week",
    title="First on the scene",
)
MOVED = Reply(Kind.POST, (Section("This session has moved to 3pm."),), pinned.footer(), "A session has moved")
CRISIS = "I want to end my life"
CHANNEL = Channel(name="Response", platform="teams", tenant=TENANT, channel=NEWS, reminders=("today",))


class Answering:
    """Reads for danger as the bot does, and has one answer to everything else; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.error: Exception | None = None
        self.wait = 0.0

    async def __call__(self, question: Question) -> Reply:
        self.asked.append(question)
        await asyncio.sleep(self.wait)
        if self.error:
            raise self.error
        if question.action and question.action.startswith("crisis:"):
            return pinned.fear_reply(question.action.removeprefix("crisis:")) or pinned.failed_reply()
        reading = safety.read(question.text)
        return pinned.crisis_reply(reading.about) if reading.level is safety.Level.CRISIS else ANSWER


@dataclass
class Rig:
    """What a test needs of it all."""

    teams: Teams
    connector: Connector
    microsoft: Microsoft
    answering: Answering
    http: aiohttp.ClientSession
    url: str
    told: list[tuple[str, dict[str, Any]]]
    addresses: Addresses

    async def send(
        self, body: Any = None, *, authorization: str | None = "honest", headers: Mapping[str, str] | None = None
    ) -> int:
        """Post *body* (JSON, or bytes as they are) as Teams does; the status it got."""
        sent = dict(headers or {"Content-Type": "application/json"})
        if authorization == "honest":
            authorization = self.microsoft.token(self.connector.url)
        if authorization is not None:
            sent["Authorization"] = authorization
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        async with self.http.post(self.url + "api/messages", headers=sent, data=data) as answer:
            await answer.read()
            return answer.status

    async def says(self, text: str | None, scope: str = "personal", **fields: Any) -> int:
        """A person writes *text*; answered when this returns."""
        status = await self.send(activity(self.connector.url, text, scope, **fields))
        await self.teams.settle()
        return status

    async def install(self, scope: str = "channel", action: str = "add") -> None:
        """The app is added to the team (or removed)."""
        assert await self.says(None, scope, type="installationUpdate", action=action, entities=[]) == 201

    def events(self, name: str) -> list[dict[str, Any]]:
        """What was told under *name*."""
        return [fields for event, fields in self.told if event == name]


@dataclass(frozen=True)
class Wanted:
    """How a rig differs from the usual one."""

    type: str = "SingleTenant"
    password: str = "made up"
    tenant: str = TENANT
    force: Mapping[str, str] = field(default_factory=lambda: {TENANT: "derbyshire"})


@contextlib.asynccontextmanager
async def rig(folder: Path, wanted: Wanted = Wanted(), addresses: Addresses | None = None) -> AsyncIterator[Rig]:
    """Everything started, in authenticated mode unless *wanted* says ``anonymous``."""
    tls, authority = certificate(folder)
    told: list[tuple[str, dict[str, Any]]] = []
    answering, addresses = Answering(), addresses or MemoryAddresses()
    async with (
        Connector().serve() as connector,
        Microsoft().serve(tls) as microsoft,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as http,
    ):
        cloud = Cloud(microsoft.url + "keys", microsoft.url, frozenset(), loopback=True, authorities=str(authority))
        access = (
            TeamsAccess("anonymous")
            if wanted.type == "anonymous"
            else TeamsAccess(wanted.type, microsoft.app_id, wanted.password, wanted.tenant)
        )
        teams = Teams(
            access,
            answering,
            lambda event, /, **fields: told.append((event, fields)),
            wanted.force.get,
            addresses,
            cloud=cloud,
        )
        app = web.public({("POST", "/api/messages"): teams.handle}, lambda *_, **__: None)
        runner = aiohttp_web.AppRunner(app, access_log=None)
        await runner.setup()
        await aiohttp_web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        try:
            yield Rig(teams, connector, microsoft, answering, http, url, told, addresses)
        finally:
            connector.release()
            await teams.close()
            await runner.cleanup()


__all__ = ["ANSWER", "BOT", "CHANNEL", "CRISIS", "MOVED", "POST", "Answering", "Rig", "Wanted", "rig"]
