"""Placeholders, and what fits into a message, a button and a title on Slack and Teams."""

import datetime as dt
import re
from collections.abc import Iterator

from bot.content import said
from bot.content.check_schedule import live
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem
from bot.content.sentences import nearest
from bot.content.source import Content, File
from bot.core import wording
from bot.core.knowledge import Entry, Schedule

LONGEST_ANSWER = 900
LONGEST_BUTTON = 60
"""Teams shows no more letters of a button, and Slack refuses one with more than 75."""
LONGEST_TITLE = 120
"""Below the 150 letters of a Slack header, with room for the day in front."""
LONGEST_ASK = 300
LONGEST_SUMMARY = 150
MOST_LINES = 40
"""A Teams card shows each line as a block of its own, and has room for few more blocks, buttons among them."""

_OLD = frozenset({"old_title", "old_day", "old_times"})
_OF_A_DAY = frozenset({"when", "day", "also"})
_BRACES = re.compile(r"\{([^{}\n]*)\}")


def problems(content: Content) -> Iterator[Problem]:
    """Everything that would come out empty, cut or with its braces showing."""
    schedule = live(content)
    for file, loc, text in said.texts(content):
        if file.sort is not Sort.CRISIS:
            yield from _placeholders(file, loc, text)
        yield from _long(file, loc, text, schedule)
    for file in content.files:
        for loc, text in file.document.texts():
            if len(loc) > 1 and loc[-2] in ("asks", "cy_asks", "aliases") and len(text) > LONGEST_ASK:
                sentence = f"this is {len(text)} letters long; a question people ask has {LONGEST_ASK} at most"
                yield file.document.problem(file.document.spot(loc), sentence)
    if schedule is not None:
        for file, loc, entry in content.items(Entry):
            yield from _empty(file, loc, entry, schedule)


def _placeholders(file: File, loc: Loc, text: str) -> Iterator[Problem]:
    allowed = _allowed(file, loc)
    for name in dict.fromkeys(_BRACES.findall(text)):
        if name in allowed:
            continue
        spot = file.document.find(loc, f"{{{name}}}")
        if not allowed:
            yield file.document.problem(spot, f"'{loc[-1]}' is shown as it stands, so it cannot hold {{{name}}}")
        elif name in wording.PLACEHOLDERS | _OLD:
            yield file.document.problem(
                spot, f"{{{name}}} is known only where one session is meant, not in '{loc[-1]}'"
            )
        else:
            near = nearest(name, allowed)
            meant = f"did you mean {{{near}}}?" if near else "the words in braces are listed in knowledge/README.md"
            yield file.document.problem(spot, f"{{{name}}} is not filled in by anything; {meant}")
    rest = _BRACES.sub("", text)
    if "{" in rest or "}" in rest:
        brace = "{" if "{" in rest else "}"
        spot = file.document.find(loc, brace)
        yield file.document.problem(
            spot, f"there is a '{brace}' here without its partner; words to fill in stand in {{braces}}"
        )


def _allowed(file: File, loc: Loc) -> frozenset[str]:
    """The words in braces that are filled in at *loc*."""
    name = loc[-1]
    if file.sort is Sort.SCHEDULE:
        if loc[0] in ("changes", "changes_cy"):
            return wording.PLACEHOLDERS | _OLD
        return wording.PLACEHOLDERS if loc[0] == "reminders" else frozenset()
    if name not in said.ANSWERS:
        return frozenset()
    if loc[0] != "aspects":
        return wording.WEEK_PLACEHOLDERS
    if name in ("general", "general_after"):
        today = "today" in said.named(file.document, loc)
        return wording.WEEK_PLACEHOLDERS | (_OF_A_DAY if today else frozenset())
    return wording.PLACEHOLDERS


def _long(file: File, loc: Loc, text: str, schedule: Schedule | None) -> Iterator[Problem]:
    name = loc[-1]
    most = {"title": LONGEST_TITLE if file.sort is Sort.SCHEDULE else LONGEST_BUTTON, "summary": LONGEST_SUMMARY}.get(
        str(name)
    )
    if loc[0] == "links" or (len(loc) > 2 and loc[-3] == "links"):
        most = LONGEST_BUTTON
    length = len(text)
    if name in said.ANSWERS or (loc[0] in ("reminders", "changes", "changes_cy") and name in ("text", "over")):
        most, length = LONGEST_ANSWER, longest_form(text, schedule)
        if (rows := len([row for row in text.split("\n") if row.strip()])) > MOST_LINES:
            sentence = f"'{name}' has {rows} lines; {MOST_LINES} is the most that fits a card in Teams"
            yield file.document.problem(file.document.spot(loc), sentence)
    if most is not None and length > most:
        what = {LONGEST_ANSWER: "a message", LONGEST_BUTTON: "a button", LONGEST_TITLE: "a heading"}.get(
            most, "a lock screen"
        )
        sentence = f"'{name}' is {length} letters long; {most} is the most that fits {what}"
        yield file.document.problem(file.document.spot(loc), sentence)


def longest_form(text: str, schedule: Schedule | None) -> int:
    """How many letters *text* has at most, at any moment, once its words in braces are filled in."""
    if schedule is None or "{" not in text:
        return len(text)
    forms = [wording.fill(text, values) for values in _moments(schedule)]
    return max(len(form) for form in forms)


def _moments(schedule: Schedule) -> Iterator[dict[str, str | None]]:
    """What the words in braces say before the week, on each session's day and after the week."""
    example = "https://www.college.police.uk/an/address/of/usual/length/for/a/page"
    for session in schedule.sessions:
        now = wording.starts_at(session) - dt.timedelta(hours=1)
        values = {**wording.week_values(schedule, now), **wording.session_values(schedule, session, now)}
        yield {**values, "old_title": session.title, "old_day": values["day"], "old_times": values["times"]}
        yield {**values, "register": example, "recording": example, "no_register": None, "no_recording": None}


def _empty(file: File, loc: Loc, entry: Entry, schedule: Schedule) -> Iterator[Problem]:
    """Answers of which nothing is left at some moment, because all their lines have words that are not known then."""
    zone = wording.LONDON_ZONE
    start = dt.datetime.combine(schedule.week.starts, dt.time(9), zone)
    end = dt.datetime.combine(schedule.week.ends, dt.time(21), zone)
    moments = {
        "answer": [start - dt.timedelta(days=7), *([] if entry.during else [start, end])],
        "during": [start, end] if entry.during else [],
        "after": [end + dt.timedelta(days=7)] if entry.after else [],
    }
    if not entry.after:
        moments["answer"].append(end + dt.timedelta(days=7))
    for name, times in moments.items():
        text = getattr(entry, name)
        if set(_BRACES.findall(text or "")) - wording.WEEK_PLACEHOLDERS:
            continue  # that such a word is unknown is said of the word
        if any(not wording.fill(text, wording.week_values(schedule, now)) for now in times):
            sentence = (
                f"nothing is left of '{name}' while its words in braces have nothing to say; add a line without them"
            )
            yield file.document.problem(file.document.spot((*loc, name)), sentence)
