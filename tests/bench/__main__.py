"""Everything measured in one run: tables, and build/bench.json. ``make bench`` runs it.

    python -m tests.bench [--quick]       a look in a minute: one round, small sizes

Compare what is printed within one run; the machine is a different one an hour later. Processor time is the steadier
figure.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from bot.model.shelf import MADE_AHEAD
from tests.bench import broadcast, checking, growth, libraries, messages
from tests.bench.encoder import encoder
from tests.bench.load import Figures
from tests.bench.rig import Peer, other_cores
from tests.platforms.slack_server import SECRET

ROUNDS = 5
RESULT = Path("build/bench.json")
US, BOLT, ECHO, AGENTS = "Signpost, answering", "bare Bolt, hello", "botbuilder, echo", "agents-hosting-aiohttp, echo"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one round, small sizes")
    quick = parser.parse_args().quick
    rounds = 1 if quick else ROUNDS
    began, load_at_first = time.perf_counter(), os.getloadavg()[0]
    cores = os.sched_getaffinity(0)
    other_cores()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one").mkdir()
        slack, teams, skipped = asyncio.run(messages.measure(folder, rounds))
        start = asyncio.run(_start(folder, rounds))
        os.sched_setaffinity(0, cores)
        found: dict[str, Any] = {
            "slack": slack,
            "teams": teams,
            "of a message": {"the encoder": encoder()},
            "start": start,
            "reload": {"the shipped content": growth.reload()},
            "answering, with made-up entries": growth.answering(growth.QUICK if quick else growth.SIZES),
            "finding, beside libraries": growth.beside(growth.QUICK[:1] if quick else (60, 6_000, 60_000)),
            "broadcast": asyncio.run(broadcast.broadcast()),
            "check": checking.checking(folder, checking.QUICK if quick else checking.SIZES),
        }
    if not libraries.THERE:
        skipped.append("Other libraries are not measured: make libraries first.")
    took = time.perf_counter() - began
    found["ratios"] = _ratios(found)
    found["run"] = {"load at first": load_at_first, "cores": len(cores), "rounds": rounds, "seconds": took}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    _show(found, skipped)


def _show(found: dict[str, Any], skipped: list[str]) -> None:
    run = found["run"]
    print(
        f"load at the start {run['load at first']:.1f}, {run['cores']} cores, medians of {run['rounds']}, "
        f"{run['seconds']:.0f} seconds; in Slack and Teams a bot has one core"
    )
    for what, ratio in found["ratios"].items():
        print(f"  {what:60}{ratio:.2f}")
    for part, rows in found.items():
        if part in ("ratios", "run"):
            continue
        print(f"\n{part}")
        for name, figures in rows.items():
            print(f"  {name:48}" + "  ".join(f"{what} {value:.2f}" for what, value in figures.items()))
    for sentence in skipped:
        print(sentence)


def _ratios(found: dict[str, Any]) -> Figures:
    """What is wanted stands behind each."""
    slack, teams, start = found["slack"], found["teams"], found["start"]
    answers, check = list(found["answering, with made-up entries"].values()), list(found["check"].values())
    rest = slack[US]["CPU ms"] - found["of a message"]["the encoder"]["CPU ms"]
    ratios = {
        "Slack: CPU beside bare Bolt's": slack[US]["CPU ms"] / slack[BOLT]["CPU ms"],
        "Slack: CPU without the encoder, beside (wanted 2)": rest / slack[BOLT]["CPU ms"],
        "Teams: rate beside botbuilder's echo (wanted 8)": teams[US]["a second"] / teams[ECHO]["a second"],
        "Start: beside bare Bolt": start[US]["seconds"] / start[BOLT]["seconds"],
        "Answering: the largest base beside the smallest": (
            answers[-1]["CPU ms a question"] / answers[0]["CPU ms a question"]
        ),
        "Broadcast: beside the least time Slack's limits allow": found["broadcast"]["with Slack's"]["times the least"],
        "Check: an entry of the largest beside one of 1,000": check[-1]["CPU ms an entry"]
        / check[2]["CPU ms an entry"],
    }
    if AGENTS in teams:
        beside = teams[US]["a second"] / teams[AGENTS]["a second"]
        ratios["Teams: rate beside the successor's echo (wanted 1)"] = beside
    return ratios


async def _start(folder: Path, rounds: int) -> messages.Rows:
    """From process start to the first answer, and the memory then; on every core there is.

    What ``signpost prepare`` may have made ahead is taken away: else no start would be the first.
    """
    MADE_AHEAD.unlink(missing_ok=True)
    peer = Peer()
    found: dict[str, list[Figures]] = {}
    async with peer.serve(), aiohttp.ClientSession() as http:
        api = f"{peer.url}api/"
        for number in range(rounds):
            (own := folder / f"start-{number}").mkdir()
            for name, bot in (
                (f"{US}, for the first time", messages.signpost(own, slack=api)),
                (US, messages.signpost(own, slack=api)),
                (BOLT, messages.peer_bot(BOLT, "bolt_hello.py", api, SECRET)),
            ):
                await bot.start(http, cores=0)
                figures = {"seconds": bot.started_in, "CPU s": bot.cpu(), "MB": bot.memory()}
                found.setdefault(name, []).append(figures)
                bot.stop()
    return {
        name: {what: statistics.median(run[what] for run in runs) for what in runs[0]} for name, runs in found.items()
    }


if __name__ == "__main__":
    main()
