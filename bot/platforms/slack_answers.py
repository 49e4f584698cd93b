"""Brings a reply to the person who asked.

People's replies are tried again where Slack's answer was unclear: for them a doubled message beats silence. Reminders
never pass through here.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import pinned
from bot.core.events import Tell
from bot.core.replies import Reply
from bot.platforms import slack_blocks, slack_limits, slack_outcomes
from bot.platforms.base import Outcome, Refused, RetryLater, Sent, Unsure
from bot.platforms.proxies import proxy_to
from bot.platforms.slack_incoming import Asked

TRIES = 5
LONGEST_WAIT = 20.0
UNCLEAR_WAIT = 0.5
RESPONSE_HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")

Blocks = Sequence[dict[str, Any]]


class Answers:
    """Sends replies to people: in their direct messages, in a thread, or where only they see it."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, tell: Tell) -> None:
        self._client = client
        self._session = session
        self._tell = tell
        self._own_host = urlsplit(client.base_url).netloc

    async def give(self, token: str | None, asked: Asked, reply: Reply) -> None:
        """Bring *reply* to where *asked* came from; what is private goes to the person, and stays there."""
        if asked.respond_to is not None:
            await self._give_hidden(token, asked, reply)
        elif asked.channel is None:
            await self.direct(token, asked.user, reply)
        elif reply.private and not asked.direct:
            await self._give_apart(token, asked, reply)
        else:
            blocks = self.blocks(reply)
            broadcast = asked.direct and slack_blocks.broadcasts(reply)
            text = slack_blocks.fallback(reply)
            sent = await self.say(token, asked.channel, asked.thread, text, blocks, broadcast=broadcast)
            if not isinstance(sent, Sent) and asked.direct and asked.thread:
                await self.say(token, asked.channel, None, text, blocks)

    async def direct(self, token: str | None, user: str, reply: Reply) -> Outcome:
        """Send *reply* to *user* alone."""
        channel = user
        try:
            opened = await self._client.conversations_open(token=token, users=user)
            channel = opened["channel"]["id"]
        except Exception as error:  # noqa: BLE001 -- the person's id works as an address too
            self._tell("slack.unopened", reason=slack_outcomes.code(error))
        return await self.say(token, channel, None, slack_blocks.fallback(reply), self.blocks(reply))

    async def line(self, token: str | None, asked: Asked, text: str) -> Outcome:
        """One line in the thread *asked* came from."""
        if asked.channel is None:
            return Refused("there is no thread", permanent=True)
        return await self.say(token, asked.channel, asked.thread, text, slack_blocks.line(text, pinned.footer()))

    async def say(
        self,
        token: str | None,
        channel: str,
        thread: str | None,
        text: str,
        blocks: Blocks | None,
        *,
        broadcast: bool = False,
    ) -> Outcome:
        """Post for a person, trying again where that can help."""
        outcome: Outcome = Unsure("never tried")
        unclear = False
        for _ in range(TRIES):
            try:
                answer = await self._client.chat_postMessage(
                    token=token,
                    channel=channel,
                    thread_ts=thread,
                    text=text,
                    blocks=blocks,
                    reply_broadcast=True if broadcast and thread else None,
                    unfurl_links=False,
                    unfurl_media=False,
                )
                return Sent(str(answer["ts"]))
            except Exception as error:  # noqa: BLE001 -- sorted into what it means for the message
                outcome, word = slack_outcomes.of(error), slack_outcomes.code(error)
            self._tell("slack.unanswered", reason=word, outcome=type(outcome).__name__)
            if isinstance(outcome, RetryLater):
                await asyncio.sleep(min(outcome.seconds, LONGEST_WAIT))
            elif isinstance(outcome, Unsure):
                if unclear:
                    return outcome
                unclear = True
                await asyncio.sleep(UNCLEAR_WAIT)
            elif blocks and word in slack_outcomes.SHAPE:
                blocks = None  # the words without their shape are better than nothing
            elif broadcast:
                broadcast = False
            else:
                return outcome
        return outcome

    def blocks(self, reply: Reply) -> Blocks | None:
        """The reply's blocks, or None when Slack would refuse them: then the text stands alone."""
        try:
            blocks = slack_blocks.render(reply)
            found = slack_limits.problems(blocks)
        except Exception as error:  # noqa: BLE001 -- the plain text still goes out
            found, blocks = [type(error).__name__], []
        if found:
            self._tell("slack.unshaped", count=len(found), kind=reply.kind.value)
            return None
        return blocks

    async def _give_hidden(self, token: str | None, asked: Asked, reply: Reply) -> None:
        """Answer where only this person sees it. That vanishes on reload, so what is private is sent to them too."""
        arrived: Outcome | None = None
        if reply.private:
            arrived = await self.direct(token, asked.user, reply)
        if not await self._respond(asked.respond_to or "", reply) and not isinstance(arrived, Sent):
            await self.direct(token, asked.user, reply)

    async def _give_apart(self, token: str | None, asked: Asked, reply: Reply) -> None:
        arrived = await self.direct(token, asked.user, reply)
        neutral = pinned.neutral_line() if isinstance(arrived, Sent) else pinned.neutral_line_with_number()
        await self.line(token, asked, neutral)

    async def _respond(self, url: str, reply: Reply) -> bool:
        """Post to Slack's response address; only to a host that is Slack's or the configured one."""
        where = urlsplit(url)
        if not ((where.scheme == "https" and where.hostname in RESPONSE_HOSTS) or where.netloc == self._own_host):
            self._tell("slack.unanswered", reason="foreign response address", outcome="Refused")
            return False
        message: dict[str, Any] = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": slack_blocks.fallback(reply),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if blocks := self.blocks(reply):
            message["blocks"] = blocks
        for again in (True, False):
            try:
                async with self._session.post(url, json=message, allow_redirects=False, proxy=proxy_to(url)) as answer:
                    if answer.status == 200:
                        return True
                    reason = f"http_{answer.status}"
            except Exception as error:  # noqa: BLE001 -- sorted into a word
                reason = slack_outcomes.code(error)
            self._tell("slack.unanswered", reason=reason, outcome="Unsure")
            if again:
                await asyncio.sleep(UNCLEAR_WAIT)
        return False
