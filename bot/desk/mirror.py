"""Block Kit and Adaptive Cards as HTML, so that a page can show a message as Slack and as Teams would.

It reads the very JSON that is sent, and refuses what it does not know: the picture never shows less than is said.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms import slack_blocks

Json = Mapping[str, Any]
Button = Callable[[str, str], str]
"""Draws the button with this label that asks for this action."""


def asking_button(label: str, action: str) -> str:
    """A button that a page's script may press."""
    return f'<button type="button" data-action="{html.escape(action)}">{_escape(label)}</button>'


@dataclass(frozen=True, slots=True)
class Hand:
    """What each page draws its own way: which element a message's headings are, and its buttons."""

    heading: str = "h3"
    button: Button = asking_button


PAGE = Hand()

_SLACK_TOKEN = re.compile(r"<(https://[^|<>\s]{1,3000})(?:\|([^<>]{1,300}))?>")
_SLACK_BOLD = re.compile(r"(?<![\w*])\*([^*\n]{1,500})\*(?![\w*])")
_CARD_BOLD = re.compile(r"\*\*([^*\n]{1,500})\*\*")
_CARD_LITERAL = re.compile(r"\\([\\*_\[\]`~])")
_PRIVATE = 0xE000  # where a literal character hides from the markup
_CARD_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((https://[^)\s]{1,2000})\)")


def slack(blocks: Sequence[Json], hand: Hand = PAGE) -> str:
    """One Slack message as HTML. Raises ValueError for a block it cannot show."""
    return "".join(_slack_block(block, hand) for block in blocks)


def teams(card: Json, hand: Hand = PAGE) -> str:
    """One Adaptive Card as HTML. Raises ValueError for an element it cannot show."""
    body = "".join(_card_element(element, hand) for element in card.get("body", ()))
    return body + _card_actions(card.get("actions", ()), hand)


def _heading(shown: str, hand: Hand) -> str:
    return f"<{hand.heading}>{shown}</{hand.heading}>"


def _slack_block(block: Json, hand: Hand) -> str:
    match block["type"]:
        case "header":
            return _heading(_escape(block["text"]["text"]), hand)
        case "section":
            texts = [block["text"]] if "text" in block else list(block.get("fields", ()))
            shown = "".join(f"<p>{_slack_text(text)}</p>" for text in texts)
            return shown + _slack_accessory(block.get("accessory"), hand)
        case "context":
            return "".join(f'<p class="context">{_slack_text(text)}</p>' for text in block["elements"])
        case "actions":
            return f'<div class="actions">{"".join(_slack_button(e, hand) for e in block["elements"])}</div>'
        case "divider":
            return "<hr>"
        case other:
            raise ValueError(f"no picture of a Slack block of type {other!r}")


def _slack_accessory(element: Json | None, hand: Hand) -> str:
    return f'<div class="actions">{_slack_button(element, hand)}</div>' if element else ""


def _slack_text(text: Json) -> str:
    if text["type"] == "plain_text":
        return _lines(_escape(text["text"]))
    links: list[str] = []

    def keep(found: re.Match[str]) -> str:
        links.append(_anchor(_unescape(found[1]), _unescape(found[2] or found[1])))
        return f"\x00{len(links) - 1}\x00"

    shown = _SLACK_BOLD.sub(r"<strong>\1</strong>", _escape(_unescape(_SLACK_TOKEN.sub(keep, text["text"]))))
    return _lines(_restore(shown, links))


def _slack_button(element: Json, hand: Hand) -> str:
    action, _ = slack_blocks.pressed(element.get("value") or "")
    return _button(element["text"]["text"], action, element.get("url"), hand)


def _card_element(element: Json, hand: Hand) -> str:
    match element["type"]:
        case "TextBlock":
            size = "context" if element.get("isSubtle") or element.get("size") == "Small" else ""
            shown = _card_text(element["text"])
            if element.get("style") == "heading":
                return _heading(shown, hand)
            shown = f"<strong>{shown}</strong>" if element.get("weight") == "Bolder" else shown
            return f'<p class="{size}">{shown}</p>' if size else f"<p>{shown}</p>"
        case "Container":
            return f"<div>{''.join(_card_element(item, hand) for item in element['items'])}</div>"
        case "ColumnSet":
            items = (item for column in element["columns"] for item in column.get("items", ()))
            return "".join(_card_element(item, hand) for item in items)
        case "FactSet":
            rows = "".join(
                f"<dt>{_card_text(f['title'])}</dt><dd>{_card_text(f['value'])}</dd>" for f in element["facts"]
            )
            return f"<dl>{rows}</dl>"
        case "ActionSet":
            return _card_actions(element["actions"], hand)
        case other:
            raise ValueError(f"no picture of a card element of type {other!r}")


def _card_text(text: str) -> str:
    links: list[str] = []

    def keep(found: re.Match[str]) -> str:
        links.append(_anchor(found[2], found[1]))
        return f"\x00{len(links) - 1}\x00"

    text = _CARD_LITERAL.sub(lambda found: chr(_PRIVATE + ord(found[1])), text)
    shown = _CARD_BOLD.sub(r"<strong>\1</strong>", _escape(_CARD_LINK.sub(keep, text)))
    literal = {_PRIVATE + ord(character): character for character in "\\*_[]`~"}
    return _lines(_restore(shown, links)).translate(literal)


def _card_actions(actions: Sequence[Json], hand: Hand) -> str:
    if not actions:
        return ""
    shown = []
    for action in actions:
        match action["type"]:
            case "Action.Submit":
                data = action.get("data", {})
                shown.append(_button(action["title"], data.get("signpost"), None, hand))
            case "Action.OpenUrl":
                shown.append(_button(action["title"], None, action["url"], hand))
            case other:
                raise ValueError(f"no picture of a card action of type {other!r}")
    return f'<div class="actions">{"".join(shown)}</div>'


def _button(label: str, action: str | None, url: str | None, hand: Hand) -> str:
    if url:
        return f'<a class="button" href="{html.escape(url)}" rel="noreferrer">{_escape(label)}</a>'
    return hand.button(label, action or "")


def _anchor(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}" rel="noreferrer">{_escape(text)}</a>'


def _restore(shown: str, links: list[str]) -> str:
    fill: Callable[[re.Match[str]], str] = lambda found: links[int(found[1])]  # noqa: E731 -- a name for one expression
    return re.sub("\x00([0-9]{1,4})\x00", fill, shown)


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(shown: str) -> str:
    return shown.replace("\n", "<br>")
