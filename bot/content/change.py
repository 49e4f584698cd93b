"""One thing that people will see differently."""

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where people meet a change; the values are what ``signpost diff --json`` calls it."""

    ANSWERS = "answers"
    QUESTIONS = "questions"
    POSTS = "posts"
    CALENDAR = "calendar"
    POSTED = "posted"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    *what* names it in a lead's words; *when* and *who* say at which time and for whom it differs (empty: always,
    everybody). *before* and *after* are the whole text people see; None where there is none. *note* says what follows.
    """

    where: Where
    what: str
    before: str | None
    after: str | None
    when: str = ""
    who: str = ""
    note: str = ""
