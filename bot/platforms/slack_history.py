"""Own posts in a channel's history, known by the mark they carry. Of anybody's messages nothing but marks is read.

Optional: it needs scopes that the manifest leaves out.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.base import UNKNOWABLE, Unknowable

SCOPES = ("channels:history", "groups:history", "metadata.message:read")
MARK = "signpost_reminder"
PAGES = 10


def mark(key: str) -> Mapping[str, Any]:
    """The metadata by which a post is found again."""
    return {"event_type": MARK, "event_payload": {"key": key}}


def lacking(granted: str | None) -> str | None:
    """What to do when the app may not look for its own posts; *granted* are its scopes as Slack lists them."""
    if granted is None:
        return None
    missing = [scope for scope in SCOPES if scope not in granted.replace(" ", "").split(",")]
    if not missing:
        return None
    return (
        f"SIGNPOST_SLACK_READ_BACK is on, but the app lacks {', '.join(missing)}, so an unclear post stays unsure: "
        "add the optional scopes of deploy/slack/manifest.yaml and install the app again, or unset it."
    )


async def find(
    client: AsyncWebClient, token: str | None, channel: str, key: str, since: dt.datetime
) -> str | Unknowable | None:
    """The post marked with *key* since *since*; None when there is none. Raises what the SDK raises."""
    cursor = ""
    for _ in range(PAGES):
        page = await client.conversations_history(
            token=token,
            channel=channel,
            oldest=f"{since.timestamp():.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=cursor,
        )
        for message in page["messages"]:
            found = message.get("metadata") or {}
            if found.get("event_type") == MARK and (found.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
    return UNKNOWABLE
