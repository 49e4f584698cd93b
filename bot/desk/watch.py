"""The files as they lie in the folders just now, checked again whenever they have changed."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.content import checks, files, source
from bot.content.problems import Problem
from bot.content.source import Content


@dataclass(frozen=True, slots=True)
class Newest:
    """What was saved last: its version, its content as far as it could be read, and everything wrong with it."""

    version: str
    content: Content
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from going live."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be mended when there is time."""
        return tuple(problem for problem in self.problems if not problem.is_error)


class Watch:
    """Looks at the folders; may be asked from any thread. Files that have not changed are not read for rules again."""

    def __init__(self, folders: tuple[Path, Path], now: Callable[[], dt.datetime]) -> None:
        self._folders = folders
        self._now = now
        self._looking = threading.Lock()
        self._seen: tuple[Newest, dt.date] | None = None

    def look(self) -> Newest:
        """The newest files. Takes a few milliseconds; some tenths of a second after a change."""
        with self._looking:
            snapshot, today = files.look(*self._folders), self._now().date()
            if self._seen is None or self._seen[0].version != snapshot.version or self._seen[1] != today:
                content = source.parse(snapshot)
                newest = Newest(snapshot.version, content, tuple(checks.rules(content, today)))
                self._seen = newest, today
            return self._seen[0]
