"""The way out, by the environment's proxy or directly. The proxies are real ones, as far as they are used here."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.core import pinned
from bot.core.question import Question
from bot.core.replies import Kind, Reply, Section
from bot.platforms.slack import SlackAccess
from bot.platforms.teams_keys import Keys
from tests.platforms.slack_server import SECRET, TOKEN, Answer, SlackServer, bench, served, slack_server
from tests.platforms.teams_rig import rig

NOWHERE = "http://slack.invalid/api/"
REPLY = Reply(Kind.SMALLTALK, (Section("Hello."),), pinned.footer(), "Hello")
PROXY_SETTINGS = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


async def respond(_: Question) -> Reply:
    return REPLY


def home(_: str | None) -> Reply:
    return REPLY


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


async def test_slack_is_reached_through_the_proxy_with_the_name_and_password_in_its_address(
    server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []

    async def passed_on(request: web.Request) -> web.StreamResponse:
        keys.append(request.headers.get("Proxy-Authorization", ""))
        assert request.headers["Host"] == "slack.invalid"
        return await server.api(request)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", passed_on)
    async with served(app) as proxy:
        monkeypatch.setenv("http_proxy", proxy.replace("://", "://name:word@"))
        async with bench(respond, home, server, access=SlackAccess(NOWHERE, SECRET, TOKEN)) as bot:
            await bot.say("hello")
            await bot.settle()
    assert len(server.posted) == 1
    assert set(keys) == {"Basic " + base64.b64encode(b"name:word").decode()}


async def test_no_proxy_is_heeded(server: SlackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    async with bench(respond, home, server) as bot:
        await bot.say("hello")
        await bot.settle()
    assert len(server.posted) == 1


async def test_a_netrc_that_knows_the_host_keeps_no_answer_back(
    server: SlackServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    async with bench(respond, home, server) as bot:
        await bot.say("hello")
        await bot.settle()
    assert len(server.posted) == 1


async def test_a_socket_takes_the_way_of_web_addresses(server: SlackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: asyncio.Queue[str] = asyncio.Queue()

    async def passed_on(request: web.Request) -> web.StreamResponse:
        await opened.put(request.headers["Host"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/link", passed_on)
    server.plan("apps.connections.open", Answer({"ok": True, "url": "ws://wss-primary.slack.invalid/link"}))
    async with served(app) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        access = SlackAccess(f"{server.url}/api/", None, TOKEN, "xapp-1")
        async with bench(respond, home, server, access=access):
            assert await asyncio.wait_for(opened.get(), 10) == "wss-primary.slack.invalid"


async def test_the_keys_of_teams_are_fetched_through_the_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig(tmp_path) as teams, _tunnel() as (proxy, asked):
        monkeypatch.setenv("https_proxy", proxy)
        keys = Keys(teams.teams._cloud)
        assert await keys.get("ours")
    host = teams.microsoft.url.removeprefix("https://").rstrip("/")
    assert asked
    assert set(asked) == {f"CONNECT {host} HTTP/1.1"}


@contextlib.asynccontextmanager
async def _tunnel() -> AsyncIterator[tuple[str, list[str]]]:
    """A proxy for TLS, and what it was asked."""
    asked: list[str] = []

    async def pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while some := await source.read(65536):
                sink.write(some)
                await sink.drain()
            sink.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.append(head.partition("\r\n")[0])
        host, _, port = head.split()[1].partition(":")
        there, out = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pass_on(reader, out), pass_on(there, writer))

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listener:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", asked
