"""What needs a person: told to the leads' channel once, in one message a tick, however many channels it is about."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core import pinned
from bot.core.events import Tell
from bot.core.knowledge import Channel, Knowledge
from bot.core.replies import Kind, Reply, Section
from bot.core.schedule import Key, Occurrence
from bot.core.wording import LONDON_ZONE, day_words, time_words
from bot.delivery.ledger import Ledger
from bot.platforms.base import Platform, Sent

NAMED = 10
"""So many channels are named in one message; of the rest it says how many there are."""


@dataclass(frozen=True, slots=True)
class _Report:
    about: str
    says: str
    channel: str


class Reports:
    """Collects what the leads should know and sends it to their channel, if channels.yaml names one."""

    def __init__(
        self, ledger: Ledger, platforms: Mapping[str, Platform], tell: Tell, real_now: Callable[[], dt.datetime]
    ) -> None:
        self._ledger = ledger
        self._platforms = platforms
        self._tell = tell
        self._real_now = real_now
        self._waiting: list[_Report] = []

    def unsure(self, key: Key, channel: Channel, reason: str) -> None:
        """It may or may not be in the channel."""
        says = (
            f"The reminder for {day_words(key.day)} may not have arrived ({reason}). I will not post it again, so that "
            "nobody gets it twice. Please look in the channel; if it is not there, post it yourself "
            "(“signpost preview” shows the text)."
        )
        self._waiting.append(_Report(f"unsure/{key.channel}/{key.day}", says, channel.name))

    def refused(self, occurrence: Occurrence, reason: str) -> None:
        """The platform will not take it until a person has done something."""
        until = time_words(occurrence.until.astimezone(LONDON_ZONE).time())
        says = f"The reminder for {day_words(occurrence.day)} cannot be posted: {reason}. I keep trying until {until}."
        key = occurrence.key
        self._waiting.append(_Report(f"refused/{key.channel}/{key.day}", says, occurrence.channel.name))

    def given_up(self, occurrence: Occurrence, reason: str) -> None:
        """Its time passed."""
        says = f"The reminder for {day_words(occurrence.day)} was not posted: {reason}. It would be too late now."
        key = occurrence.key
        self._waiting.append(_Report(f"given up/{key.channel}/{key.day}", says, occurrence.channel.name))

    async def send(self, knowledge: Knowledge) -> None:
        """Tell what no process has told before. Raises LedgerError when that cannot be known: then at a later tick."""
        leads = knowledge.channels.leads
        platform = self._platforms.get(leads.platform) if leads else None
        if leads is None or platform is None or knowledge.channels.paused:
            self._waiting.clear()
            return
        fresh = []
        while self._waiting:
            if await self._ledger.report(self._waiting[0].about, self._real_now()):
                fresh.append(self._waiting[0])
            self._waiting.pop(0)
        if not fresh:
            return
        by_what: dict[str, list[str]] = {}
        for report in fresh:
            by_what.setdefault(report.says, []).append(report.channel)
        sections = tuple(Section(says, heading=_names(channels)) for says, channels in by_what.items())
        reply = Reply(Kind.POST, sections, footer=pinned.footer(), summary="Signpost: a reminder needs a person")
        try:
            async with asyncio.timeout(25):
                outcome = await platform.post(leads, reply, f"leads/{fresh[0].about}")
        except Exception as error:  # noqa: BLE001 -- the leads' channel must not stop the reminders
            self._tell("leads.failed", platform=platform.name, reason=type(error).__name__)
            return
        if not isinstance(outcome, Sent):
            self._tell("leads.failed", platform=platform.name, reason=outcome.reason)


def _names(channels: list[str]) -> str:
    named = channels[:NAMED]
    return ", ".join(named) + (f" and {len(channels) - NAMED} more" if len(channels) > NAMED else "")
