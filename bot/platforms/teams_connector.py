"""The way out: calls to the connector, through one shared session, and what came of them.

A reminder is sent once, on a connection of its own: one that Teams has just closed would leave us unsure for nothing.
"""

import functools
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.platforms import departure
from bot.platforms.base import Outcome, Refused, RetryLater, Sent, Unsure
from bot.platforms.proxies import proxy_to

TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
LARGEST_ANSWER = 1 << 18
NO_HEADER = 30.0  # seconds to wait when Teams says "too many" and not for how long
UNREACHED = 10.0

BEFORE_SENDING = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
REASONS = {
    400: "Teams refuses the message as malformed: this is a fault in Signpost",
    403: "Signpost may not write there: add the app to this team or chat, or ask why it was blocked",
    404: "Teams cannot find this channel: check the channel id in channels.yaml, and that the channel still exists",
    413: "Teams refuses the message as too long",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the connector said; *data* is empty unless it was a JSON object."""

    status: int
    data: Mapping[str, Any]
    retry_after: str | None = None

    @property
    def fine(self) -> bool:
        """Whether it did what it was asked."""
        return 200 <= self.status < 300

    def text(self, name: str) -> str | None:
        """A field of *data*, when it is text."""
        value = self.data.get(name)
        return value if isinstance(value, str) and value else None


class NoTokenError(Exception):
    """Our own token could not be had, so nothing was sent; *outcome* says what that means."""

    def __init__(self, outcome: Refused | RetryLater) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


class ForbiddenAddressError(Exception):
    """The address is not a connector's; nothing was sent."""


class TokenSource(Protocol):
    """Where the bearer token comes from; ``teams_framework.Token``, or none at all."""

    async def __call__(self) -> str | None:
        """The token, None when nothing is authenticated. Raises NoTokenError."""


class Connector:
    """Calls Teams. *allows* says which service addresses may be called, *drop* forgets a token that was not taken."""

    def __init__(self, token: TokenSource, drop: Callable[[], None], allows: Callable[[object], bool]) -> None:
        self._token, self._drop, self._allows = token, drop, allows
        self._proxy_to = functools.lru_cache(maxsize=64)(proxy_to)
        self._shared: aiohttp.ClientSession | None = None
        self._single: aiohttp.ClientSession | None = None

    async def call(
        self,
        method: str,
        service_url: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        alone: bool = False,
    ) -> Answer:
        """One call; *alone* on a connection of its own. Raises NoTokenError, ForbiddenAddressError, or aiohttp's."""
        if not self._allows(service_url):
            raise ForbiddenAddressError("not a connector")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if (token := await self._token()) is not None:
            headers["Authorization"] = f"Bearer {token}"
        sent = None if body is None else _json({name: value for name, value in body.items() if value is not None})
        url = URL(service_url.rstrip("/") + path, encoded=True)
        proxy = self._proxy_to(str(url.origin()))
        with departure.noticed():
            async with self._session(alone).request(
                method, url, data=sent, headers=headers, allow_redirects=False, proxy=proxy
            ) as answer:
                text = await _read(answer.content)
                if answer.status == 401:
                    self._drop()
                return Answer(answer.status, _object(text), answer.headers.get("Retry-After"))

    async def close(self) -> None:
        """Let go of the connections."""
        for session in (self._shared, self._single):
            if session is not None:
                await session.close()

    def _session(self, alone: bool) -> aiohttp.ClientSession:
        if alone:
            if self._single is None:
                self._single = _session(aiohttp.TCPConnector(limit=100, force_close=True))
            return self._single
        if self._shared is None:
            self._shared = _session(aiohttp.TCPConnector(limit=200, keepalive_timeout=15))
        return self._shared


def _session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector, timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[departure.watch()]
    )


def conversation(conversation_id: str, *rest: str) -> str:
    """The path of a conversation, of its activities, or of one of them."""
    return "/v3/conversations/" + "/".join(quote(part, safe="") for part in (conversation_id, *rest))


async def outcome(call: Awaitable[Answer], named: Callable[[Answer], str]) -> Outcome:
    """What came of *call*; *named* reads what Teams calls the message from an answer that was fine."""
    try:
        answer = await call
    except Exception as error:  # noqa: BLE001 -- sorted into what it means for the message
        return of_error(error)
    return Sent(named(answer)) if answer.fine else of_answer(answer)


def of_answer(answer: Answer) -> Refused | RetryLater | Unsure:
    """What a refusal means. 412 and 5xx are said before and after the message was taken, so they are unclear."""
    status = answer.status
    if status == 429:
        return RetryLater("Teams asks to slow down", retry_after(answer.retry_after))
    if status in (408, 412) or status >= 500:
        return Unsure(f"Teams answered {status}")
    if status == 401:
        return Refused("Teams did not take our token (401)", permanent=False)
    return Refused(REASONS.get(status, f"Teams answered {status}"), permanent=status >= 400)


def of_error(error: Exception) -> Refused | RetryLater | Unsure:
    """What an exception means for the message that was to be sent."""
    word = type(error).__name__
    if isinstance(error, NoTokenError):
        return error.outcome
    if isinstance(error, ForbiddenAddressError):
        return Refused("the service address is not Microsoft's, so nothing is sent to it", permanent=True)
    if isinstance(error, BEFORE_SENDING):
        return RetryLater("Teams cannot be reached", UNREACHED)
    return Unsure(f"the connection to Teams broke ({word})")


def retry_after(given: str | None) -> float:
    """Seconds to wait, from a header that may be missing, broken or a fraction; between 1 and an hour."""
    try:
        seconds = float(given) if given is not None else NO_HEADER
    except ValueError:
        return NO_HEADER
    return min(max(seconds, 1.0), 3600.0) if math.isfinite(seconds) else NO_HEADER


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


async def _read(content: aiohttp.StreamReader) -> bytes:
    text = b""
    while len(text) < LARGEST_ANSWER and (chunk := await content.readany()):
        text += chunk
    return text


def _object(text: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
