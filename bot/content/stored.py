"""The last good version on disk, so that it outlives the process.

Each version lies in a folder of its own, and a small file names the one that counts: it is replaced in one step, so
that a crash at any moment leaves either the old version or the new one, whole.
"""

import datetime as dt
import os
import shutil
from pathlib import Path

from bot.content.files import Snapshot

_POINTER = "current"
_PARTS = ("knowledge", "schedules")


def keep(store: Path, snapshot: Snapshot, since: dt.datetime | None = None) -> None:
    """Store *snapshot*, live *since* then, and forget older ones. Raises OSError when the disk does not take it."""
    version = snapshot.version
    folder = store / version
    if _pointer(store)[0] == version and folder.is_dir():
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
    pointer.write_text("\n".join([version, since.isoformat() if since else "", ""]), encoding="ascii")
    pointer.replace(store / _POINTER)
    for other in store.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def last_good(store: Path) -> Snapshot | None:
    """What was stored last; None when there is nothing, or not all of it can be read."""
    version, _ = _pointer(store)
    if version is None:
        return None
    try:
        parts = [_read(store / version / part) for part in _PARTS]
    except OSError:
        return None
    snapshot = Snapshot(parts[0], parts[1])
    return snapshot if snapshot.version == version else None


def since(store: Path, version: str) -> dt.datetime | None:
    """When *version* went live first, if it is what was stored last."""
    stored, moment = _pointer(store)
    return moment if stored == version else None


def _pointer(store: Path) -> tuple[str | None, dt.datetime | None]:
    """The version that counts, and since when it has been live; a file of an older Signpost does not know that."""
    try:
        version, _, moment = (store / _POINTER).read_text(encoding="ascii").partition("\n")
    except (OSError, ValueError):
        return None, None
    try:
        live = dt.datetime.fromisoformat(moment.strip())
    except ValueError:
        live = None
    return version.strip() if version.strip().isalnum() else None, live


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
