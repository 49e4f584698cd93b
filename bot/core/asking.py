"""What is asked: which session, which day, whether it leans on what was said before, and how many questions it is."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.core.knowledge import Schedule, Session, Status
from bot.core.lexical import folded
from bot.core.moments import Moment, Order, moment, without_moment
from bot.core.wording import LONDON_ZONE, ends_at, in_order, starts_at

_COMMON_WORDS = """
    a an and are at but by for from if in into is it no not of on or s such t that the their then there these they this
    to was will with using first scene power policing response session talk webinar event one thing input
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class By(StrEnum):
    """How a question says which session it means."""

    NAME = "name"
    DAY = "day"
    ORDER = "order"
    HOUR = "hour"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, understood as far as words and the clock go.

    *text* is as typed; *plain* folded. *sessions* are those meant, in the order they happen. *says_session* when it
    speaks of sessions at all ('the talks'); *bare* when it says no more than which session or day ('and friday?').
    *surely* when a session is named by more than one word, which may mean something else: 'crisis', 'data', 'dogs'.
    """

    text: str
    plain: str
    sessions: tuple[Session, ...]
    by: By
    moment: Moment
    says_session: bool
    bare: bool
    surely: bool = False


def near(word: str, other: str) -> bool:
    """Whether *word* is *other* but for a plural or a slip of the finger: one for five letters, two for nine."""
    word, other = word.rstrip("s"), other.rstrip("s")
    if word == other:
        return True
    allowed = 0 if min(len(word), len(other)) < 5 else 1 if len(other) < 9 else 2
    if not word or not allowed or abs(len(word) - len(other)) > allowed or word[0] != other[0]:
        return False
    return _slips(word, other, allowed) <= allowed


def _slips(a: str, b: str, most: int) -> int:
    """Letters added, left out, changed or swapped with the next to turn *a* into *b*; above *most* it is rough."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@dataclass(frozen=True, slots=True)
class Names:
    """What sessions are called: words that only one title has, aliases, and phrases that several share."""

    words: dict[str, str]
    phrases: dict[str, tuple[str, ...]]
    initials: dict[str, tuple[str, ...]]
    """The words by their first letters."""

    @classmethod
    def build(cls, sessions: Sequence[Session]) -> Self:
        """Learn the names from titles and aliases."""
        words: dict[str, set[str]] = {}
        phrases: dict[str, set[str]] = {}
        for session in sessions:
            title = folded(session.title)
            parts = {title, *(folded(part) for part in session.title.split(":"))}
            for phrase in {*parts, *(folded(alias) for alias in session.aliases)}:
                for form in (phrase, *_mutated(phrase)) if " " in phrase else ():
                    phrases.setdefault(form, set()).add(session.id)
            alone = {folded(alias) for alias in session.aliases if " " not in folded(alias)}
            for word in {*title.split(), *alone} - _COMMON:
                if len(word) > 2:
                    words.setdefault(word, set()).add(session.id)
        own = {word: next(iter(ids)) for word, ids in words.items() if len(ids) == 1}
        return cls(own, {phrase: tuple(ids) for phrase, ids in phrases.items()}, initials(own))

    def near(self, typed: str) -> list[str]:
        """The words that *typed* is, but for a slip."""
        return [word for word in self.initials.get(_initial(typed), ()) if near(typed, word)]

    def said_by(self, word: str) -> bool:
        """Whether *word* alone is part of a session's name."""
        return bool(self.near(word))

    def named(self, plain: str) -> tuple[frozenset[str], bool]:
        """The ids of the sessions that *plain* names, and whether by more than one word."""
        padded = f" {plain} "
        weight: Counter[str] = Counter()
        shared: set[str] = set()
        for phrase, ids in self.phrases.items():
            if phrase in plain and f" {phrase} " in padded:
                if len(ids) == 1:
                    weight[ids[0]] += 2 * len(phrase.split())
                else:
                    shared.update(ids)
        for typed in set(plain.split()) - _COMMON:
            if len(typed) > 2:
                for session in {self.words[word] for word in self.near(typed)}:
                    weight[session] += 1
        if not weight:
            return frozenset(shared), bool(shared)
        most = max(weight.values())
        return frozenset(session for session, count in weight.items() if 2 * count > most), most > 1


def initials(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """*words* by what everything near them begins with too."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        found[_initial(word)] = (*found.get(_initial(word), ()), word)
    return found


def _initial(word: str) -> str:
    """The first letter; empty when a plural's s is all there is."""
    return word.rstrip("s")[:1]


def _mutated(phrase: str) -> tuple[str, ...]:
    """*phrase* as it begins after a Welsh word that changes its first letter: 'cwn peryglus', 'am gwn peryglus'."""
    changes = {"c": ("g", "ch"), "p": ("b", "ph"), "t": ("d", "th"), "d": ("dd",), "b": ("f",), "m": ("f",)}
    return tuple(new + phrase[1:] for new in changes.get(phrase[0], ()))


_NOTHING_MORE = re.compile(
    r"((and|also|or|so|ok|okay|then|but|what|whats|hows|how|about|on|for|the|that|this|is|of|s|one|ones|session|talk|webinar|input|"
    r"thing|please|pls|pl|a|am|beth|y|yr|sesiwn|un)\b ?)*"
)
_SESSION_WORDS = re.compile(
    r"\b(sessions?|webinars?|talks?|cpds?|inputs?|seminars?|sesiwn|sesiynau|online (ones?|events?))\b"
)


def understand(text: str, schedule: Schedule, names: Names, now: dt.datetime, day: dt.date | None = None) -> Asked:
    """Read *text* against the schedule and the London clock; *day* is the one the conversation was about."""
    plain = folded(text)
    slashed = re.sub(r"\s+", " ", text.lower())
    when = moment(plain if not re.search(r"\d/\d|\d[:.]\d", slashed) else f"{plain} {slashed}", schedule, now, day)
    named, surely = names.named(plain)
    by, sessions = _sessions(plain, when, schedule, named, now)
    bare = by is not By.NOTHING and _says_nothing_more(plain, names)
    said = bool(_SESSION_WORDS.search(plain))
    return Asked(text, plain, tuple(sessions), by, when, said, bare, by is By.NAME and (surely or said or bare))


def _says_nothing_more(plain: str, names: Names) -> bool:
    """Whether there is nothing in *plain* beside a session's name, a day, and words that say as little as 'and'."""
    rest = " ".join(word for word in without_moment(plain).split() if not names.said_by(word))
    return bool(_NOTHING_MORE.fullmatch(rest))


_FOLLOWS = re.compile(r"\b(after|done|follow(s|ing)?|finished|past)\b")


def _sessions(
    plain: str, when: Moment, schedule: Schedule, named: frozenset[str], now: dt.datetime
) -> tuple[By, Iterable[Session]]:
    ordered = in_order(schedule.sessions)
    if named:
        meant = [session for session in ordered if session.id in named]
        if len(meant) > 1 and when.days and any(session.day in when.days for session in meant):
            meant = [session for session in meant if session.day in when.days]
        if when.order is Order.NEXT and len(meant) == 1 and _FOLLOWS.search(plain):
            return By.ORDER, ordered[ordered.index(meant[0]) + 1 :][:1]
        return By.NAME, meant
    if when.days:
        return By.DAY, [session for session in ordered if session.day in when.days]
    if when.order is not None:
        return By.ORDER, in_row(ordered, when.order, now)
    if when.hour is not None:
        at_hour = [session for session in ordered if session.starts.hour == when.hour]
        if len(at_hour) == 1:
            return By.HOUR, at_hour
    return By.NOTHING, ()


def in_row(ordered: Sequence[Session], order: Order, now: dt.datetime) -> list[Session]:
    """The sessions at this place of the row as it stands *now*."""
    on = [session for session in ordered if session.status is not Status.CANCELLED]
    if order is Order.FIRST:
        return on[:1]
    if order is Order.LAST:
        return on[-1:]
    if order is Order.LEFT:
        return [session for session in on if ends_at(session) > now]
    return [session for session in on if starts_at(session) > now][:1]


_OTHER_WEEK = re.compile(
    r"\b(?P<of>\w+) (?:(?:policing|police|awareness) weeks?(?: of action)?|weeks? of action)\b|"
    r"\b(?:weeks? of (?:their|its) own|(?:their|its) own weeks?)\b"
)
_ANY_WEEK = _COMMON | frozenset(
    """
    this that these our your my its whole big entire national annual uk british wales english welsh police policing
    which what when how who why where does did do has have had can could about during before after over like between
    through any each every all some another actual proper real second last next previous same 1st 2nd one two three next
    year years april june march got get want need know tell im i me you u we us he she they whats whens hows ur da wot
    """.split()
)


def other_week(plain: str, schedule: Schedule) -> bool:
    """Whether *plain* (folded) speaks of a week of action that is not ours: 'neighbourhood policing week'."""
    said = [match["of"] for match in _OTHER_WEEK.finditer(plain)]
    if all(word is not None and (word in _ANY_WEEK or word.isdigit()) for word in said):
        return False  # first, since it is so of nearly every question and ends the looking
    ours = [match["of"] for match in _OTHER_WEEK.finditer(folded(schedule.week.name))]
    return not any(near(word, name) for word in plain.split() for name in ours if name)


def london_day(now: dt.datetime) -> dt.date:
    """The day it is in London."""
    return now.astimezone(LONDON_ZONE).date()


_PIECES = re.compile(
    r"(?<=[?;!\n])\s*|\.\s+(?=\S)|"
    r"(?:,|(?<!\s))\s+(?:and|also|plus|n|&|a|ac)\s+(?=(?:who|what|whats|when|whens|where|wheres|how|hows|is|are|do|does|can|will|which|beth|pryd|ble|sut|pwy)\b)|"
    r",\s*(?=(?:who|what|whats|when|whens|where|wheres|how|hows|is|are|do|does|can|will|which)\b)",
    re.IGNORECASE,
)


_ASKS = re.compile(
    r"\?|\b(who|what|when|where|which|why|how|whos|whats|whens|wheres|hows|wot|wen|is|are|do|does|did|can|could|will|would|"
    r"should|has|have|any|anything|tell|give|list|show|explain|need|want|send|pwy|beth|pryd|ble|sut|faint|oes|ydy|ydi|"
    r"fydd|alla|gaf|ga)\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether *text* asks or wants anything: 'contact handler here' only leads up to a question."""
    return bool(_ASKS.search(text))


def pieces(text: str) -> tuple[str, ...]:
    """*text* cut where another question may begin; one piece when there is nothing to cut. At most four."""
    found = [piece.strip(" ,.;\n") for piece in _PIECES.split(text) if piece and piece.strip(" ,.;?!\n")]
    return tuple(found[:4]) if len(found) > 1 else (text,)
