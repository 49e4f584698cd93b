"""The whole week in a moment: every post, edit and line in a thread as it will be, with a ledger of its own."""

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.core.events import silent
from bot.core.knowledge import Channel, Knowledge, PlatformName
from bot.core.schedule import on_day
from bot.core.wording import LONDON_ZONE, ends_at
from bot.delivery.deliver import Deliverer
from bot.delivery.ledger import Ledger
from bot.errors import UsageError
from bot.platforms.base import Platform


class Rehearsal:
    """Plays *knowledge*'s week. *now* is the moment being played."""

    def __init__(self, knowledge: Knowledge, year: int) -> None:
        starts = knowledge.schedule.week.starts
        if starts.year != year:
            raise UsageError(f"The schedule is for {starts.year}: signpost rehearse {starts.year}.")
        channels = knowledge.channels.model_copy(update={"paused": False, "leads": None})
        self._knowledge = knowledge.model_copy(update={"channels": channels})
        self.now = dt.datetime.combine(starts, dt.time(), LONDON_ZONE)

    def into(self, channel: Channel) -> None:
        """Post everything into *channel* alone, instead of into the forces' channels."""
        reminders = tuple(reminder.id for reminder in self._knowledge.schedule.reminders)
        only = channel.model_copy(update={"reminders": reminders, "quiet": None})
        channels = self._knowledge.channels.model_copy(update={"channels": (only,)})
        self._knowledge = self._knowledge.model_copy(update={"channels": channels})

    @property
    def moments(self) -> list[dt.datetime]:
        """When something happens: each post's time, and the end of each session."""
        week = self._knowledge.schedule.week
        days = [week.starts + dt.timedelta(days=n) for n in range((week.ends - week.starts).days + 1)]
        found = {occurrence.at for day in days for occurrence in on_day(self._knowledge, day)}
        found |= {ends_at(session).astimezone(dt.UTC) for session in self._knowledge.schedule.sessions}
        return sorted(found)

    async def play(
        self, platforms: Mapping[str, Platform], progress: Callable[[int, int], None], calendar: str | None = None
    ) -> None:
        """Go through the week; *platforms* take the posts, by name. Nothing touches the real ledger."""
        moments = self.moments
        with tempfile.TemporaryDirectory(prefix="signpost-rehearsal-") as folder:
            ledger = await Ledger.open(f"sqlite:///{Path(folder) / 'ledger.sqlite3'}")
            deliverer = Deliverer(ledger, platforms, silent, lambda: self.now, calendar=calendar)
            try:
                for number, moment in enumerate(moments, start=1):
                    self.now = moment.astimezone(LONDON_ZONE)
                    await deliverer.tick(self._knowledge, self.now)
                    progress(number, len(moments))
            finally:
                await deliverer.close()
                await ledger.close()


def everywhere(platform: Platform) -> dict[str, Platform]:
    """*platform* in the place of every other: the rehearsal is printed, whatever the channels are."""
    return dict.fromkeys((name.value for name in PlatformName), platform)
