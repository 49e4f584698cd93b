"""One sign of danger or distress: a pattern over plain text, with lines that show it and lines that must not."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.replies import About


class Level(StrEnum):
    """How worrying a message is; each next one is worse."""

    NONE = "none"
    CONCERN = "concern"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Sign:
    """Something a message may say.

    *pattern* is written over ``plain.plain``: small letters, contractions spelt out, fillers gone; a space in it stands
    for a space or a comma, and never for the end of a sentence. *unless* withdraws the sign when it is found in the same
    sentence. Every gap is bounded, so that reading takes time in proportion to the message.
    """

    name: str
    level: Level
    about: About
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    says: tuple[str, ...]
    not_when: tuple[str, ...]


def sign(
    name: str,
    pattern: str,
    *,
    says: tuple[str, ...],
    not_when: tuple[str, ...] = (),
    unless: str | None = None,
    level: Level = Level.CRISIS,
    about: About = About.SELF,
) -> Sign:
    """A sign, with *says* read as the sign and *not_when* read as something else."""
    return Sign(name, level, about, over_plain(pattern), over_plain(unless) if unless else None, says, not_when)


def over_plain(pattern: str) -> re.Pattern[str]:
    """*pattern* between word boundaries, its spaces standing for a space or a comma."""
    return re.compile(rf"\b(?:{pattern.replace(' ', '[ ,]')})\b")


_DENIAL = (
    r"(?<!can )(?<!could )(?<!why )(?<!do )(?<!why do )(?:not|never|no|nor|neither|without|denie[ds]|denying)"
    r"(?: (?:ever|going|to|about|planning|plans?|thinking|thoughts?|of|want|wanting|wanted|feel|feeling|felt|been|had|having|"
    r"any|intention|intending|intend|active|in|a|on|do|be|being|am|saying|trying|wish|the|or|and|would|will|currently|at)){0,6} ?$"
)
_DO_DENIAL = (
    r"\b(?:i|we) do not (?:(?:ever|want|wish|plan|intend|think|mean|feel|have|any|thoughts?|plans?|intention|of|about|"
    r"to|planning|be|being|on) ?){0,6}$"
)
_THIRD = (
    r"\b(?:he|she|they|who|people|someone|somebody|person|persons|man|men|woman|male|female|caller|callers|patient|patients|"
    r"detainee|detainees|dp|misper|mispers|lad|lads|girl|boy|bloke|kid|kids|child|children|victim|suspect|subject|nominal|"
    r"punter|fella|guy|teenager|youth|student|members? of the public)(?: \w+){0,3} ?$"
)
DENIED = re.compile(f"(?:{_DENIAL})|(?:{_DO_DENIAL})")
OF_SOMEBODY_ELSE = re.compile(_THIRD)


def clause_before(text: str, at: int) -> str:
    """What stands before *at* in its clause: at most 70 characters, nothing from beyond a comma or a full stop."""
    before = text[max(0, at - 70) : at]
    return before[max(before.rfind("."), before.rfind(",")) + 1 :].lstrip()


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of *text* that holds what stands from *start* to *end*; at most 300 characters on either side."""
    left = max(text.rfind(" . ", max(0, start - 300), start), 0)
    right = text.find(" . ", end, end + 300)
    return text[left : right if right >= 0 else end + 300]
