"""A small Slack of our own: the Web API with planned answers, signed requests, and a record of every call.

It refuses blocks as Slack does (by our own rules and the SDK's parser together), and can limit the rate by channel and
by workspace. It is our peer only for what no independent one does; local-slack stands in ``tests/end_to_end``.
"""

import asyncio
import hashlib
import hmac
import io
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_sdk.models.blocks import Block

from bot.errors import SettingsError
from bot.platforms import slack_limits
from bot.platforms.slack import Slack, SlackAccess

TEAM, BOT, BOT_ID, TOKEN, SECRET = "T01TEST", "U0BOT", "B0BOT", "xoxb-test-token", "a-signing-secret"
ALICE, BOB, CHANNEL, DIRECT = "U01ALICE", "U02BOB", "C01GEN", "D01ALICE"


@dataclass
class Call:
    """One call that reached the server."""

    method: str
    arguments: dict[str, Any]
    token: str
    at: float = field(default_factory=time.monotonic)


@dataclass
class Answer:
    """A planned answer; *drop* closes the connection after the call was taken, *wait* delays it.

    *done*: the call is carried out all the same, and answered as planned.
    """

    body: Mapping[str, Any] | str = field(default_factory=lambda: {"ok": True})
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    wait: float = 0.0
    done: bool = False


def refused(code: str, status: int = 200, **headers: str) -> Answer:
    """Slack saying no with *code*."""
    return Answer(
        {"ok": False, "error": code}, status, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def shape_problems(blocks: list[dict[str, Any]], most: int = slack_limits.MESSAGE_BLOCKS) -> list[str]:
    """What Slack would refuse: our own rules, and what the SDK's models reject, drop or do not know."""
    found = slack_limits.problems(blocks, most=most)
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None:
            found.append(f"the SDK does not know {block.get('type')!r}")
        elif (again := parsed.to_dict()) != block:
            found.append(f"the SDK reads {block} as {again}")
    return found


class SlackServer:
    """Serves the Web API at ``url``; ``plans`` holds answers by method, used up in order."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.plans: dict[str, deque[Answer]] = {}
        self.messages: list[dict[str, Any]] = []
        self.url = ""
        self.outside: set[str] = set()  # channels that the bot was not invited to
        self.delays: dict[str, float] = {}  # seconds from carrying a method out to answering
        self.headers: dict[str, str] = {}
        self.slow = 0.0
        self.rate: Callable[[str, str], float] | None = None
        self._stamp = 0
        self._news = asyncio.Condition()

    def plan(self, method: str, *answers: Answer) -> None:
        self.plans.setdefault(method, deque()).extend(answers)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [call.arguments for call in self.calls if call.method == method]

    async def reached(self, method: str, times: int = 1, seconds: float = 20) -> None:
        """Wait until *method* has been called *times* times."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: len(self.called(method)) >= times)

    @property
    def posted(self) -> list[dict[str, Any]]:
        return self.called("chat.postMessage")

    async def api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            arguments = await request.json()
        else:
            arguments = {**request.query, **await request.post()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, dict(arguments), token))
        async with self._news:
            self._news.notify_all()
        await asyncio.sleep(self.slow)
        planned = self.plans.get(method)
        if planned:
            answer = planned.popleft()
            if answer.done:
                self._work(method, arguments)
            await asyncio.sleep(answer.wait)
            if answer.drop:
                assert request.transport is not None
                request.transport.close()
            if isinstance(answer.body, str):
                return web.Response(text=answer.body, status=answer.status, headers=answer.headers)
            return web.json_response(answer.body, status=answer.status, headers=answer.headers)
        answer = self._work(method, arguments)
        await asyncio.sleep(self.delays.get(method, 0.0))
        return web.json_response(answer, headers=self.headers)

    def _work(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            return {
                "ok": True,
                "team_id": TEAM,
                "user_id": BOT,
                "bot_id": BOT_ID,
                "team": "Test",
                "url": "https://test.slack.com/",
            }
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": "D" + arguments["users"][1:]}}
        if method == "conversations.info":
            return {
                "ok": True,
                "channel": {
                    "id": arguments["channel"],
                    "name": "response-team",
                    "is_member": arguments["channel"] not in self.outside,
                    "is_archived": False,
                },
            }
        if method in ("chat.postMessage", "chat.update", "views.publish"):
            view = arguments.get("view")
            blocks = (
                (json.loads(view) if isinstance(view, str) else view)["blocks"] if view else arguments.get("blocks")
            )
            if isinstance(blocks, str):
                blocks = json.loads(blocks)
            if blocks and shape_problems(blocks, 100 if view else 50):
                return {"ok": False, "error": "invalid_blocks"}
            if not view and not arguments.get("text"):
                return {"ok": False, "error": "no_text"}
            self._stamp += 1
            stamp = arguments.get("ts") or f"1700000000.{self._stamp:06d}"
            if method == "chat.postMessage":
                self.messages.append({"ts": stamp, **arguments})
            return {"ok": True, "channel": arguments.get("channel"), "ts": stamp, "view": {}}
        if method == "conversations.history":
            return {
                "ok": True,
                "messages": [self._read(m) for m in self.messages if m["channel"] == arguments["channel"]],
            }
        if method == "assistant.threads.setSuggestedPrompts":
            return {"ok": True}
        return {"ok": False, "error": "unknown_method"}

    @staticmethod
    def _read(message: dict[str, Any]) -> dict[str, Any]:
        metadata = message.get("metadata")
        read = json.loads(metadata) if isinstance(metadata, str) else metadata
        return {"ts": message["ts"], "user": BOT, "text": message["text"], "metadata": read}

    async def hook(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(Call("response_url", await request.json(), ""))
        planned = self.plans.get("response_url")
        answer = planned.popleft() if planned else Answer("ok")
        return web.Response(text=str(answer.body), status=answer.status)


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """*app* on a free port of this machine."""
    runner = web.AppRunner(app, access_log=None, lingering_time=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def slack_server() -> AsyncIterator[SlackServer]:
    """A running server."""
    server = SlackServer()
    app = web.Application(client_max_size=4 << 20)
    app.router.add_route("*", "/api/{method}", server.api)
    app.router.add_post("/hook", server.hook)
    async with served(app) as url:
        server.url = url
        yield server


@dataclass
class Bench:
    """The bot over real HTTP: its own server, the Slack server it talks to, and a client that signs."""

    slack: Slack
    server: SlackServer
    url: str
    http: aiohttp.ClientSession
    told: list[tuple[str, dict[str, Any]]]
    events: int = 0

    async def event(self, event: dict[str, Any], *, event_id: str | None = None, **headers: str) -> int:
        self.events += 1
        return await self.send(
            json.dumps(envelope(event, event_id or f"Ev{self.events:06d}")).encode(), headers=headers
        )

    async def say(self, text: str, **fields: Any) -> int:
        """Alice writes to the bot directly."""
        return await self.event(message(text, ts=f"1700000001.{self.events:06d}", **fields))

    async def mention(self, text: str, **fields: Any) -> int:
        """Alice mentions the bot in a channel."""
        fields = {"type": "app_mention", "channel": CHANNEL, "channel_type": "channel", **fields}
        return await self.event(message(f"<@{BOT}> {text}", ts=f"1700000002.{self.events:06d}", **fields))

    async def command(self, text: str, **fields: str) -> int:
        self.events += 1
        form = {
            "command": "/wellbeing",
            "text": text,
            "team_id": TEAM,
            "user_id": ALICE,
            "channel_id": CHANNEL,
            "response_url": f"{self.server.url}/hook",
            "trigger_id": str(self.events),
            **fields,
        }
        return await self.send(urlencode(form).encode(), kind="application/x-www-form-urlencoded")

    async def press(self, action: str, **fields: Any) -> int:
        self.events += 1
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": ALICE, "team_id": TEAM},
            "actions": [{"type": "button", "action_id": f"signpost:{action}", "block_id": "b", "value": action}],
            "channel": {"id": DIRECT},
            "message": {"ts": "1700000000.000001"},
            "container": {
                "type": "message",
                "message_ts": "1700000000.000001",
                "channel_id": DIRECT,
                "is_ephemeral": False,
            },
            "trigger_id": str(self.events),
            "response_url": f"{self.server.url}/hook",
            **fields,
        }
        return await self.send(
            urlencode({"payload": json.dumps(payload)}).encode(), kind="application/x-www-form-urlencoded"
        )

    async def send(
        self,
        raw: bytes,
        *,
        kind: str = "application/json",
        at: float | None = None,
        key: str = SECRET,
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """Post *raw*, signed; header values given replace the right ones."""
        sent = {
            "Content-Type": kind,
            **signed(raw, at, key),
            **{name.replace("_", "-"): value for name, value in (headers or {}).items()},
        }
        async with self.http.post(f"{self.url}/slack/events", data=io.BytesIO(raw), headers=sent) as answer:
            self.answered = await answer.text()
            return answer.status

    async def settle(self) -> None:
        """Wait until nothing is being answered any more."""
        await self.slack.settle()


def signed(raw: bytes, at: float | None = None, key: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(key.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def message(text: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "channel": DIRECT,
        "channel_type": "im",
        "user": ALICE,
        "team": TEAM,
        "text": text,
        "ts": "1700000000.000001",
        "event_ts": "1700000000.000001",
        **fields,
    }


def envelope(event: dict[str, Any], event_id: str = "Ev1", **fields: Any) -> dict[str, Any]:
    return {
        "token": "t",
        "team_id": TEAM,
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "event": event,
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
        ],
        **fields,
    }


@asynccontextmanager
async def bench(respond: Any, home: Any, server: SlackServer, **settings: Any) -> AsyncIterator[Bench]:
    """The bot, started against *server* and mounted in an application of its own."""
    told: list[tuple[str, dict[str, Any]]] = []

    def tell(event: str, /, **fields: Any) -> None:
        told.append((event, fields))

    access = settings.pop("access", SlackAccess(f"{server.url}/api/", SECRET, TOKEN))
    force_of = settings.pop("force_of", {TEAM: "gwent"}.get)
    slack = Slack(access, respond, home, tell, force_of, **settings)
    try:
        await slack.start()
    except SettingsError:
        await slack.close()
        raise
    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/slack/events", slack.handle)
    try:
        async with served(app) as url, aiohttp.ClientSession() as http:
            yield Bench(slack, server, url, http, told)
    finally:
        await slack.close()
