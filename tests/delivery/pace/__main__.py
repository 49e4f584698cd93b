"""``make pacing``: 2,000 channels of 20 workspaces, due at once, posted by three processes as fast as may be."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.delivery.faults.databases import Databases
from tests.delivery.pace.limited import POSTS
from tests.delivery.pace.run import Seen, play


async def _play(chosen: argparse.Namespace) -> Seen:
    with tempfile.TemporaryDirectory(prefix="signpost-pace-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with Databases(folder).serve() as databases:
            opened = await databases.fresh("postgresql", folder)
            return await play(
                opened.url, folder, processes=chosen.processes, workspaces=chosen.workspaces, each=chosen.each
            )


def main() -> int:
    """Play, print, and say whether all is as wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.delivery.pace", description=__doc__)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--workspaces", type=int, default=20)
    parser.add_argument("--each", type=int, default=100, help="channels in a workspace")
    chosen = parser.parse_args()
    seen, wanted, least = asyncio.run(_play(chosen)), chosen.workspaces * chosen.each, chosen.each / POSTS
    over = seen.seconds / least - 1
    print(f"{seen.posts} of {wanted} posts, {seen.doubled} doubled, {seen.refused} answered with 429, in "
          f"{seen.seconds:.2f} seconds; the limits allow {least:.1f} ({over:+.0%}). "
          f"Posts by process: {', '.join(map(str, seen.by_process))}.")  # fmt: skip
    return int(seen.posts != wanted or seen.doubled > 0 or seen.refused > 0 or over > 0.1)


if __name__ == "__main__":
    raise SystemExit(main())
