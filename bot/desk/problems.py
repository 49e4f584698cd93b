"""What is wrong with the newest files, as a lead is shown it: the place, the line, one sentence, what to write."""

import datetime as dt
from collections.abc import Sequence

from bot.content.library import Library
from bot.content.problems import Problem
from bot.desk.markup import Html, el, together
from bot.desk.view import since_words
from bot.desk.watch import Newest

WIDEST = 160
"""Characters of a line that are shown round the place of a problem."""


def status(newest: Newest, library: Library, now: dt.datetime) -> Html:
    """The line about the files that stands on every page."""
    served = version(library)
    live = f"Live: version {served}"
    live += f", since {since_words(library.since, now)}." if library.since else "."
    errors = len(newest.errors)
    if errors:
        wrong = f"{count(errors, 'problem')} in the newest files: the version before them stays live."
        return together(el("strong", wrong), " ", el("a", "See what to mend", href="/desk#files"), " ", live)
    if library.waiting is not None:
        return together(el("strong", "A file looks half-saved, so it is not live yet."), " ", live)
    if newest.version != served:
        return together(el("strong", "A newer version is being taken up, within 15 seconds."), " ", live)
    return together(live, " The newest files are live and have no problems.")


def state(newest: Newest, library: Library) -> str:
    """``bad``, ``busy`` or ``good``."""
    if newest.errors:
        return "bad"
    return "good" if newest.version == version(library) else "busy"


def version(library: Library) -> str | None:
    """The version that is live; None while there is none."""
    return library.live.version if library.live else None


def listing(newest: Newest, library: Library) -> Html:
    """Everything wrong with the newest files: first what keeps them from going live."""
    waiting = [library.waiting] if library.waiting is not None and not newest.errors else []
    errors, warnings = [*waiting, *newest.errors], newest.warnings
    coming = not errors and newest.version != version(library)
    if not errors and not warnings and not coming:
        return el("p", "No problems: every word in the files is live.")
    parts = [el("p", "Nothing keeps the newest files from going live, within 15 seconds.")] if coming else []
    if errors:
        intro = (
            "Until this is mended and saved, the version before it goes on answering. Nobody has seen the newest words."
            if library.live
            else "Until this is mended and saved, only people in danger are answered."
        )
        parts += [el("h3", f"{count(len(errors), 'thing')} to mend"), el("p", intro), problem_list(errors)]
    if warnings:
        parts += [
            el("h3", f"{count(len(warnings), 'thing')} to look at when you have time"),
            el("p", "These do not keep anything from going live."),
            problem_list(warnings),
        ]
    return together(*parts)


def problem_list(problems: Sequence[Problem]) -> Html:
    """The problems in order."""
    return el("ol", [el("li", _problem(problem)) for problem in problems], class_="problems")


def _problem(problem: Problem) -> Html:
    where = f"{problem.path}:{problem.line}:{problem.column}"
    spoken = f"{problem.path}, line {problem.line}, column {problem.column}"
    return together(
        el(
            "p",
            el("span", where, aria_hidden="true"),
            el("span", spoken, class_="visually-hidden"),
            class_="where",
        ),
        el("p", f"{problem.sentence[:1].upper()}{problem.sentence[1:]}.", class_="sentence"),
        _line(problem) if problem.text.strip() else None,
        el("p", "Write: ", el("code", problem.hint)) if problem.hint else None,
    )


def _line(problem: Problem) -> Html:
    """The line as it stands in the file, the place in it marked."""
    text, at = problem.text, min(max(problem.column - 1, 0), len(problem.text))
    start = max(0, at - WIDEST // 2) if len(text) > WIDEST else 0
    end = min(len(text), start + WIDEST)
    return el(
        "pre",
        el("span", f"{problem.line}  ", class_="number", aria_hidden="true"),
        "…" if start else "",
        text[start:at],
        el("mark", text[at:end].rstrip() or " "),
        "…" if end < len(text) else "",
    )


def count(number: int, what: str, many: str | None = None) -> str:
    """``1 problem``, ``2 problems``."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"
