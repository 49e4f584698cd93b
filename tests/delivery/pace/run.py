"""Several processes of ``signpost run`` on one PostgreSQL, whose channels are all due at the same moment."""

import asyncio
import contextlib
import datetime as dt
import os
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
from slack_sdk.oauth.installation_store import Installation

from bot.app import TICK
from bot.delivery.ledger import Ledger
from bot.platforms.slack_installs import Store
from tests.privacy.process import free_port

ROOT = Path(__file__).resolve().parents[3]
CLIENT, SECRET = "1234.5678", "a-client-secret"
DUE = dt.datetime.fromisoformat("2026-04-20T08:30:00.050000+01:00")
BEFORE = 50.0
"""Seconds before the posts are due at which the processes are started: they get ready, and notice one another."""
START = (
    "import datetime as dt, sys, time; import bot.app; from bot.__main__ import main; "
    "clock = dt.datetime.fromisoformat(sys.argv[1]) + dt.timedelta(seconds=time.time() - float(sys.argv[2])); "
    "main(['run', '--clock', clock.isoformat()])"
)


@dataclass(frozen=True)
class Seen:
    """What the server saw. *seconds* are from its first post to its last."""

    posts: int
    channels: int
    doubled: int
    refused: int
    seconds: float
    by_process: tuple[int, ...] = ()


async def play(database: str, folder: Path, *, processes: int, workspaces: int, each: int, most: float = 60.0) -> Seen:
    """Post into *each* channels of each workspace; *database* is an empty one."""
    await install(database, workspaces)
    _write(folder / "schedules", workspaces, each)
    due = (
        time.time() + BEFORE
    ) // TICK * TICK + TICK  # processes on machines with the right time all tick at the same moment
    async with _server(folder) as url, contextlib.AsyncExitStack() as stack:
        ports = [free_port() for _ in range(processes)]
        for number, port in enumerate(ports):
            await stack.enter_async_context(_process(database, folder, url, due, number, port))
        with contextlib.suppress(TimeoutError):
            await asyncio.gather(*(_answering(port) for port in ports))
        if time.time() > due - 2 * TICK:
            raise SystemExit("This machine is too busy just now: the processes were not ready in time.")
        seen = Seen(0, 0, 0, 0, 0.0)
        while seen.posts < workspaces * each and time.time() < due + most:
            await asyncio.sleep(1)
            seen = await _seen(url)
        await asyncio.sleep(2)
        seen = await _seen(url)
    logs = [(folder / f"{number}.log").read_text(encoding="utf-8") for number in range(processes)]
    return replace(seen, by_process=tuple(log.count('"reminder.posted"') for log in logs))


async def _seen(url: str) -> Seen:
    async with aiohttp.ClientSession() as http, http.get(f"{url}/seen") as answer:
        return Seen(**await answer.json())


async def install(database: str, workspaces: int) -> None:
    """What administrators of so many workspaces have done."""
    ledger = await Ledger.open(database)
    store = Store(CLIENT, await ledger.base.engine())
    async with store.engine.begin() as connection:
        await connection.run_sync(store.metadata.create_all)
    for number in range(workspaces):
        team = f"T{number:03d}"
        await store.async_save(
            Installation(
                app_id="A1",
                team_id=team,
                bot_token=f"xoxb-{team}",
                bot_id="B0BOT",
                bot_user_id="U0BOT",
                bot_scopes=["chat:write"],
                user_id="U1",
            )
        )
    await ledger.close()


def _write(schedules: Path, workspaces: int, each: int) -> None:
    schedules.mkdir()
    shutil.copy(ROOT / "schedules" / "2026.yaml", schedules)
    lines = ["channels:"]
    for number in range(workspaces * each):
        team, channel = f"T{number // each:03d}", f"C{number:05d}"
        lines.append(
            f"  - {{name: {channel}, platform: slack, workspace: {team}, channel: {channel}, reminders: [today]}}"
        )
    (schedules / "channels.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


async def _answering(port: int) -> None:
    async with asyncio.timeout(BEFORE):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.2)


@contextlib.asynccontextmanager
async def _server(folder: Path) -> AsyncIterator[str]:
    with (folder / "server.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.delivery.pace.limited",
            cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def _process(database: str, folder: Path, url: str, due: float, number: int, port: int) -> AsyncIterator[None]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    settings = {
        "SLACK_API_URL": f"{url}/api/",
        "SLACK_CLIENT_ID": CLIENT,
        "SLACK_CLIENT_SECRET": SECRET,
        "SLACK_SIGNING_SECRET": "a-signing-secret",
        "SIGNPOST_PORT": str(port),
        "SIGNPOST_ADMIN_PORT": str(free_port()),
        "SIGNPOST_SCHEDULES": str(folder / "schedules"),
        "SIGNPOST_DATA": str(folder / f"data-{number}"),
        "SIGNPOST_DATABASE_URL": database,
    }
    with (folder / f"{number}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            START,
            DUE.isoformat(),
            str(due),
            cwd=ROOT,
            env=clean | settings,
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()
