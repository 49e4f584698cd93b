"""Questions that people press to send on to the wellbeing team."""

import asyncio
from collections.abc import Mapping

from bot.content.library import Library
from bot.core.replies import Reply
from bot.platforms.base import Platform, RetryLater, Sent

PATIENCE = 5.0
"""Seconds that whoever pressed is kept waiting while the platform has had enough of us, as it may during reminders."""


class Questions:
    """Sends them to the leads' channel that channels.yaml names, if it says ``questions: yes``."""

    def __init__(self, library: Library, platforms: Mapping[str, Platform]) -> None:
        self._library = library
        self._platforms = platforms

    async def send(self, question: Reply) -> bool:
        """Whether *question* certainly arrived."""
        channels = self._library.live.channels if self._library.live else None
        if channels is None or channels.leads is None or not channels.questions:
            return False
        platform = self._platforms.get(channels.leads.platform.value)
        if platform is None:
            return False
        outcome = await platform.post(channels.leads, question, "question")
        if isinstance(outcome, RetryLater) and outcome.seconds <= PATIENCE:
            await asyncio.sleep(outcome.seconds)
            outcome = await platform.post(channels.leads, question, "question")
        return isinstance(outcome, Sent)
