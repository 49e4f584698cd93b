"""What Teams accepts in a card, checked before it is sent.

The schema of Adaptive Cards lets through what Teams will not show well: version "9.9", a broken link, a seventh button
in a row, text that does not wrap, 100 KB. Only the elements that ``teams_cards`` makes are known here.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

VERSION = "1.5"  # the newest that Teams promises to show for bots
CARD_BYTES = 24_000  # Teams refuses messages from about 28 KB on some clients, and 100 KB on all
TEXT = 2_000
BUTTON_TEXT = 60
BUTTON_DATA = 2_000
BUTTONS = 6  # in one set; Teams hides what is beyond
ELEMENTS = 60
SUMMARY = 200

KEYS = {
    "TextBlock": {"type", "text", "wrap", "style", "size", "weight", "spacing", "separator", "fontType"},
    "ActionSet": {"type", "actions", "spacing"},
    "Action.Submit": {"type", "title", "data"},
    "Action.OpenUrl": {"type", "title", "url"},
}
CARD_KEYS = {"type", "$schema", "version", "lang", "fallbackText", "body"}

Json = Mapping[str, Any]


def problems(card: Json, *, number: str) -> list[str]:
    """Every reason why Teams would refuse *card* or show it badly; *number* must stand in it as text."""
    found = []
    if card.get("type") != "AdaptiveCard" or card.get("version") != VERSION:
        found.append(f"not an Adaptive Card {VERSION}")
    if unknown := set(card) - CARD_KEYS:
        found.append(f"unknown fields {sorted(unknown)}")
    size = len(json.dumps(card, ensure_ascii=False).encode("utf-8", "replace"))
    if size > CARD_BYTES:
        found.append(f"{size} bytes, at most {CARD_BYTES}")
    body = card.get("body")
    if not isinstance(body, list) or not 1 <= len(body) <= ELEMENTS:
        return [*found, f"a card needs 1 to {ELEMENTS} elements"]
    if not any(element.get("type") == "TextBlock" and number in element.get("text", "") for element in body):
        found.append("the number does not stand in it as text")
    if number not in card.get("fallbackText", ""):
        found.append("the number does not stand in the fallback text")
    for place, element in enumerate(body):
        found += [f"element {place}: {problem}" for problem in _element(element)]
    return found


def _element(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if kind not in ("TextBlock", "ActionSet"):
        yield f"unknown type {kind!r}"
        return
    if unknown := set(element) - KEYS[kind]:
        yield f"unknown fields {sorted(unknown)}"
    if kind == "TextBlock":
        text = element.get("text")
        if not isinstance(text, str) or not text.strip():
            yield "empty text"
        elif len(text) > TEXT:
            yield f"text of {len(text)} characters, at most {TEXT}"
        if element.get("wrap") is not True:
            yield "text that does not wrap"
        return
    actions = element.get("actions")
    if not isinstance(actions, list) or not 1 <= len(actions) <= BUTTONS:
        yield f"a set needs 1 to {BUTTONS} buttons"
        return
    for action in actions:
        yield from _action(action)


def _action(action: Json) -> Iterator[str]:
    kind = action.get("type")
    if kind not in ("Action.Submit", "Action.OpenUrl"):
        yield f"unknown button {kind!r}"
        return
    if unknown := set(action) - KEYS[kind]:
        yield f"unknown button fields {sorted(unknown)}"
    title = action.get("title")
    if not isinstance(title, str) or not title.strip() or len(title) > BUTTON_TEXT:
        yield f"a button needs 1 to {BUTTON_TEXT} characters"
    if kind == "Action.OpenUrl":
        if not opens(action.get("url")):
            yield "a link that does not open"
        return
    data = action.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("signpost"), str) or not data["signpost"]:
        yield "a button that asks for nothing"
    elif sum(len(str(value)) for value in data.values()) > BUTTON_DATA:
        yield f"button data over {BUTTON_DATA} characters"


def opens(url: object) -> bool:
    """Whether Teams opens *url* from a button: https, or http on this machine. ``tel:`` does nothing on the desktop."""
    if not isinstance(url, str) or len(url) > 2_000 or any(c.isspace() or not c.isprintable() for c in url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in ("127.0.0.1", "localhost")))
