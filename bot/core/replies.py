"""What the bot says, before any platform has shaped it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a reply is; the first six are the ``kind`` of ``ask --json``."""

    CRISIS = "crisis"  # the crisis reply, alone
    SUPPORT = "support"  # distress: support, with the line first
    ANSWER = "answer"
    CHOOSE = "choose"  # several things could be meant: buttons, nothing claimed
    UNKNOWN = "unknown"  # honestly not in the knowledge
    SMALLTALK = "smalltalk"
    POST = "post"  # a reminder in a channel; never an answer to a question


class About(StrEnum):
    """Whom a message that worries us is about."""

    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """A link whose *url* stands in the YAML; it is https, or a calendar address of our own."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button.

    *action* says what pressing it asks for: ``entry:<id>``, ``session:<session id>:<aspect id>``, ``crisis:<fear id>``,
    ``forward:offer``, ``forward:send`` or ``help``. It is never matched as text, and holds nothing a person typed.
    """

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph or a list; *text* is plain, its lines separated by newlines, without any platform's markup."""

    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message from the bot, as content; platforms shape it, and may not add words.

    *footer* is the standing line with the crisis number; every platform shows it in every message as plain text.
    *note* says where the answer comes from and when it was checked. *entries* are the ids the text comes from.
    *summary* is what a lock screen may show: neutral, and never the words of the person who asked.
    *forward* is the exact text a person may send on to the wellbeing team, only while the offer is open.
    """

    kind: Kind
    sections: tuple[Section, ...]
    footer: str
    summary: str
    title: str | None = None
    links: tuple[Link, ...] = ()
    choices: tuple[Choice, ...] = ()
    entries: tuple[str, ...] = ()
    about: About | None = None
    note: str | None = None
    forward: str | None = None

    @property
    def private(self) -> bool:
        """Whether this reply goes to the person alone, even when they wrote in a channel."""
        return self.kind in (Kind.CRISIS, Kind.SUPPORT)

    @property
    def text(self) -> str:
        """The reply as a person reads it, plain, without the standing footer."""
        parts = [self.title] if self.title else []
        for section in self.sections:
            parts += [section.heading] if section.heading else []
            parts.append(section.text)
        parts += [f"{link.text}: {link.url}" for link in self.links]
        parts += [self.note] if self.note else []
        return "\n\n".join(part for part in parts if part)
