"""A thousand messages at every log level, with everything breaking on the way: nothing of them stays anywhere.

The process is the real one, with Slack and Teams of our own. What it leaves behind is searched as bytes: its output,
database, data folder, temporary files, home, core dumps, and what the admin port says.
"""

import asyncio
import contextlib
import resource
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.platforms.connector_server import Connector
from tests.platforms.slack_server import Answer, SlackServer, slack_server
from tests.postgresql import postgresql_server
from tests.privacy.crowd import STEM, Crowd
from tests.privacy.process import FAULTS, ROOT, Signpost

MESSAGES = 1000
BREAKS = 3
"""How often it is killed with SIGABRT on the way."""

pytestmark = pytest.mark.privacy


@contextlib.asynccontextmanager
async def stage(folder: Path, **settings: str) -> AsyncIterator[tuple[Signpost, Crowd, SlackServer, Connector]]:
    """Signpost between a Slack and a Teams that break as well, and people who write to it."""
    async with (
        slack_server() as slack,
        Connector().serve() as teams,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as client,
    ):
        signpost = Signpost(folder, slack.url, PYTHONPATH=f"{FAULTS}:{ROOT}", SIGNPOST_TEST_FAULTS="1", **settings)
        async with signpost:
            yield signpost, Crowd(client, signpost.url, f"{slack.url}/hook", teams.url), slack, teams


def found_in(folder: Path, *said: str) -> list[str]:
    """Where below *folder*, or in what was *said*, a canary stands."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    places = [str(path) for path in files if STEM.encode() in path.read_bytes().lower() or STEM in path.name.lower()]
    return places + [f"said: {text[:80]}" for text in said if STEM in text.lower()]


def answers(slack: SlackServer, teams: Connector) -> int:
    """How many answers have arrived anywhere."""
    return len(slack.posted) + len(slack.called("response_url")) + len(teams.messages)


async def settled(count: Callable[[], int]) -> None:
    """Until nothing more arrives: what is still to be answered when it is killed is lost with it."""
    before = -1
    for _ in range(60):
        if count() == before:
            return
        before = count()
        await asyncio.sleep(1)


def break_the_platforms(slack: SlackServer, teams: Connector) -> None:
    """The next answers of both are of the kind that makes libraries talk."""
    echo = f"could not take {STEM}"
    refusal = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [echo]}}
    bad = (Answer(echo, 500), Answer(drop=True), Answer(refusal), Answer(f"<html>{echo}"), Answer(f'{{"{echo}": '))
    slack.plan("chat.postMessage", *bad)
    slack.plan("conversations.open", *bad)
    slack.plan("response_url", *(answer for answer in bad if not answer.drop and isinstance(answer.body, str)))
    teams.plan += [500, "drop", 403, "bare", 400, 502]


async def play(folder: Path, messages: int, **settings: str) -> list[str]:
    """So many messages, and the end of the process again and again; where a canary then stands."""
    async with stage(folder, **settings) as (signpost, crowd, slack, teams):
        said = []
        for run in range(BREAKS + 1):
            share = messages // (BREAKS + 1)
            for _ in range(5):
                break_the_platforms(slack, teams)
                await crowd.write(share // 5)
            await settled(lambda: answers(slack, teams))
            said += [await signpost.admin(path) for path in ("/metrics", "/readyz", "/livez")]
            if run < BREAKS:
                dying = asyncio.create_task(crowd.write(8))  # in its hands while it is killed
                await asyncio.sleep(0.02)
                assert await signpost.stop(signal.SIGABRT) == -signal.SIGABRT
                await dying
                await signpost.start()
        assert await signpost.stop(signal.SIGTERM) == 0
        reached = answers(slack, teams)
    assert reached >= messages, "the messages were not answered, so this shows nothing"
    assert crowd.statuses[200] + crowd.statuses[201] >= messages * 0.9
    return found_in(folder, *said)


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
async def test_of_a_thousand_messages_nothing_is_left(tmp_path: Path, level: str) -> None:
    chatty = {"PYTHONDEVMODE": "1"} if level == "INFO" else {}
    assert await play(tmp_path, MESSAGES, SIGNPOST_LOG_LEVEL=level, **chatty) == []


async def test_nothing_is_left_in_postgresql_either(tmp_path: Path) -> None:
    with postgresql_server() as server:
        server.psql("ALTER SYSTEM SET log_statement = 'all'")  # as an administrator might: each statement, each value
        server.psql("SELECT pg_reload_conf()")
        assert await play(tmp_path, 200, SIGNPOST_DATABASE_URL=server.get_uri()) == []
        assert found_in(server.pgdata) == []
        logs = [path for path in server.pgdata.rglob("*log*") if path.is_file()]
        assert any(b"INSERT INTO counts" in path.read_bytes() for path in logs), "nothing was logged, so shows nothing"


async def test_the_search_finds_what_one_careless_line_prints(tmp_path: Path) -> None:
    async with stage(tmp_path, SIGNPOST_TEST_LEAK="1") as (_, crowd, _, _):
        await crowd.write(6)
    assert found_in(tmp_path) == [str(tmp_path / "output.log")]


@pytest.mark.skipif(
    Path("/proc/sys/kernel/core_pattern").read_text().strip() != "core", reason="core dumps go elsewhere here"
)
def test_the_search_finds_what_a_core_dump_holds(tmp_path: Path) -> None:
    def dump() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)

    doomed = "import os, sys; words = sys.stdin.read(); os.abort()"
    subprocess.run([sys.executable, "-c", doomed], input=STEM, text=True, cwd=tmp_path, preexec_fn=dump, check=False)
    assert found_in(tmp_path) != []
