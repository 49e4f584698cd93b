"""``signpost check`` over many entries: the processor's time of the whole process, and how it grows."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench import material
from tests.bench.load import Figures

SIZES, QUICK = (100, 1_000, 10_000), (100, 1_000)


def checking(folder: Path, sizes: tuple[int, ...]) -> dict[str, Figures]:
    """By the number of made-up entries beside the shipped ones."""
    none = _checked(folder / "check-0", 0)
    found = {}
    for size in sizes:
        used = _checked(folder / f"check-{size}", size)
        found[f"{size:,}"] = {"CPU s": used, "CPU ms an entry": 1000 * (used - none) / size}
    return {"as shipped": {"CPU s": none}} | found


def _checked(folder: Path, size: int) -> float:
    for part in ("knowledge", "schedules"):
        shutil.copytree(material.ROOT / part, folder / part)
    material.write(folder / "knowledge", size)
    settings = {"SIGNPOST_KNOWLEDGE": str(folder / "knowledge"), "SIGNPOST_SCHEDULES": str(folder / "schedules")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check", "--format", "json"],
        env=os.environ | settings,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"check ended with {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
