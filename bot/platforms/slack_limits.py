"""What Slack accepts in a message or a Home, checked before it is sent.

The SDK lets through what Slack refuses: 51 blocks, empty text, a header in mrkdwn, two buttons with one action_id. Only
the blocks that ``slack_blocks`` makes are known here; anything else is a problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MESSAGE_BLOCKS = 50
HOME_BLOCKS = 100
MESSAGE_TEXT = 12_000  # Slack documents more, and has refused from about 13,200
FALLBACK_TEXT = 4_000
SECTION_TEXT = 3_000
CONTEXT_TEXT = 2_000
CONTEXT_ELEMENTS = 10
HEADER_TEXT = 150
ACTIONS_ELEMENTS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
ACTION_ID = 255
BLOCK_ID = 255

KEYS = {
    "header": {"type", "text", "block_id"},
    "section": {"type", "text", "block_id"},
    "context": {"type", "elements", "block_id"},
    "actions": {"type", "elements", "block_id"},
    "divider": {"type", "block_id"},
}
BUTTON_KEYS = {"type", "text", "action_id", "value", "style", "accessibility_label"}
TEXT_KEYS = {"mrkdwn": {"type", "text", "verbatim"}, "plain_text": {"type", "text", "emoji"}}

Json = Mapping[str, Any]


def problems(blocks: Sequence[Json], *, most: int = MESSAGE_BLOCKS) -> list[str]:
    """Every reason why Slack would refuse *blocks*; empty when it would not."""
    found = []
    if not blocks:
        found.append("no blocks")
    if len(blocks) > most:
        found.append(f"{len(blocks)} blocks, at most {most}")
    written = sum(len(text) for text in texts(blocks))
    if written > MESSAGE_TEXT:
        found.append(f"{written} characters in all, at most {MESSAGE_TEXT}")
    actions = [
        button.get("action_id")
        for block in blocks
        if block.get("type") == "actions"
        for button in block.get("elements", ())
    ]
    if len(actions) != len(set(actions)):
        found.append("an action_id twice")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("a block_id twice")
    for number, block in enumerate(blocks):
        found += [f"block {number}: {problem}" for problem in _block(block)]
    return found


def _block(block: Json) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KEYS:
        yield f"unknown type {kind!r}"
        return
    if unknown := set(block) - KEYS[kind]:
        yield f"unknown fields {sorted(unknown)}"
    if len(block.get("block_id", "")) > BLOCK_ID:
        yield "block_id too long"
    if kind == "header":
        yield from _text(block.get("text"), ("plain_text",), HEADER_TEXT)
    elif kind == "section":
        yield from _text(block.get("text"), ("mrkdwn", "plain_text"), SECTION_TEXT)
    elif kind in ("context", "actions"):
        elements = block.get("elements")
        most = CONTEXT_ELEMENTS if kind == "context" else ACTIONS_ELEMENTS
        if not isinstance(elements, list) or not 1 <= len(elements) <= most:
            yield f"{kind} needs 1 to {most} elements"
            return
        for element in elements:
            yield from _text(element, ("mrkdwn", "plain_text"), CONTEXT_TEXT) if kind == "context" else _button(element)


def _button(element: Json) -> Iterator[str]:
    if element.get("type") != "button":
        yield f"unknown element {element.get('type')!r}"
        return
    if unknown := set(element) - BUTTON_KEYS:
        yield f"unknown button fields {sorted(unknown)}"
    yield from _text(element.get("text"), ("plain_text",), BUTTON_TEXT)
    if not 1 <= len(element.get("action_id", "")) <= ACTION_ID:
        yield f"action_id needs 1 to {ACTION_ID} characters"
    if len(element.get("value", "")) > BUTTON_VALUE:
        yield f"value over {BUTTON_VALUE} characters"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "style is neither primary nor danger"


def _text(text: Any, kinds: tuple[str, ...], most: int) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield f"text is not {' or '.join(kinds)}"
        return
    if unknown := set(text) - TEXT_KEYS[text["type"]]:
        yield f"unknown text fields {sorted(unknown)}"
    written = text.get("text")
    if not isinstance(written, str) or not written.strip():
        yield "empty text"
    elif len(written) > most:
        yield f"text of {len(written)} characters, at most {most}"


def texts(blocks: Sequence[Json]) -> Iterator[str]:
    """Every text that *blocks* show, as it is sent."""
    for block in blocks:
        for text in (block.get("text"), *block.get("elements", ())):
            if isinstance(text, Mapping):
                inner = text.get("text", "")
                yield inner if isinstance(inner, str) else str(inner.get("text", ""))
