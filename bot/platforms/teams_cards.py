"""Reply -> Adaptive Card 1.5. Adds no words and needs no SDK.

Every line is a block of its own, because a single line break inside a block is not one on every Teams client. Buttons
come last, after the number: on a phone they fill the screen. There is no ``tel:`` button, since it does nothing in
Teams on a desktop.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.core import pinned
from bot.core.replies import Choice, Kind, Link, Reply, Section
from bot.platforms import teams_limits as limits

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
KEY = "signpost"
"""Where a button's data says what it asks for."""

FORWARD = "forward"
"""Where the data of the forward buttons carries the words a person chose to send on."""

ROW = 26  # characters of labels that stand side by side on a phone

_MARKUP = re.compile(r"([\\*_\[\]`~])")
_BULLET = re.compile(r"^\s{0,8}[-+]\s+")

Card = dict[str, Any]
Element = dict[str, Any]


def render(reply: Reply) -> Card:
    """The card of *reply*: at most 24 KB, every block wraps, the number stands in it as text."""
    ending = [_line(reply.note, size="Small", spacing="Medium")] if reply.note else []
    ending.append(_line(reply.footer, separator=True, spacing="Medium"))
    buttons = [*_rows([_opening(link) for link in reply.links]), *_rows(_asking(reply.choices, reply.forward))]
    opening = [_heading(reply.title, "Large")] if reply.title else []
    room = limits.ELEMENTS - len(opening) - len(ending) - len(buttons)
    said = [block for section in reply.sections for block in _section(section)]
    if len(said) > room:
        said = said[: max(room, 0)]
    body = [*opening, *said, *ending, *buttons]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": limits.VERSION,
        "lang": "cy" if reply.footer == pinned.footer("cy") else "en",
        "fallbackText": plain(reply),
        "body": body[: limits.ELEMENTS],
    }


def summary(reply: Reply) -> str:
    """What a notification, a lock screen and the list of chats show: neutral, one line."""
    return _cut(" ".join(reply.summary.split()) or reply.footer, limits.SUMMARY)


def plain(reply: Reply) -> str:
    """The reply without a card, for a client or a server that refuses one."""
    body, footer = _cut(reply.text, limits.TEXT * 2), reply.footer
    return f"{footer}\n\n{body}" if reply.private else f"{body}\n\n{footer}"


def line(text: str) -> Reply:
    """One line in a thread, as a reply with the standing footer."""
    return Reply(Kind.SMALLTALK, (Section(text),), pinned.footer(), text)


def pressed(value: object) -> tuple[str, str] | None:
    """What a button's data asks for, and the words it was to send on; None when it is not one of ours."""
    if not isinstance(value, dict):
        return None
    action, forward = value.get(KEY), value.get(FORWARD)
    if not isinstance(action, str) or not 1 <= len(action) <= 300:
        return None
    return action, forward if isinstance(forward, str) else ""


def literal(text: str) -> str:
    """*text* so that a text block shows it as it is: no bold, no list, no link."""
    return _MARKUP.sub(r"\\\1", _BULLET.sub("• ", text))


def _section(section: Section) -> Iterator[Element]:
    if section.heading:
        yield _heading(section.heading, "Medium")
    first = True
    for text in section.text.split("\n"):
        for piece in _pieces(text.strip()):
            yield _line(piece, spacing="Medium" if first and not section.heading else "Small")
            first = False


def _heading(text: str, size: str) -> Element:
    return {
        "type": "TextBlock",
        "text": literal(_cut(" ".join(text.split()), 200)),
        "style": "heading",
        "size": size,
        "weight": "Bolder",
        "wrap": True,
        "spacing": "Medium",
    }


def _line(text: str, **looks: str | bool) -> Element:
    return {"type": "TextBlock", "text": _cut(literal(text), limits.TEXT), "wrap": True, **looks}


def _opening(link: Link) -> Element:
    return {"type": "Action.OpenUrl", "title": _label(link.text), "url": link.url}


def _asking(choices: Sequence[Choice], forward: str | None) -> list[Element]:
    actions = []
    for choice in choices:
        data = {KEY: choice.action}
        if forward and choice.action.startswith("forward:"):
            data[FORWARD] = forward[: limits.BUTTON_DATA - len(choice.action)]
        actions.append({"type": "Action.Submit", "title": _label(choice.label), "data": data})
    return actions


def _rows(actions: Sequence[Element]) -> Iterator[Element]:
    """Short labels side by side, a long one alone: a button's text is never cut off."""
    row: list[Element] = []
    width = 0
    for action in actions:
        length = len(action["title"]) + 4
        if row and (width + length > ROW or len(row) == limits.BUTTONS):
            yield {"type": "ActionSet", "actions": row, "spacing": "Small"}
            row, width = [], 0
        row.append(action)
        width += length
    if row:
        yield {"type": "ActionSet", "actions": row, "spacing": "Small"}


def _pieces(text: str) -> Iterator[str]:
    """*text* in parts that fit a block, broken between words."""
    most = limits.TEXT // 2  # escaping may double it
    while len(text) > most:
        end = text.rfind(" ", most // 2, most)
        end = end if end > 0 else most
        yield text[:end]
        text = text[end:].lstrip()
    if text:
        yield text


def _label(text: str) -> str:
    return _cut(" ".join(text.split()), limits.BUTTON_TEXT)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
