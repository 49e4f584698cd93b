"""``ask --json``: one JSON object a line in, one a line out, in the same order (DESIGN section 3)."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE
from bot.errors import UsageError

EXAMPLE = 'Write one object a line, like {"id": "1", "text": "hello"}.'
Answer = Callable[[Question, dt.datetime], Reply]


def answer_line(answer: Answer, line: str, number: int, now: dt.datetime | None, force: str | None) -> dict[str, Any]:
    """Answer one line; *now* and *force* serve lines that name none. Raises UsageError, without the line's text."""
    asked = _object(line, number)
    text, conversation = _text(asked, "text", number), asked.get("conversation")
    moment = _moment(asked["now"], number) if asked.get("now") is not None else now or dt.datetime.now(LONDON_ZONE)
    question = Question(
        text, conversation=None if conversation is None else str(conversation), force=asked.get("force") or force
    )
    return shown(asked.get("id"), answer(question, moment))


def shown(name: object, reply: Reply) -> dict[str, Any]:
    """*reply* as ``ask --json`` writes it."""
    return {
        "id": name,
        "kind": reply.kind.value,
        "entries": list(reply.entries),
        "text": reply.text,
        "choices": [choice.label for choice in reply.choices],
        "footer": reply.footer,
        "about": reply.about.value if reply.about else None,
    }


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError(
            f'Line {number} is not JSON. Write one object a line, like {{"id": "1", "text": "hello"}}.'
        ) from None
    if not isinstance(asked, dict):
        raise UsageError(f"Line {number} is not a JSON object. {EXAMPLE}")
    return asked


def _text(asked: dict[str, Any], name: str, number: int) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise UsageError(f"Line {number} needs {name!r}, as text.")
    return value


def _moment(value: object, number: int) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise UsageError(f"Line {number}: 'now' is a moment like 2026-04-21T08:30:00+01:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON_ZONE)
