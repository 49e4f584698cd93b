"""What came of a call to Slack, from what the SDK raised.

Anything after which a message may nevertheless stand in the channel is ``Unsure``. That includes ``internal_error`` and
``fatal_error``: Slack says of them that part of the work may have been done.
"""

import asyncio
import math
import re
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.platforms.base import Refused, RetryLater, Unsure

NO_HEADER = 30.0  # seconds to wait when Slack says "too many" and not for how long
UNREACHED = 10.0

CHANNEL = {
    "channel_not_found": "Slack cannot find this channel, or Signpost has not been invited to it: check the channel id "
    "and type /invite @Signpost in the channel",
    "not_in_channel": "Signpost has not been invited to this channel: type /invite @Signpost there",
    "is_archived": "this channel is archived: choose another one in channels.yaml",
    "restricted_action": "this workspace does not let Signpost post there: ask a workspace administrator",
    "user_is_restricted": "this workspace does not let Signpost post there: ask a workspace administrator",
    "messages_tab_disabled": "this person or workspace has direct messages from apps switched off",
    "cannot_dm_bot": "this is a bot, and cannot be written to",
    "user_not_found": "Slack does not know this person",
    "user_disabled": "this account is switched off",
    "message_not_found": "the message is no longer there",
    "cant_update_message": "this message is not Signpost's own, so it cannot be edited",
    "edit_window_closed": "this workspace does not allow a message this old to be edited",
    "thread_not_found": "the message is no longer there",
}
TEAM = {
    "invalid_auth": "Slack refuses the token: copy it again from the app's page",
    "not_authed": "Slack got no token",
    "account_inactive": "the token belongs to a removed installation: install the app again",
    "token_revoked": "the token was revoked: install the app again",
    "token_expired": "the token has expired: install the app again",
    "team_access_not_granted": "the app is not installed in this workspace: install it there",
    "org_login_required": "this workspace is being moved into an organisation: try again when Slack has finished",
    "ekm_access_denied": "the organisation has suspended access with its own encryption keys: ask its administrators",
    "missing_scope": "the app lacks a permission: install it again with the manifest in deploy/slack",
    "no_permission": "the app lacks a permission: install it again with the manifest in deploy/slack",
    "not_allowed_token_type": "this is the wrong kind of token: a bot token starts with xoxb-, an app token with xapp-",
    "access_denied": "the workspace does not let Signpost do this: ask a workspace administrator",
    "team_not_found": "Slack does not know this workspace",
}
OURS = {
    "invalid_blocks": "Slack refuses the shape of the message",
    "invalid_blocks_format": "Slack refuses the shape of the message",
    "msg_blocks_too_long": "Slack refuses the message as too long",
    "msg_too_long": "Slack refuses the message as too long",
    "no_text": "Slack refuses the message as empty",
    "invalid_arguments": "Slack refuses the call",
    "invalid_metadata_format": "Slack refuses the message's metadata",
}
WORD = re.compile(r"[a-z0-9_-]{1,60}")

LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
NOT_TAKEN = {"request_timeout", "team_added_to_org"}  # certainly not done; a later call may be
MAYBE_DONE = {"internal_error", "fatal_error", "service_unavailable"}

BAD_CREDENTIALS = frozenset(TEAM) - {"missing_scope", "no_permission", "access_denied", "org_login_required"}
SHAPE = frozenset(OURS)


def code(error: BaseException) -> str:
    """The one word for *error*: Slack's own, or the exception's name. Never text from a message."""
    if isinstance(error, SlackApiError):
        data = _data(error)
        word = data.get("error") if isinstance(data, dict) else None
        if isinstance(word, str) and WORD.fullmatch(word):
            return word
        return f"http_{_status(error)}"
    return type(error).__name__


def of(error: Exception) -> Refused | RetryLater | Unsure:
    """What *error* means for the message that was to be posted."""
    word = code(error)
    if isinstance(error, SlackApiError):
        status = _status(error)
        if status == 429 or word in LIMITED:
            return RetryLater("Slack asks to slow down", retry_after(error.response))
        if word in NOT_TAKEN:
            return RetryLater(f"Slack answered {word}", UNREACHED, wide=False)
        if word in MAYBE_DONE or status >= 500:
            return Unsure(f"Slack answered {word}")
        if word in CHANNEL:
            return Refused(CHANNEL[word], permanent=True)
        if word in TEAM:
            return Refused(TEAM[word], permanent=True)
        if word in OURS:
            return Refused(f"{OURS[word]} ({word}): this is a fault in Signpost", permanent=True)
        if word.startswith("restricted_action"):
            return Refused(CHANNEL["restricted_action"], permanent=True)
        if status == 200 and isinstance(_data(error), dict):
            return Refused(f"Slack answered {word}", permanent=True)
        return Unsure(f"Slack answered {word}")
    if isinstance(error, SlackRequestError):  # the SDK refused before sending
        return Refused(f"the call could not be made ({word})", permanent=True)
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)):
        return RetryLater("Slack cannot be reached", UNREACHED)
    if isinstance(error, (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError)):
        return Unsure(f"the connection to Slack broke ({word})")
    return Unsure(f"something broke while posting ({word})")


def retry_after(response: Any) -> float:
    """Seconds to wait, from a header that may be missing, broken or a fraction; between 1 and an hour."""
    headers = getattr(response, "headers", None) or {}
    given = next((value for name, value in headers.items() if str(name).lower() == "retry-after"), None)
    try:
        seconds = float(given) if given is not None else NO_HEADER
    except (TypeError, ValueError):
        return NO_HEADER
    return min(max(seconds, 1.0), 3600.0) if math.isfinite(seconds) else NO_HEADER


def _data(error: SlackApiError) -> Any:
    return getattr(error.response, "data", None)


def _status(error: SlackApiError) -> int:
    response = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
