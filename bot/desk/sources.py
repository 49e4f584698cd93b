"""What the desk is handed: ways to look at the running bot, and no way to change it."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.content.changes import Posted
from bot.content.library import Library
from bot.core.answering import Answerer
from bot.core.knowledge import Knowledge
from bot.core.reader import Reader
from bot.delivery.counts import Count
from bot.delivery.listing import Standing


@dataclass(frozen=True, slots=True)
class Sources:
    """*folders* are the two that leads edit. *standings* is the ledger by channel and day; *wrong* is ``/readyz``.

    *now* is the bot's clock (aware, London). *before* is what was live before the live version, None since a start.
    *posted* are the messages that are in channels, *counts* the
    answers given so far. *calendar* is the public address of calendar files, if there is one.
    """

    folders: tuple[Path, Path]
    library: Library
    answerer: Callable[[], Answerer | None]
    reader: Reader | None
    now: Callable[[], dt.datetime]
    standings: Callable[[], Awaitable[list[Standing]]]
    posted: Callable[[], Awaitable[list[Posted]]]
    counts: Callable[[], Awaitable[list[Count]]]
    before: Callable[[], Knowledge | None]
    wrong: Callable[[], Awaitable[list[str]]]
    calendar: str | None = None
