"""Reply -> Block Kit. Adds no words.

Everything that came from YAML is escaped, and ``verbatim`` keeps Slack from turning a word into a mention or a channel
link, so nothing that is said here can notify a channel.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.core.replies import Choice, Kind, Link, Reply, Section
from bot.platforms import slack_limits as limits

PREFIX = "signpost:"
"""Begins the action_id of every button that asks the bot something."""

BUTTONS_IN_A_ROW = 5

Block = dict[str, Any]


def render(reply: Reply) -> list[Block]:
    """A message's blocks: at most 50 and 12,000 characters, the number always among them."""
    return _render(reply, limits.MESSAGE_BLOCKS)


def home(reply: Reply) -> dict[str, Any]:
    """The App Home's view."""
    return {"type": "home", "blocks": _render(reply, limits.HOME_BLOCKS)}


def fallback(reply: Reply) -> str:
    """The message's ``text``: what notifications show and screen readers speak.

    Its first line is neutral, for lock screens. After it a screen reader needs everything, since Slack's does not read
    the blocks; in a private reply the standing footer comes in between, so that a short preview shows only that.
    """
    first, footer = _cut(escape(reply.summary), limits.HEADER_TEXT), escape(reply.footer)
    body = _cut(escape(reply.text), limits.FALLBACK_TEXT - len(first) - len(footer) - 4)
    return "\n\n".join([first, footer, body] if reply.private else [first, body, footer])


def line(text: str, footer: str) -> list[Block]:
    """One line in a thread, with the standing footer."""
    return [_section(escape(text)), _context(footer)]


def paste(intro: str, lines: str, footer: str) -> list[Block]:
    """Lines to copy, set as code."""
    return [
        _section(escape(intro)),
        _section(f"```{_cut(escape(lines), limits.SECTION_TEXT - 6)}```"),
        _context(footer),
    ]


def escape(text: str) -> str:
    """*text* as Slack wants it, so that no part of it is markup for people, channels or links."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _render(reply: Reply, most: int) -> list[Block]:
    ending = [*_choices(reply.choices, reply.forward)]
    if reply.note and reply.note.strip():
        ending.append(_context(reply.note))
    ending.append(_context(reply.footer))
    opening = [_header(reply.title)] if reply.title and reply.title.strip() else []
    links = [_section(text) for text in _chunks(_links(reply.links))]
    room = limits.MESSAGE_TEXT - sum(len(text) for text in limits.texts([*opening, *links, *ending]))
    blocks: list[Block] = []
    for text in _sections(reply.sections):
        if len(opening) + len(blocks) + len(links) + len(ending) >= most or room <= 0:
            break
        blocks.append(_section(_cut(text, room)))
        room -= len(text)
    return [*opening, *blocks, *links, *ending][:most]


def _sections(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        lines = [f"*{escape(section.heading)}*"] if section.heading else []
        lines += escape(section.text).split("\n")
        yield from _chunks(lines)


def _links(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        yield f"<{escape(link.url).replace('|', '%7C')}|{escape(link.text).strip() or link.url}>"


def _choices(choices: Iterable[Choice], forward: str | None) -> Iterator[Block]:
    buttons: dict[str, Block] = {}
    for choice in choices:
        if not choice.label.strip():
            continue  # Slack would refuse the whole message
        action_id = (PREFIX + choice.action)[: limits.ACTION_ID]
        value = choice.action
        if forward and choice.action.startswith("forward:"):
            value = f"{choice.action}\n{forward}"[: limits.BUTTON_VALUE]
        text = {"type": "plain_text", "text": _cut(choice.label, limits.BUTTON_TEXT), "emoji": False}
        buttons.setdefault(action_id, {"type": "button", "text": text, "action_id": action_id, "value": value})
    row = list(buttons.values())
    for start in range(0, min(len(row), 50), BUTTONS_IN_A_ROW):
        yield {"type": "actions", "elements": row[start : start + BUTTONS_IN_A_ROW]}


def pressed(value: str) -> tuple[str, str]:
    """The action a button's *value* carries, and the text a person chose to send on, if it is that button."""
    action, _, forward = value.partition("\n")
    return action, forward


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    """*lines* joined into texts that fit a section."""
    chunk = ""
    for line in lines:
        piece = line
        while len(piece) > limits.SECTION_TEXT:
            if chunk.strip():
                yield chunk
            chunk = ""
            end = piece.rfind(" ", 0, limits.SECTION_TEXT)
            end = end if end > 0 else limits.SECTION_TEXT - 8
            yield piece[:end]
            piece = piece[end:].lstrip()
        if chunk and len(chunk) + 1 + len(piece) > limits.SECTION_TEXT:
            yield chunk
            chunk = piece
        else:
            chunk = f"{chunk}\n{piece}" if chunk else piece
    if chunk.strip():
        yield chunk


def _header(title: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": _cut(title, limits.HEADER_TEXT), "emoji": False}}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": _cut(escape(text), limits.CONTEXT_TEXT), "verbatim": True}],
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def broadcasts(reply: Reply) -> bool:
    """Whether *reply* must also stand outside its thread, where somebody in need sees it without opening one."""
    return reply.kind in (Kind.CRISIS, Kind.SUPPORT)
