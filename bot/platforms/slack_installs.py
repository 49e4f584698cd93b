"""Many workspaces, or a whole organisation: installed over Slack's OAuth pages, each with a token of its own.

Only the bot's token is kept, never who installed it. Tokens that expire are renewed by one task at a time for each
installation, and before every post.
"""

import asyncio
import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urljoin

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.events import Tell
from bot.platforms import slack_outcomes

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
SCOPES = (
    *("app_mentions:read", "assistant:write", "channels:read", "chat:write", "commands", "groups:read"),
    *("im:history", "im:write"),
)
STATE_LIVES = 600
REMEMBERED = 300.0
RENEWED_BEFORE = 120  # minutes; Slack's tokens live twelve hours
MOST_KNOWN = 10_000
POSTING = "posting"  # beside the organisations' ids: nobody's question is answered on this guess
MOST_BEGUN, BEGUN_WITHIN = 30, 60.0  # every beginning is a row, and anybody can begin

DONE = (
    "Signpost is installed. Invite it to each channel it should remind (/invite @Signpost), and write “@Signpost "
    "channel” there: it answers with the lines for schedules/channels.yaml.\n"
)
NOT_DONE = "Signpost was not installed: the page was too old, used twice, or cancelled. Start again from {install}\n"
NOT_NOW = "Signpost could not be installed just now. Try again in a minute.\n"


class UnavailableError(Exception):
    """Who we are in a workspace cannot be looked up just now."""


class Authorize(AsyncAuthorize):
    """Bolt's question who we are in a workspace, passed on."""

    def __init__(self, find: Callable[[str | None, str | None], Awaitable[AuthorizeResult | None]]) -> None:
        self._find = find

    async def __call__(
        self, *, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        try:
            return await self._find(enterprise_id, team_id)
        except Exception as error:
            if context.response_url:  # a command or a button can be answered there without any token
                return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
            raise UnavailableError from error


class Database(Protocol):
    """Where installations are kept; it may be out of reach when we start."""

    @property
    def connections(self) -> AsyncEngine:
        """The connections, whether or not they have been made."""

    async def engine(self) -> AsyncEngine:
        """The same, once they stand. Raises whatever says that they do not."""


class Store(AsyncSQLAlchemyInstallationStore):
    """The SDK's store, without its table of who installed what."""

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot's half of *installation* instead of any older one."""
        bot = installation.to_bot()
        await self.async_delete_bot(enterprise_id=bot.enterprise_id, team_id=bot.team_id)
        await self.async_save_bot(bot)

    async def newest(self, condition: ColumnElement[bool]) -> list[Bot]:
        """The installations that *condition* holds for, the newest first."""
        columns = self.bots.c
        wanted = and_(columns.client_id == self.client_id, columns.bot_token.is_not(None), condition)
        query = select(columns.enterprise_id, columns.team_id).where(wanted).order_by(columns.installed_at.desc())
        async with self.engine.connect() as connection:
            found = dict.fromkeys((row[0], row[1]) for row in await connection.execute(query))
        bots = [
            await self.async_find_bot(enterprise_id=e, team_id=t, is_enterprise_install=t is None) for e, t in found
        ]
        return [bot for bot in bots if bot is not None]

    async def erase(self, condition: ColumnElement[bool]) -> None:
        """Forget the installations that *condition* holds for."""
        async with self.engine.begin() as connection:
            await connection.execute(delete(self.bots).where(self.bots.c.client_id == self.client_id, condition))


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up, and until when it counts; *expires* when the token does, by the real clock."""

    who: AuthorizeResult
    until: float
    expires: float


class Installs:
    """The installations, and the two pages that make them.

    *public_url* is our own https address, if it is set; *also* are scopes to ask for beside ``SCOPES``.
    """

    def __init__(
        self,
        credentials: tuple[str, str],
        database: Database,
        client: AsyncWebClient,
        tell: Tell,
        quiet: logging.Logger,
        public_url: str | None = None,
        clock: Callable[[], float] = time.time,
        *,
        also: Sequence[str] = (),
    ) -> None:
        client_id, secret = credentials
        self._tell, self._clock = tell, clock
        self._database, engine = database, database.connections
        self._opened = False
        self._store = Store(client_id, engine, logger=quiet)
        self._states = AsyncSQLAlchemyOAuthStateStore(STATE_LIVES, engine, logger=quiet)
        self._rotator = AsyncTokenRotator(client_id=client_id, client_secret=secret, client=client)
        own = public_url.rstrip("/") if public_url else None
        self._install = f"{own}{INSTALL}" if own else INSTALL
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=secret,
            scopes=(*SCOPES, *also),
            user_scopes=(),
            redirect_uri=f"{own}{REDIRECT}" if own else None,
            install_page_rendering_enabled=False,
            authorization_url=urljoin(client.base_url, "../oauth/v2/authorize"),
            installation_store=self._store,
            state_store=self._states,
            callback_options=AsyncCallbackOptions(success=self._done, failure=self._not_done),
            logger=quiet,
        )
        self._flow = AsyncOAuthFlow(client=client, logger=quiet, settings=settings)
        self._known: dict[tuple[str | None, str | None], Known] = {}
        self._organisation: dict[str, str] = {}
        self._renewing: dict[tuple[str | None, str | None], asyncio.Lock] = {}
        self._begun: deque[float] = deque()

    async def open(self) -> None:
        """Make the tables; another process may be doing so too. Raises UnavailableError while that cannot be done."""
        if self._opened:
            return
        try:
            await self._database.engine()
            await self._make_tables()
        except Exception as error:
            raise UnavailableError from error
        self._opened = True

    async def _make_tables(self) -> None:
        for table in (self._store.bots, self._states.oauth_states):
            for last in (False, True):
                try:
                    async with self._store.engine.begin() as connection:
                        await connection.run_sync(table.create, checkfirst=True)
                    break
                except SQLAlchemyError:  # made by another process between the look and the making
                    if last:
                        raise

    # the two pages

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """``GET /slack/install``: off to Slack, with a state that counts once."""
        now = time.monotonic()
        while self._begun and self._begun[0] < now - BEGUN_WITHIN:
            self._begun.popleft()
        if len(self._begun) >= MOST_BEGUN:
            return web.Response(status=429, text=NOT_NOW, headers={"Retry-After": "60"})
        self._begun.append(now)
        return await self._page(request, self._flow.handle_installation, tidy=True)

    async def finish(self, request: web.Request) -> web.StreamResponse:
        """``GET /slack/oauth_redirect``: Slack sends the administrator back."""
        return await self._page(request, self._flow.handle_callback)

    async def _page(
        self,
        request: web.Request,
        handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
        *,
        tidy: bool = False,
    ) -> web.StreamResponse:
        try:
            await self.open()
            if tidy:
                await self._forget_old_states()
            cookies: dict[str, str | Sequence[str]] = {"cookie": [request.headers.get("Cookie", "")]}
            answer = await handle(AsyncBoltRequest(body="", query=request.query_string, headers=cookies))
        except Exception as error:  # noqa: BLE001 -- the page must not show, nor the log say, what was in the address
            self._tell("slack.install_failed", error=type(error).__name__)
            return web.Response(status=503, text=NOT_NOW)
        return await to_aiohttp_response(answer)

    async def _forget_old_states(self) -> None:
        states, now = self._states.oauth_states, dt.datetime.now(dt.UTC).replace(tzinfo=None)
        async with self._store.engine.begin() as connection:
            await connection.execute(delete(states).where(states.c.expire_at < now))

    async def _done(self, given: AsyncSuccessArgs) -> BoltResponse:
        self._known.clear()
        self._tell("slack.installed", kind="organisation" if given.installation.is_enterprise_install else "workspace")
        return _plain(200, DONE)

    async def _not_done(self, given: AsyncFailureArgs) -> BoltResponse:
        self._tell("slack.not_installed", status=given.suggested_status_code)
        return _plain(given.suggested_status_code, NOT_DONE.format(install=self._install))

    # who we are where

    async def identity(self, enterprise: str | None, team: str | None) -> AuthorizeResult | None:
        """Who we are in *team*; None when nobody installed us there. Raises when it cannot be looked up."""
        if enterprise and team and len(self._organisation) < MOST_KNOWN:
            self._organisation[team] = enterprise
        kept = self._known.get((enterprise, team))
        if kept is not None and self._clock() < kept.until:
            return kept.who
        try:
            await self.open()
            bot = await self._find(enterprise, team)
            if bot is not None:
                bot = await self._fresh(bot)
        except Exception:
            if kept is not None and self._clock() < kept.expires:
                return kept.who
            raise
        return None if bot is None else self._remember((enterprise, team), bot)

    async def for_posting(self, workspace: str) -> AuthorizeResult | None:
        """Who we are in *workspace* (or organisation, ``E...``) as channels.yaml names it."""
        if workspace.startswith("E"):
            return await self.identity(workspace, None)
        kept = self._known.get((POSTING, workspace))
        if kept is not None and self._clock() < kept.until:
            return kept.who
        found = await self.identity(self._organisation.get(workspace), workspace)
        if found is None:
            everywhere = await self._store.newest(self._store.bots.c.team_id.is_(None))
            if (
                len(everywhere) == 1
            ):  # which organisation a workspace is of is known only once somebody there has written
                return self._remember((POSTING, workspace), await self._fresh(everywhere[0]))
        return found

    def not_there(self, workspace: str) -> str:
        """What to do about a workspace that nobody installed us in."""
        return f"Signpost is not installed in workspace {workspace}: open {self._install} as its administrator"

    async def _find(self, enterprise: str | None, team: str | None) -> Bot | None:
        columns = self._store.bots.c
        if team:
            found = await self._store.newest(columns.team_id == team)
            if found:
                return found[0]
        if not enterprise:
            return None
        return await self._store.async_find_bot(enterprise_id=enterprise, team_id=None, is_enterprise_install=True)

    def _remember(self, place: tuple[str | None, str | None], bot: Bot) -> AuthorizeResult:
        who = AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=place[1],
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
        )
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        expires = bot.bot_token_expires_at or float("inf")
        self._known[place] = Known(who, min(self._clock() + REMEMBERED, expires), expires)
        return who

    # tokens that expire

    async def _fresh(self, bot: Bot) -> Bot:
        """*bot* with a token that is good for some time; renewed once, however many ask."""
        if not self._old(bot):
            return bot
        async with self._renewing.setdefault((bot.enterprise_id, bot.team_id), asyncio.Lock()):
            bot = await self._again(bot)
            if not self._old(bot):
                return bot
            try:
                renewed = await self._rotator.perform_bot_token_rotation(
                    bot=bot, minutes_before_expiration=RENEWED_BEFORE
                )
            except Exception as error:
                self._tell("slack.token_unrenewed", reason=slack_outcomes.code(error))
                newest = await self._again(bot)  # another process may have been quicker
                if newest.bot_token != bot.bot_token or (newest.bot_token_expires_at or 0) > self._clock():
                    return newest
                raise UnavailableError from error
            if renewed is None:
                return bot
            await self._store.async_save_bot(renewed)
            self._tell("slack.token_renewed")
            return renewed

    def _old(self, bot: Bot) -> bool:
        expires = bot.bot_token_expires_at
        return expires is not None and expires <= self._clock() + RENEWED_BEFORE * 60

    async def _again(self, bot: Bot) -> Bot:
        whole = bot.team_id is None
        found = await self._store.async_find_bot(
            enterprise_id=bot.enterprise_id, team_id=bot.team_id, is_enterprise_install=whole
        )
        return found or bot

    # the end of an installation

    async def removed(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """The app was uninstalled, or its bot token revoked: the installation is erased."""
        event = body["event"]
        tokens = event.get("tokens")
        if event["type"] == "tokens_revoked" and not (isinstance(tokens, dict) and tokens.get("bot")):
            return
        columns = self._store.bots.c
        if context.is_enterprise_install and context.enterprise_id:
            await self._store.erase(and_(columns.enterprise_id == context.enterprise_id, columns.team_id.is_(None)))
        elif context.team_id:
            await self._store.erase(columns.team_id == context.team_id)
        self._known.clear()
        self._tell("slack.uninstalled")


def _plain(status: int, text: str) -> BoltResponse:
    return BoltResponse(status=status, body=text, headers={"Content-Type": "text/plain; charset=utf-8"})
