"""Reads every message for danger, before anything else is done with it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.reader import Impression, Reader
from bot.core.replies import About


class Level(StrEnum):
    """How worrying a message is; each next one is worse."""

    NONE = "none"
    CONCERN = "concern"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message was read as. *about* is set unless the level is none.

    *impression* is the trained reader's of the whole text, so that matching need not encode it again.
    """

    level: Level
    about: About | None = None
    welsh: bool = False
    impression: Impression | None = None


_PLAIN_SIGNS = re.compile(
    r"\b(?:kill(?:ing)? my ?self|end(?:ing)? my (?:own )?life|tak(?:e|ing) my own life|suicidal|"
    r"(?:want|wanna|wish) (?:to|2|i (?:was|were))? ?(?:die|dead)|dont want to (?:live|be alive|wake up)|"
    r"better off (?:without me|if i was dead)|lladd fy hun|eisiau marw)\b"
)


def read(text: str, reader: Reader | None = None) -> Reading:
    """Read *text*, whole and sentence by sentence; *reader* adds what no rule foresaw."""
    plain = re.sub(r"[^a-z0-9]+", " ", text[:6000].lower().replace("'", "").replace("’", ""))
    impression = reader.read([text[:2000]])[0] if reader is not None and text.strip() else None
    level = Level.NONE
    if _PLAIN_SIGNS.search(plain) or (impression is not None and impression.crisis >= 0.5):
        level = Level.CRISIS
    elif impression is not None and impression.crisis + impression.concern >= 0.5:
        level = Level.CONCERN
    if level is Level.NONE:
        return Reading(level, impression=impression)
    about = About.OTHER if impression is not None and impression.other >= 0.5 else About.SELF
    return Reading(level, about, impression=impression)
