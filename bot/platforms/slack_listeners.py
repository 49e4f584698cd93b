"""What Signpost listens to in Slack: messages, mentions, the command, buttons, the Home.

Every listener acknowledges first, and whatever breaks in one still ends in an answer with the number.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import pinned
from bot.core.events import Tell
from bot.core.question import Question
from bot.core.replies import Reply
from bot.platforms import slack_blocks, slack_limits, slack_outcomes
from bot.platforms.base import Home, Respond
from bot.platforms.seen import Seen
from bot.platforms.slack_answers import Answers
from bot.platforms.slack_incoming import Asked, Json, is_person, plain

COMMAND = "/wellbeing"
LONGEST_ANSWER = 60.0  # a late answer is better than none; danger waits for nothing (see bot.exchange)
REGISTER = re.compile(r"\W*channel\W*", re.IGNORECASE)
ANYTHING = re.compile("")
OURS = re.compile("^" + re.escape(slack_blocks.PREFIX))

PASTE = (
    "These lines tell Signpost to remind this channel. Paste them under “channels:” in schedules/channels.yaml, or "
    "send them to whoever looks after Signpost for you."
)


class Listeners:
    """The listeners, and the tasks that are still at work for somebody."""

    def __init__(
        self,
        client: AsyncWebClient,
        answers: Answers,
        respond: Respond,
        home: Home,
        tell: Tell,
        force_of: Callable[[str], str | None],
        prompts: Sequence[str],
    ) -> None:
        self._client = client
        self._answers = answers
        self._respond = respond
        self._home = home
        self._tell = tell
        self._force_of = force_of
        self._prompts = tuple(prompts)
        self._messages = Seen()
        self.in_flight: set[asyncio.Task[Any]] = set()

    def listen(self, bolt: AsyncApp) -> None:
        """Register with *bolt*; last what answers everything else with 200, or Slack would stop sending."""
        bolt.event("message")(self.message)
        bolt.event("app_mention")(self.mention)
        bolt.event("app_home_opened")(self.home_opened)
        bolt.event("member_joined_channel")(self.joined)
        bolt.event(ANYTHING)(self.nothing)
        bolt.command(COMMAND)(self.command)
        bolt.command(ANYTHING)(self.acknowledge)
        bolt.action(OURS)(self.press)
        bolt.action(ANYTHING)(self.acknowledge)

    async def message(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """A direct message. Channel messages come as mentions; those without one are none of our business."""
        event = body["event"]
        if not is_person(event, context.bot_user_id):
            return
        asked = Asked.message(body)
        if asked.direct and self._first(asked, event):
            self._begin(self._ask(context.bot_token, asked, plain(event.get("text") or "", context.bot_user_id)))

    async def mention(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """A mention in a channel, or in a direct message, where it also comes as a message."""
        event = body["event"]
        if not is_person(event, context.bot_user_id):
            return
        asked = Asked.message(body)
        if not self._first(asked, event):
            return
        text = plain(event.get("text") or "", context.bot_user_id)
        if not asked.direct and REGISTER.fullmatch(text):
            self._begin(self._register(context, asked))
        else:
            self._begin(self._ask(context.bot_token, asked, text))

    async def command(self, ack: Callable[[], Awaitable[Any]], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """``/wellbeing [text]``: answered where only the person sees it."""
        await ack()
        text = plain(body.get("text") or "", context.bot_user_id)
        self._begin(self._ask(context.bot_token, Asked.command(body), text, None if text else "help"))

    async def press(self, ack: Callable[[], Awaitable[Any]], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """A button of ours: carries what it asks for, so nothing is matched again."""
        await ack()
        action, forward = slack_blocks.pressed(body["actions"][0].get("value") or "")
        asked = Asked.press(body)
        if context.bot_token is None:  # it can still be answered where only this person sees it
            asked = replace(asked, respond_to=body.get("response_url"))
        if action:
            self._begin(self._ask(context.bot_token, asked, forward, action))

    async def home_opened(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """The Home tab gets the week and the number, the Messages tab its suggested prompts."""
        event = body["event"]
        if event.get("tab") == "home" and event.get("user"):
            self._begin(self._publish(context, event["user"]))
        elif event.get("tab") == "messages" and event.get("channel") and self._prompts:
            self._begin(self._suggest(context, event["channel"]))

    async def joined(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """We were invited: whoever did it gets the lines to paste, directly, so that the channel stays quiet."""
        event = body["event"]
        if event.get("user") != context.bot_user_id or not context.bot_user_id or not event.get("channel"):
            return
        self._tell("slack.invited")
        if event.get("inviter"):
            asked = Asked(team=context.team_id, user=event["inviter"], channel=event["channel"])
            self._begin(self._register(context, asked, directly=True))

    async def nothing(self) -> None:
        """An event nobody asked for."""

    async def acknowledge(self, ack: Callable[[], Awaitable[Any]]) -> None:
        """A command or a button of nobody's, such as a link's."""
        await ack()

    async def drain(self, seconds: float) -> None:
        """Wait until every answer that was begun has gone out, *seconds* at most."""
        for _ in range(3):  # Bolt starts a listener a turn after it has acknowledged
            await asyncio.sleep(0)
        if self.in_flight:
            _, late = await asyncio.wait(self.in_flight, timeout=seconds)
            if late:
                self._tell("slack.cut_off", count=len(late))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do *work* in a task of its own: Bolt then lets go of the event, which a long queue would hold in memory."""

        async def watched() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 -- nothing a person did may end in a traceback
                self._tell("slack.failed", error=type(error).__name__)

        task = asyncio.create_task(watched())
        self.in_flight.add(task)
        task.add_done_callback(self.in_flight.discard)

    def _first(self, asked: Asked, event: Json) -> bool:
        """Whether this message is new: one that mentions us in a direct message comes as two events."""
        return not self._messages.again(f"{asked.team}:{asked.channel}:{event['ts']}")

    async def _ask(self, token: str | None, asked: Asked, text: str, action: str | None = None) -> None:
        question = Question(text, asked.conversation, self._force_of(asked.force_team), action)
        try:
            async with asyncio.timeout(LONGEST_ANSWER):
                reply: Reply = await self._respond(question)
        except Exception as error:  # noqa: BLE001 -- the person still gets the number
            self._tell("slack.failed", error=type(error).__name__)
            reply = pinned.failed_reply()
        await self._answers.give(token, asked, reply)

    async def _register(self, context: AsyncBoltContext, asked: Asked, *, directly: bool = False) -> None:
        lines = [f"- name: {await self._name(context, asked.channel or '')}", "  platform: slack"]
        lines += [f"  workspace: {asked.team}"] if asked.team else []
        lines += [f"  channel: {asked.channel}"]
        force = self._force_of(asked.team or "")
        lines += [f"  force: {force}"] if force else []
        lines += ["  reminders: [today]"]
        blocks = slack_blocks.paste(PASTE, "\n".join(lines), pinned.footer())
        text = slack_blocks.escape("\n".join([PASTE, *lines]))
        channel, thread = (asked.user, None) if directly else (asked.channel or "", asked.thread)
        await self._answers.say(context.bot_token, channel, thread, text, blocks)

    async def _name(self, context: AsyncBoltContext, channel: str) -> str:
        try:
            found = await self._client.conversations_info(token=context.bot_token, channel=channel)
            name = re.sub(r"[^\w-]+", " ", str(found["channel"]["name"])).strip()
        except Exception as error:  # noqa: BLE001 -- the id will do for a name
            self._tell("slack.unnamed", reason=slack_outcomes.code(error))
            name = ""
        return name or f"Slack channel {channel}"

    async def _publish(self, context: AsyncBoltContext, user: str) -> None:
        view = slack_blocks.home(self._home(self._force_of(context.team_id or "")))
        if found := slack_limits.problems(view["blocks"], most=slack_limits.HOME_BLOCKS):
            self._tell("slack.unshaped", count=len(found), kind="home")
            view = slack_blocks.home(pinned.failed_reply())
        try:
            await self._client.views_publish(token=context.bot_token, user_id=user, view=view)
        except Exception as error:  # noqa: BLE001 -- sorted into a word
            self._tell("slack.home_failed", reason=slack_outcomes.code(error))

    async def _suggest(self, context: AsyncBoltContext, channel: str) -> None:
        prompts = [{"title": prompt, "message": prompt} for prompt in self._prompts[:4]]
        try:
            await self._client.assistant_threads_setSuggestedPrompts(
                token=context.bot_token, channel_id=channel, prompts=prompts
            )
        except Exception as error:  # noqa: BLE001 -- workspaces without the agent view do not know it
            self._tell("slack.unprompted", reason=slack_outcomes.code(error))
