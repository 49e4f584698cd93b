"""Which texts of the files people get to read, as against how they ask and what only the bot needs."""

from collections.abc import Iterator

from bot.content.document import Document
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.source import Content, File

SAID = frozenset(
    {"title", "answer", "during", "after", "before", "cancelled", "general", "general_after", "about", "label"}
    | {"text", "over", "summary", "moved", "renamed", "restored", "also", "monitoring", "hosts", "name", "number"}
    | {"hours", "who", "source", "en", "cy"}
)
"""The names whose text may be shown to people."""

ANSWERS = frozenset({"answer", "during", "after", "before", "cancelled", "general", "general_after"})
"""The names whose text is the body of an answer."""


def texts(content: Content) -> Iterator[tuple[File, Loc, str]]:
    """Every text that may be shown to people, with where it stands."""
    for file in content.files:
        if file.sort is not Sort.CHANNELS:
            yield from ((file, loc, text) for loc, text in file.document.texts() if loc and loc[-1] in SAID)


def links(content: Content, part: str) -> Iterator[tuple[File, Loc, str]]:
    """The ``text`` or the ``url`` of every link that an answer offers, with where it stands."""
    for file in content.of(Sort.ENTRIES, Sort.FORCE):
        for loc, text in file.document.texts():
            if len(loc) >= 3 and loc[-3] == "links" and loc[-1] == part:
                yield file, loc, text


def in_welsh(loc: Loc) -> bool:
    """Whether the text at *loc* is Welsh."""
    return any(step in ("cy", "changes_cy") for step in loc)


def named(document: Document, loc: Loc) -> str:
    """What the part that *loc* lies in is called, for a sentence that names it."""
    found = document.at((*loc[:2], "id"))
    return found if isinstance(found, str) else ""
