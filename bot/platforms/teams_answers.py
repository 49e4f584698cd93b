"""Brings a reply to the person who asked.

People's replies are tried again where Teams' answer was unclear: for them a doubled message beats silence. Reminders
never pass through here.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.core import pinned
from bot.core.events import Tell
from bot.core.replies import Reply
from bot.platforms import teams_cards as cards
from bot.platforms import teams_limits as limits
from bot.platforms.base import Outcome, Refused, RetryLater, Sent, Unsure
from bot.platforms.teams_connector import Answer, Connector, conversation, of_answer, of_error
from bot.platforms.teams_incoming import Asked

TRIES = 4
LONGEST_WAIT = 20.0
UNCLEAR_WAIT = 0.5
SHAPE = (400, 413)  # what Teams says to a card it does not want

Message = dict[str, Any]


class Answers:
    """Sends replies to people: into their own conversation with the bot, or into a thread."""

    def __init__(self, connector: Connector, tell: Tell) -> None:
        self._connector, self._tell = connector, tell

    async def give(self, asked: Asked, reply: Reply) -> None:
        """Bring *reply* to where *asked* came from; what is private goes to the person, and stays there."""
        if asked.direct or not reply.private:
            outcome = await self.say(asked, reply)
        else:
            alone = await self.direct(asked, reply)
            neutral = pinned.neutral_line() if isinstance(alone, Sent) else pinned.neutral_line_with_number()
            outcome = await self.say(asked, cards.line(neutral))
        if not isinstance(outcome, Sent):
            self._tell("teams.unanswered", reason=outcome.reason, outcome=type(outcome).__name__)

    async def say(self, asked: Asked, reply: Reply, *, plainly: bool = False) -> Outcome:
        """Answer in the conversation *asked* came from; *plainly* as text to copy instead of a card."""
        path = conversation(asked.conversation_id, "activities", *([asked.activity] if asked.activity else []))
        ends = {
            "from": {"id": asked.bot},
            "recipient": {"id": asked.user},
            "conversation": {"id": asked.conversation_id},
        }
        message = words(reply) | {"textFormat": "markdown"} if plainly else self.message(reply)
        return await self._send(asked.service_url, path, reply, {**ends, "replyToId": asked.activity, **message})

    async def direct(self, asked: Asked, reply: Reply) -> Outcome:
        """Send *reply* to the person alone, in their own conversation with the bot."""
        wanted = {
            "isGroup": False,
            "bot": {"id": asked.bot},
            "members": [{"id": asked.user}],
            "tenantId": asked.tenant,
            "channelData": {"tenant": {"id": asked.tenant}},
        }
        opened, outcome = await self._try(asked.service_url, "/v3/conversations", wanted)
        conversation_id = opened.text("id") if opened else None
        if conversation_id is None:
            return outcome if not isinstance(outcome, Sent) else Unsure("Teams opened no conversation")
        ends = {"from": {"id": asked.bot}, "recipient": {"id": asked.user}, "conversation": {"id": conversation_id}}
        path = conversation(conversation_id, "activities")
        return await self._send(asked.service_url, path, reply, ends | self.message(reply))

    def message(self, reply: Reply) -> Message:
        """*reply* as an activity to send: a card, or plain words when Teams would not show the card."""
        try:
            card = cards.render(reply)
            found = limits.problems(card, number=pinned.NUMBER)
        except Exception as error:  # noqa: BLE001 -- the plain words still go out
            found, card = [type(error).__name__], {}
        if found:
            self._tell("teams.unshaped", count=len(found), kind=reply.kind.value)
            return words(reply)
        return {
            "type": "message",
            "summary": cards.summary(reply),
            "attachments": [{"contentType": cards.CONTENT_TYPE, "content": card}],
        }

    async def _send(self, service_url: str, path: str, reply: Reply, body: Message) -> Outcome:
        answer, outcome = await self._try(service_url, path, body)
        if answer is not None and answer.status in SHAPE and body.pop("attachments", None):
            _, outcome = await self._try(service_url, path, body | words(reply))
        return outcome

    async def _try(self, service_url: str, path: str, body: Mapping[str, Any]) -> tuple[Answer | None, Outcome]:
        """Send for a person, again where that can help: what Teams said last, and what it means."""
        unclear = untaken = False
        answer: Answer | None = None
        outcome: Outcome = Unsure("never tried")
        for attempt in range(TRIES):
            try:
                answer = await self._connector.call("POST", service_url, path, body)
                if answer.fine:
                    return answer, Sent(answer.text("id") or "")
                outcome = of_answer(answer)
            except Exception as error:  # noqa: BLE001 -- sorted into what it means for the message
                answer, outcome = None, of_error(error)
            self._tell("teams.tried", reason=outcome.reason, outcome=type(outcome).__name__)
            if attempt == TRIES - 1:
                break
            if isinstance(outcome, RetryLater):
                told = answer is not None and answer.retry_after is not None
                asked_for = outcome.seconds if told else UNCLEAR_WAIT * 2**attempt
                await asyncio.sleep(min(asked_for, LONGEST_WAIT))
            elif isinstance(outcome, Unsure) and not unclear:
                unclear = True
                await asyncio.sleep(UNCLEAR_WAIT)
            elif isinstance(outcome, Refused) and not outcome.permanent and not untaken:
                untaken = True  # with a new token
            else:
                break
        return answer, outcome


def words(reply: Reply) -> Message:
    """*reply* without a card."""
    return {"type": "message", "textFormat": "plain", "text": cards.plain(reply), "summary": cards.summary(reply)}
