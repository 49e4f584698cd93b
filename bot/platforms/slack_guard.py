"""The door in front of Bolt: what does not come from Slack, or is not shaped like it, gets no further.

Bolt alone answers hostile input with 500 and a traceback, logs whole bodies, parses before it checks the signature, and
runs an event that Slack sent twice two times.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.core.events import Tell, silent
from bot.errors import SettingsError
from bot.platforms.seen import Seen

LARGEST_BODY = 1 << 20
DEEPEST = 64
STALE = 300  # seconds, Slack's own recommendation
SLOWEST_BODY = 5.0
FORM_FIELDS = 100

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"

EVENT_TEXTS = (
    *("channel", "channel_type", "user", "text", "ts", "thread_ts", "subtype", "bot_id", "tab", "team"),
    *("user_team", "source_team", "inviter", "event_ts", "app_id"),
)
PAYLOAD_TEXTS = ("type", "team_id", "enterprise_id", "api_app_id", "command", "user_id", "channel_id", "response_url")
INNER_TEXTS = ("id", "ts", "thread_ts", "type", "team_id", "channel_id", "message_ts")
ACTION_TEXTS = ("type", "action_id", "block_id", "value")
OURS = frozenset(("message", "app_mention", "app_home_opened", "member_joined_channel"))

Payload = dict[str, Any]


class Guard:
    """Lets a request in as the payload it carries, or answers it at the door.

    *secret* None means that nothing may come in over HTTP (Socket Mode). *clock* is the real time in seconds.
    """

    def __init__(self, secret: str | None, clock: Callable[[], float] = time.time, tell: Tell = silent) -> None:
        if secret is not None and not secret.strip():
            raise SettingsError(
                "SLACK_SIGNING_SECRET is empty: copy it from the Slack app's page, under Basic Information."
            )
        self._key = secret.encode() if secret is not None else None
        self._clock = clock
        self._tell = tell
        self._seen = Seen()
        self._ahead: float | None = None

    def learn_time(self, date: str | None) -> None:
        """Take Slack's own time from the ``Date`` of an answer: a wrong clock here must not make us deaf."""
        try:
            self._ahead = parsedate_to_datetime(date or "").timestamp() - time.monotonic()
        except (TypeError, ValueError, OverflowError):
            self._ahead = None

    async def admit(self, request: web.Request) -> Payload | web.Response:
        """The payload of an honest request, new and well shaped; otherwise the answer it gets."""
        kind = request.content_type
        if kind not in (JSON_TYPE, FORM_TYPE):
            return self._turn(415)
        raw = await self._body(request)
        if raw is None:
            return self._turn(413)
        if not self.verify(request.headers, raw):
            if kind == FORM_TYPE and len(raw) < 500 and (b"&" + raw).find(b"&ssl_check=1") >= 0:
                return web.Response()  # Slack asking whether the certificate is good; nothing is read from it
            return self._turn(401)
        payload = parse(raw, kind)
        if payload is None:
            return self._turn(400)
        if payload.get("type") == "url_verification":
            challenge = payload.get("challenge")
            return web.json_response({"challenge": challenge}) if isinstance(challenge, str) else self._turn(400)
        if payload.get("type") == "app_rate_limited":
            self._tell("slack.events_limited")
            return web.Response()
        if not sound(payload):
            return self._turn(400)
        if self.repeated(payload):
            return web.Response()
        if "event_id" not in payload and self._seen.again("signature:" + request.headers.get("X-Slack-Signature", "")):
            return self._turn(401)  # Slack never repeats a command or a press: somebody else is replaying it
        return payload

    def verify(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Whether Slack signed *raw* within five minutes, by our clock or its own.

        Compares bytes: a non-ASCII signature must not raise.
        """
        stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        if self._key is None or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        clocks = [self._clock(), *([self._ahead + time.monotonic()] if self._ahead is not None else [])]
        if all(abs(now - int(stamp)) > STALE for now in clocks):
            return False
        good = "v0=" + hmac.new(self._key, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(good.encode(), signature.encode("utf-8", "surrogateescape"))

    def repeated(self, payload: Payload) -> bool:
        """Whether this event came before, over either transport; not every one sent twice is marked as a retry."""
        event_id = payload.get("event_id")
        return isinstance(event_id, str) and self._seen.again("event:" + event_id)

    def forget(self, payload: Payload) -> None:
        """Let Slack send this event again: we could not take it."""
        self._seen.forget(f"event:{payload.get('event_id')}")

    async def _body(self, request: web.Request) -> bytes | None:
        if (request.content_length or 0) > LARGEST_BODY:
            return None
        raw = bytearray()
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                async for chunk in request.content.iter_any():
                    raw += chunk
                    if len(raw) > LARGEST_BODY:
                        return None
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return bytes(raw)

    def _turn(self, status: int) -> web.Response:
        self._tell("slack.turned_away", status=status)
        return web.Response(status=status)


def parse(raw: bytes, kind: str) -> Payload | None:
    """What *raw* carries: an event, a button's payload or a command's fields; None when it is none of them."""
    try:
        if kind == JSON_TYPE:
            return _object(json.loads(raw))
        fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=FORM_FIELDS, errors="strict"))
        return _object(json.loads(fields["payload"])) if "payload" in fields else dict(fields)
    except (ValueError, RecursionError):
        return None


def _object(value: Any) -> Payload | None:
    return value if isinstance(value, dict) and not _deeper(value, DEEPEST) else None


def _deeper(value: Any, levels: int) -> bool:
    layer: list[Any] = [value]
    for _ in range(levels):
        layer = [inner for outer in layer for inner in _inside(outer) if isinstance(inner, (dict, list))]
        if not layer:
            return False
    return True


def _inside(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def sound(payload: Payload) -> bool:
    """Whether *payload* has the shape Slack documents, as far as Bolt and we go into it."""
    if not _texts(payload, PAYLOAD_TEXTS):
        return False
    if payload.get("type") == "event_callback":
        return _event(payload)
    if "command" in payload:
        return (
            all(isinstance(value, str) for name, value in payload.items() if name != "authorizations")
            and "user_id" in payload
        )
    return isinstance(payload.get("type"), str) and _interaction(payload)


def _event(payload: Payload) -> bool:
    event, event_id = payload.get("event"), payload.get("event_id")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str) or not isinstance(event_id, str):
        return False
    authorizations = payload.get("authorizations")
    if authorizations is not None and not (
        isinstance(authorizations, list) and all(isinstance(a, dict) for a in authorizations)
    ):
        return False
    return event["type"] not in OURS or _texts(event, EVENT_TEXTS)


def _interaction(payload: Payload) -> bool:
    for name in ("user", "team", "enterprise", "channel", "message", "container", "view"):
        inner = payload.get(name)
        if inner is not None and not (isinstance(inner, dict) and _texts(inner, INNER_TEXTS)):
            return False
    if payload["type"] != "block_actions":
        return True
    actions = payload.get("actions")
    return (
        isinstance(actions, list)
        and bool(actions)
        and all(isinstance(action, dict) and _texts(action, ACTION_TEXTS) for action in actions)
        and isinstance((payload.get("user") or {}).get("id"), str)
    )


def _texts(value: Mapping[str, Any], names: Iterable[str]) -> bool:
    return all(value.get(name) is None or isinstance(value[name], str) for name in names)
