"""The sentences for mistakes in the form of a file: characters, quotes, dashes, indentation."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import yaml

from bot.content.places import Fault, Place, Spot

QUOTE_IT = 'put the text in "quotes"'

_ODD_SPACES = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ODD_SPACE = re.compile(f"^(?:[ \t]*(?:-[ ]*)?|[ ]*(?:-[ ]+)?[A-Za-z_]+:[ ]*)({_ODD_SPACES})")
_LEFT_FROM_MERGING = re.compile(r"^(<{7} |={7}$|>{7} )")
_CUT_OFF = re.compile(r"\s+(#[^\s#!]\S*)")
_NAME = re.compile(r"^(\s*(?:- +)?)([A-Za-z_]\w*):(?: |$)")
_BLOCK = re.compile(r"^( *(?:- +)?)([A-Za-z_]\w*): +[>|][-+0-9]*\s*$")
_PASTED_DASH = re.compile(r"^\s*([–—−•·▪])\s")
_NO_SPACE_AFTER_NAME = re.compile(r"^(\s*(?:- +)?)([A-Za-z_]+):([^\s:/].*)$")
_NO_SPACE_AFTER_DASH = re.compile(r"^(\s*)-([^\s-].*)$")


def decode(raw: bytes, most: int) -> str | Fault:
    """The text of a file, with every kind of line end as a newline."""
    if len(raw) > most:
        return Fault(Spot(1, 1), f"the file is larger than {most // 1_000_000} MB; split it into several files")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(Spot(1, 1), "the file is saved as 'Unicode' (UTF-16); save it again with the encoding UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        sentence = "this character is not saved as UTF-8; save the file again with the encoding UTF-8"
        return Fault(Spot(line, column), sentence)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unwanted_characters(lines: Sequence[str]) -> Iterator[Fault]:
    """Characters and lines nobody meant to type, which change what the lines round them mean."""
    for number, line in enumerate(lines, 1):
        if _LEFT_FROM_MERGING.match(line):
            yield Fault(Spot(number, 1), "this line is left over from merging two versions; delete it")
        if line.isascii() and line.isprintable():
            continue
        if found := _UNSEEN.search(line):
            sentence = "there is an invisible character here; delete it, or type the line again"
            yield Fault(Spot(number, found.start() + 1), sentence)
        elif found := _ODD_SPACE.search(line):
            sentence = "there is a no-break space here, as pasted from Word or a web page; type an ordinary space"
            yield Fault(Spot(number, found.start(1) + 1), sentence)


def slipped_left(lines: Sequence[str]) -> Iterator[Fault]:
    """Text below ``>-`` that does not start further to the right than the name above it, so that it is not its text."""
    for number, line in enumerate(lines, 1):
        found = _BLOCK.match(line)
        below = next(((at, row) for at, row in enumerate(lines[number:], number + 1) if row.strip()), None)
        if found is None or below is None or _indent(below[1]) > len(found[1]):
            continue
        words = below[1].strip()
        if not _NAME.match(below[1]) and not words.startswith(("- ", "#")):
            sentence = f"the text below '{found[2]}:' must start further to the right than '{found[2]}'"
            yield Fault(Spot(below[0], _indent(below[1]) + 1), sentence, f"{' ' * (len(found[1]) + 2)}{words}")


def without_unwanted_characters(lines: Sequence[str]) -> list[str]:
    """The same lines, character by character, but readable: what comes after them can then be judged."""
    kept = ("" if _LEFT_FROM_MERGING.match(line) else line for line in lines)
    return [re.sub(_ODD_SPACES, " ", _UNSEEN.sub(" ", line)) for line in kept]


def silent_traps(lines: Sequence[str], places: Iterable[Place]) -> Iterator[Fault]:
    """What reads without complaint, but not as its author meant it."""
    for place in places:
        if place.style != "plain":
            continue
        yield from _swallowed_dashes(lines, place)
        last = lines[place.end.line - 1] if place.end.line <= len(lines) else ""
        if found := _CUT_OFF.match(last, place.end.column - 1):
            sentence = f"everything from '{found[1]}' on is left out, as ' #' starts a note to editors; {QUOTE_IT}"
            spot = Spot(place.end.line, found.start(1) + 1)
            yield Fault(spot, sentence, _quoted_line(last[: place.end.column - 1], last[place.end.column - 1 :]))


def _swallowed_dashes(lines: Sequence[str], place: Place) -> Iterator[Fault]:
    for row in range(place.value.line, min(place.end.line, len(lines)) + 1):
        text = lines[row - 1]
        if (row > place.value.line or place.value.column == _indent(text) + 1) and _PASTED_DASH.match(text):
            yield _pasted_dash(row, text)
            return
        if row > place.value.line and lines[row - 1].lstrip().startswith("- "):
            above = lines[place.value.line - 1]
            if _NO_SPACE_AFTER_DASH.match(above):
                yield Fault(Spot(place.value.line, _indent(above) + 1), "there must be a space after the '-'")
            else:
                sentence = "this '-' is not lined up with the '-' above it, so it was read as part of the text above"
                yield Fault(Spot(row, _indent(lines[row - 1]) + 1), sentence)
            return


def _quoted_line(kept: str, lost: str) -> str | None:
    """The line with its text in quotes, when it is a name and a text."""
    line = (kept + lost).strip()
    name, colon, text = line.partition(": ")
    if not colon or "'" in name or '"' in name:
        return None
    text = text.strip(" “”")
    if '"' in text or "\\" in text:
        text = text.replace("'", "''")
        return f"{name}: '{text}'"
    return f'{name}: "{text}"'


def fault(error: yaml.YAMLError, lines: Sequence[str]) -> Fault:
    """One sentence for what could not be read at all."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(Spot(1, 1), "there is an invisible character in this file; type its lines again in a new file")
    first, second = error.context_mark, error.problem_mark or error.context_mark
    at = Spot(second.line + 1, second.column + 1) if second else Spot(1, 1)
    begun = Spot(first.line + 1, first.column + 1) if first else at
    for pattern, explain in _EXPLANATIONS:
        if re.search(pattern, f"{error.context}, {error.problem}"):
            return explain(_At(lines, at, begun))
    sentence = "this line cannot be read; check its quotation marks and its indentation against the lines above"
    return Fault(at, sentence)


class _At:
    """The place where reading stopped, and what stands round it. *begun* is where the broken piece began."""

    def __init__(self, lines: Sequence[str], spot: Spot, begun: Spot) -> None:
        self.lines, self.spot, self.begun = lines, spot, begun
        self.line = self.line_at(spot.line)
        self.before, self.after = self.line[: spot.column - 1], self.line[spot.column - 1 :]

    def line_at(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def above(self) -> int:
        """The number of the nearest line above that is neither empty nor a note; 0 when there is none."""
        for number in range(self.spot.line - 1, 0, -1):
            text = self.line_at(number).strip()
            if text and not text.startswith("#"):
                return number
        return 0


def _unclosed_quote(at: _At) -> Fault:
    return Fault(at.begun, "a quotation mark is opened here and never closed")


def _cannot_start(at: _At) -> Fault:
    character = at.after[:1]
    if character == "\t":
        return _tab(at)
    return Fault(at.spot, f"text cannot start with '{character}'; put it in \"quotes\"")


def _tab(at: _At) -> Fault:
    where = (
        "this line starts with a tab; use spaces instead" if not at.before.strip() else "type a space, not a tab, here"
    )
    return Fault(Spot(at.spot.line, at.line.find("\t") + 1 or at.spot.column), where)


def _unexpected_colon(at: _At) -> Fault:
    if ": " in at.before:
        sentence = f"there is a second ': ' on this line; {QUOTE_IT}"
        if re.search(r": [“”‘]", at.before):
            sentence = 'curly quotation marks do not count as quotes; type straight ones, like "this"'
        return Fault(at.spot, sentence, _quoted_line(at.before, at.after))
    above = at.line_at(at.above())
    if found := _NO_SPACE_AFTER_NAME.match(above):
        return _space_after_name(at.above(), found)
    if found := _NO_SPACE_AFTER_DASH.match(above):
        return _space_after_dash(at.above(), found)
    if ":" in above and _indent(at.line) > _indent(above):
        return Fault(
            Spot(at.spot.line, _indent(at.line) + 1), "this line starts further right than the one above; line them up"
        )
    if ":" not in above and above.strip() and not above.lstrip().startswith("- "):
        return Fault(Spot(at.above(), _indent(above) + 1), "this line needs a ':' after its name")
    return _not_lined_up(at)


def _space_after_name(line: int, found: re.Match[str]) -> Fault:
    return Fault(
        Spot(line, found.end(2) + 1),
        f"there must be a space after '{found[2]}:'",
        f"{found[1].strip()} {found[2]}: {found[3]}".strip(),
    )


def _space_after_dash(line: int, found: re.Match[str]) -> Fault:
    return Fault(Spot(line, len(found[1]) + 1), "there must be a space after the '-'", f"- {found[2]}")


def _no_colon(at: _At) -> Fault:
    line = at.line_at(at.begun.line)
    if found := _NO_SPACE_AFTER_NAME.match(line):
        return _space_after_name(at.begun.line, found)
    if found := _NO_SPACE_AFTER_DASH.match(line):
        return _space_after_dash(at.begun.line, found)
    if _PASTED_DASH.match(line):
        return _pasted_dash(at.begun.line, line)
    sentence = "this line needs a ':' after its name, or, if it goes on with the text above, more spaces before it"
    return Fault(at.begun, sentence)


def _pasted_dash(number: int, line: str) -> Fault:
    sign = line.lstrip()[:1]
    sentence = f"this line begins with '{sign}', as pasted from Word; an item begins with '- '"
    return Fault(Spot(number, _indent(line) + 1), sentence, line.strip().replace(sign, "-", 1))


def _not_lined_up(at: _At) -> Fault:
    begins = Spot(at.spot.line, min(at.spot.column, _indent(at.line) + 1))
    if _PASTED_DASH.match(at.line):
        return _pasted_dash(at.spot.line, at.line)
    return Fault(begins, "this line is not lined up with the lines above it")


def _something_left_over(at: _At) -> Fault:
    """A quoted text with more behind it, a bracket that closes nothing, or lines that are not lined up."""
    before, character = at.before.rstrip(), at.after[:1]
    if before.endswith(("'", '"')):
        quote = before[-1]
        if before.count(quote) % 2:
            for number in range(at.spot.line - 1, 0, -1):
                line = at.line_at(number)
                if line.count(quote) % 2:
                    return _unclosed_quote(_At(at.lines, at.spot, Spot(number, line.find(quote) + 1)))
        if quote == "'" and at.before == before and character.isalpha():
            sentence = 'the apostrophe here ends the text; put the text in "double quotes" instead'
            return Fault(Spot(at.spot.line, at.spot.column - 1), sentence)
        sentence = "the text in quotes ends here, but there is more on the line; put all of it inside the quotes"
        return Fault(at.spot, sentence)
    stray = Fault(at.spot, f"this '{character}' does not belong here; delete it, or {QUOTE_IT}")
    if character and character in "]}":
        return stray
    if before.endswith("}") and re.search(r"(?::|-) \{", before):
        column = before.find("{") + 1
        return Fault(Spot(at.spot.line, column), "text cannot start with '{'; put it in \"quotes\"")
    if before.endswith("]") and re.search(r"(?::|-) \[", before):
        column = before.find("[") + 1
        return Fault(Spot(at.spot.line, column), "text cannot start with '['; put it in \"quotes\"")
    if character == ",":
        return stray
    if character == ":" and not before.strip(" -"):
        return Fault(at.spot, "the name before this ':' is missing")
    return _not_lined_up(at)


def _unclosed_bracket(at: _At) -> Fault:
    begun = at.begun
    opened = at.line_at(begun.line)[begun.column - 1 : begun.column]
    if opened not in ("[", "{"):  # the file ends right behind the bracket
        rows = [*at.lines[: begun.line - 1], at.line_at(begun.line)[: begun.column - 1]]
        found = [(number, max(row.rfind("["), row.rfind("{"))) for number, row in enumerate(rows, 1)]
        begun = next((Spot(number, place + 1) for number, place in reversed(found) if place >= 0), begun)
        opened = at.line_at(begun.line)[begun.column - 1 : begun.column]
    closing = "}" if opened == "{" else "]"
    return Fault(begun, f"this '{opened}' is not closed by a '{closing}', or a comma is missing between two items")


def _after_the_end(at: _At) -> Fault:
    above = at.line_at(at.above())
    if above.strip() == "...":
        return Fault(Spot(at.above(), 1), "a line of only '...' ends the file early; delete that line")
    return _not_lined_up(at)


def _saying(sentence: str, *, where_it_began: bool = False) -> Callable[[_At], Fault]:
    return lambda at: Fault(at.begun if where_it_began else at.spot, sentence)


_EXPLANATIONS: tuple[tuple[str, Callable[[_At], Fault]], ...] = (
    ("unexpected end of stream|unexpected document separator", _unclosed_quote),
    ("tab character", _tab),
    ("cannot start any token", _cannot_start),
    ("mapping values are not allowed", _unexpected_colon),
    ("could not find expected ':'", _no_colon),
    ("sequence entries are not allowed", _saying("a list starts on the next line, with one '- ' line for each item")),
    ("mapping keys are not allowed", _saying("text cannot start with '?'; put it in \"quotes\"")),
    ("block scalar", _saying("after '|' or '>' the text starts on the next line, further to the right")),
    ("alias|anchor", _saying("text cannot start with '*' or '&'; put it in \"quotes\"", where_it_began=True)),
    ("tag|directive", _saying("text cannot start with '!' or '%'; put it in \"quotes\"", where_it_began=True)),
    ("escape", _saying("a backslash has a meaning of its own inside \"double quotes\"; use 'single quotes' instead")),
    ("flow (mapping|sequence|node)", _unclosed_bracket),
    ("block (mapping|collection)", _something_left_over),
    ("document start", _after_the_end),
)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
