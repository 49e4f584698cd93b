"""The content that is live: always whole, always without errors, also while files are being edited.

Folders are looked at again and again and compared by what is in them, which works on network shares and on Kubernetes
volumes alike. A changed version goes live only when it held still for a moment and has no error; what looks like a
file that was saved by half (it has lost its end) has to hold still for much longer. The last good version is also kept
on disk, so that a restart with broken files still answers.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.content import checks, files, halves, source, stored
from bot.content.files import Snapshot
from bot.content.problems import Problem
from bot.core.events import Tell, silent
from bot.core.knowledge import Knowledge
from bot.errors import ContentError

SETTLED = 1.0
"""Seconds for which files must hold still before they are taken up."""

SUSPECTED = 60.0
"""The same for files that look as if only their first half had been saved."""


@dataclass(frozen=True, slots=True)
class _Live:
    """What is served, in one piece so that it is swapped in one step."""

    knowledge: Knowledge
    snapshot: Snapshot
    since: dt.datetime | None

    @property
    def timestamp(self) -> float:
        """Seconds since 1970; 0 when no clock was given."""
        return self.since.timestamp() if self.since else 0.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A version that looks half-saved, and since when (monotonic) it has looked like that."""

    version: str
    since: float
    problem: Problem


class Library:
    """Holds the last good version. ``refresh`` may be called from any thread; it never raises for what files hold.

    *now* (aware) says which review days have passed, *real_now* since when a version has been live. *live* where
    officers are served, see ``checks``.
    """

    def __init__(
        self,
        knowledge_dir: Path,
        schedules_dir: Path,
        store: Path | None = None,
        tell: Tell = silent,
        *,
        now: Callable[[], dt.datetime] | None = None,
        real_now: Callable[[], dt.datetime] | None = None,
        settled: float = SETTLED,
        suspected: float = SUSPECTED,
        live: bool = False,
    ) -> None:
        self._folders = knowledge_dir, schedules_dir
        self._store = store
        self._tell = tell
        self._now = now
        self._real_now = real_now or now
        self._settled, self._suspected, self._serves = settled, suspected, live
        self._live: _Live | None = None
        self._seen = ""
        self._found: tuple[Problem, ...] = ()
        self._waiting: _Waiting | None = None
        self._refreshing = threading.Lock()

    @property
    def current(self) -> Knowledge:
        """The live version."""
        if self._live is None:
            raise ContentError(self._found)
        return self._live.knowledge

    @property
    def live(self) -> Knowledge | None:
        """The live version; None while there is none at all."""
        return self._live.knowledge if self._live else None

    @property
    def since(self) -> dt.datetime | None:
        """When the live version went live here, also before a restart; None when no clock was given."""
        return self._live.since if self._live else None

    @property
    def snapshot(self) -> Snapshot:
        """The files of the live version."""
        if self._live is None:
            raise ContentError(self._found)
        return self._live.snapshot

    @property
    def waiting(self) -> Problem | None:
        """What to say of the newest files while they look half-saved."""
        waiting = self._waiting
        return waiting.problem if waiting else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The errors for which the newest files are not live; none when they are."""
        waiting = (self._waiting.problem,) if self._waiting else ()
        return (*waiting, *(problem for problem in self._found if problem.is_error))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be mended in the newest files, but does not keep them from going live."""
        return tuple(problem for problem in self._found if not problem.is_error)

    def open(self) -> Knowledge:
        """Take up the files, or the version stored last when they have errors.

        Raises ContentError with every problem when there is no good version at all.
        """
        with self._refreshing:
            snapshot = files.look(*self._folders)
            last = stored.last_good(self._store) if self._store is not None else None
            if last is None or not halves.suspect(snapshot, last):
                self._take(snapshot)
            if self._live is None and last is not None and (knowledge := source.parse(last).knowledge):
                self._live = _Live(knowledge, last, self._moment(knowledge.version))
                self._tell("content.restored", version=knowledge.version, since=self._live.timestamp)
            if self._live is None:
                self._take(snapshot)
        return self.current

    def refresh(self) -> bool:
        """Take up edited files; whether another version is live now. Waits until the files hold still."""
        with self._refreshing:
            snapshot = files.look(*self._folders)
            if snapshot.version == self._seen:
                self._no_longer_waiting()
                return False
            time.sleep(self._settled)
            if files.look(*self._folders).version != snapshot.version:
                return False  # still being written: the next call sees it again
            if self._must_wait(snapshot):
                return False
            self._waiting = None
            return self._take(snapshot)

    def _no_longer_waiting(self) -> None:
        """What looked half-saved is gone again: what was seen before it counts."""
        if self._waiting is None or self._live is None:
            return
        self._waiting = None
        if self.problems:
            self._tell("content.rejected", version=self._seen, problems=len(self.problems))
        else:
            self._tell("content.loaded", version=self._seen, since=self._live.timestamp, warnings=len(self.warnings))

    def _must_wait(self, snapshot: Snapshot) -> bool:
        """Whether *snapshot* looks half-saved and has not looked like that for long."""
        problem = halves.suspect(snapshot, self._live.snapshot) if self._live else None
        if problem is None:
            return False
        if self._waiting is None or self._waiting.version != snapshot.version:
            self._waiting = _Waiting(snapshot.version, time.monotonic(), problem)
            self._tell("content.waiting", version=snapshot.version)
        return time.monotonic() - self._waiting.since < self._suspected

    def _take(self, snapshot: Snapshot) -> bool:
        """Serve *snapshot* unless it has errors."""
        self._seen = snapshot.version
        content = source.parse(snapshot)
        self._found = tuple(checks.rules(content, self._now().date() if self._now else None, live=self._serves))
        if self.problems or content.knowledge is None:
            self._tell("content.rejected", version=snapshot.version, problems=len(self.problems))
            return False
        before, live = self._live, self._live
        if live is None or live.knowledge.version != snapshot.version:
            live = self._live = _Live(content.knowledge, snapshot, self._moment(snapshot.version))
        self._tell("content.loaded", version=snapshot.version, since=live.timestamp, warnings=len(self.warnings))
        self._keep(live)
        return live is not before

    def _moment(self, version: str) -> dt.datetime | None:
        """Since when *version*, which is about to be served, has been live: before a restart, or from now on."""
        now = self._real_now() if self._real_now else None
        known = stored.since(self._store, version) if self._store is not None and self._live is None else None
        return known if known is not None and now is not None and known <= now else now

    def _keep(self, live: _Live) -> None:
        if self._store is None:
            return
        try:
            stored.keep(self._store, live.snapshot, live.since)
        except OSError as error:  # a full or read-only disk must not keep a good version from being served
            self._tell("content.not_stored", reason=type(error).__name__)
