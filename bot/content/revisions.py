"""The files as they were in an earlier version that git keeps."""

import shutil
import subprocess
from pathlib import Path

from bot.content.files import Snapshot, is_read
from bot.errors import UsageError

PATIENCE = 30.0
"""Seconds that git is given for one answer."""


def at(revision: str, knowledge_dir: Path, schedules_dir: Path) -> Snapshot:
    """What both folders held in *revision*. Raises UsageError, with one sentence, when git cannot tell."""
    return Snapshot(
        _folder(revision, knowledge_dir),
        _folder(revision, schedules_dir),
        (),
        knowledge_dir.resolve().name,
        schedules_dir.resolve().name,
    )


def _folder(revision: str, folder: Path) -> dict[str, bytes]:
    commit = _commit(revision, folder)
    listed = _git(folder, "ls-tree", "-r", "-z", commit, "./")
    if listed is None:
        raise UsageError(f"git cannot list the files of {revision} in {folder.name}.")
    found: dict[str, bytes] = {}
    for row in listed.split(b"\0"):
        described, _, name = row.partition(b"\t")
        kind, _, blob = described.decode("ascii").partition(" blob ")
        within = name.decode("utf-8", "replace")
        if blob and kind != "120000" and is_read(within):  # 120000 is a link: what it points to is another file
            found[within] = _git(folder, "cat-file", "blob", blob) or b""
    if not found:
        raise UsageError(f"The folder {folder.name} is not in {revision}, so there is nothing to compare with.")
    return found


def _commit(revision: str, folder: Path) -> str:
    if shutil.which("git") is None:
        raise UsageError("The program git is not on this machine, so there is no earlier version to compare with.")
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside is None or inside.strip() != b"true":
        raise UsageError(
            f"The folder {folder.name} is not kept in git (or git will not read it), so there is no earlier version to "
            "compare with."
        )
    found = (
        None if revision.startswith("-") else _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    )
    if found is None:
        if _git(folder, "rev-parse", "--verify", "--quiet", "HEAD") is None:
            raise UsageError("Nothing has been committed to git yet, so there is no earlier version to compare with.")
        raise UsageError(
            f"git knows no version called {revision!r}: name a commit, a branch or a tag, like HEAD~1 or main."
        )
    return found.decode("ascii").strip()


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None when it refuses."""
    try:
        ran = subprocess.run(  # noqa: S603 -- no shell, and a revision that looks like an option is turned away above
            ["git", "-C", str(folder), *arguments],  # noqa: S607 -- the git that the person uses
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ran.stdout if ran.returncode == 0 else None
