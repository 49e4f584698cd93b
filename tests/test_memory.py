"""After a rush, memory that nothing uses is given back to the machine."""

import os
import subprocess
import sys
from pathlib import Path

RUSH = """
import re
from pathlib import Path

def resident():
    return int(re.findall(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[0]) / 1024

rush = [bytes(1_000) for _ in range(100_000)]
kept = rush[::100]  # one in a hundred stays, so that no long stretch is free
before = resident()
"""
GIVEN_BACK = """
from bot.memory import give_back

del rush
after = resident()
give_back()
print(before - after, before - resident())
"""
STARTED = """
import asyncio

from bot.app import App
from bot.settings import Settings

async def main():
    app = App(Settings.read())
    await app.start()
    try:
        del globals()["rush"]
        started = resident()
        for _ in range(200):  # the first ring comes at once, but on a thread
            if started - resident() > 50:
                break
            await asyncio.sleep(0.05)
        print(started - resident())
    finally:
        await app.stop()

asyncio.run(main())
"""


def test_what_a_rush_took_is_given_back_though_some_of_it_is_still_used() -> None:
    """In a process of its own, for what this one holds says nothing."""
    done = subprocess.run(
        [sys.executable, "-c", RUSH + GIVEN_BACK], capture_output=True, text=True, check=True, timeout=60
    )
    by_itself, given_back = map(float, done.stdout.split())
    assert given_back > 50
    assert given_back > by_itself + 25


def test_a_bot_that_has_started_gives_memory_back_by_itself(tmp_path: Path) -> None:
    """The first time as soon as it runs; what a test can wait for."""
    named = {"DATA": tmp_path / "data", "DATABASE_URL": f"sqlite:///{tmp_path}/s.sqlite3", "PORT": 0, "ADMIN_PORT": 0}
    environment = os.environ | {f"SIGNPOST_{name}": str(value) for name, value in named.items()}
    done = subprocess.run(
        [sys.executable, "-c", RUSH + STARTED], capture_output=True, text=True, check=True, timeout=120, env=environment
    )
    assert float(done.stdout.split()[-1]) > 50
