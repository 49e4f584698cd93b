"""Every rule, over every file."""

import datetime as dt
from pathlib import Path

from bot.content import (
    check_channels,
    check_crisis,
    check_entries,
    check_limits,
    check_links,
    check_schedule,
    check_words,
    files,
    source,
)
from bot.content.check_entries import Reaches
from bot.content.problems import Problem, in_order
from bot.content.source import Content


def check(
    knowledge_dir: Path, schedules_dir: Path, today: dt.date | None, reaches: Reaches | None = None
) -> list[Problem]:
    """Every problem of every file. *reaches* is asked what each entry's own asks lead to; without it, nothing is."""
    return rules(source.parse(files.look(knowledge_dir, schedules_dir)), today, reaches)


def rules(content: Content, today: dt.date | None, reaches: Reaches | None = None) -> list[Problem]:
    """The problems of form and those between the files, in order."""
    return in_order(
        [
            *content.problems,
            *check_crisis.problems(content),
            *check_entries.problems(content, today, reaches),
            *check_words.problems(content),
            *check_links.problems(content),
            *check_limits.problems(content),
            *check_schedule.problems(content),
            *check_channels.problems(content),
        ]
    )
