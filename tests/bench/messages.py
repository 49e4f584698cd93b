"""Slack and Teams: Signpost's own process beside the bots others would start from. Real questions, real HTTP."""

import asyncio
import contextlib
import functools
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp

from tests.bench import material
from tests.bench.load import Driver, Figures, medians
from tests.bench.rig import Bot, Peer, free_port, slack_event, teams_activity
from tests.platforms.slack_server import SECRET

PEERS = Path(__file__).parent / "peers"
OTHERS = Path("build/bench/bin/python")
THERE = OTHERS.exists()
MORNING = "2026-04-21T09:00:00+01:00"
Rows = dict[str, Figures]


def signpost(folder: Path, *, slack: str | None = None, teams: bool = False) -> Bot:
    """Signpost with Slack at the address *slack*, with Teams, or both."""
    port = free_port()
    environment = {
        "SIGNPOST_PORT": str(port),
        "SIGNPOST_ADMIN_PORT": str(free_port()),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{folder}/ledger.sqlite3",
        "SIGNPOST_DATA": str(folder / "data"),
    }
    if slack:
        environment |= {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack}
    if teams:
        environment["SIGNPOST_TEAMS_ANONYMOUS"] = "1"
    command = [sys.executable, "-m", "bot", "run", "--clock", MORNING]
    return Bot("Signpost, answering", command, port, environment)


def peer_bot(name: str, script: str, *arguments: str, python: str = sys.executable) -> Bot:
    port = free_port()
    return Bot(name, [python, str(PEERS / script), str(port), *arguments], port)


async def measure(folder: Path, rounds: int) -> tuple[Rows, Rows, list[str]]:
    """Slack's rows, Teams' rows, and a sentence for each bot that could not be measured."""
    peer, skipped = Peer(), []
    texts = [row["q"] for row in material.questions()]
    connector = aiohttp.TCPConnector(limit=0)
    async with peer.serve(), aiohttp.ClientSession(connector=connector) as http:
        api = f"{peer.url}api/"
        slack = [
            signpost(folder / "one", slack=api, teams=True),
            peer_bot("bare Bolt, hello", "bolt_hello.py", api, SECRET),
            peer_bot("bare aiohttp, hello", "aiohttp_hello.py", api, SECRET),
        ]
        teams = [
            slack[0],
            peer_bot("Signpost's way in and out, hello", "signpost_hello.py"),
            peer_bot("botbuilder, echo", "botbuilder_echo.py"),
        ]
        if THERE:
            teams.append(peer_bot("agents-hosting-aiohttp, echo", "agents_echo.py", python=str(OTHERS)))
        else:
            skipped.append("microsoft-agents-hosting-aiohttp is not measured: build/bench could not be installed.")
        teams.append(slack[2])
        async with _running(list(dict.fromkeys(map(id, [*slack, *teams]))), [*slack, *teams], http):
            events = Driver(http, peer, "/slack/events", slack_event, texts)
            make = functools.partial(teams_activity, service_url=peer.url)
            activities = Driver(http, peer, "/api/messages", make, texts)
            return (
                await _rounds(events, slack, rounds, steady=True),
                await _rounds(activities, teams, rounds, steady=False),
                skipped,
            )


@contextlib.asynccontextmanager
async def _running(wanted: list[int], bots: Sequence[Bot], http: aiohttp.ClientSession) -> AsyncIterator[None]:
    each = {id(bot): bot for bot in bots}
    try:
        for one in wanted:
            await each[one].start(http)
        yield
    finally:
        for bot in each.values():
            bot.stop()


async def _rounds(driver: Driver, bots: Sequence[Bot], rounds: int, *, steady: bool) -> Rows:
    """Every bot in turn, *rounds* times over; the medians."""
    found: dict[str, list[Figures]] = {bot.name: [] for bot in bots}
    for bot in bots:
        await driver.together(bot, 40)
    for _ in range(rounds):
        for bot in bots:
            figures = await driver.alone(bot, 40)
            figures |= await driver.together(bot, 160)
            if steady:
                figures |= await driver.steadily(bot, 100, 1.2)
                figures |= await driver.steadily(bot, 200, 0.6)
            found[bot.name].append(figures)
            await asyncio.sleep(0)
    return {name: medians(figures) for name, figures in found.items()}
