"""One file of content: its text, the plain data in it, and where each piece of that data stands.

Every text stays as its author typed it, so that 14:00 is no number and a phone number keeps its zero; only an empty
value and ``null`` are nothing. Files are read event by event: repeated names, anchors, tags and the like are all
reported at once, each at its place. Behind a mistake that stops the reading, it goes on with the next item.
"""

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from bot.content import syntax
from bot.content.places import Fault, Loc, Place, Spot
from bot.content.problems import Problem, Severity, in_order, shown

Data = Any
"""What a file holds: text, None, lists and dicts of them."""

MOST_BYTES = 1_000_000
DEEPEST = 12
_MOST_RETRIES = 20

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ITEM = re.compile(r"^ {0,2}- ")
_TOP = re.compile(r"^[A-Za-z_<]")


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. *whole* is False when part of it had to be left out to read the rest."""

    path: str
    lines: tuple[str, ...]
    data: Data
    places: Mapping[Loc, Place]
    problems: tuple[Problem, ...]
    whole: bool = True

    def spot(self, loc: Loc, *, key: bool = False) -> Spot:
        """Where *loc* stands; for what is not in the file, where the nearest thing around it stands."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        place = self.places.get(loc)
        if place is None:
            return Spot(1, 1)
        return place.key if key else place.value

    def find(self, loc: Loc, fragment: str) -> Spot:
        """Where *fragment* stands within the text at *loc*, however its lines are folded."""
        place = self.places.get(loc)
        words = r"\s+".join(re.escape(word) for word in fragment.split())
        if place is None or not words:
            return self.spot(loc)
        first = place.value.line - 1
        rows = list(self.lines[first : place.end.line])
        if rows:
            rows[0] = " " * (place.value.column - 1) + rows[0][place.value.column - 1 :]
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row) + 1)
        found = re.search(words, "\n".join(rows), re.IGNORECASE)
        if found is None:
            return place.value
        below = bisect.bisect_right(starts, found.start())
        return Spot(first + below, found.start() - starts[below - 1] + 1)

    def problem(
        self, spot: Spot, sentence: str, severity: Severity = Severity.ERROR, hint: str | None = None
    ) -> Problem:
        """A problem of this file at *spot*."""
        text = self.lines[spot.line - 1] if 0 < spot.line <= len(self.lines) else ""
        return Problem(self.path, spot.line, spot.column, sentence, severity, hint, text)

    def at(self, loc: Loc) -> Data:
        """The data at *loc*; None when there is none."""
        data = self.data
        for step in loc:
            if isinstance(data, dict) and isinstance(step, str):
                data = data.get(step)
            elif isinstance(data, list) and isinstance(step, int) and step < len(data):
                data = data[step]
            else:
                return None
        return data

    def texts(self) -> Iterator[tuple[Loc, str]]:
        """Every text in the file, with the way to it."""
        yield from _texts(self.data, ())


def _texts(data: Data, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*loc, name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, (*loc, number))


def read(path: str, raw: bytes) -> Document:
    """Read one file. Never raises: what is wrong with it is in ``problems``."""
    text = syntax.decode(raw, MOST_BYTES)
    if isinstance(text, Fault):
        return _document(path, (), None, {}, [text])
    lines = tuple(text.split("\n"))
    faults = [*syntax.unwanted_characters(lines), *syntax.slipped_left(lines)]
    readable = syntax.without_unwanted_characters(lines) if faults else list(lines)
    for _ in range(_MOST_RETRIES):
        composer = _Composer()
        try:
            data = composer.compose(yaml.parse("\n".join(readable), Loader=_PARSER))
        except _TooDeepError as deep:
            faults.append(Fault(deep.spot, "this is nested too deeply; check the brackets and indentation"))
            break
        except yaml.YAMLError as error:
            fault = _within(lines, syntax.fault(error, readable))
            faults.append(fault)
            if not _leave_out_item(readable, fault.spot.line):
                break
            continue
        whole = not faults and not composer.cut
        faults += [*composer.faults, *syntax.silent_traps(readable, composer.places.values())]
        if data is None and not faults:
            faults.append(Fault(Spot(1, 1), "the file is empty"))
        return _document(path, lines, data, composer.places, faults, whole=whole)
    return _document(path, lines, None, {}, faults)


def _within(lines: Sequence[str], fault: Fault) -> Fault:
    """*fault* at a place that exists: what is missing at the end of a file is missing behind its last letter."""
    if fault.spot.line <= len(lines):
        return fault
    return replace(fault, spot=Spot(len(lines), len(lines[-1]) + 1))


def _leave_out_item(lines: list[str], line: int) -> bool:
    """Empty the lines of the list item that *line* is in, so that the rest can be read; False when it is in none."""
    first = line - 1
    while first > 0 and not (_ITEM.match(lines[first]) or _TOP.match(lines[first])):
        first -= 1
    if not 0 <= first < len(lines) or not _ITEM.match(lines[first]):
        return False
    lines[first] = ""
    for number in range(first + 1, len(lines)):
        if _ITEM.match(lines[number]) or _TOP.match(lines[number]):
            break
        lines[number] = ""
    return True


def _document(
    path: str,
    lines: tuple[str, ...],
    data: Data,
    places: Mapping[Loc, Place],
    faults: Sequence[Fault],
    *,
    whole: bool = False,
) -> Document:
    bare = Document(path, lines, data, places, (), whole)
    problems = in_order(bare.problem(fault.spot, fault.sentence, hint=fault.hint) for fault in faults)
    return Document(path, lines, data, places, tuple(problems), whole)


class _TooDeepError(Exception):
    def __init__(self, spot: Spot) -> None:
        self.spot = spot


class _Composer:
    """Turns the events of one file into data, noting where everything stands and what leads must not use."""

    def __init__(self) -> None:
        self.places: dict[Loc, Place] = {}
        self.faults: list[Fault] = []
        self.cut = False

    def compose(self, events: Iterator[Any]) -> Data:
        """The data of the first document; a second one is a fault."""
        data: Data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    sentence = "a line of only '---' starts a second file inside this one; delete that line"
                    self.faults.append(Fault(_spot(event.start_mark), sentence))
                    self.cut = True
                    break
            elif isinstance(event, yaml.NodeEvent):
                data = self._node(event, events, (), None)
        return data

    def _node(self, event: Any, events: Iterator[Any], loc: Loc, key: Spot | None) -> Data:
        spot = _spot(event.start_mark)
        if len(loc) > DEEPEST:
            raise _TooDeepError(spot)
        if event.anchor is not None:
            self.faults.append(Fault(spot, "text cannot start with '*' or '&'; put it in \"quotes\""))
        if isinstance(event, yaml.ScalarEvent):
            style = (event.style or "").strip("\0")
            plain = not style
            self.places[loc] = Place(key or spot, spot, _spot(event.end_mark), style or "plain")
            self._refuse_tag(event, spot)
            return None if plain and event.value in _NOTHING else event.value
        self.places[loc] = Place(key or spot, spot, spot)
        if isinstance(event, yaml.MappingStartEvent):
            self._refuse_tag(event, spot)
            return self._pairs(events, loc)
        if isinstance(event, yaml.SequenceStartEvent):
            self._refuse_tag(event, spot)
            return self._items(events, loc)
        return ""  # an alias, which is refused above

    def _refuse_tag(self, event: Any, spot: Spot) -> None:
        if event.tag is not None:
            self.faults.append(Fault(spot, "text cannot start with '!'; put it in \"quotes\""))

    def _items(self, events: Iterator[Any], loc: Loc) -> list[Data]:
        items: list[Data] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*loc, len(items)), None))
        return items

    def _pairs(self, events: Iterator[Any], loc: Loc) -> dict[str, Data]:
        pairs: dict[str, Data] = {}
        begun_anew = False
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            spot = _spot(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                self._node(event, events, (*loc, _ASIDE), spot)
                self._node(next(events), events, (*loc, _ASIDE), spot)
                self.faults.append(Fault(spot, "this cannot be a name before ':'; if it is text, put it in \"quotes\""))
                continue
            self._refuse_tag(event, spot)
            name = str(event.value)
            if name in pairs:
                self._node(next(events), events, (*loc, _ASIDE), spot)
                above = self.places[*loc, name].key.line
                sentence = f"{shown(name)} is already set in line {above}; keep one of them"
                if loc and isinstance(loc[-1], int) and name == next(iter(pairs)) and len(pairs) > 1:
                    begun_anew = True
                    sentence = (
                        f"{shown(name)} is already set in line {above}; if another item begins here, write '- ' in "
                        "front of it, two letters further left"
                    )
                elif begun_anew:  # the rest of the same item
                    continue
                self.faults.append(Fault(spot, sentence))
            else:
                pairs[name] = self._node(next(events), events, (*loc, name), spot)
        return pairs


_ASIDE = "\0"
"""The name under which places are noted that belong to no data."""


def _spot(mark: Any) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)
