"""The day a question means: 'today', 'tomoz', 'thursday', 'the 22nd', 'this weekend', 'next', 'the first one'.

Everything is read against the London day of the question. A weekday is the one in the week itself: nobody asks this bot
about any other Thursday, and the answer names its date.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge import Schedule
from bot.core.wording import LONDON_ZONE


class Order(StrEnum):
    """A place in the row of sessions instead of a day."""

    NEXT = "next"
    LEFT = "left"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a question says about time.

    *days* are the days meant, in order (two for a weekend); *order* a place in the row; *hour* an hour of the clock
    that may tell sessions apart; *relative* when the day hangs on today ('today', 'yesterday').
    """

    days: tuple[dt.date, ...] = ()
    order: Order | None = None
    hour: int | None = None
    relative: bool = False

    @property
    def said(self) -> bool:
        """Whether anything was said about a day or a place in the row."""
        return bool(self.days) or self.order is not None


_TODAY = re.compile(
    r"\b(to ?day ?s?|2day|tonight|tonite|this (morning|afternoon|aft|arvo|evening|eve|pm|am)s?|right now|"
    r"(on|live|it|there) now|as we speak|currently|just now|still (on|going|running)|are we (up to|on)|"
    r"(in|got) (\d+|five|ten|fifteen|twenty|half an) (min|mins|minutes|hour)|about to (start|begin)|"
    r"heddiw|heno|nawr|rwan|bore ma|prynhawn ma)\b"
)
_TOMORROW = re.compile(r"\b(tom+or+ow? ?s?|tmrw|tmr|tmw|tomoz|tomos|2moro|2morrow|yfory|fory)\b")
_YESTERDAY = re.compile(r"\b(yesterday ?s?|yday ?s?|yest|last night|ddoe|neithiwr)\b")
_DAY_AFTER_TOMORROW = re.compile(r"\b(day after (tomorrow|tmrw|tomoz)|drennydd)\b")
_DAY_BEFORE_YESTERDAY = re.compile(r"\b(day before yesterday|echdoe)\b")
_DAY_AFTER = re.compile(r"\b(the )?(day|one) after( that| this)?\b|\bthe next day\b|\bthe following day\b")
_WEEKEND = re.compile(r"\b(this |the )?(weekend|wkend|penwythnos)\b")
_LEFT = re.compile(
    r"\b((any|anything|whats|what is|what|whatever|which|ones?) (is |are )?(still )?(left|remaining|to go)|"
    r"left (of|in) the week|(still|yet) to come|remaining|from now on|rest of the week|"
    r"any more (to come|sessions|coming)|any (more|others?) coming)\b"
)
_NEXT = re.compile(r"\b(next|upcoming|coming up|nesaf|soonest|up after|whats after|straight after)\b")
_NEXT_OTHER = re.compile(r"\bnext (year|month|week|time|to|of|door|set|door)\b")
_FIRST = re.compile(
    r"\b(first (one|session|talk|webinar|event|input|cpd)|opens the week|opening (session|talk|one)|"
    r"kicks? (it |things |the week )?off)\b"
)
_LAST = re.compile(r"\b(last|final|closing) (one|session|talk|webinar|event|input)\b")

_WEEKDAYS = (
    r"monday|mon|d?dydd llun|nos lun",
    r"tuesday|tues|tue|d?dydd mawrth",
    r"wednesday|wensday|wednsday|wednesdy|weds|wed|d?dydd mercher",
    r"thursday|thursdy|thurs|thur|thu|d?dydd iau",
    r"friday|fri|d?dydd gwener",
    r"saturday|sat|d?dydd sadwrn",
    r"sunday|sun|d?dydd sul",
)
_AMBIGUOUS = frozenset({"sat", "sun"})
_WEEKDAY = re.compile("|".join(rf"\b(?P<d{i}>{names})(?: ?s)?\b" for i, names in enumerate(_WEEKDAYS)))
_MONTH_NAMES = """
    january jan ionawr february feb chwefror march mar mawrth april apr ebrill may mai mai june jun mehefin
    july jul gorffennaf august aug awst september sept medi october oct hydref november nov tachwedd
    december dec rhagfyr
"""
_MONTHS = {name: index // 3 + 1 for index, name in enumerate(_MONTH_NAMES.split())}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ORDINALS = {
    "twentieth": 20,
    "twenty first": 21,
    "twenty second": 22,
    "twenty third": 23,
    "twenty fourth": 24,
    "twenty fifth": 25,
    "twenty sixth": 26,
}
_ORDINAL = re.compile(r"\b(twentieth|twenty (?:first|second|third|fourth|fifth|sixth))\b")
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}}) ?(st|nd|rd|th)?( of)? (?P<month>{_MONTH})\b|"
    rf"\b(?P<month2>{_MONTH}) (the )?(?P<day2>\d{{1,2}})( ?(st|nd|rd|th))?\b|"
    r"\b(the )?(?P<day3>\d{1,2}) ?(st|nd|rd|th)\b|"
    r"\b(?P<day4>\d{1,2})/(?P<month4>\d{1,2})(/(20)?\d\d)?\b"
)
_HOUR = re.compile(
    r"\b(?P<hour>\d{1,2})([:.]?[0-5]\d)? ?(?P<half>am|pm|o ?clock)\b|\b(?P<hour24>[01]\d|2[0-3]):?(00|30|15|45)\b|"
    r"\b(at|the) (?P<hour2>\d{1,2})\b(?! ?(st|nd|rd|th|sessions?|talks?|events?|week|of|year|officers?))"
)


def moment(text: str, schedule: Schedule, now: dt.datetime, day_before: dt.date | None = None) -> Moment:
    """What *text* (folded) says about time, against the London clock; *day_before* is what 'the day after' follows."""
    today = now.astimezone(LONDON_ZONE).date()
    day = dt.timedelta(days=1)
    for pattern, shift in (
        (_DAY_AFTER_TOMORROW, 2),
        (_DAY_BEFORE_YESTERDAY, -2),
        (_TOMORROW, 1),
        (_YESTERDAY, -1),
    ):
        if pattern.search(text):
            return Moment((today + shift * day,), relative=True, hour=_hour(text))
    days = _dates(text, schedule) or _weekdays(text, schedule)
    if days:
        return Moment(days, hour=_hour(text))
    if day_before is not None and _DAY_AFTER.search(text):
        return Moment((day_before + day,))
    if _TODAY.search(text):
        return Moment((today,), relative=True, hour=_hour(text))
    if _WEEKEND.search(text):
        saturday = schedule.week.starts + (5 - schedule.week.starts.weekday()) % 7 * day
        return Moment((saturday, saturday + day))
    return Moment(order=_order(text), hour=_hour(text))


def without_moment(text: str) -> str:
    """*text* (folded) without the words that say a day or a place in the row."""
    for pattern in (
        _DAY_AFTER_TOMORROW,
        _DAY_BEFORE_YESTERDAY,
        _TOMORROW,
        _YESTERDAY,
        _DATE,
        _WEEKDAY,
        _DAY_AFTER,
        _TODAY,
    ):
        text = pattern.sub(" ", text)
    for pattern in (_WEEKEND, _LEFT, _NEXT, _FIRST, _LAST):
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def _order(text: str) -> Order | None:
    if _LEFT.search(text):
        return Order.LEFT
    if _NEXT.search(text) and not _NEXT_OTHER.search(text):
        return Order.NEXT
    if _FIRST.search(text) and "first on the scene" not in text:
        return Order.FIRST
    return Order.LAST if _LAST.search(text) else None


_SPAN = re.compile(r"\b(mon|monday)( ?s)? (to|til|till|until|thru|through) (fri|friday|sun|sunday)\b")


def _weekdays(text: str, schedule: Schedule) -> tuple[dt.date, ...]:
    if _SPAN.search(text):
        return ()
    found = []
    for match in _WEEKDAY.finditer(text):
        name = match.lastgroup or ""
        word = match.group(name)
        index = int(name[1:])
        introduced = re.search(rf"\b(on|this|next|about|and|the|for) {word}\b", text) or text.strip(" ?") == word
        if word in _AMBIGUOUS and not introduced:
            continue
        found.append(schedule.week.starts + dt.timedelta(days=(index - schedule.week.starts.weekday()) % 7))
    return tuple(dict.fromkeys(found))


def _dates(text: str, schedule: Schedule) -> tuple[dt.date, ...]:
    found = []
    text = _ORDINAL.sub(lambda match: f"{_ORDINALS[match.group(1)]}th", text)
    for match in _DATE.finditer(text):
        number = next(int(match[name]) for name in ("day", "day2", "day3", "day4") if match[name])
        name = match["month"] or match["month2"]
        month = _MONTHS[name] if name else int(match["month4"]) if match["month4"] else schedule.week.starts.month
        try:
            found.append(dt.date(schedule.week.starts.year, month, number))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _hour(text: str) -> int | None:
    match = _HOUR.search(text)
    if match is None:
        return None
    hour = int(match["hour"] or match["hour24"] or match["hour2"])
    if match["half"] == "pm" and hour < 12:
        return hour + 12
    if match["half"] != "am" and hour < 8:
        return hour + 12
    return hour if hour < 24 else None
