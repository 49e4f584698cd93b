"""Problems as a terminal, a program or a Git host shows them."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict

from bot.content.problems import Problem

FORMATS = ("text", "json", "github")
_WIDEST = 110
_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


def render(problems: Sequence[Problem], form: str = "text", colour: bool = False) -> str:
    """*problems* in one of ``FORMATS``; *colour* is for a terminal, and shows each line with a caret below."""
    if form == "json":
        return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(_annotation(problem) for problem in problems)
    shown = [_on_terminal(problem) if colour else str(problem) for problem in problems]
    return ("\n\n" if colour else "\n").join([*shown, summary(problems)])


def summary(problems: Sequence[Problem]) -> str:
    """One line: how many of each, and whether the content can go live."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    if not problems:
        return "No problems found."
    parts = [_count(errors, "problem")] if errors else []
    parts += [_count(warnings, "warning")] if warnings else []
    files = len({problem.path for problem in problems})
    end = "nothing goes live until the problems are mended" if errors else "the files can go live all the same"
    return f"{' and '.join(parts)} in {_count(files, 'file')}: {end}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _on_terminal(problem: Problem) -> str:
    paint = _RED if problem.is_error else _YELLOW
    where = f"{_BOLD}{problem.path}:{problem.line}:{problem.column}{_PLAIN}"
    mild = "" if problem.is_error else f"{paint}warning:{_PLAIN} "
    rows = [f"{where} {mild}{problem.sentence}"]
    if problem.text.strip():
        text, column = _window(_visible(problem.text), problem.column)
        rows += [f"    {text}", f"    {' ' * (column - 1)}{paint}^{_PLAIN}"]
    if problem.hint:
        hint = textwrap.shorten(problem.hint, _WIDEST, placeholder=" …")
        rows.append(f"    write: {_BOLD}{_visible(hint)}{_PLAIN}")
    return "\n".join(rows)


def _window(text: str, column: int) -> tuple[str, int]:
    """The part of a long line round *column*, and where that column is in it."""
    if len(text) <= _WIDEST:
        return text, column
    start = max(0, min(column - _WIDEST // 2, len(text) - _WIDEST))
    cut = text[start : start + _WIDEST]
    return (f"…{cut[1:]}" if start else cut), column - start


def _visible(text: str) -> str:
    """*text* without characters that would move the caret or drive the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _annotation(problem: Problem) -> str:
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    hint = f"\nwrite: {problem.hint}" if problem.hint else ""
    return f"::{problem.severity.value} {place}::{_data(problem.sentence + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
