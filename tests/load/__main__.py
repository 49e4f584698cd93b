"""The whole workforce within a quarter of an hour, and a broadcast in the middle: ``make load`` and ``make soak``.

The real process with the content that comes with it, in a process of its own; people, Slack and Teams are played here.
Teams' tokens are not checked (the bot runs anonymously), and nothing leaves this machine.
"""

import argparse
import asyncio
import datetime as dt
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.load import percentile
from tests.bench.rig import Bot, free_port
from tests.load.crowd import Crowd, add_to_teams
from tests.load.lines import lines
from tests.load.peer import Peer
from tests.platforms.slack_server import SECRET, TEAM

ROOT = Path(__file__).resolve().parents[2]
RATE = 262.0
LEAD = 20.0
"""Seconds from the process's start until people begin to write."""
POSTED_AT = dt.datetime.fromisoformat("2026-04-21T08:30:00+01:00")
FORCES = 43
SLACK_SHARE = 50
"""One channel in so many is Slack's: its one workspace takes a post a second, and would go on for minutes."""
LATEST = 120.0
"""Seconds after the last message until a post that has not arrived counts as lost."""
STEP = 10_000


def main() -> int:
    chosen = _chosen()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(_run(Path(folder), chosen.seconds, chosen.rate, chosen.channels, chosen.messages))
    Path("build").mkdir(exist_ok=True)
    kept = Path("build") / ("soak.json" if chosen.messages else "load.json")
    kept.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    for name, value in found.items():
        print(f"{name:34}{value}")
    return int(found["lost"] > 0 or found["posts lost"] > 0)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=RATE, help="messages a second")
    parser.add_argument("--channels", type=int, default=2_000, help="posted to in the middle")
    parser.add_argument("--messages", type=int, default=0, help="so many instead of --seconds, memory by the 10,000")
    return parser.parse_args()


async def _run(folder: Path, seconds: float, rate: float, channels: int, messages: int) -> dict[str, Any]:
    count = messages or round(rate * seconds)
    wanted = _channels(channels)
    peer = Peer()
    connector = aiohttp.TCPConnector(limit=0)
    async with peer.serve(), aiohttp.ClientSession(connector=connector) as http:
        middle = POSTED_AT - dt.timedelta(seconds=LEAD + count / rate / 2)
        bot = _bot(folder, peer.url, wanted, middle)
        began = time.monotonic()
        await bot.start(http, cores=0)
        try:
            tenants = sorted({channel["tenant"] for channel in wanted if "tenant" in channel})
            await add_to_teams(http, bot, peer, tenants)
            await asyncio.sleep(max(0.0, LEAD - (time.monotonic() - began)))
            return await _measure(Crowd(http, bot, peer, lines()), rate, count, {c["channel"] for c in wanted})
        finally:
            bot.stop()


async def _measure(crowd: Crowd, rate: float, count: int, channels: set[str]) -> dict[str, Any]:
    bot, counted, peer = crowd.bot, crowd.counted, crowd.peer
    memory, own = [bot.memory()], _own_cpu()
    cpu, began = bot.cpu(), time.monotonic()
    for first in range(0, count, STEP):
        await crowd.write(rate, min(STEP, count - first))
        memory.append(bot.memory())
        if count > STEP:
            print(f"{first + STEP:>8} messages, {memory[-1]:.0f} MB", file=sys.stderr, flush=True)
        counted.acknowledged = sorted(counted.acknowledged)[-STEP * 20 :]
    took = time.monotonic() - began
    spent, own = bot.cpu() - cpu, _own_cpu() - own
    until = time.monotonic() + LATEST
    while len(channels & set(peer.arrived)) < len(channels) and time.monotonic() < until:
        await asyncio.sleep(0.5)  # posts still on their way
    posted = [peer.arrived[channel] for channel in channels if channel in peer.arrived]
    danger = counted.replied.get("danger", [])
    every = [taken for times in counted.replied.values() for taken in times]
    return {
        "messages": counted.sent,
        "a second": round(counted.sent / took, 1),
        "lost": counted.lost,
        "doubled": counted.doubled,
        "refused": counted.refused,
        "worst acknowledgement, ms": round(max(counted.acknowledged)),
        "replies p50 / p99 / worst, ms": _times(every),
        "replies to danger": len(danger),
        "danger p50 / p99 / worst, ms": _times(danger),
        "posts": len(posted),
        "posts lost": len(channels) - len(posted),
        "posts doubled": sum(peer.times[channel] > 1 for channel in channels),
        "posts took, s": round(max(posted) - min(posted), 1) if posted else 0,
        "memory, MB": [round(one) for one in memory],
        "bot's CPU ms a message": round(1000 * spent / counted.sent, 2),
        "sender's CPU ms a message": round(1000 * own / counted.sent, 2),
        "load average": round(os.getloadavg()[0], 1),
    }


def _times(values: list[float]) -> str:
    if not values:
        return "none"
    return " / ".join(f"{percentile(values, share):.0f}" for share in (50, 99, 100))


def _own_cpu() -> float:
    used = os.times()
    return used.user + used.system


def _channels(count: int) -> list[dict[str, str]]:
    return [
        {"platform": "slack", "workspace": TEAM, "channel": f"C{number:09d}"}
        if number % SLACK_SHARE == 0
        else {
            "platform": "teams",
            "tenant": f"00000000-0000-4000-8000-{number % FORCES:012d}",
            "channel": f"19:{number:09d}@thread.tacv2",
        }
        for number in range(count)
    ]


def _bot(folder: Path, peer: str, channels: list[dict[str, str]], clock: dt.datetime) -> Bot:
    schedules = folder / "schedules"
    schedules.mkdir()
    (schedules / "2026.yaml").write_bytes((ROOT / "schedules" / "2026.yaml").read_bytes())
    lines = [json.dumps({"name": f"N{number}", "reminders": ["today"], **one}) for number, one in enumerate(channels)]
    (schedules / "channels.yaml").write_text("\n  - ".join(["channels:", *lines]) + "\n", encoding="utf-8")
    port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-load",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{peer}api/",
        "SIGNPOST_TEAMS_ANONYMOUS": "1",
        "SIGNPOST_PORT": str(port),
        "SIGNPOST_ADMIN_PORT": str(free_port()),
        "SIGNPOST_SCHEDULES": str(schedules),
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{folder}/data/ledger.sqlite3",
    }
    command = [sys.executable, "-m", "bot", "run", "--clock", clock.isoformat()]
    return Bot("Signpost", command, port, environment)


if __name__ == "__main__":
    raise SystemExit(main())
