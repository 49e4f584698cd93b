"""The real process plays the week in two minutes, into a Slack and a Teams of our own, and is restarted on the way.

It is told to stop, not killed: what holds a channel for a killed process lasts some real seconds, which are hours at
this speed. ``make faults`` kills.
"""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.platforms.connector_server import NEWS, TENANT, Connector, activity
from tests.platforms.slack_server import CHANNEL, SECRET, TEAM, TOKEN, slack_server

ROOT = Path(__file__).resolve().parents[2]
CHANNELS = f"""
channels:
  - {{name: Slack, force: gwent, platform: slack, workspace: {TEAM}, channel: {CHANNEL}, reminders: [today]}}
  - {{name: Teams, force: derbyshire, platform: teams, tenant: {TENANT}, channel: "{NEWS}", reminders: [today]}}
"""
BEGINS, AFTER_THE_RESTART = "2026-04-20T08:29:50+01:00", "2026-04-22T08:45:00+01:00"

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="module")]


@dataclass
class Week:
    """The first text of every top-level post, by platform, in order."""

    slack: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    log: str = ""


class Bot:
    """``signpost run`` as a process."""

    def __init__(self, folder: Path, slack_url: str) -> None:
        self.folder, self.port = folder, _free_port()
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
        self.environment = clean | {
            "SLACK_API_URL": f"{slack_url}/api/",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SIGNPOST_TEAMS_ANONYMOUS": "1",
            "SIGNPOST_PORT": str(self.port),
            "SIGNPOST_ADMIN_PORT": str(_free_port()),
            "SIGNPOST_SCHEDULES": str(folder / "schedules"),
            "SIGNPOST_DATA": str(folder / "data"),
            "SIGNPOST_DATABASE_URL": f"sqlite:///{folder / 'ledger.sqlite3'}",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, clock: str, speed: str) -> None:
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--clock", clock, "--speed", speed,
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        async with asyncio.timeout(60):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.1)
                else:
                    writer.close()
                    return

    async def stop(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return await self.process.wait()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def week(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Week]:
    folder = tmp_path_factory.mktemp("week")
    (folder / "schedules").mkdir()
    (folder / "schedules" / "2026.yaml").write_bytes((ROOT / "schedules" / "2026.yaml").read_bytes())
    (folder / "schedules" / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    async with slack_server() as slack, Connector().serve() as teams, aiohttp.ClientSession() as client:
        bot = Bot(folder, slack.url.removesuffix("/").removesuffix("/api"))
        await bot.start("2026-04-20T08:20:00+01:00", "1")
        added = activity(teams.url, None, "channel", type="installationUpdate", action="add", entities=[])
        async with client.post(f"http://127.0.0.1:{bot.port}/api/messages", json=added) as answer:
            assert answer.status == 201
        await asyncio.sleep(2)
        await bot.stop(signal.SIGTERM)
        await bot.start(BEGINS, "3600")
        await _until(lambda: len(_top(slack.posted)) >= 3)
        await bot.stop(signal.SIGTERM)
        await bot.start(AFTER_THE_RESTART, "3600")
        await _until(lambda: len(_top(slack.posted)) >= 5 and len(_opened(teams)) >= 5)
        await asyncio.sleep(15)  # some hours more of its clock: nothing may be added
        await bot.stop(signal.SIGTERM)
        yield Week(_top(slack.posted), _opened(teams), (folder / "bot.log").read_text(encoding="utf-8"))


def _top(posted: list[dict[str, object]]) -> list[str]:
    return [str(post["text"]) for post in posted if not post.get("thread_ts") and post["channel"] == CHANNEL]


def _opened(teams: Connector) -> list[str]:
    created = [call for call in teams.calls if call.method == "POST" and call.path.endswith("/v3/conversations")]
    return [call.text for call in created if call.body.get("isGroup")]


async def _until(seen: object) -> None:
    assert callable(seen)
    async with asyncio.timeout(240):
        while not seen():  # noqa: ASYNC110 -- what is waited for is in servers that know no event of ours
            await asyncio.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _times(texts: list[str]) -> list[str]:
    return [found[0] for text in texts if (found := re.search(r"\d+(?::\d+)?[ap]m to \d+:\d+[ap]m", text))]


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_each_channel_gets_exactly_five_posts_in_spite_of_the_restart(week: Week, platform: str) -> None:
    assert len(getattr(week, platform)) == 5, getattr(week, platform)


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_only_wednesdays_post_names_eleven_in_the_morning(week: Week, platform: str) -> None:
    assert _times(getattr(week, platform)) == ["2pm to 2:45pm"] * 2 + ["11am to 11:45am"] + ["2pm to 2:45pm"] * 2


async def test_nothing_was_left_unsure(week: Week) -> None:
    assert "reminder.unsure" not in week.log
