"""Ids, sources, review days, and the ways people ask."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from bot.content import said
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem, Severity, shown
from bot.content.sentences import nearest
from bot.content.source import Content, File
from bot.core.knowledge import Aspect, Entry, Force, Sourced
from bot.core.wording import date_words

Reaches = Callable[[str, str | None], str | None]
"""The id of the entry or aspect that a question by people of a force is answered from; None when none is."""

FEWEST_ASKS = 5
MOST_SEE_ALSO = 3
NO_SOURCE = frozenset(
    {"tbc", "tba", "todo", "to do", "none", "n/a", "na", "unknown", "not known", "google", "chatgpt", "-"}
)

Asking = tuple[File, Loc, Entry | Aspect]


def problems(content: Content, today: dt.date | None, reaches: Reaches | None) -> Iterator[Problem]:
    """What is wrong with entries, one by one and between them. Without *today* no review day has passed."""
    yield from _doubled_ids(content)
    yield from _doubled_titles(content)
    yield from _sources(content, today)
    yield from _see_also(content)
    yield from _asks(content)
    if reaches is not None and content.knowledge is not None:
        yield from _never_reached(content, reaches)


def _ids(content: Content) -> Iterator[tuple[str, File, Loc, str]]:
    """Every id with the room in which it must be the only one."""
    for file in content.files:
        data = file.document.data
        if not isinstance(data, dict):
            continue
        for part, rows in data.items():
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                if isinstance(row, dict) and isinstance(row.get("id"), str):
                    room = "entries" if file.sort is Sort.ENTRIES else f"{file.name} {part}"
                    yield room, file, (part, number, "id"), row["id"].strip()


def _doubled_ids(content: Content) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[File, Loc]] = {}
    for room, file, loc, name in _ids(content):
        if (room, name) not in first:
            first[room, name] = (file, loc)
            continue
        other, other_loc = first[room, name]
        line = other.document.spot(other_loc).line
        where = f"line {line}" if other is file else f"{other.document.path}:{line}"
        sentence = f"the id '{name}' is already used in {where}; give one of the two another id"
        yield file.document.problem(file.document.spot(loc), sentence)


def _doubled_titles(content: Content) -> Iterator[Problem]:
    """Titles are what buttons say: two that say the same cannot be told apart."""
    first: dict[str, tuple[File, Loc, str]] = {}
    common: list[Asking] = [*content.items(Entry, Sort.ENTRIES), *content.items(Aspect, Sort.ENTRIES)]
    for file, loc, entry in common:
        spot = (*loc, "title")
        other, other_spot, other_id = first.setdefault(" ".join(entry.title.casefold().split()), (file, spot, entry.id))
        if other_id != entry.id:
            line = other.document.spot(other_spot).line
            where = f"line {line}" if other is file else f"{other.document.path}:{line}"
            sentence = f"'{other_id}' ({where}) has this title too, and as buttons nobody can tell them apart"
            yield file.document.problem(file.document.spot(spot), sentence, Severity.WARNING)


def _sources(content: Content, today: dt.date | None) -> Iterator[Problem]:
    for file, loc, sourced in content.items(Sourced):
        name = said.named(file.document, loc)
        if sourced.source.strip(" .?!").casefold() in NO_SOURCE or len(sourced.source.strip(" .?!")) < 3:
            sentence = f"'{name}' has no source: write who published it, what, and when; not {shown(sourced.source)}"
            yield file.document.problem(file.document.spot((*loc, "source")), sentence)
        if "@" in sourced.owner:
            sentence = "'owner' is a team, like 'wellbeing team', not a person or an address"
            yield file.document.problem(file.document.spot((*loc, "owner")), sentence)
        due = file.document.spot((*loc, "review_by"))
        if sourced.review_by <= sourced.checked:
            sentence = "'review_by' must be later than 'checked': it is the day to check this again"
            yield file.document.problem(due, sentence)
        elif today is not None and sourced.review_by < today:
            sentence = (
                f"'{name}' was to be checked again by {date_words(sourced.review_by)}: check it against its source, "
                "then set 'checked' to that day and 'review_by' to a later one"
            )
            yield file.document.problem(due, sentence, Severity.WARNING)
        if today is not None and sourced.checked > today:
            sentence = f"'checked' is a day to come: {date_words(sourced.checked)}; write the day it was checked"
            yield file.document.problem(file.document.spot((*loc, "checked")), sentence, Severity.WARNING)


def _see_also(content: Content) -> Iterator[Problem]:
    if not all(file.document.whole for file in content.of(Sort.ENTRIES, Sort.FORCE)):
        return
    ids: dict[str, set[str]] = {}
    for room, _, _, name in _ids(content):
        ids.setdefault(room, set()).add(name)
    common = {name.lower() for name in ids.get("entries", ())}
    for file, loc, entry in content.items(Entry):
        own = ids.get(f"{file.name} entries", set()) if file.sort is Sort.FORCE else set()
        for number, wanted in enumerate(entry.see_also):
            spot = file.document.spot((*loc, "see_also", number))
            if wanted == entry.id:
                yield file.document.problem(spot, "an entry cannot point to itself; take it out of 'see_also'")
            elif wanted not in common | own:
                near = nearest(wanted, common | own)
                meant = f"; did you mean '{near}'?" if near else ""
                yield file.document.problem(spot, f"there is no entry with the id '{wanted}'{meant}")
        if len(entry.see_also) > MOST_SEE_ALSO:
            sentence = (
                f"'see_also' has {len(entry.see_also)} ids; at most {MOST_SEE_ALSO} fit below an answer as buttons"
            )
            yield file.document.problem(file.document.spot((*loc, "see_also", MOST_SEE_ALSO)), sentence)


def _asks(content: Content) -> Iterator[Problem]:
    common: list[Asking] = [*content.items(Entry, Sort.ENTRIES), *content.items(Aspect, Sort.ENTRIES)]
    forces: list[Asking] = [*content.items(Entry, Sort.FORCE)]
    for file, loc, entry in [*common, *forces]:
        if len(entry.asks) < FEWEST_ASKS:
            sentence = (
                f"'{entry.id}' has only {len(entry.asks)} {'way' if len(entry.asks) == 1 else 'ways'} of asking; "
                "write eight or more, as people really put it"
            )
            yield file.document.problem(file.document.spot((*loc, "asks")), sentence, Severity.WARNING)
    yield from _colliding(common, own=None)
    for file in content.of(Sort.FORCE):
        own = [row for row in forces if row[0] is file]
        replaced = {entry.id for _, _, entry in own}
        yield from _colliding([*(row for row in common if row[2].id not in replaced), *own], own=file)


def _colliding(rows: Sequence[Asking], own: File | None) -> Iterator[Problem]:
    """Asks that lead to two places; with *own*, only those in that file."""
    first: dict[str, tuple[File, Loc, str]] = {}
    for file, loc, entry in rows:
        for part in ("asks", "cy_asks"):
            for number, ask in enumerate(getattr(entry, part)):
                where = (*loc, part, number)
                form = " ".join(re.findall(r"\w+", ask.casefold().replace("'", "").replace("’", "")))
                if not form:
                    yield file.document.problem(
                        file.document.spot(where), f"{shown(ask)} holds no words; write a question"
                    )
                    continue
                other = first.setdefault(form, (file, where, entry.id))
                itself = other[1] == where and other[0] is file
                spelt_otherwise = other[2] == entry.id and other[0].document.at(other[1]) != ask
                if not itself and not spelt_otherwise and (own is None or file is own):
                    yield _collision(file, where, entry.id, other)


def _collision(file: File, where: Loc, entry_id: str, other: tuple[File, Loc, str]) -> Problem:
    line = other[0].document.spot(other[1]).line
    place = f"line {line}" if other[0] is file else f"{other[0].document.path}:{line}"
    spot = file.document.spot(where)
    if other[2] == entry_id:
        return file.document.problem(spot, f"this ask stands already in {place}; take one out", Severity.WARNING)
    return file.document.problem(spot, f"this ask also leads to '{other[2]}' ({place}); keep it where it belongs")


def _never_reached(content: Content, reaches: Reaches) -> Iterator[Problem]:
    rows: list[Asking] = [*content.items(Entry), *content.items(Aspect)]
    for file, loc, entry in rows:
        force = file.value.force if isinstance(file.value, Force) else None
        if not any(reaches(ask, force) == entry.id for ask in entry.asks):
            sentence = f"none of its own asks leads to '{entry.id}'; others are nearer, so make its asks more telling"
            yield file.document.problem(file.document.spot((*loc, "asks"), key=True), sentence, Severity.WARNING)
