"""A Slack of several workspaces and an organisation: hands out tokens by OAuth, and takes each only where it counts."""

import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.platforms.slack import SlackAccess
from tests.platforms.slack_server import SECRET, Bench, SlackServer, bench, envelope, message, served

CLIENT = ("1234.5678", "a-client-secret")
A, B, ORGANISATION, WITHIN = "T0AAA", "T0BBB", "E0ORG", "T0WITHIN"
CHANNELS = {"C0AAA": A, "C0BBB": B, "C0WITHIN": WITHIN}
LIVES = 43_200


@dataclass
class Grid(SlackServer):
    """Every token is of one workspace or organisation; *rotates* makes tokens expire and refresh tokens single-use."""

    rotates: bool = False
    tokens: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    refresh: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    lives: int = LIVES

    def __post_init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)

    def _work(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method == "oauth.v2.access":
            return self._access(arguments)
        place = self.tokens.get(self.calls[-1].token)
        if place is None:
            return {"ok": False, "error": "invalid_auth"}
        enterprise, team = place
        channel = arguments.get("channel")
        if channel in CHANNELS and CHANNELS[channel] != (team or WITHIN):
            return {"ok": False, "error": "channel_not_found"}
        if method == "auth.test":
            who = {
                "user_id": f"UBOT{team or enterprise}",
                "bot_id": f"B{team or enterprise}",
                "url": "https://x.slack.com/",
            }
            return {"ok": True, "team_id": team, "enterprise_id": enterprise, **who}
        return super()._work(method, arguments)

    def _access(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if arguments.get("grant_type") == "refresh_token":
            place = self.refresh.pop(arguments["refresh_token"], None)
        else:
            place = {"a": (None, A), "b": (None, B), "org": (ORGANISATION, None)}.get(arguments.get("code", ""))
        if place is None:
            return {"ok": False, "error": "invalid_code"}
        enterprise, team = place
        number = next(self._numbers)
        token, again = f"xoxb-{team or enterprise}-{number}", f"xoxe-{number}"
        self.tokens[token], self.refresh[again] = place, place
        return {
            "ok": True,
            "app_id": "A1",
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": f"UBOT{team or enterprise}",
            "scope": "chat:write",
            "team": {"id": team, "name": "Force"} if team else None,
            "enterprise": {"id": enterprise, "name": "Organisation"} if enterprise else None,
            "is_enterprise_install": team is None,
            "authed_user": {"id": "U0ADMIN"},
            **({"refresh_token": again, "expires_in": self.lives} if self.rotates else {}),
        }


@dataclass
class Many:
    """The bot among several workspaces."""

    chat: Bench
    grid: Grid
    pages: str

    async def begin(self, **query: str) -> tuple[str, str]:
        """The state and the cookie of an installation that has begun."""
        async with self.chat.http.get(self.pages + "/slack/install", params=query, allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
            return state, answer.headers["Set-Cookie"].partition(";")[0]

    async def end(self, code: str, state: str | None, cookie: str | None) -> tuple[int, str]:
        """Slack sends the administrator back: status and page."""
        query = {"code": code} | ({"state": state} if state else {})
        headers = {"Cookie": cookie} if cookie else {}
        async with self.chat.http.get(self.pages + "/slack/oauth_redirect", params=query, headers=headers) as answer:
            return answer.status, await answer.text()

    async def install(self, code: str) -> None:
        """An administrator installs the app: ``a``, ``b`` or the organisation ``org``."""
        assert (await self.end(code, *await self.begin()))[0] == 200

    async def says(self, text: str, team: str, enterprise: str | None = None, **event: Any) -> int:
        """Somebody in *team* writes to the bot; with *enterprise*, where the organisation has installed it."""
        self.chat.events += 1
        number = self.chat.events
        stamp = f"1700000009.{number:06d}"
        said = message(text, user=f"U0IN{team}", channel=f"D0IN{team}", team=team, ts=stamp, event_ts=stamp, **event)
        whole = enterprise is not None
        granted = {
            "enterprise_id": enterprise,
            "team_id": None if whole else team,
            "user_id": f"UBOT{enterprise or team}",
        }
        body = envelope(said, f"EvGrid{number}", team_id=team, enterprise_id=enterprise)
        body["authorizations"] = [{**granted, "is_bot": True, "is_enterprise_install": whole}]
        status = await self.chat.send(json.dumps(body).encode())
        await self.chat.settle()
        return status

    def tokens_of(self, method: str) -> list[str]:
        """Whose tokens *method* was called with, without their numbers."""
        return [call.token.rpartition("-")[0] for call in self.grid.calls if call.method == method]


@asynccontextmanager
async def many(
    respond: Any, home: Any, database: Any, grid: Grid, force_of: Mapping[str, str], **settings: Any
) -> AsyncIterator[Many]:
    """The bot with OAuth instead of a token, its pages served, against *grid*."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", grid.api)
    app.router.add_post("/hook", grid.hook)
    async with served(app) as url:
        grid.url = url
        access = SlackAccess(f"{url}/api/", SECRET, None, None, CLIENT)
        async with bench(
            respond, home, grid, access=access, database=database, force_of=force_of.get, **settings
        ) as chat:
            assert chat.slack.installs is not None
            pages = web.Application()
            pages.router.add_get("/slack/install", chat.slack.installs.begin)
            pages.router.add_get("/slack/oauth_redirect", chat.slack.installs.finish)
            async with served(pages) as own:
                yield Many(chat, grid, own)


__all__ = ["CLIENT", "ORGANISATION", "WITHIN", "A", "B", "Grid", "Many", "many"]
