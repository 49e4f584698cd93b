"""The sentences for what a model refuses: names that are not known, things that are missing, values of another form."""

import calendar
import datetime as dt
import difflib
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from bot.content.document import Document
from bot.content.places import Loc
from bot.content.problems import Problem, shown

_MONTHS = tuple(calendar.month_name[month].lower() for month in range(1, 13))


def explain(document: Document, model: type[BaseModel], errors: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """One problem for each thing that *model* refused in *document*."""
    mistaken = _misspelt(document, model, errors)
    seen: set[Loc] = set()
    for error in errors:
        loc = _in_file(document, error["loc"])
        if error["type"] == "missing":
            name = str(error["loc"][-1])
            if (loc, name) in mistaken.values():
                continue
            yield document.problem(document.spot(loc), f"'{name}' is missing here", hint=_example(name))
        elif error["type"] == "extra_forbidden":
            yield _unknown_name(document, model, loc, mistaken)
        elif error["type"] == "too_short" and document.at(loc):
            continue  # only because an item of it was refused, which is said there
        elif loc not in seen:
            seen.add(loc)
            sentence, hint = _wrong_value(document, loc, error)
            yield document.problem(document.spot(loc), sentence, hint=hint)


def _in_file(document: Document, loc: Iterable[str | int]) -> Loc:
    """*loc* without the steps that pydantic adds for its own unions and tuples."""
    within: Loc = ()
    for step in loc:
        if (*within, step) in document.places:
            within = (*within, step)
    return within


def _misspelt(
    document: Document, model: type[BaseModel], errors: Sequence[Mapping[str, Any]]
) -> dict[Loc, tuple[Loc, str]]:
    """For each unknown name the place and name that must have been meant, because that name is missing."""
    missing = {(_in_file(document, e["loc"]), str(e["loc"][-1])) for e in errors if e["type"] == "missing"}
    meant: dict[Loc, tuple[Loc, str]] = {}
    for error in errors:
        if error["type"] == "extra_forbidden":
            loc = _in_file(document, error["loc"])
            near = nearest(str(loc[-1]), names_at(model, loc[:-1])) if loc else None
            if near and (loc[:-1], near) in missing:
                meant[loc] = (loc[:-1], near)
    return meant


def _unknown_name(
    document: Document, model: type[BaseModel], loc: Loc, mistaken: Mapping[Loc, tuple[Loc, str]]
) -> Problem:
    name = str(loc[-1]) if loc else ""
    spot = document.spot(loc, key=True)
    names = names_at(model, loc[:-1])
    near = mistaken[loc][1] if loc in mistaken else nearest(name, names)
    if near:
        return document.problem(spot, f"{shown(name)} is not a setting here; did you mean '{near}'?", hint=f"{near}:")
    line = document.lines[spot.line - 1] if spot.line <= len(document.lines) else ""
    if "{" in line[: spot.column] and document.at(loc) is None:
        sentence = f'{shown(name)} is not a setting here; text with a comma inside {{...}} must be in "quotes"'
        return document.problem(spot, sentence)
    return document.problem(spot, f"{shown(name)} is not a setting here; there are {listed(names)}")


def _wrong_value(document: Document, loc: Loc, error: Mapping[str, Any]) -> tuple[str, str | None]:
    name = next((step for step in reversed(loc) if isinstance(step, str)), "")
    in_list = bool(loc) and isinstance(loc[-1], int)
    value = document.at(loc)
    kind, reason = error["type"], str(error.get("ctx", {}).get("error", ""))
    what = f"an item of '{name}'" if in_list else f"'{name}'"
    if value is None or value == "":
        if in_list:
            return "there is nothing after this '-'; write something or delete the line", None
        return _empty(name, kind)
    if isinstance(value, dict) and kind not in ("model_type", "model_attributes_type"):
        return _not_text(document, loc, what, kind)
    if isinstance(value, list) and kind in ("string_type", "value_error"):
        return f"{what} must be one text, not a list", None
    if kind == "tuple_type":
        return f"'{name}' must be a list: one '- ' line for each item, or [one, another]", None
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        where = "here" if not loc else f"under {what}" if not in_list else f"in {what}"
        return f"there must be names with values {where}, like 'id: ...', not only {shown(value)}", None
    if kind == "too_short":
        return f"'{name}' needs at least one item", None
    if kind == "string_too_long":
        return f"'{name}' is longer than {error['ctx']['max_length']} letters, which does not fit on a button", None
    if kind in ("enum", "literal_error"):
        return _choice(name, value, error)
    return _form(name, what, str(value), reason, kind)


def _empty(name: str, kind: str) -> tuple[str, str | None]:
    form = {"date": "a date like 2026-04-20", "time": "a time like 14:00"}.get(kind.partition("_")[0])
    if form and kind != "time_delta_type":
        return f"'{name}' is empty; write {form} after it", None
    return f"'{name}' is empty; write something after it, or delete the line if it may be left out", _example(name)


def _form(name: str, what: str, value: str, reason: str, kind: str) -> tuple[str, str | None]:
    if reason == "time" or kind.startswith("time"):
        hint = _time(value)
        return f"{what} must be a time like 14:00, not {shown(value)}", f"{name}: {hint}" if hint else None
    if reason == "day" or kind.startswith("date"):
        day = _day(value)
        if kind.startswith("date") and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return f"{what} is a day that does not exist: {shown(value)}", None
        return f"{what} must be a date like 2026-04-20, not {shown(value)}", f"{name}: {day}" if day else None
    if reason == "duration":
        return f"{what} must be a length of time like 3h or 30m, not {shown(value)}", None
    if reason == "quiet":
        return f"{what} must be two times like '20:00 to 07:00', not {shown(value)}", None
    if reason == "yes_or_no":
        return f"{what} must be yes or no, not {shown(value)}", None
    if reason == "slug":
        slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        sentence = f"{what} may hold only small letters, digits and hyphens, not {shown(value)}"
        return sentence, f"{name}: {slug}" if slug else None
    if reason == "https":
        return _address(name, value)
    if name == "on":
        return f"'on' must be 'session days' or dates in brackets like [2026-04-25], not {shown(value)}", None
    return f"{what} cannot be {shown(value)}", None


def _address(name: str, value: str) -> tuple[str, str | None]:
    if value.startswith("http://"):
        hint = f"{name}: https://{value.removeprefix('http://')}"
        return f"'{name}' must start with https://, not http://", hint
    if any(c.isspace() for c in value):
        return (
            f"'{name}' must be one address without spaces, starting with https://, or null while it is not known",
            None,
        )
    hint = f"{name}: https://{value}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value) else f"{name}: null"
    return (
        f"'{name}' must be an address that starts with https://, or null while it is not known, not {shown(value)}",
        hint,
    )


def _choice(name: str, value: object, error: Mapping[str, Any]) -> tuple[str, str | None]:
    names = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
    if name == "on":
        return f"'on' must be 'session days' or dates in brackets like [2026-04-25], not {shown(value)}", None
    near = nearest(str(value), names)
    meant = f"; did you mean '{near}'?" if near else ""
    return f"'{name}' must be {listed(names)}, not {shown(value)}{meant}", f"{name}: {near}" if near else None


def _not_text(document: Document, loc: Loc, what: str, kind: str) -> tuple[str, str | None]:
    spot = document.spot(loc)
    line = document.lines[spot.line - 1][spot.column - 1 :] if spot.line <= len(document.lines) else ""
    if kind == "tuple_type":
        return f"{what} must be a list: one '- ' line for each item", None
    if line.startswith(("?", "{")):
        return f"text cannot start with '{line[0]}'; put it in \"quotes\"", None
    if ": " in line or line.rstrip().endswith(":"):
        hint = f'"{line.strip()}"' if '"' not in line else None
        return "there is a ': ' in this text; put the text in \"quotes\"", hint
    return f"{what} must be text", None


def model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model of what stands at *loc* in a file of this *model*; None where only text may stand."""
    current: Any = model
    for step in loc:
        current = _below(current, step)
    return _model_in(current)


def names_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The names that may stand at *loc* in a file of this *model*."""
    found = model_at(model, loc)
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _below(annotation: Any, step: str | int) -> Any:
    if isinstance(step, str):
        model = _model_in(annotation)
        fields = {field.alias or name: field for name, field in model.model_fields.items()} if model else {}
        return fields[step].annotation if step in fields else None
    for part in _parts(annotation):
        if typing.get_origin(part) is tuple:
            return typing.get_args(part)[0]
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _parts(annotation: Any) -> Iterator[Any]:
    """*annotation* itself, or what a union or ``Annotated`` is made of."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        for part in typing.get_args(annotation):
            yield from _parts(part)
    elif typing.get_origin(annotation) is typing.Annotated:
        yield from _parts(typing.get_args(annotation)[0])
    elif annotation is not None:
        yield annotation


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of *names* that *name* must be meant to be; None when none is near."""
    by_form = {known.replace("_", ""): known for known in names}
    form = re.sub(r"[^a-z]", "", name.lower())
    return next((by_form[near] for near in difflib.get_close_matches(form, by_form, n=1, cutoff=0.65)), None)


def listed(names: Sequence[str]) -> str:
    """*names* in quotes, the last after 'or'."""
    quoted = [f"'{name}'" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def _time(value: str) -> str | None:
    """The time that *value* must mean, in the form files use."""
    found = re.fullmatch(r"(\d{1,2})(?:[.:h ]?(\d\d))? ?(am|pm)?(?: ?hrs?)?", value.strip().lower())
    if not found or (found[2] is None and found[3] is None):
        return None
    hours = int(found[1]) % 12 + (12 if found[3] == "pm" else 0) if found[3] else int(found[1])
    minutes = int(found[2] or 0)
    return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else None


def _day(value: str) -> str | None:
    """The day that *value* must mean, in the form files use; day before month, as people here write."""
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", value.strip().lower())
    try:
        if found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", text):
            return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        if found := re.fullmatch(r"(\d{4})[/. -](\d{1,2})[/. -](\d{1,2})", text):
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found := re.fullmatch(r"(?:[a-z]+,? )?(\d{1,2}) ([a-z]{3,}),? (\d{4})", text):
            month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(found[2])), 0)
            return dt.date(int(found[3]), month, int(found[1])).isoformat()
    except ValueError:
        return None
    return None


_EXAMPLES = {
    "source": "source: who published it, what, and when",
    "checked": "checked: 2026-11-22",
    "review_by": "review_by: 2027-03-01",
    "owner": "owner: wellbeing team",
    "id": "id: a-short-name",
    "starts": "starts: 14:00",
    "ends": "ends: 14:45",
    "day": "day: 2026-04-20",
    "at": "at: 08:30",
    "on": "on: session days",
    "url": "url: null",
}


def _example(name: str) -> str | None:
    return _EXAMPLES.get(name)
