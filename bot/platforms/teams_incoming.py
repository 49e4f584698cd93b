"""What came in from Teams, as who asked what and where the answer goes. Reads values; calls nothing.

An *activity* is what ``teams_framework.read`` gives: the SDK's model, whose fields may be missing or of odd types.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.platforms.base import ServiceAddress
from bot.platforms.teams_cards import pressed

LONGEST_TEXT = 100_000
PERSONAL, CHANNEL, GROUP = "personal", "channel", "groupChat"
OF_TWO = "@unq.gbl.spaces"
REGISTER = re.compile(r"(which |what )?channel( is this| id)?\s*\??", re.IGNORECASE)

_AT = re.compile(r"<at\b[^<>]{0,200}>([^<>]{0,200})</at>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ALT = re.compile(r"<(?:img|emoji)\b[^<>]{0,1000}?\balt=\"([^\"<>]{0,40})\"[^<>]{0,1000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked what, and where the answer goes. *text* is without our own name; people's names became "someone".

    *action* is what a pressed button asks for. *edited* marks a message that its writer changed afterwards.
    """

    service_url: str
    conversation_id: str
    user: str
    bot: str
    scope: str
    activity: str | None = None
    tenant: str | None = None
    text: str = ""
    action: str | None = None
    edited: bool = False
    where: "Where | None" = None

    @property
    def conversation(self) -> str:
        """Keys the context in memory: one person in one place, so that nobody meets what another has asked."""
        return f"teams:{self.tenant}:{self.conversation_id}:{self.user}"

    @property
    def direct(self) -> bool:
        """Whether this is the person's own conversation with the bot."""
        return self.scope == PERSONAL


@dataclass(frozen=True, slots=True)
class Where:
    """A team's channel or a group chat, as Teams describes it beside each message from there."""

    place: str
    channel: str | None = None
    name: str = ""

    @property
    def target(self) -> str:
        """What channels.yaml calls it."""
        return self.channel or self.place


def message(activity: Any) -> Asked | None:
    """A person's message or button; None when nobody asked anything."""
    edited = activity.type == "messageUpdate"
    if edited and _of(activity.channel_data, "eventType") != "editMessage":
        return None
    user, bot, conversation = activity.from_property, activity.recipient, activity.conversation
    if not _has_id(user) or not _has_id(conversation) or not _has_id(bot):
        return None
    if user.id == bot.id or user.role == "bot" or user.id.startswith("28:"):
        return None
    value = activity.value
    if activity.type == "invoke":  # a card of a later version of ours, or of an earlier one
        value = _of(_of(value, "action"), "data")
    button = pressed(value)
    return Asked(
        service_url=activity.service_url,
        conversation_id=conversation.id,
        user=user.id,
        bot=bot.id,
        scope=conversation.conversation_type or (GROUP if conversation.is_group else PERSONAL),
        activity=activity.id if isinstance(activity.id, str) else None,
        tenant=tenant(activity),
        text=button[1] if button else typed(activity),
        action=button[0] if button else None,
        edited=edited,
        where=where(activity),
    )


def typed(activity: Any) -> str:
    """What the person typed, out of Teams' markup."""
    text = activity.text if isinstance(activity.text, str) else ""
    if not text.strip():
        text = _shown(activity)
    if len(text) > LONGEST_TEXT:
        text = f"{text[: LONGEST_TEXT // 2]}\n{text[-LONGEST_TEXT // 2 :]}"
    ours = activity.recipient.id if activity.recipient else None
    mentions = [m.additional_properties or {} for m in (activity.entities or ())[:100] if m.type == "mention"]
    for mention in mentions:
        said = mention.get("text")
        if isinstance(said, str) and said.strip() and len(said) < 500:
            text = text.replace(said, " " if _of(mention.get("mentioned"), "id") == ours else " someone ")
    if not mentions:  # what a message begins with is us
        text = _AT.sub(" ", text, count=1) if text.lstrip().startswith("<") else text
    text = html.unescape(_AT.sub(" someone ", text)).replace("\xa0", " ")
    return re.sub(r"[ \t]{1,1000}", " ", text).strip()


def tenant(activity: Any) -> str | None:
    """The tenant the conversation lives in."""
    found = _of(_of(activity.channel_data, "tenant"), "id") or getattr(activity.conversation, "tenant_id", None)
    return found if isinstance(found, str) and found else None


def where(activity: Any) -> Where | None:
    """The team's channel or the group chat this came from; None in a person's own conversation, or one of two.

    The id of a chat of two is made of both people's ids, so it is never kept.
    """
    data = activity.channel_data
    team = _of(_of(data, "team"), "id")
    if isinstance(team, str) and team:
        channel = _of(_of(data, "channel"), "id") or _of(data, "teamsChannelId")
        if not isinstance(channel, str) and _has_id(activity.conversation):
            channel = activity.conversation.id.split(";", 1)[0]
        names = [_of(_of(data, part), "name") for part in ("team", "channel")]
        name = " ".join(name for name in names if isinstance(name, str))
        return Where(team, channel if isinstance(channel, str) else None, name[:100])
    conversation = activity.conversation
    if _has_id(conversation) and conversation.conversation_type == GROUP and OF_TWO not in conversation.id:
        return Where(conversation.id.split(";", 1)[0], None, str(conversation.name or "")[:100])
    return None


def address(activity: Any) -> ServiceAddress | None:
    """Where the team or chat that this came from is reached."""
    place, its_tenant = where(activity), tenant(activity)
    if place is None or its_tenant is None or not _has_id(activity.recipient):
        return None
    channels = (place.channel,) if place.channel else ()
    return ServiceAddress(its_tenant, place.place, activity.service_url, activity.recipient.id, channels)


def added(activity: Any) -> bool | None:
    """Whether the bot was added (True) or removed (False) here; None when it is about something else."""
    if activity.type == "installationUpdate":
        return {"add": True, "add-upgrade": True, "remove": False}.get(str(activity.action))
    if activity.type == "conversationUpdate" and _has_id(activity.recipient):
        ours = activity.recipient.id
        if any(_has_id(member) and member.id == ours for member in activity.members_added or ()):
            return True
        if any(_has_id(member) and member.id == ours for member in activity.members_removed or ()):
            return False
        if _of(activity.channel_data, "eventType") in ("teamDeleted", "teamHardDeleted"):
            return False
    return None


def greets(activity: Any) -> bool:
    """Whether a person has just added the bot for themselves. Teams says so twice; this is one of the two."""
    return (
        activity.type == "installationUpdate"
        and activity.action == "add"
        and _has_id(activity.conversation)
        and where(activity) is None
        and activity.conversation.conversation_type in (PERSONAL, None)
    )


def deleted_channel(activity: Any) -> str | None:
    """The channel that is no more, if that is what this says."""
    if activity.type != "conversationUpdate" or _of(activity.channel_data, "eventType") != "channelDeleted":
        return None
    found = _of(_of(activity.channel_data, "channel"), "id")
    return found if isinstance(found, str) else None


def _shown(activity: Any) -> str:
    """The words of a message that has only a formatted body: a pasted list, a sticker, an emoji."""
    for attachment in activity.attachments or ():
        if attachment.content_type == "text/html" and isinstance(attachment.content, str):
            content = attachment.content[:LONGEST_TEXT]
            return _TAG.sub(" ", _ALT.sub(r" \1 ", _AT.sub(" ", content)))
    return ""


def _of(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _has_id(value: Any) -> bool:
    return value is not None and isinstance(value.id, str) and bool(value.id)
