"""Where things stand in a file."""

from dataclasses import dataclass
from typing import NamedTuple

Loc = tuple[str | int, ...]
"""The way to a piece of data: names and, in lists, numbers from 0."""


class Spot(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of data stands: its name (or the value itself, in a list), its value, and where that ends.

    *style* is how a text is written: ``plain``, or its quotation mark, or ``|`` or ``>``; empty for lists and the like.
    """

    key: Spot
    value: Spot
    end: Spot
    style: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in the form of a file, before it is known which file: see ``problems.Problem``."""

    spot: Spot
    sentence: str
    hint: str | None = None
