"""The crisis reply goes out whatever else is broken: the real process, a real Slack's and Teams' side on loopback."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core import pinned
from tests.end_to_end.always_stage import ROOT, Told, stage
from tests.platforms.connector_server import activity
from tests.platforms.slack_server import TEAM
from tests.postgresql import postgresql_server

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="module")]

READER = ROOT / "bot" / "model" / "reader"
QUEUED = 1_000
LATE = "import time\nreal = time.time\ntime.time = lambda: real() - 5 * 365 * 86400"
NO_MATCHER = (
    "from bot.core.answering import Answerer\n"
    "def broken(*_, **__): raise RuntimeError('the matcher')\n"
    "Answerer.answer = Answerer.is_curated = broken"
)
FULL = """
mount -t tmpfs -o size=256k none "$SIGNPOST_DATA"
dd if=/dev/zero of="$SIGNPOST_DATA/filler" bs=4k 2>/dev/null || true
"""
READ_ONLY = 'mount -t tmpfs -o ro none "$SIGNPOST_DATA"\n'
Scenes = dict[str, Told]


async def _content(folder: Path) -> Scenes:
    """No knowledge folder, an empty one, a broken one, a good one; and then the database file is taken away."""
    told, knowledge = {}, folder / "knowledge"
    async with stage(folder, SIGNPOST_KNOWLEDGE=str(knowledge)) as bot:
        told["knowledge folder missing"] = await bot.says()
        knowledge.mkdir()
        await bot.until_ready_says("crisis.yaml")
        told["knowledge folder empty"] = await bot.says()
        (knowledge / "crisis.yaml").write_bytes(b"contacts: [\xff\xfe\x00 {{{")
        (knowledge / "week.yaml").write_text("entries: - id: :::\n\t- no\n", encoding="utf-8")
        await bot.until_ready_says("week.yaml")
        told["knowledge files broken"] = await bot.says()
        told["thanks after it"] = await bot.says("thanks")
        told["I'm fine after it"] = await bot.says("I'm fine")
        shutil.copytree(ROOT / "knowledge", knowledge, dirs_exist_ok=True)
        async with asyncio.timeout(120):
            while "only people in danger" in await bot.wrong():  # noqa: ASYNC110 -- another process
                await asyncio.sleep(0.3)
        told["files mended"] = await bot.says("what is mindfit")
        for name in ("ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"):
            (folder / "data" / name).unlink(missing_ok=True)
        told["database file removed"] = await bot.says()
    return told


async def _disks(folder: Path) -> Scenes:
    """A full disk and no reader; a read-only one and a corrupt reader."""
    shutil.copytree(READER, folder / "corrupt")
    (folder / "corrupt" / "reader.onnx").write_bytes((READER / "reader.onnx").read_bytes()[:-1000] + b"x" * 1000)
    async with stage(folder / "full", mounts=FULL + f"mount -t tmpfs none '{READER}'\n") as bot:
        told = {"disk full": await bot.says()}
        told["reader missing"] = told["disk full"]
    corrupt = f"mount --bind '{folder / 'corrupt'}' '{READER}'\n"
    async with stage(folder / "read-only", mounts=READ_ONLY + corrupt) as bot:
        told["data folder read-only"] = told["reader corrupt"] = await bot.says()
    return told


async def _postgresql(folder: Path) -> Scenes:
    """PostgreSQL stops under the process; the matcher raises; clocks are years off."""
    broken = f"{LATE}\n{NO_MATCHER}"
    with contextlib.ExitStack() as stopping:
        server = await asyncio.to_thread(stopping.enter_context, postgresql_server())
        settings = {"SIGNPOST_DATABASE_URL": server.get_uri()}
        async with stage(folder / "bot", broken=broken, clock="1987-04-21T12:00:00+01:00", **settings) as bot:
            told = {"the matcher raising": await bot.says(), "clock years slow": await bot.says()}
            await asyncio.to_thread(stopping.close)
            told["postgresql stopped"] = await bot.says()
    async with stage(folder / "later", clock="2199-01-01T12:00:00+00:00", **settings) as bot:
        told["postgresql never there"] = told["clock years fast"] = await bot.says()
    return told


async def _queue(folder: Path) -> tuple[Scenes, list[int]]:
    """A thousand channels are due at once; how many had their post before and after the reply."""
    names = "".join(
        f"  - {{name: S{n}, force: gwent, platform: slack, workspace: {TEAM}, channel: C{n:09d}, reminders: [today]}}\n"
        for n in range(QUEUED)
    )
    clock = "2026-04-21T08:30:01+01:00"
    async with stage(folder, clock=clock, channels=f"channels:\n{names}") as bot:
        added = activity(bot.teams.url, None, "channel", type="installationUpdate", action="add", entities=[])
        async with bot.http.post(f"http://127.0.0.1:{bot.port}/api/messages", json=added) as answer:
            assert answer.status == 201
        await bot.slack.reached("chat.postMessage", 3, 120)
        before = len(bot.slack.posted)
        told = await bot.says_without_readiness()
        return {"a thousand reminders queued": told}, [before, len(bot.slack.posted)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Scenes, list[int]]]:
    """Every scene, the four groups beside one another."""
    content, disks, postgresql, queue = await asyncio.gather(
        _content(tmp_path_factory.mktemp("content")),
        _disks(tmp_path_factory.mktemp("disks")),
        _postgresql(tmp_path_factory.mktemp("postgresql")),
        _queue(tmp_path_factory.mktemp("queue")),
    )
    yield content | disks | postgresql | queue[0], queue[1]


BREAKAGES = {
    "knowledge folder missing": "the folder 'knowledge' is missing",
    "knowledge folder empty": "crisis.yaml",
    "knowledge files broken": "week.yaml",
    "database file removed": "was removed or replaced",
    "disk full": "the ledger cannot be written",
    "reader missing": "only the rules read messages",
    "data folder read-only": "the ledger cannot be written",
    "reader corrupt": "is not the file its manifest describes",
    "postgresql stopped": "the ledger cannot be written",
    "postgresql never there": "the ledger cannot be written",
}
WITHOUT_A_WORD = ["the matcher raising", "clock years slow", "clock years fast", "a thousand reminders queued"]


@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("scene", [*BREAKAGES, *WITHOUT_A_WORD])
async def test_a_person_in_danger_gets_the_pinned_reply(
    played: tuple[Scenes, list[int]], scene: str, platform: str
) -> None:
    text = getattr(played[0][scene], platform)
    assert all(line in text for line in pinned.CRISIS_SELF.en.splitlines()), text


@pytest.mark.parametrize(("scene", "words"), BREAKAGES.items(), ids=BREAKAGES)
async def test_readyz_says_what_is_broken(played: tuple[Scenes, list[int]], scene: str, words: str) -> None:
    assert words in played[0][scene].wrong


@pytest.mark.parametrize("said", ["thanks after it", "I'm fine after it"])
@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_thanks_gets_the_warm_line_also_without_any_content(
    played: tuple[Scenes, list[int]], platform: str, said: str
) -> None:
    text = getattr(played[0][said], platform)
    assert "I'm glad you wrote back" in text
    assert pinned.NUMBER in text


async def test_mended_files_are_answered_from_without_a_restart(played: tuple[Scenes, list[int]]) -> None:
    assert "eight" in played[0]["files mended"].slack


async def test_the_reply_overtakes_the_queue_of_reminders(played: tuple[Scenes, list[int]]) -> None:
    before, after = played[1]
    assert before < after < QUEUED
