"""Every rule, over every file."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from bot.content import (
    check_channels,
    check_crisis,
    check_entries,
    check_language,
    check_limits,
    check_links,
    check_monitoring,
    check_schedule,
    check_words,
    drafts,
    files,
    source,
)
from bot.content.check_entries import Reaches
from bot.content.problems import Problem, in_order
from bot.content.source import Content


def check(
    knowledge_dir: Path,
    schedules_dir: Path,
    today: dt.date | None,
    reaches: Reaches | None = None,
    *,
    live: bool = False,
) -> list[Problem]:
    """Every problem of every file. *reaches* is asked what each entry's own asks lead to; without it, nothing is.

    *live* where officers are served: what they must be told is then no mere warning.
    """
    return rules(source.parse(files.look(knowledge_dir, schedules_dir)), today, reaches, live=live)


def rules(
    content: Content, today: dt.date | None, reaches: Reaches | None = None, *, live: bool = False
) -> list[Problem]:
    """The problems of form and those between the files, in order; those of drafts as warnings."""
    found = [
        *content.problems,
        *_between(content, today, reaches),
        *check_monitoring.problems(content, live=live),
    ]
    if content.drafts:
        paths = {file.document.path for file in content.drafts}
        in_drafts = (one for one in _between(source.with_drafts(content), today, None) if one.path in paths)
        found += [*drafts.softened(in_drafts), *(drafts.noted(file.document) for file in content.drafts)]
    return in_order(found)


def _between(content: Content, today: dt.date | None, reaches: Reaches | None) -> Iterator[Problem]:
    yield from check_crisis.problems(content)
    yield from check_entries.problems(content, today, reaches)
    yield from check_words.problems(content)
    yield from check_links.problems(content)
    yield from check_language.problems(content)
    yield from check_limits.problems(content)
    yield from check_schedule.problems(content)
    yield from check_channels.problems(content)
