"""One occurrence, one post: claimed before, settled after, looked up before it is ever repeated."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.core import posts
from bot.core.events import Tell
from bot.core.knowledge import Channel, Knowledge
from bot.core.replies import Reply
from bot.core.schedule import Key, Occurrence, is_quiet
from bot.delivery.entry import Claim, Entry
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import Answered, Pause
from bot.delivery.reports import Reports
from bot.errors import LedgerError
from bot.platforms.base import UNKNOWABLE, Outcome, Platform, Refused, RetryLater, Sent, Unknowable, Unsure

BEFORE = dt.timedelta(hours=1)
"""A post is looked for this long before it was first claimed: a wrong clock of ours must not hide it."""
LATER = Pause(1.0)
LOOKS = 120
"""So often is a post looked for while the platform does not answer: about an hour. Then a person is asked to look."""

Write = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of real time. A post ends before its holder could be taken for vanished: 2 * fresh + limit < gone.

    *gap* is longer than two looks at the others are apart; *settle* how long a platform may take to show a post;
    *refused* how long a channel that refused for good is left alone, while a person may be inviting the bot.
    """

    beat: float = 5.0
    fresh: float = 15.0
    limit: float = 25.0
    gone: float = 60.0
    gap: float = 15.0
    settle: float = 30.0
    refused: float = 300.0


@dataclass(frozen=True, slots=True)
class Post:
    """The job of posting *occurrence*."""

    occurrence: Occurrence
    edit: bool = False

    @property
    def name(self) -> str:
        """One a channel and day."""
        return f"{self.occurrence.channel.key}/{self.occurrence.day}"

    @property
    def channel(self) -> Channel:
        """Where it goes."""
        return self.occurrence.channel


@dataclass(frozen=True, slots=True)
class Look:
    """The job of finding out what became of a claim whose holder vanished, or whose answer was lost."""

    entry: Entry
    channel: Channel
    edit: bool = True

    @property
    def name(self) -> str:
        """One a channel and day."""
        return f"{self.entry.key.channel}/{self.entry.key.day}"


class Poster:
    """Posts. Keeps in memory only what the ledger could not be told yet."""

    def __init__(
        self,
        ledger: Ledger,
        platforms: Mapping[str, Platform],
        tell: Tell,
        reports: Reports,
        *,
        now: Callable[[], dt.datetime],
        real_now: Callable[[], dt.datetime],
        monotonic: Callable[[], float],
        fresh: Callable[[], Awaitable[bool]],
        timing: Timing,
        calendar: str | None,
    ) -> None:
        self._ledger = ledger
        self._platforms = platforms
        self._tell = tell
        self._reports = reports
        self._now = now
        self._real_now = real_now
        self._monotonic = monotonic
        self._fresh = fresh
        self._timing = timing
        self._calendar = calendar
        self._mine: set[Key] = set()  # claimed by this run, and not settled yet
        self._unwritten: dict[Key, Write] = {}  # what the ledger could not be told
        self._doubts: dict[Key, float] = {}  # when to look, by the steady clock
        self._attempts: dict[Key, int] = {}
        self._drawn: dict[tuple[object, ...], Reply] = {}  # what was worked out in this second
        self._drawn_from: Knowledge | None = None
        self._drawn_at: dt.datetime | None = None
        self.knowledge: Knowledge | None = None

    def wants_look(self, entry: Entry, gone: frozenset[str]) -> bool:
        """Whether it is time to find out what became of this claim."""
        if entry.holder in gone:
            return True
        return entry.holder == self._ledger.holder and self._wants(entry.key)

    def _wants(self, key: Key) -> bool:
        return key not in self._mine or self._doubts.get(key, float("inf")) <= self._monotonic()

    async def write_down(self) -> None:
        """Tell the ledger what it could not be told before. Raises LedgerError while it still cannot."""
        for key, write in list(self._unwritten.items()):
            await write()
            self._settled(key)

    async def post(self, occurrence: Occurrence, answered: Answered = lambda: None) -> Pause | None:
        """Post *occurrence* if it is still due and nobody has, or may have. *answered*: see ``pacing``."""
        if not self._due(occurrence) or occurrence.key in self._mine:
            return None
        platform = self._platforms[occurrence.channel.platform]
        saying = posts.told(occurrence)
        began = self._monotonic()
        if not await self._fresh():
            return LATER
        claim = await self._ledger.claim(occurrence.key, saying, occurrence.at, self._real_now())
        if claim is None:
            return None
        self._mine.add(occurrence.key)
        if not self._due(occurrence) or self._monotonic() - began > self._timing.fresh:
            await self._release(claim, "it took too long to begin, so it was begun again")
            return None
        at = self._now()
        outcome = await self._send(platform, occurrence.channel, self._message(occurrence, at), claim)
        answered()
        match outcome:
            case Sent(message):
                await self._posted(occurrence, message, at)
                return None
            case Refused(reason, permanent):
                return await self._refused(occurrence, claim, reason, permanent)
            case RetryLater(reason, seconds, wide):
                self._tell("reminder.retry", platform=platform.name, reason=reason, seconds=seconds)
                await self._release(claim, reason)
                return Pause(seconds, wide)
            case Unsure(reason):
                await self._doubt(claim, occurrence.channel, reason)
                return None

    async def look(self, entry: Entry, channel: Channel) -> Pause | None:
        """Find out what became of a claim: settled as posted, released because it is certainly not there, or unsure."""
        key = entry.key
        if entry.holder == self._ledger.holder:
            if not self._wants(key):
                return None  # a post of that day was begun since the row was read
            if key not in self._mine:  # claimed, but the answer of the database was lost: nothing was ever sent
                self._mine.add(key)
                await self._release(Claim(key, entry.attempts, entry.first), "the database did not answer in time")
                return None
        claim = await self._ledger.take_over(entry, self._real_now())
        if claim is None:
            return None
        self._mine.add(key)
        await self._doubt(claim, channel, entry.reason or "it was interrupted while it was being posted", last=True)
        return None

    def _message(self, occurrence: Occurrence, now: dt.datetime) -> Reply:
        """The message of *occurrence*, worked out once a second for all the channels that get the same."""
        knowledge = self.knowledge
        assert knowledge is not None  # noqa: S101 -- _due saw it
        sessions = tuple(session.id for session in occurrence.sessions)
        language = knowledge.language_of(occurrence.channel)
        second = now.replace(microsecond=0)
        if self._drawn_from is not knowledge or self._drawn_at != second:
            self._drawn_from, self._drawn_at, self._drawn = knowledge, second, {}
        same = (occurrence.reminder.id, occurrence.day, sessions, language)
        if same not in self._drawn:
            self._drawn[same] = posts.of(occurrence, knowledge, now, self._calendar)
        return self._drawn[same]

    def _due(self, occurrence: Occurrence) -> bool:
        now, knowledge = self._now(), self.knowledge
        return (
            knowledge is not None
            and not knowledge.channels.paused
            and occurrence.at <= now < occurrence.until
            and not is_quiet(occurrence.channel, now)
        )

    async def _send(self, platform: Platform, channel: Channel, reply: Reply, claim: Claim) -> Outcome:
        try:
            async with asyncio.timeout(self._timing.limit):
                return await platform.post(channel, reply, str(claim.key))
        except Exception as error:  # noqa: BLE001 -- whatever broke, the post may have left
            return Unsure(f"it broke off ({type(error).__name__})")

    async def _posted(self, occurrence: Occurrence, message: str, at: dt.datetime) -> None:
        late = max(0.0, (at - occurrence.at).total_seconds())
        self._tell("reminder.posted", platform=occurrence.channel.platform.value, late=late)
        await self._found(occurrence.key, message, at)

    async def _write(self, key: Key, write: Write) -> None:
        """Settle *key* in the ledger, now or at a later tick."""
        self._unwritten[key] = write
        try:
            await write()
        except LedgerError as error:
            self._tell("ledger.failed", reason=str(error))
        else:
            self._settled(key)

    async def _found(self, key: Key, message: str, at: dt.datetime) -> None:
        await self._write(key, partial(self._ledger.posted, key, message, at, self._real_now()))

    async def _release(self, claim: Claim, reason: str) -> None:
        await self._write(claim.key, partial(self._ledger.release, claim, reason, self._real_now()))

    async def _refused(self, occurrence: Occurrence, claim: Claim, reason: str, permanent: bool) -> Pause:
        platform = occurrence.channel.platform.value
        attempts = self._attempts[occurrence.key] = self._attempts.get(occurrence.key, 0) + 1
        self._tell("reminder.refused", platform=platform, reason=reason)
        await self._release(claim, reason)
        if permanent:
            self._reports.refused(occurrence, reason)
            return Pause(self._timing.refused)
        return Pause(min(5.0 * 2 ** (attempts - 1), 60.0))

    async def _doubt(self, claim: Claim, channel: Channel, reason: str, *, last: bool = False) -> None:
        """It may have arrived: look for it, now and once more when the platform had time to show it."""
        platform, key = self._platforms[channel.platform], claim.key
        try:
            async with asyncio.timeout(self._timing.limit):
                found = await platform.find_posted(channel, str(key), claim.first - BEFORE)
        except Exception as error:  # noqa: BLE001 -- not knowing today does not mean that it cannot be known
            found = Unsure(type(error).__name__)
        if isinstance(found, Unsure) and claim.attempt >= LOOKS:
            found = UNKNOWABLE
        if isinstance(found, Unknowable):
            self._tell("reminder.unsure", platform=platform.name, reason=reason)
            await self._write(key, partial(self._ledger.unsure, claim, reason, self._real_now()))
        elif isinstance(found, str):
            self._tell("reminder.found", platform=platform.name)
            since = max(dt.timedelta(), self._real_now() - claim.first)
            await self._found(key, found, self._now() - since)  # it stands there since about when it was first claimed
        elif found is None and last:
            await self._release(claim, reason)
        else:
            self._doubts[key] = self._monotonic() + self._timing.settle

    def _settled(self, key: Key) -> None:
        self._mine.discard(key)
        self._unwritten.pop(key, None)
        self._doubts.pop(key, None)
