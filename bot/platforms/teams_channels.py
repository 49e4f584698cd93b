"""What "@Signpost channel" answers: the line that names the place in channels.yaml."""

import json

from bot.core import pinned
from bot.core.replies import Kind, Reply, Section
from bot.platforms.teams_incoming import GROUP, Asked

PASTE = "Paste this line into schedules/channels.yaml, under “channels:”. Give the channel the name you want."
NOT_A_CHANNEL = "Write this in a channel of a team that I was added to: I answer with the line for channels.yaml."
SUMMARY = "Signpost has answered."


def register(asked: Asked, force: str | None) -> Reply:
    """The line for the channel or group chat *asked* came from; *force* is its tenant's, where it is known.

    The line stands between backticks and is sent as Markdown text: nothing is lost between the chat and the file.
    """
    if asked.where is None or not asked.tenant:
        return Reply(Kind.SMALLTALK, (Section(NOT_A_CHANNEL),), pinned.footer(), SUMMARY)
    kind = "chat" if asked.scope == GROUP else "channel"
    parts = {
        "name": json.dumps(asked.where.name.replace("`", "'") or f"Teams {kind}", ensure_ascii=False),
        **({"force": force} if force else {}),
        "platform": "teams",
        "tenant": json.dumps(asked.tenant),
        "channel": json.dumps(asked.where.target),
        "reminders": "[today]",
    }
    line = "`- {" + ", ".join(f"{name}: {value}" for name, value in parts.items()) + "}`"
    return Reply(Kind.SMALLTALK, (Section(PASTE), Section(line)), pinned.footer(), SUMMARY)
