"""What the ledger knows of one post, as values."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.core.posts import Told
from bot.core.schedule import Key


class State(StrEnum):
    """What is known of a post."""

    CLAIMED = "claimed"
    POSTED = "posted"
    RELEASED = "released"
    UNSURE = "unsure"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to post *key* once; *first* is when it was first claimed by anyone, in real time."""

    key: Key
    attempt: int
    first: dt.datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. *due* and *posted* are in the time of the reminders' clock, *first* and *changed* in real time.

    *told* is what the message says now, *noticed* what its thread has been told of.
    """

    key: Key
    state: State
    holder: str
    attempts: int
    due: dt.datetime
    first: dt.datetime
    changed: dt.datetime
    posted: dt.datetime | None
    message: str | None
    told: Told
    noticed: Told
    reason: str | None
    edits: int
    notices: int


def claim_of(key: Key, rows: Sequence[Mapping[str, Any]]) -> Claim | None:
    """The claim that a statement returned; None when it won nothing."""
    return Claim(key, rows[0]["attempts"], _moment(rows[0]["first_claimed_at"])) if rows else None


def entry_of(row: Mapping[str, Any]) -> Entry:
    """A row of the table ``posts``."""
    return Entry(
        key=Key(row["reminder"], row["channel"], dt.date.fromisoformat(row["day"])),
        state=State(row["state"]),
        holder=row["holder"],
        attempts=row["attempts"],
        due=_moment(row["due_at"]),
        first=_moment(row["first_claimed_at"]),
        changed=_moment(row["changed_at"]),
        posted=_moment(row["posted_at"]) if row["posted_at"] else None,
        message=row["message"],
        told=Told.read(row["told"]),
        noticed=Told.read(row["noticed"]),
        reason=row["reason"],
        edits=row["edits"],
        notices=row["notices"],
    )


def _moment(stamp: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stamp)
