"""The pinned block: crisis.yaml may only say what the bot itself says."""

from collections.abc import Iterator

from bot.content.check_links import PINNED_NUMBERS, digits
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem, shown
from bot.content.source import Content, File
from bot.core import pinned
from bot.core.knowledge import Contact, Fear, Wording

_CHANGE_BOTH = "the bot keeps its own text, so this must match it"


def problems(content: Content) -> Iterator[Problem]:
    """Every difference between crisis.yaml and the texts pinned in code."""
    file = next(content.of(Sort.CRISIS), None)
    if file is None:
        if not any(problem.path.endswith("/crisis.yaml") for problem in content.problems):
            where = next((f.document.path.rpartition("/")[0] for f in content.of(Sort.ENTRIES)), "knowledge")
            yield Problem(f"{where}/crisis.yaml", 1, 1, "the file with the crisis line's words and numbers is missing")
        return
    yield from _contacts(content, file)
    yield from _wording(content, file)
    yield from _fears(content, file)


def _contacts(content: Content, file: File) -> Iterator[Problem]:
    held = {contact.id: (loc, contact) for _, loc, contact in content.items(Contact, Sort.CRISIS)}
    for name, number in PINNED_NUMBERS.items():
        if name not in held:
            if _certain(file, "contacts", name):
                yield _missing(file, "contacts", f"the contact '{name}' with the number {number}")
        elif digits(held[name][1].number) != digits(number):
            loc, contact = held[name]
            sentence = f"the number of '{name}' must be {number}, not {shown(contact.number)}; {_CHANGE_BOTH}"
            yield file.document.problem(file.document.spot((*loc, "number")), sentence, hint=f'number: "{number}"')


def _wording(content: Content, file: File) -> Iterator[Problem]:
    held = {wording.id: (loc, wording) for _, loc, wording in content.items(Wording, Sort.CRISIS)}
    for name, texts in pinned.PINNED.items():
        if name not in held:
            if _certain(file, "wording", name):
                yield _missing(file, "wording", f"the wording '{name}'")
            continue
        loc, wording = held[name]
        yield from _differences(file, (*loc, "en"), wording.en, texts.en)
        yield from _differences(file, (*loc, "cy"), wording.cy, texts.cy)
    yield from _unknown(file, {name: loc for name, (loc, _) in held.items()}, list(pinned.PINNED), "wording")


def _fears(content: Content, file: File) -> Iterator[Problem]:
    held = {fear.id: (loc, fear) for _, loc, fear in content.items(Fear, Sort.CRISIS)}
    for name, texts in pinned.FEARS.items():
        if name not in held:
            if _certain(file, "fears", name):
                yield _missing(file, "fears", f"the button '{name}'")
            continue
        loc, fear = held[name]
        yield from _differences(file, (*loc, "label"), fear.label, texts.label)
        yield from _differences(file, (*loc, "answer"), fear.answer, texts.answer)
    yield from _unknown(file, {name: loc for name, (loc, _) in held.items()}, list(pinned.FEARS), "fears")


def _differences(file: File, loc: Loc, written: str, wanted: str) -> Iterator[Problem]:
    if written == wanted:
        return
    rows, pinned_rows = written.split("\n"), wanted.split("\n")
    for row, pinned_row in zip(rows, pinned_rows, strict=False):
        if row != pinned_row:
            lost = pinned_row not in rows and row in pinned_rows
            sentence = (
                "a line of the crisis wording is missing before this one"
                if lost
                else "the crisis wording is changed here"
            )
            spot = file.document.find(loc, row) if row.strip() else file.document.spot(loc)
            yield file.document.problem(spot, f"{sentence}; {_CHANGE_BOTH}", hint=pinned_row)
            return
    if len(rows) > len(pinned_rows):
        spot = file.document.find(loc, rows[len(pinned_rows)])
        yield file.document.problem(spot, f"a line is added to the crisis wording; {_CHANGE_BOTH}")
    else:
        spot, lost_row = file.document.spot(loc), pinned_rows[len(rows)]
        yield file.document.problem(
            spot, f"the last line of this crisis wording is missing; {_CHANGE_BOTH}", hint=lost_row
        )


def _missing(file: File, part: str, what: str) -> Problem:
    return file.document.problem(file.document.spot((part,), key=True), f"{what} is missing; {_CHANGE_BOTH}")


def _unknown(file: File, held: dict[str, Loc], known: list[str], part: str) -> Iterator[Problem]:
    for name, loc in held.items():
        if name not in known:
            sentence = f"{shown(name)} is not among the pinned texts under '{part}'; take it out"
            yield file.document.problem(file.document.spot((*loc, "id")), sentence)


def _certain(file: File, part: str, name: str) -> bool:
    """Whether the part *name* is truly not there, rather than in a piece that could not be read."""
    rows = file.document.at((part,))
    return file.document.whole and not any(isinstance(row, dict) and row.get("id") == name for row in rows or ())
