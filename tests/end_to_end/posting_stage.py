"""``signpost run`` as a process that posts, and can be stopped, killed and started again."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp

from tests.platforms.slack_server import CHANNEL, SECRET, TEAM, TOKEN
from tests.privacy.process import free_port

ROOT = Path(__file__).resolve().parents[2]
LEADS = "C0LEADS"
CHANNELS = f"""
leads: {{name: Leads, platform: slack, workspace: {TEAM}, channel: {LEADS}}}
channels:
  - {{name: Response team, force: gwent, platform: slack, workspace: {TEAM}, channel: {CHANNEL}, reminders: [today]}}
"""


class Bot:
    """One installation in *folder*, with schedules of its own, against a Slack at *slack_url*."""

    def __init__(self, folder: Path, slack_url: str, channels: str = CHANNELS, **settings: str) -> None:
        self.folder, self.port, self.admin = folder, free_port(), free_port()
        self.schedules = folder / "schedules"
        self.schedules.mkdir(parents=True)
        shutil.copy(ROOT / "schedules" / "2026.yaml", self.schedules)
        (self.schedules / "channels.yaml").write_text(channels, encoding="utf-8")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
        self.environment = clean | {
            "SLACK_API_URL": f"{slack_url}/api/",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SIGNPOST_PORT": str(self.port),
            "SIGNPOST_ADMIN_PORT": str(self.admin),
            "SIGNPOST_SCHEDULES": str(self.schedules),
            "SIGNPOST_DATA": str(folder / "data"),
            "SIGNPOST_DATABASE_URL": f"sqlite:///{folder / 'ledger.sqlite3'}",
            **settings,
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """Everything that it wrote."""
        return (self.folder / "bot.log").read_text(encoding="utf-8")

    async def start(self, clock: str, speed: str = "1") -> None:
        """Run it, until it takes messages."""
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--clock", clock, "--speed", speed,
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        async with asyncio.timeout(90):
            while self.process.returncode is None:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.1)
                else:
                    writer.close()
                    return
        raise AssertionError(self.log)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it; SIGKILL asks nobody."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await self.process.wait()

    async def command(self, *words: str) -> str:
        """What another command of the same installation prints."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words,
            cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        printed, said = await process.communicate()
        assert process.returncode == 0, said.decode()
        return printed.decode()

    async def asked(self, path: str, port: int | None = None) -> str:
        """What its admin port, or another, answers at *path*."""
        url = f"http://127.0.0.1:{port or self.admin}{path}"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            return await answer.text()


async def until(seen: Callable[[], object], seconds: float) -> None:
    """Wait until *seen*; raises TimeoutError when it is not, *seconds* later."""
    async with asyncio.timeout(seconds):
        while not seen():  # noqa: ASYNC110 -- what is waited for is in servers that know no event of ours
            await asyncio.sleep(0.1)
