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


PASSED = "Its time has passed, so nothing goes out."
"""The note of a post that would have gone out by now."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    *what* names it in a lead's words; *when*, *who* and *channels* say at which time, for whom and where it differs
    (empty: always, everybody). *before* and *after* are the whole text people see; None where there is none. *note*
    says what follows. *title* names an answer without its examples; *follows* says that its own words are as they
    were, and that it speaks of what changed.
    """

    where: Where
    what: str
    before: str | None
    after: str | None
    when: str = ""
    who: str = ""
    note: str = ""
    channels: tuple[str, ...] = ()
    title: str = ""
    follows: bool = False
