"""A question on its way in."""

import datetime as dt
from dataclasses import dataclass

from bot.core.replies import Kind


@dataclass(frozen=True, slots=True)
class Question:
    """What a person typed or pressed. Lives as long as its answer takes, and is written nowhere.

    *conversation* only keys the fifteen minutes of context in memory. *force* is known from the workspace or tenant.
    *action* is set instead of *text* when a button was pressed; see ``replies.Choice``.
    """

    text: str
    conversation: str | None = None
    force: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the last answer in a conversation was about, so that 'and Thursday?' can be understood.

    Never any text of the person's. *session* and *aspect* are ids; *entry* is the id last answered from.
    *kind* is the kind of the last reply; it never lowers how the next message is read.
    """

    at: dt.datetime
    kind: Kind
    entry: str | None = None
    session: str | None = None
    aspect: str | None = None
    day: dt.date | None = None
