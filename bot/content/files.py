"""The files as they lie in the two folders at one moment, and what each of them is."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath, PurePosixPath

from bot.content.problems import Problem

DEEPEST = 8
"""Folders within folders that are looked into; a link that leads back up would otherwise never end."""


class Sort(StrEnum):
    """What a file is, by its place."""

    ENTRIES = "entries"
    CRISIS = "crisis"
    FORCE = "force"
    SCHEDULE = "schedule"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both folders read at one moment: names within each folder and the bytes there, and what could not be read."""

    knowledge: Mapping[str, bytes]
    schedules: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    knowledge_name: str = "knowledge"
    schedules_name: str = "schedules"

    @property
    def version(self) -> str:
        """A short hash of every name and byte; a changed file changes it, a changed date does not."""
        digest = hashlib.blake2b(digest_size=6)
        for folder in (self.knowledge, self.schedules):
            for name, raw in sorted(folder.items()):
                digest.update(f"{name}\0{len(raw)}\0".encode())
                digest.update(raw)
            digest.update(b"\0\0")
        for problem in self.problems:
            digest.update(f"{problem}\0".encode())
        return digest.hexdigest()


def look(knowledge_dir: Path, schedules_dir: Path) -> Snapshot:
    """Read both folders. What cannot be read is a problem, never an exception."""
    problems: list[Problem] = []
    return Snapshot(
        _folder(knowledge_dir, problems),
        _folder(schedules_dir, problems),
        tuple(problems),
        _name(knowledge_dir),
        _name(schedules_dir),
    )


def sort_of(folder: str, name: str) -> Sort | None:
    """What the file *name* in ``knowledge`` or ``schedules`` is; None for a place that nothing reads."""
    path = PurePosixPath(name)
    if folder == "schedules":
        if name == "channels.yaml":
            return Sort.CHANNELS
        return Sort.SCHEDULE if len(path.parts) == 1 and path.stem.isdecimal() and len(path.stem) == 4 else None
    if len(path.parts) == 1:
        return Sort.CRISIS if name == "crisis.yaml" else Sort.ENTRIES
    return Sort.FORCE if len(path.parts) == 2 and path.parts[0] == "forces" else None


def is_read(name: str) -> bool:
    """Whether the file *name* within a folder is one that leads write, rather than a note, a schema or a spare copy."""
    path = PurePosixPath(name)
    return path.suffix == ".yaml" and not _set_aside(path)


def _name(folder: Path) -> str:
    return folder.name or folder.resolve().name or str(folder)


def _folder(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    name = _name(folder)
    found: dict[str, bytes] = {}
    if not folder.is_dir():
        problems.append(Problem(name, 1, 1, f"the folder '{name}' is missing"))
        return found
    try:
        paths = sorted(_below(folder))
    except OSError:
        problems.append(Problem(name, 1, 1, f"the folder '{name}' cannot be read; check who may read it"))
        return found
    for path in paths:
        within = path.relative_to(folder).as_posix()
        where = f"{name}/{within}"
        ending = "".join(path.suffixes[-2:]).lower()
        if path.suffix != ".yaml":
            if path.suffix.lower() in (".yml", ".yaml") or ending in (".yaml.txt", ".yml.txt"):
                problems.append(Problem(where, 1, 1, "this file is not read: its name must end in '.yaml'"))
            continue
        try:
            if path.is_dir():
                continue
            found[within] = path.read_bytes()
        except FileNotFoundError:
            continue  # taken away between looking and reading: the next look will not see it
        except OSError:
            problems.append(Problem(where, 1, 1, "this file cannot be read; check who may read it"))
    return found


def _below(folder: Path, levels: int = DEEPEST) -> Iterator[Path]:
    """Everything in *folder* and its folders, without what is set aside.

    Links to folders are followed: Kubernetes mounts every folder of a ConfigMap as one, and ``rglob`` passes them by.
    """
    for path in folder.iterdir():
        if not _set_aside(PurePath(path.name)):
            yield path
            if levels and path.is_dir():
                yield from _below(path, levels - 1)


def _set_aside(path: PurePath) -> bool:
    """Whether an editor, a Git host or Kubernetes keeps this for itself."""
    return any(part.startswith((".", "#", "~")) for part in path.parts)
