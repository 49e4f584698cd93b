"""Parts of an answer put together: headings, sources, links, and no more than 900 characters."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core import pinned
from bot.core.knowledge import EntryKind, Sourced
from bot.core.replies import Choice, Kind, Link, Reply, Section
from bot.core.wording import date_words

LONGEST = 900
SUMMARY = "Signpost has answered."
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

KINDS = {
    EntryKind.ANSWER: Kind.ANSWER,
    EntryKind.SMALLTALK: Kind.SMALLTALK,
    EntryKind.UNKNOWN: Kind.UNKNOWN,
    EntryKind.SUPPORT: Kind.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one question of a message. *sourced* is what it rests on."""

    id: str
    kind: Kind
    text: str
    title: str | None
    sourced: Sourced | None = None
    links: tuple[Link, ...] = ()
    choices: tuple[Choice, ...] = ()


def composed(parts: Sequence[Part], now: dt.datetime) -> Reply:
    """One reply of *parts*, in order; it is as sure as its surest part."""
    kinds = [part.kind for part in parts]
    order = (Kind.ANSWER, Kind.SUPPORT, Kind.SMALLTALK, Kind.UNKNOWN)
    kind = next(kind for kind in order if kind in kinds)
    several = len(parts) > 1
    reply = Reply(
        kind=kind,
        title=None if several else parts[0].title,
        sections=tuple(Section(part.text, part.title if several else None) for part in parts),
        links=tuple(dict.fromkeys(link for part in parts for link in part.links)),
        choices=tuple(dict.fromkeys(choice for part in parts for choice in part.choices))[:3],
        entries=tuple(dict.fromkeys(part.id for part in parts)),
        footer=pinned.footer(),
        summary=SUMMARY,
        note=note((part.sourced for part in parts if part.kind is Kind.ANSWER and part.sourced), now),
    )
    return fitted(reply)


def note(rests_on: Iterable[Sourced], now: dt.datetime) -> str | None:
    """Where it comes from and when that was checked; asks to check what is past its day."""
    found = list(rests_on)
    if not found:
        return None
    sources = "; ".join(dict.fromkeys(sourced.source for sourced in found))
    checked = min(sourced.checked for sourced in found)
    text = f"Source: {sources}"
    if checked <= now.date():
        text += f"; checked {date_words(checked)}"
    if any(sourced.review_by < now.date() for sourced in found):
        text += "; please check this is still right"
    return text + "."


def fitted(reply: Reply, keep: int = 0) -> Reply:
    """*reply* in at most 900 characters: the longest paragraphs lose their last sentences first.

    The first *keep* sections are never shortened while there are others.
    """
    while len(reply.text) > LONGEST:
        free = range(keep if keep < len(reply.sections) else 0, len(reply.sections))
        longest = max(free, key=lambda i: len(reply.sections[i].text))
        text = reply.sections[longest].text
        ends = [match.start() for match in _SENTENCE_END.finditer(text.rstrip())]
        shorter = text[: ends[-1]] if ends and ends[-1] > 0 else None
        if shorter is None:
            if reply.note is not None:
                reply = replace(reply, note=None)
            elif len(reply.links) > 0:
                reply = replace(reply, links=reply.links[:-1])
            elif len(reply.sections) > 1:
                reply = replace(reply, sections=reply.sections[:-1])
            else:
                return replace(reply, title=None, sections=(Section(text[:LONGEST]),))
            continue
        sections = list(reply.sections)
        sections[longest] = Section(shorter, sections[longest].heading)
        reply = replace(reply, sections=tuple(sections))
    return reply
