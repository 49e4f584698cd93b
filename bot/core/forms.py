"""How times, days, addresses and the like are written in the files; anything else is refused by its name.

The names in the ``ValueError``s are for ``content.sentences``, which makes a sentence of each.
"""

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema


def _time_of_day(value: object) -> object:
    """``14:00`` or ``9:05``, nothing else: ``content.problems`` has a sentence for ``2pm`` and ``14.00``."""
    if isinstance(value, str):
        hours, colon, minutes = value.partition(":")
        if (
            colon
            and hours.isascii()
            and hours.isdigit()
            and len(hours) <= 2
            and len(minutes) == 2
            and minutes.isdigit()
        ):
            return f"{int(hours):02}:{minutes}"
        raise ValueError("time")
    return value


def _day(value: object) -> object:
    """``2026-04-20``, nothing else: a bare ``2026`` must not become a moment in 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        raise ValueError("day")
    return value


def _duration(value: object) -> object:
    """``3h``, ``30m`` or ``90m`` as a time span."""
    if isinstance(value, str):
        number, unit = value[:-1], value[-1:]
        if number.isascii() and number.isdigit() and unit in ("h", "m"):
            return dt.timedelta(hours=int(number)) if unit == "h" else dt.timedelta(minutes=int(number))
        raise ValueError("duration")
    return value


def _yes_or_no(value: object) -> object:
    if isinstance(value, str):
        if value.lower() in ("yes", "true", "on"):
            return True
        if value.lower() in ("no", "false", "off"):
            return False
        raise ValueError("yes_or_no")
    return value


def _slug(value: str) -> str:
    if not value or not all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in value):
        raise ValueError("slug")
    return value


def _https(value: str) -> str:
    if not value.startswith("https://") or any(c.isspace() for c in value) or "." not in value:
        raise ValueError("https")
    return value


def _quiet(value: str) -> str:
    begins, _, ends = value.partition(" to ")
    try:
        _time_of_day(begins.strip()), _time_of_day(ends.strip())
        dt.time.fromisoformat(begins.strip().zfill(5)), dt.time.fromisoformat(ends.strip().zfill(5))
    except ValueError:
        raise ValueError("quiet") from None
    return value


Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": r"^\s*[a-z0-9-]+\s*$"})]
Url = Annotated[str, AfterValidator(_https), WithJsonSchema({"type": "string", "pattern": r"^\s*https://"})]
TimeOfDay = Annotated[
    dt.time,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9]$"}),
]
Span = Annotated[
    dt.timedelta, BeforeValidator(_duration), WithJsonSchema({"type": "string", "pattern": "^[0-9]+[hm]$"})
]
QuietHours = Annotated[
    str, AfterValidator(_quiet), WithJsonSchema({"type": "string", "pattern": r"^\s*[0-9:]+\s+to\s+[0-9:]+\s*$"})
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["yes", "no"]})]
Day = Annotated[
    dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"})
]
Text = Annotated[str, Field(min_length=1)]
