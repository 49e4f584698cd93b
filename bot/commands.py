"""What each command does, with the parts it needs put together and nothing served."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import changes, changes_words, checks, formats, revisions, starters
from bot.content.change import Change
from bot.content.changes import Posted
from bot.content.changes_week import of_the_week
from bot.content.source import load, parse, read
from bot.core import safety
from bot.core.answering import Answerer
from bot.core.knowledge import Aspect, Entry
from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE
from bot.delivery import figures, listing
from bot.delivery.counts import Count, Counts
from bot.delivery.database import is_there
from bot.delivery.entry import State
from bot.delivery.ledger import Ledger
from bot.errors import ContentError, LedgerError, SettingsError, UsageError
from bot.exchange import Exchange
from bot.folders import SHIPPED, folders
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.model.load import TrainedReader


def asker(settings: Settings, say: Callable[[str], None]) -> Callable[[Question, dt.datetime], Reply]:
    """What ``ask`` asks; *say* is told, once, when something is missing that would make answers better."""
    reader = trained_reader(settings, say)
    try:
        answerer = Answerer.build(load(*folders(settings)), reader)
    except ContentError as error:
        say(f"{error}: only the crisis and support replies work. signpost check shows the problems.")
        answerer = None
    return Exchange(lambda: answerer, reader, lambda: dt.datetime.now(LONDON_ZONE)).reply


def trained_reader(settings: Settings, say: Callable[[str], None]) -> "TrainedReader | None":
    """The trained reader; None, after saying so, when only the rules can read."""
    try:
        from bot.model import load as model  # here, so that a broken onnxruntime cannot stop the rules
        from bot.model import shelf

        return model.load(kept=(settings.data / shelf.NAME, shelf.MADE_AHEAD))
    except Exception as error:  # noqa: BLE001 -- a broken library raises anything, and the rules need none of it
        say(f"The trained reader is missing, only the rules read messages: {error}")
        return None


def prepare(settings: Settings) -> str:
    """Read the content with the trained reader and keep what it made of it beside the program; what was done.

    Raises ContentError or ModelError for what cannot be read, and SettingsError where nothing can be written.
    """
    from bot.model import load as model
    from bot.model import shelf

    reader = model.load(kept=(shelf.MADE_AHEAD,))
    meanings = Answerer.build(load(*folders(settings)), reader).matcher.meanings
    try:
        if meanings is not None:
            reader.keep(meanings.texts, meanings.vectors)
    except OSError as error:
        raise SettingsError(
            f"{shelf.MADE_AHEAD} cannot be written ({error.strerror}): run this as whoever installed Signpost. "
            "Nothing is lost without it: the first start takes a few seconds longer, and the next ones do not."
        ) from None
    count = len(meanings.texts) if meanings is not None else 0
    return f"Read {count} questions and titles; a start now finds them in {shelf.MADE_AHEAD}."


def check(settings: Settings, form: str, colour: bool) -> tuple[str, int]:
    """Every problem of the content as text, and the exit code: 1 when any keeps it from going live."""
    where = folders(settings)
    today = dt.datetime.now(LONDON_ZONE).date()
    problems = checks.check(*where, today, _reaches(where), live=settings.live)
    return formats.render(problems, form, colour), int(any(problem.is_error for problem in problems))


def new_week(settings: Settings, year: int) -> str:
    """Write a schedule to fill in for *year*; what to do next."""
    path = starters.week(year, _own(folders(settings)[1], "SIGNPOST_SCHEDULES"))
    return (
        f"Wrote {_told(path)}.\nOpen it and fill in the days and times; signpost check names every line that is left. "
        "While it says “draft: yes” nobody sees it, and other edits go live as ever. When nothing is left, take that "
        "line out. Then read week.yaml and sessions.yaml: what they say was checked for an earlier week."
    )


def new_force(settings: Settings, name: str) -> str:
    """Write a file for what one force adds or replaces; what to do next."""
    path = starters.force(name, _own(folders(settings)[0], "SIGNPOST_KNOWLEDGE"))
    return (
        f"Wrote {_told(path)}.\nOpen it to add the force's own entries, and give its channels in channels.yaml "
        f"“force: {path.stem}”; then signpost check."
    )


def _told(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _own(folder: Path, setting: str) -> Path:
    """*folder*, unless it is the copy that came with the program, which the next installation replaces."""
    if folder.is_relative_to(SHIPPED):
        raise UsageError(f"Set {setting} to a folder of your own first: a copy of the files that came with Signpost.")
    return folder


def preview(settings: Settings, at: dt.datetime | None, days: int, as_json: bool) -> str:
    """Every post that will go out from *at* on, in the next *days* days."""
    knowledge, since = load(*folders(settings)), at or dt.datetime.now(LONDON_ZONE)
    if as_json:
        found = listing.preview_json(knowledge, since, days, settings.public_url)
        return json.dumps(found, ensure_ascii=False, indent=2)
    return listing.preview_text(knowledge, since, days, settings.public_url)


async def diff(
    settings: Settings,
    revision: str,
    at: dt.datetime | None,
    as_json: bool,
    say: Callable[[str], None],
    *,
    whole: bool = False,
) -> str:
    """What people will see differently from *revision*, summed up or *whole*.

    Raises UsageError when there is nothing to compare with.
    """
    where = folders(settings)
    before = parse(revisions.at(revision, *where))
    after = load(*where)
    if before.knowledge is None:
        first = before.problems[0]
        raise UsageError(f"The files of {revision} could not go live themselves ({first}), so nothing is compared.")
    now = at or dt.datetime.now(LONDON_ZONE)
    found: list[Change] = changes.between(
        before.knowledge, after, now, await _posted(settings, say), settings.public_url
    )
    if as_json:
        return json.dumps(changes_words.values(found), ensure_ascii=False, indent=2)
    week = list(of_the_week(before.knowledge.schedule, after.schedule))
    return changes_words.text(found, week, revision, whole=whole)


async def _posted(settings: Settings, say: Callable[[str], None]) -> list[Posted]:
    """The messages that the ledger knows to be in a channel; none, after saying so, when it cannot be read."""
    if not is_there(settings.database_url):
        return []
    try:
        ledger = await Ledger.open(settings.database_url)
        try:
            return [Posted(row.key, row.told, row.noticed) for row in await ledger.rows() if row.state is State.POSTED]
        finally:
            await ledger.close()
    except LedgerError as error:
        say(f"Messages that are already posted are left out: {error}")
        return []


async def report(settings: Settings, days: int, as_json: bool) -> str:
    """What was answered on each of the last *days* days, in figures from which nobody can be singled out."""
    counted: list[Count] = []
    if is_there(settings.database_url):
        ledger = await Ledger.open(settings.database_url)
        try:
            counted = await Counts(ledger).all()
        finally:
            await ledger.close()
    found = figures.figures(counted, dt.datetime.now(LONDON_ZONE).date(), days)
    if as_json:
        return json.dumps([figure.json for figure in found], ensure_ascii=False, indent=2)
    knowledge, _ = read(*folders(settings))
    named: list[Entry | Aspect] = [*knowledge.entries, *knowledge.aspects] if knowledge else []
    return figures.text(found, {one.id: one.title for one in named})


async def reminders(settings: Settings, at: dt.datetime | None, as_json: bool) -> str:
    """What went out where, what is still to come, and what is stuck."""
    knowledge, now = load(*folders(settings)), at or dt.datetime.now(LONDON_ZONE)
    ledger = await Ledger.open(settings.database_url)
    try:
        entries, unreached = await ledger.rows(), await ledger.unreached()
    finally:
        await ledger.close()
    if as_json:
        found = [standing.json for standing in listing.standings(knowledge, entries, now, unreached)]
        return json.dumps(found, ensure_ascii=False, indent=2)
    return listing.reminders_text(knowledge, entries, now, unreached)


def _reaches(where: tuple[Path, Path]) -> Callable[[str, str | None], str | None] | None:
    """What each ask leads to, by the words alone.

    With the trained reader it would take about seven times as long and name the same entries: an ask that stands in a
    file word for word is answered from its entry either way. The desk tries every ask with the reader, in its own time.
    """
    knowledge, _ = read(*where)
    if knowledge is None:
        return None
    answerer = Answerer.build(knowledge, None)
    morning = dt.datetime.combine(knowledge.schedule.week.starts, dt.time(7), LONDON_ZONE)

    def reached(ask: str, force: str | None) -> str | None:
        reply, _ = answerer.answer(Question(ask, force=force), safety.Reading(safety.Level.NONE), morning, None)
        return reply.entries[0] if reply.entries else None

    return reached
