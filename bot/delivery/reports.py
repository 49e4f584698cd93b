"""What needs a person: told to the leads' channel in one message a tick, however many channels it is about.

What is to be told stands in the ledger, so that a process which is killed forgets nothing. It is noted as told once the
message is out: killed between the two, the leads are told twice, which harms less than not being told.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core import pinned
from bot.core.events import Tell
from bot.core.knowledge import Channel, Knowledge
from bot.core.replies import Kind, Reply, Section
from bot.core.schedule import DAY, Occurrence
from bot.core.wording import LONDON_ZONE, day_words, time_words
from bot.delivery.entry import Entry, State
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import Pause
from bot.platforms.base import Platform, Sent, Unsure

NAMED = 40
"""So many channels are named in one message; of the rest it says how many there are."""
LIMIT = 25.0
TRIES = 3
"""So often is a message sent of which nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Report:
    """*says* what is wrong in *channel*, by its name; *about* is the same for the same trouble."""

    about: str
    says: str
    channel: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The job of telling the leads, in *channel*, of *reports*."""

    channel: Channel
    reports: tuple[Report, ...]
    edit: bool = False

    @property
    def name(self) -> str:
        """One at a time."""
        return "leads"


class Reports:
    """Tells the leads' channel, if channels.yaml names one; *again* seconds later when it took no message."""

    def __init__(
        self,
        ledger: Ledger,
        platforms: Mapping[str, Platform],
        tell: Tell,
        real_now: Callable[[], dt.datetime],
        monotonic: Callable[[], float],
        again: float = 60.0,
    ) -> None:
        self._ledger = ledger
        self._platforms = platforms
        self._tell = tell
        self._real_now = real_now
        self._monotonic = monotonic
        self._again = again
        self._waiting: dict[str, Report] = {}
        self._said: set[str] = set()
        self._again_at = float("-inf")
        self._unsure = 0

    def refused(self, occurrence: Occurrence, reason: str) -> None:
        """The platform will not take it until a person has done something."""
        until = time_words(occurrence.until.astimezone(LONDON_ZONE).time())
        says = f"The reminder for {day_words(occurrence.day)} cannot be posted: {reason}. I keep trying until {until}."
        key = occurrence.key
        self.say(Report(f"refused/{key.channel}/{key.day}", says, occurrence.channel.name))

    def say(self, report: Report) -> None:
        """Tell the leads of something that the ledger does not know, unless they have been told."""
        if report.about not in self._said:
            self._waiting[report.about] = report

    async def to_tell(self, knowledge: Knowledge, today: dt.date) -> Telling | None:
        """What no process has told the leads, if they can be told now. Raises LedgerError."""
        leads = knowledge.channels.leads
        if leads is None or leads.platform not in self._platforms or knowledge.channels.paused:
            return None
        if self._monotonic() < self._again_at:
            return None
        names = {channel.key: channel.name for channel in knowledge.channels.channels}
        wanted = {report.about: report for entry in await self._ledger.untold(today - DAY)
                  if (report := _of(entry, names)) is not None}  # fmt: skip
        wanted |= self._waiting
        return Telling(leads, tuple(wanted.values())) if wanted else None

    async def tell(self, job: Telling) -> Pause | None:
        """Tell it in one message, and note that it was told. Raises LedgerError."""
        fresh = [report for report in job.reports if not await self._ledger.reported(report.about)]
        told = not fresh or await self._post(self._platforms[job.channel.platform], job.channel, fresh)
        if told:
            for report in fresh:
                await self._ledger.report(report.about, self._real_now())
            for report in job.reports:
                self._waiting.pop(report.about, None)
                self._said.add(report.about)
        return None if told else Pause(self._again)

    async def _post(self, platform: Platform, leads: Channel, reports: list[Report]) -> bool:
        """Whether the leads have been told, or will not be by trying again."""
        by_what: dict[str, list[str]] = {}
        for report in reports:
            by_what.setdefault(report.says, []).append(report.channel)
        sections = tuple(Section(f"{says}\nWhere: {_names(channels)}") for says, channels in by_what.items())
        reply = Reply(Kind.POST, sections, footer=pinned.footer(), summary="Signpost: something needs a person")
        try:
            async with asyncio.timeout(LIMIT):
                outcome = await platform.post(leads, reply, f"leads/{reports[0].about}")
        except Exception as error:  # noqa: BLE001 -- the leads' channel must not stop the reminders
            outcome = Unsure(f"it broke off ({type(error).__name__})")
        if isinstance(outcome, Sent):
            self._unsure = 0
            return True
        self._tell("leads.failed", platform=platform.name, reason=outcome.reason)
        self._again_at = self._monotonic() + self._again
        if isinstance(outcome, Unsure):
            self._unsure += 1
        if self._unsure >= TRIES:
            self._unsure = 0
            return True
        return False


def _of(entry: Entry, names: Mapping[str, str]) -> Report | None:
    """What the leads are told of a row of the ledger; nothing of a channel that is no longer listed."""
    key, reason = entry.key, entry.reason or "no reason is known"
    if key.channel not in names:
        return None
    if entry.state is State.UNSURE:
        says = (
            f"The reminder for {day_words(key.day)} may not have arrived ({reason}). I will not post it again, so that "
            "nobody gets it twice. Please look in the channel; if it is not there, post it yourself "
            "(“signpost preview” shows the text)."
        )
    else:
        says = f"The reminder for {day_words(key.day)} was not posted: {reason}. It would be too late now."
    return Report(f"{entry.state.value}/{key.channel}/{key.day}", says, names[key.channel])


def _names(channels: list[str]) -> str:
    named = ", ".join(channels[:NAMED])
    more = len(channels) - NAMED
    return f"{named} and {more} more (“signpost reminders” lists them all)." if more > 0 else f"{named}."
