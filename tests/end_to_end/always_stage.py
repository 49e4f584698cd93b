"""``signpost run`` between a Slack and a Teams of our own, with whatever is to be broken broken.

*mounts* is shell that runs in a mount namespace of the process's own, before it starts; *broken* is Python that runs
inside the process, before the command line.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.platforms.connector_server import NEWS, TENANT, Connector, activity
from tests.platforms.slack_server import (
    ALICE,
    CHANNEL,
    DIRECT,
    SECRET,
    TEAM,
    TOKEN,
    SlackServer,
    envelope,
    message,
    signed,
)
from tests.platforms.slack_server import slack_server as served_slack
from tests.privacy.process import free_port

ROOT = Path(__file__).resolve().parents[2]
CRISIS = "I want to kill myself"
CHANNELS = f"""
channels:
  - {{name: Slack, force: gwent, platform: slack, workspace: {TEAM}, channel: {CHANNEL}, reminders: [today]}}
  - {{name: Teams, force: derbyshire, platform: teams, tenant: {TENANT}, channel: "{NEWS}", reminders: [today]}}
"""


@dataclass
class Told:
    """What a person in danger was sent on each platform, and what ``/readyz`` said then."""

    slack: str
    teams: str
    wrong: str


@dataclass
class Stage:
    """One process, its two platforms, and what came of each scene."""

    folder: Path
    slack: SlackServer
    teams: Connector
    http: aiohttp.ClientSession
    port: int = field(default_factory=free_port)
    admin_port: int = field(default_factory=free_port)
    asked: int = 0
    process: asyncio.subprocess.Process | None = None

    async def stop(self) -> tuple[int, float]:
        """Send SIGTERM; what the process returned, and the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait(), time.monotonic() - began

    async def says(self, text: str = CRISIS) -> Told:
        """An officer writes *text* on both platforms; raises TimeoutError when nothing comes back."""
        told = await self.says_without_readiness(text)
        return Told(told.slack, told.teams, await self.wrong())

    async def says_without_readiness(self, text: str = CRISIS) -> Told:
        """The same, without asking a thousand channels whether they can be reached."""
        slack, teams = await asyncio.gather(self.to_slack(text), self.to_teams(text))
        return Told(slack, teams, "")

    async def to_slack(self, text: str = CRISIS) -> str:
        """An officer writes *text* in Slack; what they are sent."""
        stamp, raw = self.event(text)
        assert await self.send(raw) == 200
        return (await _until(lambda: [m["text"] for m in self._direct() if m.get("thread_ts") == stamp]))[0]

    async def to_teams(self, text: str = CRISIS) -> str:
        """An officer writes *text* in Teams; what they are sent."""
        self.asked += 1
        name = f"f:always-{self.asked}"
        sent = activity(self.teams.url, text, id=name)
        async with self.http.post(f"http://127.0.0.1:{self.port}/api/messages", json=sent) as answer:
            assert answer.status == 201
        return (await _until(lambda: [c.text for c in self.teams.messages if c.body.get("replyToId") == name]))[0]

    async def command(self, text: str = CRISIS) -> str:
        """An officer types ``/wellbeing`` *text* in Slack; what only they are shown."""
        form = {"command": "/wellbeing", "text": text, "team_id": TEAM, "user_id": ALICE, "channel_id": DIRECT}
        raw = urlencode(form | {"response_url": f"{self.slack.url}/hook", "trigger_id": "1"}).encode()
        assert await self.send(raw, "application/x-www-form-urlencoded") == 200
        return (await _until(lambda: [str(shown["text"]) for shown in self.slack.called("response_url")]))[0]

    def event(self, text: str) -> tuple[str, bytes]:
        """A direct message of Slack's: its time stamp, and the body of the request."""
        self.asked += 1
        stamp = f"{int(time.time())}.{self.asked:06d}"
        return stamp, json.dumps(envelope(message(text, ts=stamp), f"Ev{self.asked}")).encode()

    async def send(self, raw: bytes, kind: str = "application/json") -> int:
        """Slack sends *raw*; the status it got."""
        headers = {"Content-Type": kind, **signed(raw)}
        async with self.http.post(f"http://127.0.0.1:{self.port}/slack/events", data=raw, headers=headers) as answer:
            return answer.status

    def _direct(self) -> list[dict[str, Any]]:
        return [posted for posted in self.slack.posted if posted["channel"] == DIRECT]

    async def wrong(self) -> str:
        """Everything ``/readyz`` says is wrong."""
        async with self.http.get(f"http://127.0.0.1:{self.admin_port}/readyz") as answer:
            return "\n".join((await answer.json())["wrong"])

    async def until_ready_says(self, words: str) -> None:
        """Wait until ``/readyz`` says *words*."""
        async with asyncio.timeout(120):
            while words not in await self.wrong():  # noqa: ASYNC110 -- another process, whose events nobody sees
                await asyncio.sleep(0.3)


async def _until(seen: Callable[[], list[str]], seconds: float = 60) -> list[str]:
    async with asyncio.timeout(seconds):
        while not (found := seen()):  # noqa: ASYNC110 -- what is waited for is in servers that know no event of ours
            await asyncio.sleep(0.05)
        return found


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    mounts: str = "",
    broken: str = "",
    clock: str = "2026-04-21T12:00:00+01:00",
    channels: str = CHANNELS,
    beforehand: Callable[[SlackServer], object] = lambda _: None,
    **settings: str,
) -> AsyncIterator[Stage]:
    """Everything started; stopped when the block is left. *beforehand* is done to Slack's side before the start."""
    (folder / "schedules").mkdir(parents=True)
    (folder / "schedules" / "2026.yaml").write_bytes((ROOT / "schedules" / "2026.yaml").read_bytes())
    (folder / "schedules" / "channels.yaml").write_text(channels, encoding="utf-8")
    (folder / "data").mkdir()
    async with served_slack() as slack, Connector().serve() as teams, aiohttp.ClientSession() as http:
        made = Stage(folder, slack, teams, http)
        beforehand(slack)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
        environment = clean | {
            "SLACK_API_URL": f"{slack.url}/api/",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SIGNPOST_TEAMS_ANONYMOUS": "1",
            "SIGNPOST_PORT": str(made.port),
            "SIGNPOST_ADMIN_PORT": str(made.admin_port),
            "SIGNPOST_KNOWLEDGE": str(ROOT / "knowledge"),
            "SIGNPOST_SCHEDULES": str(folder / "schedules"),
            "SIGNPOST_DATA": str(folder / "data"),
            "SIGNPOST_DATABASE_URL": f"sqlite:///{folder / 'data' / 'ledger.sqlite3'}",
            **settings,
        }
        start = f"{broken}\nfrom bot.__main__ import main\nmain(['run', '--clock', '{clock}'])"
        command = [sys.executable, "-c", start]
        if mounts:
            apart = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
            command = [*apart, "sh", "-ec", f'{mounts}\nexec "$@"', "sh", *command]
        log = (folder / "bot.log").open("ab")
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        made.process = process
        log.close()
        try:
            await _answering(made.admin_port, process)
            yield made
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def _answering(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(180):
        while process.returncode is None:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.1)
    raise AssertionError("signpost did not start")
