"""``make faults``: everything that can go wrong between us and a channel, from one seed, in one table."""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from multiprocessing.forkserver import ensure_running
from pathlib import Path

from tests.delivery.faults.databases import Databases
from tests.delivery.faults.outages import small_disk
from tests.delivery.faults.places import Server
from tests.delivery.faults.scene import Result, Scene, Script
from tests.delivery.faults.scripts import scripts
from tests.delivery.faults.table import table

AT_ONCE = 10


async def play(wanted: list[Script], at_once: int = AT_ONCE, *, verbose: bool = False) -> dict[str, Result]:
    """Play every script, some at once; what came of them, by row."""
    found: dict[str, Result] = {script.row: Result() for script in wanted}
    turn = asyncio.Semaphore(at_once)
    await asyncio.to_thread(ensure_running)
    with tempfile.TemporaryDirectory(prefix="signpost-faults-", ignore_cleanup_errors=True) as folder:
        async with Server().serve() as server, Databases(Path(folder)).serve() as databases:

            async def one(script: Script) -> None:
                async with turn:
                    place = Path(folder) / script.name
                    place.mkdir()
                    began = time.monotonic()
                    with small_disk(place, script.disk) if script.disk else contextlib.nullcontext():
                        opened = await databases.fresh(script.database, place, alone=script.alone)
                        result = await Scene(script, server, opened, place).play()
                    found[script.row].add(result)
                    if verbose:
                        print(f"{script.name}: {time.monotonic() - began:.1f} s", file=sys.stderr)

            async with asyncio.TaskGroup() as group:
                for script in wanted:
                    group.create_task(one(script))
        print(f"The stand-in server was never more than {server.lag:.2f} s late by itself.")
    return found


def main() -> int:
    """Play, print, and say whether all is as wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.delivery.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="rows that begin with this")
    parser.add_argument("--at-once", type=int, default=AT_ONCE)
    parser.add_argument("--verbose", action="store_true", help="say how long each scene took")
    chosen = parser.parse_args()
    began = time.monotonic()
    wanted = [script for script in scripts(chosen.seed) if script.row.startswith(chosen.only)]
    found = asyncio.run(play(wanted, chosen.at_once, verbose=chosen.verbose))
    print(table(found))
    wrong = [sentence for result in found.values() for sentence in result.wrong]
    print(f"\nSeed {chosen.seed}, {len(wanted)} scenes, {sum(r.kills for r in found.values())} kills, "
          f"{time.monotonic() - began:.0f} seconds.")  # fmt: skip
    for sentence in wrong[:40]:
        print(f"  wrong: {sentence}")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
