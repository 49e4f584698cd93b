"""The last good version on disk, so that it outlives the process.

Each version lies in a folder of its own, and a small file names the one that counts: it is replaced in one step, so
that a crash at any moment leaves either the old version or the new one, whole.
"""

import os
import shutil
from pathlib import Path

from bot.content.files import Snapshot

_POINTER = "current"
_PARTS = ("knowledge", "schedules")


def keep(store: Path, snapshot: Snapshot) -> None:
    """Store *snapshot* and forget older ones. Raises OSError when the disk does not take it."""
    version = snapshot.version
    folder = store / version
    if _pointed_to(store) == version and folder.is_dir():
        return
    unfinished = store / f"{version}.{os.getpid()}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    for part, held in zip(_PARTS, (snapshot.knowledge, snapshot.schedules), strict=True):
        (unfinished / part).mkdir(parents=True)
        for name, raw in held.items():
            path = unfinished / part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
    if folder.exists():
        shutil.rmtree(folder)
    unfinished.rename(folder)
    pointer = store / f"{_POINTER}.{os.getpid()}.unfinished"
    pointer.write_text(version, encoding="ascii")
    pointer.replace(store / _POINTER)
    for other in store.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def last_good(store: Path) -> Snapshot | None:
    """What was stored last; None when there is nothing, or not all of it can be read."""
    version = _pointed_to(store)
    if version is None:
        return None
    try:
        parts = [_read(store / version / part) for part in _PARTS]
    except OSError:
        return None
    snapshot = Snapshot(parts[0], parts[1])
    return snapshot if snapshot.version == version else None


def _pointed_to(store: Path) -> str | None:
    try:
        version = (store / _POINTER).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return version if version.isalnum() else None


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
