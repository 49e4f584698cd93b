"""What is wrong with the content, as a wellbeing lead is told it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether the content can be served all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, and one sentence that says what is wrong and what to write.

    *path* is the file as leads name it, such as ``knowledge/week.yaml``; *line* and *column* count from 1, and
    *text* is that line. *hint* is what to write instead, where it can be copied as it stands.
    """

    path: str
    line: int
    column: int
    sentence: str
    severity: Severity = Severity.ERROR
    hint: str | None = None
    text: str = ""

    def __str__(self) -> str:
        mild = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.path}:{self.line}:{self.column} {mild}{self.sentence}"

    @property
    def is_error(self) -> bool:
        """Whether the content must not be served with it."""
        return self.severity is Severity.ERROR


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """*problems* by file, then from the top of each file down, each said once."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.severity, p.sentence))


def shown(value: object, most: int = 40) -> str:
    """*value* in quotes as its author wrote it, cut when long."""
    text = " ".join(str(value).split())
    return f"'{text if len(text) <= most else text[: most - 1].rstrip() + '…'}'"
