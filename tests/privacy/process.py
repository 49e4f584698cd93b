"""``signpost run`` as a process of its own, in a folder where everything it could leave behind is found again."""

import asyncio
import contextlib
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from tests.platforms.connector_server import NEWS, TENANT
from tests.platforms.slack_server import CHANNEL, SECRET, TEAM, TOKEN

ROOT = Path(__file__).resolve().parents[2]
FAULTS = Path(__file__).with_name("faults")
CHANNELS = f"""
channels:
  - {{name: Slack, force: gwent, platform: slack, workspace: {TEAM}, channel: {CHANNEL}, reminders: [today]}}
  - {{name: Teams, force: derbyshire, platform: teams, tenant: {TENANT}, channel: "{NEWS}", reminders: [today]}}
"""


class Signpost:
    """One run after another in *folder*: home, temporary files, data, logs and core dumps all stay below it."""

    def __init__(self, folder: Path, slack_url: str, **settings: str) -> None:
        self.folder = folder
        self.port, self.admin_port = free_port(), free_port()
        for name in ("home", "tmp", "schedules"):
            (folder / name).mkdir(parents=True)
        (folder / "schedules" / "2026.yaml").write_bytes((ROOT / "schedules" / "2026.yaml").read_bytes())
        (folder / "schedules" / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.environment = kept | {
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "PYTHONFAULTHANDLER": "1",
            "SLACK_API_URL": f"{slack_url}/api/",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SIGNPOST_TEAMS_ANONYMOUS": "1",
            "SIGNPOST_PORT": str(self.port),
            "SIGNPOST_ADMIN_PORT": str(self.admin_port),
            "SIGNPOST_SCHEDULES": str(folder / "schedules"),
            "SIGNPOST_DATA": str(folder / "data"),
            "SIGNPOST_DATABASE_URL": f"sqlite:///{folder / 'data' / 'signpost.sqlite3'}",
            **settings,
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """The public port."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.stop(signal.SIGKILL)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.returncode is None:
            await self.stop(signal.SIGTERM)

    async def start(self) -> None:
        """Start, and wait until both ports answer."""
        with (self.folder / "output.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--clock", "2026-04-22T08:29:50+01:00",
                cwd=self.folder, env=self.environment, stdout=log, stderr=log, preexec_fn=_dump_everything,
            )  # fmt: skip
        async with asyncio.timeout(120):
            for port in (self.port, self.admin_port):
                while not await _answers(port):
                    assert self.process.returncode is None, (self.folder / "output.log").read_text()[-2000:]
                    await asyncio.sleep(0.05)

    async def stop(self, how: signal.Signals) -> int:
        """Send *how*, and wait until it has ended; what it then returned."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        return await self.process.wait()

    async def admin(self, path: str) -> str:
        """What the admin port says at *path*."""
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"http://127.0.0.1:{self.admin_port}{path}") as answer,
        ):
            return await answer.text()


def _dump_everything() -> None:
    """A machine that keeps core dumps of any size: the bot itself has to prevent its own."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
