"""The local page and the terminal as a platform of their own: channels that live in memory."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.knowledge import Channel
from bot.core.replies import Reply
from bot.platforms.base import Outcome, Refused, Sent

KEPT = 200


@dataclass(slots=True)
class Posted:
    """One message in a local channel, with what happened to it since."""

    message: str
    channel: str
    key: str
    at: dt.datetime
    reply: Reply
    edits: int = 0
    notices: list[Reply] = field(default_factory=list)


class Console:
    """Takes posts and shows them to the local page, or hands each one to *show* (the terminal)."""

    name = "console"

    def __init__(
        self, now: Callable[[], dt.datetime], show: Callable[[str, Channel, Reply], None] | None = None
    ) -> None:
        self._now = now
        self._show = show
        self._ids = itertools.count(1)
        self.posted: list[Posted] = []

    async def post(self, channel: Channel, reply: Reply, key: str) -> Outcome:
        """Put *reply* into the local channel; always arrives."""
        post = Posted(f"m{next(self._ids)}", channel.channel, key, self._now(), reply)
        self.posted.append(post)
        del self.posted[:-KEPT]
        self._tell("posted", channel, reply)
        return Sent(post.message)

    async def edit(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """Replace what was posted; a message of an earlier run is gone with that run."""
        post = self._find(message)
        if post is None:
            return Refused("the local page no longer shows this message", permanent=True)
        post.reply, post.edits = reply, post.edits + 1
        self._tell("edited", channel, reply)
        return Sent(message)

    async def notice(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """Answer a message in its thread."""
        post = self._find(message)
        if post is None:
            return Refused("the local page no longer shows this message", permanent=True)
        post.notices.append(reply)
        self._tell("noticed", channel, reply)
        return Sent(f"{message}.{len(post.notices)}")

    async def find_posted(self, channel: Channel, key: str, since: dt.datetime) -> str | None:  # noqa: ARG002 -- the port's shape
        """The message posted under *key* in this run, if any."""
        return next((post.message for post in self.posted if post.key == key and post.channel == channel.channel), None)

    async def unreachable(self, channel: Channel) -> str | None:  # noqa: ARG002 -- the port's shape
        """Never: it is this machine."""
        return None

    async def close(self) -> None:
        """Nothing to let go of."""

    def _find(self, message: str) -> Posted | None:
        return next((post for post in self.posted if post.message == message), None)

    def _tell(self, what: str, channel: Channel, reply: Reply) -> None:
        if self._show is not None:
            self._show(what, channel, reply)
