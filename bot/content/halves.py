"""Files that look as if only half of them had been saved.

A file that is being written, or whose writing was interrupted, may well be of the right form: it ends between two
entries, or before a line that may be left out. So it is compared with the version that is live. What looks suspicious
may still be meant (an entry at the end was taken out): that is why the library only waits longer before it believes it.
"""

import re
from collections.abc import Iterator

from bot.content import drafts
from bot.content.files import Snapshot, sort_of
from bot.content.problems import Problem

ENDS_SOONER = (
    "the file ends sooner than the live version does, as if only half of it had been saved; save it again, or leave it "
    "for a minute if this is meant"
)
GONE = "the file is gone, as if it were being replaced; put it back, or leave it for a minute if it is meant to be gone"
_ITEM = re.compile(rb"^ {0,4}- (?:\{ ?)?(id|name):.*$", re.MULTILINE)


def suspect(snapshot: Snapshot, live: Snapshot) -> Problem | None:
    """What to say of the first file that has lost its end, or is gone, since it was live; None when none has."""
    for folder, name, held, before in (
        ("knowledge", snapshot.knowledge_name, snapshot.knowledge, live.knowledge),
        ("schedules", snapshot.schedules_name, snapshot.schedules, live.schedules),
    ):
        for file, whole in before.items():
            raw = held.get(file)
            if raw is None:
                return Problem(f"{name}/{file}", 1, 1, GONE)
            if raw != whole and not drafts.is_marked(sort_of(folder, file), raw) and any(_lost(raw, whole)):
                lines = raw.decode("utf-8", "replace").splitlines() or [""]
                return Problem(f"{name}/{file}", len(lines), 1, ENDS_SOONER, text=lines[-1])
    return None


def _lost(raw: bytes, whole: bytes) -> Iterator[bool]:
    """Signs that *raw* has lost its end: *whole* is the live version."""
    yield whole.startswith(raw)
    yield whole.endswith(b"\n") and not raw.endswith(b"\n")
    items = list(_ITEM.finditer(whole))
    if not items:
        return
    last = items[-1]
    ends_alike = _rows(raw)[-1:] == _rows(whole)[-1:]
    at = _line_start(raw, last[0].rstrip())
    if at is None:
        renamed = last[1] == b"name" and ends_alike and len(_ITEM.findall(raw)) >= len(items)
        yield not renamed  # an id never changes, so the last item is gone
    else:
        yield not ends_alike and len(_rows(raw[at:])) < len(_rows(whole[last.start() :]))


def _line_start(raw: bytes, line: bytes) -> int | None:
    found = re.search(rb"^" + re.escape(line) + rb"[ \t\r]*$", raw, re.MULTILINE)
    return found.start() if found else None


def _rows(raw: bytes) -> list[bytes]:
    return [row.strip() for row in raw.split(b"\n") if row.strip()]
