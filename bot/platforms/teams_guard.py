"""The door's frame: what is not shaped like an activity gets no further than this."""

import asyncio
import json
from typing import Any

from aiohttp import web

LARGEST_BODY = 1 << 20
SLOWEST_BODY = 5.0
DEEPEST = 64
TEXTS = ("type", "serviceUrl", "id", "channelId", "text", "action", "name", "textFormat", "locale", "replyToId")
NEEDED = ("type", "serviceUrl")

Body = dict[str, Any]


async def body_of(request: web.Request) -> Body | int:
    """The activity *request* carries, as JSON; otherwise the status it is turned away with."""
    if request.content_type != "application/json":
        return 415
    if (request.content_length or 0) > LARGEST_BODY:
        return 413
    raw = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for chunk in request.content.iter_any():
                raw += chunk
                if len(raw) > LARGEST_BODY:
                    return 413
    except TimeoutError:
        return 408
    return parse(bytes(raw)) or 400


def parse(raw: bytes) -> Body | None:
    """The activity in *raw*; None when it is none, is too deep, or has text where text does not belong."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not _shallow(body):
        return None
    if not all(body.get(name) is None or isinstance(body[name], str) for name in TEXTS):
        return None
    return body if all(body.get(name) for name in NEEDED) else None


def _shallow(body: Body) -> bool:
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return True
    return False
