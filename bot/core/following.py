"""A follow-up said in full: 'how do i sign up for it?' after an answer about a session or an entry."""

import re

_PRONOUN = re.compile(
    r"\b(it|they|them|those|these|that one|this one|that(?= (is|was|for|on|in|at|cost|last|run)\b|[?.! ]*$)|"
    r"hwnna|hynny|nhw|fo)\b(?! (was|is) (just|only) me)",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(is|are|get|have|see|want|book|need|when's|wheres|where's) (one|ones|any)\b", re.IGNORECASE)
_ITS = re.compile(r"\b(its|their)\b", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"^\W*(and|also|or|ok|okay|right|so|then|but|what about|how about|a beth am|beth am|a|ac)\b", re.IGNORECASE
)
_ELSE = re.compile(r"\b(instead|else|other|others|another|rather than|apart from|besides|different)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(all|they|them|each|both|every|others?|any of|which (?:ones?|sessions?|of))\b", re.IGNORECASE)
_FEW = 6
_MANY = 16


def points_back(text: str) -> bool:
    """Whether *text* has a word that stands for what was spoken of before."""
    return bool(_PRONOUN.search(text) or _ITS.search(text) or _ONE.search(text))


def leads_on(text: str) -> bool:
    """Whether *text* begins as the next step of a conversation does: 'and ...', 'so ...'."""
    return bool(_LEADS_ON.search(text))


def may_follow(text: str) -> bool:
    """Whether *text* may make sense only with what was spoken of before: it points back, leads on, or is very short."""
    words = len(text.split())
    return words <= _FEW or (words <= _MANY and (points_back(text) or leads_on(text)))


def turns_away(text: str) -> bool:
    """Whether *text* asks for something other than what was spoken of: 'or something to read instead'."""
    return bool(_ELSE.search(text))


def speaks_of_all(text: str) -> bool:
    """Whether *text* speaks of several where one was spoken of before: 'are they all in the afternoon', 'which one is
    in the morning'."""
    return bool(_ALL.search(text))


def in_full(text: str, topic: str) -> str:
    """*text* with *topic* put where it pointed back, or after it."""
    replaced, count = _PRONOUN.subn(lambda _: topic, text, count=1)
    if not count:
        replaced, count = _ITS.subn(lambda _: f"{topic}'s", text, count=1)
    return replaced if count else f"{text.rstrip(' ?.!')} {topic}"


def after(title: str, text: str) -> str:
    """*text* as the trained reader reads it after an answer called *title*: it learnt such lines in this form."""
    return f"{title} | {text}"
