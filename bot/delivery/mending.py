"""Keeps posted messages true: one edit when their sessions changed, one short line in the thread when people need it.

An edit may safely be repeated, a line in a thread may not: it is claimed before it is posted, like a post, and never
repeated when nobody knows whether it arrived.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.core import posts
from bot.core.events import Tell
from bot.core.knowledge import Channel, Knowledge, Reminder
from bot.core.posts import Told
from bot.core.schedule import Key, is_quiet
from bot.delivery.entry import Entry
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import Pause
from bot.errors import LedgerError
from bot.platforms.base import Outcome, Platform, Refused, RetryLater, Sent, Unsure

TRIES = 3
"""So often is an edit tried that is refused for good, five minutes apart; then the message is left as it is."""
AGAIN = 300.0
UNSURE_AGAIN = 20.0

Write = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Mend:
    """The job of making the message of *entry* say *target*, and of telling its thread."""

    entry: Entry
    channel: Channel
    reminder: Reminder
    target: Told
    edit: bool = True

    @property
    def name(self) -> str:
        """One a channel and day."""
        return f"{self.entry.key.channel}/{self.entry.key.day}"


class Mender:
    """Finds posts that are no longer true, and mends them."""

    def __init__(
        self,
        ledger: Ledger,
        platforms: Mapping[str, Platform],
        tell: Tell,
        *,
        now: Callable[[], dt.datetime],
        real_now: Callable[[], dt.datetime],
        limit: float,
        calendar: str | None,
    ) -> None:
        self._ledger = ledger
        self._platforms = platforms
        self._tell = tell
        self._now = now
        self._real_now = real_now
        self._limit = limit
        self._calendar = calendar
        self._refusals: dict[Key, int] = {}
        self._unwritten: list[Write] = []  # what the ledger could not be told
        self.knowledge: Knowledge | None = None

    async def write_down(self) -> None:
        """Tell the ledger what it could not be told before. Raises LedgerError while it still cannot."""
        while self._unwritten:
            await self._unwritten[0]()
            self._unwritten.pop(0)

    async def jobs(self, knowledge: Knowledge, now: dt.datetime, gone: frozenset[str]) -> list[Mend]:
        """What to mend at *now*. Lines in threads that holders in *gone* had begun are taken as said."""
        for holder in gone:
            await self._ledger.noticed_by(holder)
        week = knowledge.schedule.week
        channels = {channel.key: channel for channel in knowledge.channels.channels}
        jobs = []
        for reminder_id, day, told, noticed in await self._ledger.sayings(
            week.starts - posts.AROUND, week.ends + posts.AROUND
        ):
            reminder = posts.reminder_of(knowledge, reminder_id)
            if reminder is None:
                continue
            target = posts.now_true(knowledge.schedule, reminder, day, told, now)
            if target == told == noticed:
                continue
            for entry in await self._ledger.saying(reminder_id, day, told, noticed):
                channel = channels.get(entry.key.channel)
                if channel and channel.platform in self._platforms and not is_quiet(channel, now):
                    jobs.append(Mend(entry, channel, reminder, target))
        return jobs

    async def mend(self, job: Mend) -> Pause | None:
        """Edit, then tell the thread; each only if it is needed."""
        knowledge, key, told = self.knowledge, job.entry.key, job.entry.told
        if knowledge is None or knowledge.channels.paused or job.entry.message is None:
            return None
        now, platform = self._now(), self._platforms[job.channel.platform]
        if not await self._ledger.says(key, told, job.entry.noticed):
            return None  # another process has mended it since
        if job.target != told:
            reply = posts.post(knowledge, job.reminder, job.channel, key.day, job.target, now, self._calendar)
            outcome = await self._call(platform.edit(job.channel, job.entry.message, reply))
            match outcome:
                case Refused(reason, permanent):
                    self._tell("reminder.uneditable", platform=platform.name, reason=reason)
                    self._refusals[key] = self._refusals.get(key, 0) + 1
                    if not permanent or self._refusals[key] < TRIES:
                        return Pause(AGAIN)
                    await self._ledger.edited(key, told, job.target, self._real_now(), reason)
                case RetryLater(reason, seconds, wide):
                    self._tell("reminder.retry", platform=platform.name, reason=reason, seconds=seconds)
                    return Pause(seconds, wide)
                case Unsure(reason):
                    self._tell("reminder.retry", platform=platform.name, reason=reason, seconds=UNSURE_AGAIN)
                    return Pause(UNSURE_AGAIN)
                case Sent():
                    await self._ledger.edited(key, told, job.target, self._real_now())
                    self._tell("reminder.edited", platform=platform.name)
        return await self._notice(job, knowledge, platform)

    async def _notice(self, job: Mend, knowledge: Knowledge, platform: Platform) -> Pause | None:
        key, before = job.entry.key, job.entry.noticed
        if before == job.target or job.entry.message is None:
            return None
        reply = posts.notice(knowledge, job.reminder, job.channel, before, job.target, self._now())
        if reply is None:
            await self._ledger.nothing_to_notice(key, before, job.target)
            return None
        try:
            claimed = await self._ledger.claim_notice(key, before, job.target)
        except LedgerError:
            self._unwritten.append(partial(self._ledger.settle_notice, key, arrived=False, sent=False))
            raise
        if not claimed:
            return None
        outcome = await self._call(platform.notice(job.channel, job.entry.message, reply))
        arrived = not isinstance(outcome, RetryLater) and not (isinstance(outcome, Refused) and not outcome.permanent)
        settle = partial(self._ledger.settle_notice, key, arrived=arrived, sent=isinstance(outcome, Sent))
        try:
            await settle()
        except LedgerError:
            self._unwritten.append(settle)
            raise
        match outcome:
            case Sent():
                self._tell("reminder.noticed", platform=platform.name)
            case RetryLater(reason, seconds, wide):
                self._tell("reminder.retry", platform=platform.name, reason=reason, seconds=seconds)
                return Pause(seconds, wide)
            case Refused(reason) | Unsure(reason):
                self._tell("reminder.unnoticed", platform=platform.name, reason=reason)
        return None

    async def _call(self, call: Coroutine[Any, Any, Outcome]) -> Outcome:
        try:
            async with asyncio.timeout(self._limit):
                return await call
        except Exception as error:  # noqa: BLE001 -- whatever broke, it may have arrived
            return Unsure(f"it broke off ({type(error).__name__})")
