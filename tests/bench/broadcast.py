"""A day's posts, all due at once, from the ledger into a loopback Slack: as fast as can be, and as fast as allowed."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bot.core.events import silent
from bot.core.question import Question
from bot.core.replies import Reply
from bot.delivery.deliver import Deliverer
from bot.delivery.entry import State
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import LIMITS, Limits
from bot.platforms.slack import Slack, SlackAccess
from tests.bench.load import Figures
from tests.bench.rig import Peer
from tests.delivery.stage import channel, london, week
from tests.platforms.slack_server import TEAM

UNLIMITED: Mapping[str, Limits] = {"slack": Limits(posts=10_000, edits=10_000, apart=0)}
FREE, HELD = 500, 100
LONGEST = 120.0


async def broadcast() -> dict[str, Figures]:
    """Each in a process of its own, posting to this one; one workspace, and the ledger in SQLite."""
    peer = Peer()
    async with peer.serve():
        free = await _apart(peer.url, FREE, "free")
        held = await _apart(peer.url, HELD, "held")
    least = HELD / LIMITS["slack"].posts
    return {
        "without limits": {"posts a second": FREE / free["seconds"], "CPU ms a post": 1000 * free["CPU s"] / FREE},
        "with Slack's": {"seconds": held["seconds"], "times the least": held["seconds"] / least},
    }


async def _apart(url: str, count: int, limits: str) -> Figures:
    command = (sys.executable, "-m", "tests.bench.broadcast", url, str(count), limits)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return dict(json.loads(said))


async def _nobody_asks(_: Question) -> Reply:
    raise AssertionError


def _no_home(_: str | None) -> Reply:
    raise AssertionError


async def post(url: str, count: int, limits: Mapping[str, Limits]) -> Figures:
    """Post to *count* channels of one workspace until the ledger says of each that it is posted."""
    knowledge = week(channels=[channel(f"C{number}", workspace=TEAM) for number in range(count)])
    now = london("2026-04-20 08:30")
    slack = Slack(
        SlackAccess(f"{url}api/", "a-signing-secret", "xoxb-bench"), _nobody_asks, _no_home, silent, lambda _: None
    )
    with tempfile.TemporaryDirectory() as folder:
        ledger = await Ledger.open(f"sqlite:///{Path(folder) / 'ledger.sqlite3'}")
        await slack.start()
        deliverer = Deliverer(ledger, {"slack": slack}, silent, lambda: now, limits=limits)
        began, used = time.perf_counter(), time.process_time()
        try:
            async with asyncio.timeout(LONGEST):
                while sum(row.state is State.POSTED for row in await ledger.rows()) < count:
                    await deliverer.tick(knowledge, now)
            return {"seconds": time.perf_counter() - began, "CPU s": time.process_time() - used}
        finally:
            await deliverer.close()
            await slack.close()
            await ledger.close()


if __name__ == "__main__":
    chosen = UNLIMITED if sys.argv[3] == "free" else LIMITS
    print(json.dumps(asyncio.run(post(sys.argv[1], int(sys.argv[2]), chosen))))
