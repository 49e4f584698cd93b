"""What came in from Slack, as who asked what and where the answer goes. Reads values; calls nothing."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

SLACKBOT = "USLACKBOT"
PERSON_SUBTYPES = (None, "file_share", "thread_broadcast", "me_message")
MARKUP = re.compile(r"<([^<>]*)>")
LONGEST_TEXT = 200_000
"""Characters as Slack sends them: five times the 40,000 it lets anybody write, for one ``&`` comes as ``&amp;``."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, and where the answer goes.

    *team* is the workspace the app is installed in, *home_team* the person's own where Slack says it is another.
    *thread* is the message the answer stands under. *respond_to* is where an answer goes that only this person sees, at
    a command or at a button of such an answer. With no *channel* the answer goes to the person directly.
    """

    team: str | None
    user: str
    channel: str | None = None
    thread: str | None = None
    direct: bool = False
    respond_to: str | None = None
    home_team: str | None = None

    @property
    def conversation(self) -> str:
        """Keys the context in memory: one person in one place, so that nobody meets what another has asked."""
        return f"slack:{self.team}:{self.channel or self.user}:{self.user}"

    @property
    def force_team(self) -> str:
        """The workspace whose force's answers this person gets."""
        return self.home_team or self.team or ""

    @classmethod
    def message(cls, body: Json) -> Self:
        """From a direct message or a mention."""
        event = body["event"]
        return cls(
            team=_team(body),
            user=event["user"],
            channel=event["channel"],
            thread=event.get("thread_ts") or event["ts"],
            direct=is_direct(event["channel"], event.get("channel_type")),
            home_team=_own(event.get("user_team") or event.get("source_team") or event.get("team")),
        )

    @classmethod
    def command(cls, body: Json) -> Self:
        """From a slash command."""
        return cls(
            team=_own(body.get("team_id")),
            user=body["user_id"],
            channel=body.get("channel_id"),
            direct=is_direct(body.get("channel_id"), None),
            respond_to=body.get("response_url"),
        )

    @classmethod
    def press(cls, body: Json) -> Self:
        """From a pressed button: in a message, in an answer only this person sees, or on the Home."""
        user, container = body["user"], body.get("container") or {}
        asked = cls(
            team=_own(((body.get("team") or {}).get("id")) or user.get("team_id")),
            user=user["id"],
            home_team=_own(user.get("team_id")),
        )
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
        if not isinstance(channel, str):
            return asked
        message = body.get("message") or {}
        hidden = bool(container.get("is_ephemeral") or message.get("is_ephemeral"))
        under = (message.get("thread_ts"), message.get("ts"), container.get("thread_ts"), container.get("message_ts"))
        return replace(
            asked,
            channel=channel,
            thread=None if hidden else next(filter(None, under), None),
            direct=is_direct(channel, None),
            respond_to=body.get("response_url") if hidden else None,
        )


def is_direct(channel: str | None, channel_type: str | None) -> bool:
    """Whether *channel* is a person's own conversation with the bot."""
    return channel_type == "im" or (channel_type is None and bool(channel) and str(channel).startswith("D"))


def is_person(event: Json, bot_user: str | None) -> bool:
    """Whether a person wrote *event* just now: no bot, no edit, no deletion, nothing of Slack's own, not us."""
    return (
        event.get("subtype") in PERSON_SUBTYPES
        and not event.get("bot_id")
        and not event.get("hidden")
        and "edited" not in event
        and bool(event.get("user"))
        and event["user"] not in (SLACKBOT, bot_user)
        and bool(event.get("channel"))
        and bool(event.get("ts"))
    )


def plain(text: str, bot_user: str | None) -> str:
    """What the person typed, out of Slack's markup. Names become "someone"; our own name goes."""

    def meant(found: re.Match[str]) -> str:
        inner = found.group(1)
        target, _, label = inner.partition("|")
        if target.startswith("@"):
            return " " if target[1:] == bot_user else "someone"
        if target.startswith("#"):
            return f"#{label}" if label else "a channel"
        if target.startswith("!"):
            return label
        return label or target.removeprefix("mailto:").removeprefix("tel:")

    if len(text) > LONGEST_TEXT:
        text = f"{text[: LONGEST_TEXT // 2]}\n{text[-LONGEST_TEXT // 2 :]}"
    if bot_user is None:  # not yet known: what a mention begins with is us
        text = re.sub(r"^\s*<@[A-Z0-9]+(\|[^<>]*)?>", " ", text, count=1)
    return html.unescape(MARKUP.sub(meant, text)).strip()


def _team(body: Json) -> str | None:
    for authorization in body.get("authorizations") or ():
        if isinstance(authorization.get("team_id"), str):
            return str(authorization["team_id"])
    return _own(body.get("team_id"))


def _own(team: Any) -> str | None:
    """A workspace's id; an organisation's (E...) is none."""
    return team if isinstance(team, str) and team.startswith("T") else None
