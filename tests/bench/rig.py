"""Processes to measure, and the loopback server that plays Slack's Web API and Teams' connector for them."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.platforms.slack_server import BOT, BOT_ID, SECRET, TEAM, signed

TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_START = 120.0
_CONVERSATION = re.compile(r"/v3/conversations/([^/]+)/activities")


def first_core() -> None:
    """Keep this process on one core; the others stay with whoever measures it."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def other_cores() -> None:
    """Keep off the core of the bot being measured, where there is another."""
    cores = os.sched_getaffinity(0)
    if len(cores) > 1:
        os.sched_setaffinity(0, cores - {min(cores)})


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass
class Bot:
    """A bot in a process of its own on one core, listening at *port*."""

    name: str
    command: list[str]
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    started_in: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, http: aiohttp.ClientSession, cores: int = 1) -> None:
        """Start it and wait until it answers; ``started_in`` holds the seconds. RuntimeError when it never does."""
        began = time.perf_counter()
        self.process = subprocess.Popen(  # noqa: ASYNC220 -- nothing else runs meanwhile
            self.command,
            env={**os.environ, **self.environment},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=first_core if cores == 1 else None,
        )
        while time.perf_counter() - began < LONGEST_START and self.process.poll() is None:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(self.url):
                    self.started_in = time.perf_counter() - began
                    return
            await asyncio.sleep(0.02)
        self.stop()
        raise RuntimeError(f"{self.name} did not start")

    def cpu(self) -> float:
        """Seconds of processor time used so far, all threads."""
        assert self.process
        text = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        fields = text.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def loop_cpu(self) -> float:
        """Seconds of processor time of the first thread, where the event loop runs; the reader has one of its own."""
        assert self.process
        first = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/schedstat").read_text(encoding="ascii")
        return int(first.split()[0]) / 1e9

    def memory(self) -> float:
        """Resident memory in MB."""
        assert self.process
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Peer:
    """Slack's Web API and Teams' connector in one: takes every reply and notes when, by the conversation it is for."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[float]] = {}
        self.url = ""
        self._stamp = 0

    def expect(self, conversation: str) -> "asyncio.Future[float]":
        """The moment (perf_counter) at which a reply to *conversation* arrives."""
        return self.waiting.setdefault(conversation, asyncio.get_running_loop().create_future())

    def _arrived(self, conversation: str) -> None:
        waiting = self.waiting.pop(conversation, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())

    async def slack(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if request.match_info["method"] == "auth.test":
            who = {"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "team": "T", "url": self.url}
            return web.json_response(who)
        if request.content_type == "application/json":
            channel = json.loads(raw).get("channel", "")
        else:
            channel = str((await request.post()).get("channel", ""))
        self._arrived(channel)
        self._stamp += 1
        return web.json_response({"ok": True, "channel": channel, "ts": f"1700000000.{self._stamp:06d}"})

    async def teams(self, request: web.Request) -> web.Response:
        await request.read()
        found = _CONVERSATION.search(request.path)
        if found:
            self._arrived(found[1])
        self._stamp += 1
        return web.json_response({"id": str(self._stamp)}, status=201)

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        app = web.Application(client_max_size=4 << 20)
        app.router.add_route("*", "/api/{method}", self.slack)
        app.router.add_route("*", "/{tail:v3/.*}", self.teams)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{port}/"
        try:
            yield
        finally:
            await runner.cleanup()


def slack_event(number: int, text: str) -> tuple[str, bytes, dict[str, str]]:
    """The conversation, the body and the headers of one direct message, signed as Slack signs."""
    where = f"D{number:08d}"
    event = {
        "type": "message",
        "channel": where,
        "channel_type": "im",
        "user": "U01ALICE",
        "team": TEAM,
        "text": text,
        "ts": f"1700000001.{number:06d}",
    }
    raw = json.dumps(
        {
            "token": "t",
            "team_id": TEAM,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": f"Ev{number:09d}",
            "event_time": int(time.time()),
            "event": event,
            "authorizations": [
                {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
            ],
        }
    ).encode()
    return where, raw, {"Content-Type": "application/json", **signed(raw, None, SECRET)}


def teams_activity(number: int, text: str, service_url: str) -> tuple[str, bytes, dict[str, str]]:
    """The conversation, the body and the headers of one personal message."""
    where = f"a-chat-{number}"
    body = {
        "type": "message",
        "id": f"f-{number}",
        "timestamp": "2026-04-21T07:30:00.123Z",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {"id": "29:officer", "name": "A. Officer", "aadObjectId": "aad-officer"},
        "recipient": {"id": "28:signpost", "name": "Signpost"},
        "conversation": {"id": where, "conversationType": "personal", "tenantId": "t-1"},
        "channelData": {"tenant": {"id": "t-1"}},
        "text": text,
    }
    return where, json.dumps(body).encode(), {"Content-Type": "application/json"}
