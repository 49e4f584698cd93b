"""The way out to Slack: by the environment's proxy or directly. The proxy is a real one, as far as it is used here."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.core import pinned
from bot.core.question import Question
from bot.core.replies import Kind, Reply, Section
from bot.platforms.slack import SlackAccess
from tests.platforms.slack_server import SECRET, TOKEN, SlackServer, bench, served, slack_server

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
