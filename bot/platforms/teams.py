"""Teams: activities come in at ``POST /api/messages``, replies and reminders go out through the connector.

The SDK stays behind ``teams_framework``.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from aiohttp import web

from bot.core import pinned
from bot.core.events import Tell
from bot.core.knowledge import Channel
from bot.core.question import Question
from bot.core.replies import Reply
from bot.errors import LedgerError, SettingsError
from bot.platforms import teams_framework as framework
from bot.platforms import teams_incoming as incoming
from bot.platforms.base import (
    UNKNOWABLE,
    Addresses,
    Outcome,
    Refused,
    Respond,
    RetryLater,
    Sent,
    ServiceAddress,
    Unknowable,
)
from bot.platforms.seen import Seen
from bot.platforms.teams_access import MICROSOFT, Cloud, TeamsAccess
from bot.platforms.teams_answers import Answers
from bot.platforms.teams_channels import register
from bot.platforms.teams_connector import Answer, Connector, NoTokenError, conversation, outcome
from bot.platforms.teams_guard import body_of
from bot.platforms.teams_incoming import Asked
from bot.platforms.teams_keys import Keys
from bot.platforms.teams_reach import NEVER_ADDED, Reach

__all__ = ["MICROSOFT", "Cloud", "Teams", "TeamsAccess"]

ANSWERED = "Signpost has answered."
LONGEST_ANSWER = 60.0  # a late answer is better than none; danger waits for nothing (see bot.exchange)
GROUP_CHATS = ("@thread.v2", "@unq.gbl.spaces")
DRAIN = 20.0
GREETED_FOR = 24 * 3600.0
TOKEN_UNREACHED = 10.0


class Teams:
    """Teams as a platform. *force_of* names the force whose people a tenant's are. *cloud* differs only in tests."""

    name = "teams"

    def __init__(
        self,
        access: TeamsAccess,
        respond: Respond,
        tell: Tell,
        force_of: Callable[[str], str | None],
        addresses: Addresses,
        *,
        cloud: Cloud = MICROSOFT,
    ) -> None:
        if not access.anonymous and not access.app_id:
            raise SettingsError("MicrosoftAppId is missing: without it Teams could not be told from anybody else.")
        self._access, self._respond, self._tell, self._force_of = access, respond, tell, force_of
        self._cloud = Cloud(connectors=frozenset(), loopback=True) if access.anonymous else cloud
        self._keys = Keys(self._cloud, tell)
        self._door = framework.Door(access, self._keys)
        self._token = framework.Token(access, self._cloud)
        self._connector = Connector(self._bearer, self._token.drop, self._cloud.allows)
        self._answers = Answers(self._connector, tell)
        self._reach = Reach(addresses, self._connector, tell, access.tenant_id)
        self._seen, self._greeted = Seen(), Seen(GREETED_FOR)
        self._in_flight: set[asyncio.Task[None]] = set()
        self._closing = False

    async def start(self) -> None:
        """Ask for our token and Teams' keys before they are needed.

        Raises SettingsError when Microsoft refuses the credentials. That it cannot be reached is no reason to stop.
        """
        if self._access.anonymous:
            return
        self._begin(self._keys.warm())
        try:
            await self._token.get()
        except framework.TokenRefusedError as error:
            raise SettingsError(str(error)) from None
        except framework.TokenUnavailableError as error:
            self._tell("teams.token_unavailable", reason=str(error))

    @property
    def trouble(self) -> str | None:
        """What was wrong with our credentials when they were last used, in words an operator can act on."""
        return self._token.trouble

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Everything Teams sends. Acknowledged at once; what is answered goes out through the connector."""
        if self._closing:
            return web.Response(status=503, headers={"Retry-After": "1"})
        body = await body_of(request)
        if isinstance(body, int):
            return self._turn(body)
        try:
            activity = framework.read(body)
        except Exception:  # noqa: BLE001 -- the SDK raises anything at all on the wrong types
            return self._turn(400)
        if not await self._door.admits(request.headers.get("Authorization", ""), activity):
            return self._turn(401)
        if not self._cloud.allows(activity.service_url):
            return self._turn(403)
        acknowledged = asyncio.Event()
        response = self._take(activity, str(body.get("timestamp")), acknowledged)
        try:
            await response.prepare(request)
            await response.write_eof()
        finally:
            acknowledged.set()  # also when Teams hung up: the person is still waiting
        return response

    async def post(self, channel: Channel, reply: Reply, key: str) -> Outcome:  # noqa: ARG002 -- Teams takes no mark
        """See ``Platform``. In a team the post opens a conversation of its own; in a group chat it is a message."""
        address = await self._address(channel)
        if not isinstance(address, ServiceAddress):
            return address
        message = self._answers.message(reply)
        if channel.channel.endswith(GROUP_CHATS):
            sent = await self._say(address, channel.channel, message)
        else:
            body = {
                "isGroup": True,
                "bot": {"id": address.bot},
                "tenantId": address.tenant,
                "channelData": {"channel": {"id": channel.channel}, "tenant": {"id": address.tenant}},
                "activity": message,
            }
            sent = await self._once("POST", address, "/v3/conversations", body, lambda a: _opened(channel, a))
        if isinstance(sent, Sent):
            self._reach.refused(channel, None)
        elif isinstance(sent, Refused) and sent.permanent:
            self._reach.refused(channel, f"{sent.reason}.")
        return sent

    async def edit(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """See ``Platform``."""
        where, activity = _parts(message)
        address = await self._address(channel)
        if not isinstance(address, ServiceAddress):
            return address
        if not activity:
            return Refused("Teams did not say what it calls this message, so it cannot be edited", permanent=True)
        body = {"id": activity, "from": {"id": address.bot}, "conversation": {"id": where}}
        path = conversation(where, "activities", activity)
        return await self._once("PUT", address, path, body | self._answers.message(reply), lambda _: message)

    async def notice(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """See ``Platform``."""
        where, activity = _parts(message)
        address = await self._address(channel)
        if not isinstance(address, ServiceAddress):
            return address
        return await self._say(address, where, self._answers.message(reply), activity)

    async def _address(self, channel: Channel) -> ServiceAddress | Refused | RetryLater:
        """Where *channel* is reached, or why nothing has left: a database in a rush is no doubt about a post."""
        try:
            return await self._reach.address(channel) or Refused(NEVER_ADDED, permanent=False)
        except LedgerError:
            return RetryLater("where Teams is reached cannot be looked up", 5.0, wide=False)

    async def find_posted(self, channel: Channel, key: str, since: dt.datetime) -> str | Unknowable | None:  # noqa: ARG002
        """See ``Platform``. Never known: a bot cannot read a channel back without Graph and its permissions."""
        return UNKNOWABLE

    async def unreachable(self, channel: Channel) -> str | None:
        """See ``Platform``."""
        return await self._token.why_not() or await self._reach.why_not(channel)

    async def close(self) -> None:
        """See ``Platform``."""
        self._closing = True
        await self.settle(DRAIN)
        self._keys.close()
        self._token.close()
        await self._connector.close()

    async def settle(self, seconds: float = DRAIN) -> None:
        """Wait until every answer that was begun has gone out, *seconds* at most."""
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=seconds)
            if late:
                self._tell("teams.cut_off", count=len(late))

    def _take(self, activity: Any, stamp: str, acknowledged: asyncio.Event) -> web.Response:
        """How to acknowledge *activity*; what it asks for begins then. After 15 seconds Teams would send it again."""
        self._tell("teams.event")
        edit = stamp if activity.type == "messageUpdate" else ""
        at = activity.conversation.id if activity.conversation else ""
        if activity.id and self._seen.again(f"{activity.type} {at} {activity.id} {edit}"):
            return web.Response(status=200)
        if activity.type in ("message", "messageUpdate"):
            if (asked := incoming.message(activity)) is not None:
                self._begin(self._answer(asked, incoming.address(activity)), acknowledged)
        elif activity.type == "invoke":
            asked = incoming.message(activity) if activity.name == "adaptiveCard/action" else None
            if asked is None or asked.action is None:
                return web.Response(status=501)
            self._begin(self._answer(asked, incoming.address(activity)), acknowledged)
            return web.json_response(
                {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ANSWERED}
            )
        elif activity.type in ("conversationUpdate", "installationUpdate"):
            self._begin(self._moved(activity), acknowledged)
        return web.Response(status=201)

    async def _answer(self, asked: Asked, address: ServiceAddress | None) -> None:
        if asked.action is None and not asked.edited and incoming.REGISTER.fullmatch(asked.text):
            await self._answers.say(asked, register(asked, self._force_of(asked.tenant or "")), plainly=True)
        else:
            reply = await self._reply(asked)
            if reply.private or not asked.edited:  # an edit was answered before; only danger is worth answering twice
                await self._answers.give(asked, reply)
        await self._learn(address)

    async def _reply(self, asked: Asked) -> Reply:
        question = Question(asked.text, asked.conversation, self._force_of(asked.tenant or ""), asked.action)
        try:
            async with asyncio.timeout(LONGEST_ANSWER):
                return await self._respond(question)
        except Exception as error:  # noqa: BLE001 -- the person still gets the number
            self._tell("teams.failed", error=type(error).__name__)
            return pinned.failed_reply()

    async def _moved(self, activity: Any) -> None:
        """The bot was added or removed, or a channel is no more."""
        address, added = incoming.address(activity), incoming.added(activity)
        if address is not None:
            gone = incoming.deleted_channel(activity)
            if added is False:
                await self._reach.forget(address.tenant, address.place)
            elif gone is not None:
                await self._reach.forget_channel(address.tenant, address.place, gone)
            else:
                await self._learn(address)
        elif incoming.greets(activity) and not self._greeted.again(activity.conversation.id):
            asked = Asked(
                service_url=activity.service_url,
                conversation_id=activity.conversation.id,
                user=activity.from_property.id if activity.from_property else "",
                bot=activity.recipient.id if activity.recipient else "",
                scope=incoming.PERSONAL,
                tenant=incoming.tenant(activity),
                action="help",
            )
            await self._answer(asked, address)

    async def _learn(self, address: ServiceAddress | None) -> None:
        if address is not None:
            try:
                await self._reach.learn(address)
            except Exception as error:  # noqa: BLE001 -- the database is not worth a person's answer
                self._tell("teams.unlearnt", error=type(error).__name__)

    async def _say(
        self, address: ServiceAddress, where: str, message: Mapping[str, Any], activity: str = ""
    ) -> Outcome:
        """Send *message* into the conversation *where*, once; in answer to *activity*, if any."""
        body = {"from": {"id": address.bot}, "conversation": {"id": where}, "replyToId": activity or None, **message}
        path = conversation(where, "activities")
        return await self._once("POST", address, path, body, lambda a: f"{where} {a.text('id') or ''}")

    async def _once(
        self,
        method: str,
        address: ServiceAddress,
        path: str,
        body: Mapping[str, Any],
        named: Callable[[Answer], str],
    ) -> Outcome:
        return await outcome(self._connector.call(method, address.service_url, path, body, alone=True), named)

    async def _bearer(self) -> str | None:
        try:
            return await self._token.get()
        except framework.TokenRefusedError as error:
            raise NoTokenError(Refused(str(error), permanent=True)) from None
        except framework.TokenUnavailableError as error:
            raise NoTokenError(RetryLater(str(error), TOKEN_UNREACHED)) from None

    def _begin(self, work: Coroutine[Any, Any, None], after: asyncio.Event | None = None) -> None:
        async def watched() -> None:
            try:
                if after is not None:
                    await after.wait()
                await work
            except Exception as error:  # noqa: BLE001 -- nothing a person did may end in a traceback
                self._tell("teams.failed", error=type(error).__name__)

        task = asyncio.create_task(watched())
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    def _turn(self, status: int) -> web.Response:
        self._tell("teams.turned_away", status=status)
        return web.Response(status=status)


def _opened(channel: Channel, answer: Answer) -> str:
    """What a new post is called from now on: its thread and, after a space, the message that begins it."""
    thread = answer.text("id") or channel.channel
    begun = thread.rpartition(";messageid=")
    return f"{thread} {answer.text('activityId') or (begun[2] if begun[0] else '')}"


def _parts(message: str) -> tuple[str, str]:
    where, _, activity = message.partition(" ")
    return where, activity
