"""Slack: Bolt listens, the Web API answers.

Mount ``handle`` at ``POST /slack/events``; with an app token the same payloads come through Socket Mode instead, or as
well.
"""

import contextlib
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.core.events import Tell
from bot.core.knowledge import Channel
from bot.core.replies import Reply
from bot.errors import SettingsError
from bot.platforms import departure, slack_blocks, slack_history, slack_outcomes
from bot.platforms.base import UNKNOWABLE, Home, Outcome, Refused, Respond, RetryLater, Sent, Unknowable, Unsure
from bot.platforms.proxies import proxy_to
from bot.platforms.slack_answers import Answers
from bot.platforms.slack_guard import Guard, Payload, sound
from bot.platforms.slack_installs import Authorize, Database, Installs, UnavailableError
from bot.platforms.slack_listeners import Listeners
from bot.platforms.slack_socket import Socket

DRAIN = 20.0
UNREACHED = 10.0
PROMPTS = ("What's on today?", "How do I watch a recording?", "Help after a bad job", "Who can see this chat?")
NO_UNFURL = {"unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """How to reach Slack: *signing_secret* for HTTP, *app_token* for Socket Mode.

    *bot_token* is for one workspace. For many, *oauth* is the client id and secret, and *public_url* where Slack sends
    an administrator back to.
    """

    api_url: str = "https://slack.com/api/"
    signing_secret: str | None = None
    bot_token: str | None = None
    app_token: str | None = None
    oauth: tuple[str, str] | None = field(default=None, repr=False)
    public_url: str | None = None


class Slack:
    """Slack as a platform.

    *force_of* names the force whose people use a workspace. *read_back* marks reminders with metadata and looks for
    them again; it needs scopes that the manifest leaves out. *clock* is the real time in seconds.
    *database* is where installations are kept when there may be many.
    """

    name = "slack"

    def __init__(
        self,
        access: SlackAccess,
        respond: Respond,
        home: Home,
        tell: Tell,
        force_of: Callable[[str], str | None],
        session: aiohttp.ClientSession | None = None,
        *,
        clock: Callable[[], float] = time.time,
        prompts: Sequence[str] = PROMPTS,
        read_back: bool = False,
        database: Database | None = None,
    ) -> None:
        self._access = access
        self._respond, self._home, self._tell, self._force_of = respond, home, tell, force_of
        self._session, self._own_session = session, session is None
        self._clock = clock
        self._prompts = prompts
        self._read_back = read_back
        self._guard = Guard(access.signing_secret, clock, tell)
        self._database = database
        self.installs: Installs | None = None
        self._identity: AuthorizeResult | None = None
        self._listeners: Listeners | None = None
        self._socket: Socket | None = None
        self._closing = False
        self.trouble: str | None = "not started yet"

    async def start(self) -> None:
        """Check the tokens and begin to listen.

        Raises SettingsError when Slack refuses a token; it listens all the same, since a command can be answered
        without one. A Slack that cannot be reached is no reason to stop: see ``trouble``.
        """
        quiet = _quiet()
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=15, connect=10)
            self._session = aiohttp.ClientSession(
                timeout=timeout, connector=aiohttp.TCPConnector(limit=100), trace_configs=[departure.watch()]
            )
        self._client = self._web(self._access.bot_token, quiet)
        self._answers = Answers(self._client, self._session, self._tell)
        if self._access.oauth is not None and self._database is not None:
            self.installs = Installs(
                self._access.oauth,
                self._database,
                self._client,
                self._tell,
                quiet,
                self._access.public_url,
                self._clock,
                also=slack_history.SCOPES if self._read_back else (),
            )
        self._listeners = Listeners(
            self._client, self._answers, self._respond, self._home, self._tell, self._force_of, self._prompts
        )
        # The guard has checked the signature, on the bytes; Bolt's own middleware would do so again, and log bodies.
        self._bolt = AsyncApp(
            name="signpost",
            logger=quiet,
            client=self._web(None, quiet),
            authorize=Authorize(self.authorize),  # type: ignore[arg-type]  # Bolt takes it, and says otherwise
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        self._bolt.error(self._broken)
        if self.installs is not None:
            self._bolt.event("app_uninstalled")(self.installs.removed)
            self._bolt.event("tokens_revoked")(self.installs.removed)
        self._listeners.listen(self._bolt)
        refusals = []
        for step in (self._open_installs, self._introduce, self._open_socket):
            try:
                await step()
            except SettingsError as error:
                refusals.append(str(error))
        if refusals:
            self.trouble = " ".join(refusals)
            raise SettingsError(self.trouble)

    async def _open_installs(self) -> None:
        if self.installs is not None:
            try:
                await self.installs.open()
            except UnavailableError:
                self._tell("slack.installs_unavailable")  # looked up again for whoever writes

    async def _open_socket(self) -> None:
        if self._access.app_token:
            app_client = self._web(self._access.app_token, _quiet())
            self._socket = Socket(app_client, self._access.app_token, self._enveloped, self._tell, _quiet())
            await self._socket.open()

    @property
    def connected(self) -> bool:
        """Whether Slack knows us, and in Socket Mode whether the connection stands."""
        known = self._identity is not None or self.installs is not None
        return known and (self._socket is None or self._socket.connected)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Everything Slack sends over HTTP: events, commands, buttons."""
        if self._closing:
            return web.Response(status=503, headers={"Retry-After": "1"})
        admitted = await self._guard.admit(request)
        if isinstance(admitted, web.Response):
            return admitted
        answer = await self._take(admitted)
        return web.Response(status=503) if answer is None else await to_aiohttp_response(answer)

    async def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult:
        """Who we are in *team*. Without an installation there is no token: a command is answered all the same."""
        if self.installs is not None:
            found = await self.installs.identity(enterprise, team)
            return found or AuthorizeResult(enterprise_id=enterprise, team_id=team)
        if self._identity is None:
            with contextlib.suppress(SettingsError):  # ``trouble`` says so
                await self._introduce()
        return self._identity or AuthorizeResult(enterprise_id=None, team_id=team, bot_token=self._access.bot_token)

    async def post(self, channel: Channel, reply: Reply, key: str) -> Outcome:
        """See ``Platform``. The key travels as message metadata when read-back is configured."""
        metadata = slack_history.mark(key) if self._read_back else None
        return await self._send(
            channel, reply, self._client.chat_postMessage, metadata=metadata, unfurl_links=False, unfurl_media=False
        )

    async def edit(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """See ``Platform``. The mark of the post stays: Slack keeps metadata that an edit does not mention."""
        return await self._send(channel, reply, self._client.chat_update, ts=message)

    async def notice(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """See ``Platform``."""
        return await self._send(channel, reply, self._client.chat_postMessage, thread_ts=message, **NO_UNFURL)

    async def find_posted(self, channel: Channel, key: str, since: dt.datetime) -> str | Unknowable | Unsure | None:
        """See ``Platform``. Reads the metadata of messages since *since*, and nothing else of them."""
        if not self._read_back:
            return UNKNOWABLE
        try:
            return await slack_history.find(self._client, await self._token(channel), channel.channel, key, since)
        except Exception as error:  # noqa: BLE001 -- whatever it is, we do not know
            self._tell("slack.unread", reason=slack_outcomes.code(error))
            outcome = slack_outcomes.of(error)
            return UNKNOWABLE if isinstance(outcome, Refused) else Unsure(outcome.reason)

    async def unreachable(self, channel: Channel) -> str | None:
        """See ``Platform``."""
        if elsewhere := self._elsewhere(channel):
            return elsewhere
        try:
            found = await self._client.conversations_info(token=await self._token(channel), channel=channel.channel)
        except NotInstalledError as error:
            return f"{error}."
        except Exception as error:  # noqa: BLE001 -- sorted into a sentence
            outcome = slack_outcomes.of(error)
            return f"{outcome.reason}."
        info = found["channel"]
        if info.get("is_archived"):
            return f"{slack_outcomes.CHANNEL['is_archived']}."
        if info.get("is_member") is False:
            return f"{slack_outcomes.CHANNEL['not_in_channel']}."
        return None

    async def close(self) -> None:
        """See ``Platform``."""
        self._closing = True
        await self.settle(DRAIN)
        if self._socket is not None:
            await self._socket.close()
        if self._own_session and self._session is not None:
            await self._session.close()

    async def settle(self, seconds: float = DRAIN) -> None:
        """Wait until every answer that was begun has gone out, *seconds* at most."""
        if self._listeners is not None:
            await self._listeners.drain(seconds)

    async def _send(
        self, channel: Channel, reply: Reply, call: Callable[..., Awaitable[Any]], **arguments: Any
    ) -> Outcome:
        """One call, once: no handler of the SDK's may repeat it."""
        if elsewhere := self._elsewhere(channel):
            return Refused(elsewhere, permanent=True)
        try:
            text, blocks = slack_blocks.fallback(reply), self._answers.blocks(reply)
            token = await self._token(channel)
            with departure.noticed():
                answer = await call(token=token, channel=channel.channel, text=text, blocks=blocks, **arguments)
            return Sent(str(answer["ts"]))
        except NotInstalledError as error:
            return Refused(str(error), permanent=True)
        except (UnavailableError, SQLAlchemyError):
            return RetryLater("Signpost's token for this workspace cannot be looked up", UNREACHED, wide=False)
        except Exception as error:  # noqa: BLE001 -- sorted into an outcome
            return slack_outcomes.of(error)

    def _elsewhere(self, channel: Channel) -> str | None:
        team = self._identity.team_id if self._identity else None
        if channel.workspace and team and channel.workspace != team:
            return f"Signpost's token is for workspace {team}, not {channel.workspace}: correct it in channels.yaml."
        return None

    async def _token(self, channel: Channel) -> str | None:
        """The token of the channel's own workspace, and of no other. Raises NotInstalledError."""
        if self.installs is None:
            return self._access.bot_token
        workspace = channel.workspace or ""
        found = await self.installs.for_posting(workspace)
        if found is None or not found.bot_token:
            raise NotInstalledError(self.installs.not_there(workspace))
        return str(found.bot_token)

    async def _enveloped(self, payload: dict[str, Any]) -> BoltResponse | None:
        """A payload from Socket Mode. Unacknowledged ones come again, elsewhere or later."""
        if self._closing:
            return None
        if not sound(payload) or self._guard.repeated(payload):
            return BoltResponse(status=200)
        return await self._take(payload)

    async def _take(self, payload: Payload) -> BoltResponse | None:
        """Give *payload* to Bolt; None when it could not be taken, so that Slack sends it again."""
        self._tell("slack.event")
        try:
            answer = await self._bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload, headers={}))
        except Exception as error:  # noqa: BLE001 -- a shape that Bolt cannot read
            answer = await self._broken(error)
        if answer.status >= 500:
            self._guard.forget(payload)
            return None
        return BoltResponse(status=200) if answer.status == 404 else answer

    async def _broken(self, error: Exception) -> BoltResponse:
        """What broke in Bolt before a listener began: looking up the workspace, or a shape nobody documented."""
        self._tell("slack.failed", error=type(error).__name__)
        return BoltResponse(status=503 if isinstance(error, UnavailableError) else 400)

    async def _introduce(self) -> None:
        """Ask Slack who we are."""
        if not self._access.bot_token:
            self.trouble = None
            return
        try:
            who = await self._client.auth_test()
        except Exception as error:  # noqa: BLE001 -- a refusal stops the start, everything else is trouble
            word = slack_outcomes.code(error)
            self.trouble = f"Slack could not be asked who we are ({word})."
            if isinstance(error, SlackApiError) and word in slack_outcomes.BAD_CREDENTIALS:
                self.trouble = f"Slack refuses SLACK_BOT_TOKEN ({word}): {slack_outcomes.TEAM[word]}."
                raise SettingsError(self.trouble) from None
            self._tell("slack.unreachable", reason=word)
            return
        headers = {name.lower(): str(value) for name, value in who.headers.items()}
        self.trouble = slack_history.lacking(headers.get("x-oauth-scopes")) if self._read_back else None
        self._guard.learn_time(headers.get("date"))
        self._identity = AuthorizeResult(
            enterprise_id=who.get("enterprise_id"),
            team_id=who.get("team_id"),
            bot_user_id=who.get("user_id"),
            bot_id=who.get("bot_id"),
            bot_token=self._access.bot_token,
        )

    def _web(self, token: str | None, quiet: logging.Logger) -> AsyncWebClient:
        client = AsyncWebClient(
            token, base_url=self._access.api_url, session=self._session, retry_handlers=[], logger=quiet
        )
        client.proxy = proxy_to(self._access.api_url)  # the SDK's own choice heeds no NO_PROXY
        return client


class NotInstalledError(Exception):
    """Nobody has installed us in the channel's workspace; the message says what to do."""


def _quiet() -> logging.Logger:
    """A logger that says nothing at any level: Bolt and the SDK put message text into theirs."""
    logger = logging.getLogger("signpost.slack.silenced")
    logger.disabled = True
    logger.propagate = False
    logger.setLevel(logging.CRITICAL)
    return logger
