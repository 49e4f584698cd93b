"""``signpost rehearse``: the whole week onto the terminal, or into one test channel."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.content.source import load
from bot.core.events import silent
from bot.core.knowledge import Channel, Knowledge, PlatformName
from bot.core.question import Question
from bot.core.replies import Reply
from bot.delivery import listing
from bot.delivery.ledger import Ledger
from bot.delivery.references import References
from bot.delivery.rehearsal import Rehearsal, everywhere
from bot.errors import UsageError
from bot.folders import folders
from bot.platforms.base import Outcome, Platform, Sent
from bot.platforms.console import Console
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.slack import Slack
    from bot.platforms.teams import Teams

Show = Callable[[str, Channel, Reply], None]
Say = Callable[[str], None]


class Shown:
    """*platform*, with every message that arrived shown, too. *failed* says why others did not."""

    def __init__(self, platform: Platform, show: Show) -> None:
        self._platform = platform
        self._show = show
        self.name = platform.name
        self.find_posted, self.unreachable, self.close = platform.find_posted, platform.unreachable, platform.close
        self.failed: list[str] = []

    async def post(self, channel: Channel, reply: Reply, key: str) -> Outcome:
        """See ``Platform``."""
        return self._seen("posted", channel, reply, await self._platform.post(channel, reply, key))

    async def edit(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """See ``Platform``."""
        return self._seen("edited", channel, reply, await self._platform.edit(channel, message, reply))

    async def notice(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """See ``Platform``."""
        return self._seen("noticed", channel, reply, await self._platform.notice(channel, message, reply))

    def _seen(self, what: str, channel: Channel, reply: Reply, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Sent):
            self._show(what, channel, reply)
        else:
            self.failed.append(outcome.reason)
        return outcome


async def rehearse(settings: Settings, year: int, into: str | None, as_json: bool, say: Say, progress: Say) -> None:
    """Play the whole week to *say*, with a ledger of its own; *progress* is given a bar to draw.

    *into* names the test channel that gets every message. Raises UsageError for one that cannot be meant, and when not
    all arrived.
    """
    knowledge = load(*folders(settings))
    rehearsal = Rehearsal(knowledge, year)

    def show(what: str, channel: Channel, reply: Reply) -> None:
        if as_json:
            say(json.dumps(listing.rehearsal_json(rehearsal.now, what, channel, reply), ensure_ascii=False))
        else:
            say(listing.rehearsal_line(rehearsal.now, what, channel, reply) + "\n")

    def drawn(done: int, total: int) -> None:
        progress(listing.bar(done, total))

    if into is None:
        await rehearsal.play(everywhere(Console(lambda: rehearsal.now, show)), drawn, settings.public_url)
        return
    channel = _named(knowledge, into)
    rehearsal.into(channel)
    async with _platform(settings, channel) as platform:
        shown = Shown(platform, show)
        platforms: Mapping[str, Platform] = {channel.platform.value: shown}
        await rehearsal.play(platforms, drawn, settings.public_url)
    if shown.failed:
        raise UsageError(f"Not everything arrived in {channel.name}: {'; '.join(dict.fromkeys(shown.failed))}.")


def _named(knowledge: Knowledge, name: str) -> Channel:
    """The channel called *name*, unless officers are reminded there."""
    listed = knowledge.channels
    channels = [*listed.channels, *([listed.leads] if listed.leads else [])]
    found = next((one for one in channels if name in (one.name, one.channel)), None)
    if found is None:
        names = ", ".join(one.name for one in channels if not one.reminders) or "none yet"
        raise UsageError(
            f"channels.yaml lists no channel called {name!r}. List a test channel there, with “reminders: []”, and "
            f"name it here; channels like that: {names}."
        )
    if found.reminders:
        raise UsageError(
            f"Officers are reminded in {found.name}, and would get the whole week at once: rehearse into a channel "
            "with “reminders: []”."
        )
    if found.platform is PlatformName.CONSOLE:
        raise UsageError("The local page cannot be rehearsed into: leave --into out, and the week is printed here.")
    return found


@asynccontextmanager
async def _platform(settings: Settings, channel: Channel) -> AsyncIterator[Platform]:
    """The platform of *channel*, to post and nothing else; the real database is only read."""
    async with contextlib.AsyncExitStack() as stack:
        ledger = Ledger.later(settings.database_url)
        stack.push_async_callback(ledger.base.close)
        made = _slack(settings, ledger) if channel.platform is PlatformName.SLACK else _teams(settings, ledger)
        if made is None:
            platform = channel.platform.value.capitalize()
            raise UsageError(f"{platform} is not configured here, so {channel.name} cannot be reached.")
        stack.push_async_callback(made.close)
        await made.start()
        if reason := await made.unreachable(channel):
            raise UsageError(f"{channel.name} cannot be reached: {reason}")
        yield made


def _slack(settings: Settings, ledger: Ledger) -> "Slack | None":
    from bot.platforms.slack import Slack, SlackAccess  # here: what is not configured is not paid for

    given = settings.slack()
    if given is None:
        return None
    oauth = (given.client_id, given.client_secret) if given.client_id and given.client_secret else None
    access = SlackAccess(given.api_url, given.signing_secret, given.bot_token, None, oauth, settings.public_url)
    return Slack(access, _nobody, _nothing, silent, lambda _: None, database=ledger.base)


def _teams(settings: Settings, ledger: Ledger) -> "Teams | None":
    from bot.platforms.teams import Teams, TeamsAccess

    given = settings.teams()
    if given is None:
        return None
    access = TeamsAccess(given.type.value, given.app_id, given.password, given.tenant_id)
    return Teams(access, _nobody, silent, lambda _: None, References(ledger))


async def _nobody(question: Question) -> Reply:  # noqa: ARG001 -- the shape of the port
    raise AssertionError("a rehearsal answers nobody")


def _nothing(force: str | None) -> Reply:  # noqa: ARG001 -- the shape of the port
    raise AssertionError("a rehearsal shows no Home")
