"""Everything measured in one run: one table, and build/bench.json. ``make bench`` runs it.

Not measured yet: retrieval libraries beside the answers, broadcasts, 60,000 entries.
"""

import asyncio
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.exchange import Exchange
from bot.model.load import load as load_reader
from tests.bench import material, messages
from tests.bench.rig import Peer, other_cores
from tests.platforms.slack_server import SECRET

ROUNDS = 5
SIZES = (60, 600, 6_000, 10_000)
RESULT = Path("build/bench.json")


def main() -> None:
    other_cores()
    load_at_first = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "one").mkdir()
        slack, teams, skipped = asyncio.run(messages.measure(Path(folder), ROUNDS))
        start = asyncio.run(_start(Path(folder)))
    growth = {str(size): _grown(size) for size in SIZES}
    found: dict[str, Any] = {"slack": slack, "teams": teams, "start": start, "growth": growth, "load": load_at_first}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"load at the start {load_at_first:.1f}, {os.cpu_count()} cores, medians of {ROUNDS}; a bot has one core")
    print(f"Slack: {_ratio(slack, 'Signpost, answering', 'bare Bolt, hello', 'CPU ms')} times bare Bolt's CPU")
    print(f"Teams: {_ratio(teams, 'Signpost, answering', 'botbuilder, echo', 'a second')} times botbuilder's rate")
    for part in ("slack", "teams", "start", "growth"):
        print(f"\n{part}")
        for name, figures in found[part].items():
            print(f"  {name:30}" + "  ".join(f"{what} {value:.2f}" for what, value in figures.items()))
    for sentence in skipped:
        print(sentence)


def _ratio(rows: messages.Rows, ours: str, theirs: str, figure: str) -> str:
    return f"{rows[ours][figure] / rows[theirs][figure]:.1f}"


async def _start(folder: Path) -> messages.Rows:
    """From process start to the first answer, and the memory then; on every core there is."""
    peer = Peer()
    found: dict[str, list[tuple[float, float]]] = {}
    async with peer.serve(), aiohttp.ClientSession() as http:
        api = f"{peer.url}api/"
        for number in range(ROUNDS):
            (own := folder / f"start-{number}").mkdir()
            for bot in (
                messages.signpost(own, slack=api),
                messages.peer_bot("bare Bolt, hello", "bolt_hello.py", api, SECRET),
            ):
                await bot.start(http, cores=0)
                found.setdefault(bot.name, []).append((bot.started_in, bot.memory()))
                bot.stop()
    return {
        name: {"seconds": statistics.median(s for s, _ in runs), "MB": statistics.median(m for _, m in runs)}
        for name, runs in found.items()
    }


def _grown(size: int) -> dict[str, float]:
    """Indexing and answering with *size* made-up entries besides ours, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.bench", str(size)], capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


def grow(size: int) -> None:
    """Print the figures of one base as JSON."""
    reader = load_reader()
    knowledge = load(material.ROOT / "knowledge", material.ROOT / "schedules")
    knowledge = knowledge.model_copy(update={"entries": (*knowledge.entries, *material.entries(size))})
    began = time.perf_counter()
    answerer = Answerer.build(knowledge, reader)
    indexing = time.perf_counter() - began
    exchange = Exchange(lambda: answerer, reader, lambda: dt.datetime.now(dt.UTC))
    times = []
    for row in material.questions()[:200]:
        asked = time.perf_counter()
        exchange.reply(Question(row["q"]), dt.datetime.fromisoformat(row["now"]))
        times.append(1000 * (time.perf_counter() - asked))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms a question": statistics.median(times), "indexing s": indexing, "MB": memory}))


if __name__ == "__main__":
    grow(int(sys.argv[1])) if len(sys.argv) > 1 else main()
