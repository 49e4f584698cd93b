"""The page on this machine: the same exchange, with a clock that can be set and a channel that lives in memory."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from bot.core.question import Question
from bot.core.replies import Reply
from bot.exchange import Exchange
from bot.platforms.console import Console
from bot.timepiece import Timepiece

Picture = Callable[[Reply], str]


class LocalPage:
    """Implements ``web.Local``. *pictures* shows a reply as each platform would, as HTML, by the platform's name."""

    def __init__(
        self, exchange: Exchange, console: Console, timepiece: Timepiece, pictures: Mapping[str, Picture]
    ) -> None:
        self._exchange = exchange
        self._console = console
        self._timepiece = timepiece
        self._pictures = pictures

    async def respond(self, question: Question) -> Reply:
        """Answer one question by the page's clock."""
        return await self._exchange.respond(question)

    def picture(self, reply: Reply) -> dict[str, str]:
        """*reply* as each platform would show it, and as plain text."""
        buttons = "".join(f"\n  [{choice.label}]" for choice in reply.choices)
        plain = f"{reply.text}{buttons}\n\n{reply.footer}"
        return {**{name: show(reply) for name, show in self._pictures.items()}, "plain": plain}

    def posts(self) -> list[dict[str, Any]]:
        """The posts of the local channels, oldest first."""
        return [
            {
                "id": post.message,
                "at": f"{post.at:%A} {post.at.day} {post.at:%B, %H:%M}",
                "edits": post.edits,
                "reply": self.picture(post.reply),
                "notices": [self.picture(notice) for notice in post.notices],
            }
            for post in self._console.posted
        ]

    def now(self) -> dt.datetime:
        """The page's clock, in London."""
        return self._timepiece.now()

    def set_clock(self, moment: dt.datetime) -> None:
        """Move the page's clock; what is due there is posted at the next tick."""
        self._timepiece.set(moment)
