"""Files to what the bot knows, or every problem in them."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from bot.content import document, drafts, files, sentences
from bot.content.document import Document
from bot.content.files import Snapshot, Sort
from bot.content.places import Loc
from bot.content.problems import Problem, in_order
from bot.core.knowledge import Aspect, Channels, Crisis, Entry, EntryKind, Force, Knowledge, Model, Schedule
from bot.errors import ContentError


class EntriesFile(Model):
    """knowledge/<any name>.yaml: what the bot may say."""

    kind: EntryKind | None = Field(
        default=None, description="What sort of reply every entry of this file gives, unless the entry says otherwise"
    )
    entries: tuple[Entry, ...] = Field(default=(), description="What the bot may say, one '- id:' for each thing")
    aspects: tuple[Aspect, ...] = Field(default=(), description="How to answer questions about the week's sessions")


MODELS: Mapping[Sort, type[BaseModel]] = {
    Sort.ENTRIES: EntriesFile,
    Sort.CRISIS: Crisis,
    Sort.FORCE: Force,
    Sort.SCHEDULE: Schedule,
    Sort.CHANNELS: Channels,
}


@dataclass(frozen=True, slots=True)
class File:
    """One file: what it is, how it was read, and its value; None when anything in it is of the wrong form.

    *items* are the parts of it that are of the right form, each with the way to it, so that a slip in one entry does
    not hide what is wrong with another.
    """

    name: str
    sort: Sort
    document: Document
    value: BaseModel | None
    items: tuple[tuple[Loc, BaseModel], ...]
    problems: tuple[Problem, ...]
    draft: bool = False


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Content:
    """Every file of one moment. *knowledge* is None when any of *files* cannot be served; *drafts* stand aside."""

    files: tuple[File, ...]
    knowledge: Knowledge | None
    problems: tuple[Problem, ...]
    drafts: tuple[File, ...] = ()

    def of(self, *sorts: Sort) -> Iterator[File]:
        """The files of these sorts."""
        return (file for file in self.files if file.sort in sorts)

    def items(self, model: type[M], *sorts: Sort) -> Iterator[tuple[File, Loc, M]]:
        """Every part of this *model* in the files of these sorts (in all, when none is named)."""
        for file in self.files:
            if not sorts or file.sort in sorts:
                for loc, value in file.items:
                    if isinstance(value, model):
                        yield file, loc, value

    @property
    def schedule(self) -> File | None:
        """The file of the newest year: the live one."""
        return max(self.of(Sort.SCHEDULE), key=lambda file: file.name, default=None)


def load(knowledge_dir: Path, schedules_dir: Path) -> Knowledge:
    """The content of both folders, or ContentError with every problem of form in every file."""
    knowledge, problems = read(knowledge_dir, schedules_dir)
    if knowledge is None:
        raise ContentError(problems)
    return knowledge


def read(knowledge_dir: Path, schedules_dir: Path) -> tuple[Knowledge | None, list[Problem]]:
    """The content, None when it cannot be served, and every problem of form; rules across files are in ``checks``."""
    content = parse(files.look(knowledge_dir, schedules_dir))
    return content.knowledge, list(content.problems)


def parse(snapshot: Snapshot) -> Content:
    """Read what the folders held at one moment. Never raises."""
    problems = list(snapshot.problems)
    every = [*_folder("knowledge", snapshot, problems), *_folder("schedules", snapshot, problems)]
    found, aside = [file for file in every if not file.draft], tuple(file for file in every if file.draft)
    problems += [problem for file in found for problem in file.problems]
    problems += [problem for file in aside for problem in drafts.softened(file.problems)]
    problems += _missing(snapshot, found, aside)
    ordered = tuple(in_order(problems))
    whole = not any(problem.is_error for problem in ordered)
    return Content(tuple(found), _together(found, snapshot.version) if whole else None, ordered, aside)


def with_drafts(content: Content) -> Content:
    """*content* as if its drafts were no drafts: what is wrong with them, and between them and the rest."""
    return replace(content, files=(*content.files, *content.drafts), drafts=(), knowledge=None)


def _folder(folder: str, snapshot: Snapshot, problems: list[Problem]) -> Iterator[File]:
    held, shown_as = (
        (snapshot.knowledge, snapshot.knowledge_name)
        if folder == "knowledge"
        else (snapshot.schedules, snapshot.schedules_name)
    )
    for name, raw in held.items():
        path = f"{shown_as}/{name}"
        sort = files.sort_of(folder, name)
        if sort is None:
            where = (
                "a year, like 2026.yaml, or channels.yaml" if folder == "schedules" else "forces/ or beside week.yaml"
            )
            verb = "its name must be" if folder == "schedules" else "move it into"
            problems.append(Problem(path, 1, 1, f"this file is not read: {verb} {where}"))
        else:
            file = _file(name, sort, document.read(path, raw))
            yield replace(file, draft=drafts.is_marked(sort, raw) or getattr(file.value, "draft", False))


def _file(name: str, sort: Sort, read_as: Document) -> File:
    model = MODELS[sort]
    if read_as.data is None:
        return File(name, sort, read_as, None, (), read_as.problems)
    data = _with_kind(read_as.data) if sort is Sort.ENTRIES else read_as.data
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        errors = [
            e for e in error.errors(include_url=False, include_input=False) if not _only_left_out(read_as, e["loc"])
        ]
        said = {(problem.line, problem.column) for problem in read_as.problems}
        found = [one for one in sentences.explain(read_as, model, errors) if (one.line, one.column) not in said]
        return File(name, sort, read_as, None, tuple(_sound(model, data)), (*read_as.problems, *found))
    items = tuple(_parts(value))
    return File(name, sort, read_as, None if read_as.problems else value, items, read_as.problems)


def _only_left_out(read_as: Document, loc: Loc) -> bool:
    """Whether something at the top looks missing only because its items could not be read."""
    return not read_as.whole and len(loc) == 1 and not read_as.at(loc)


def _parts(value: BaseModel) -> Iterator[tuple[Loc, BaseModel]]:
    for field in type(value).model_fields:
        held = getattr(value, field)
        if isinstance(held, BaseModel):
            yield (field,), held
        elif isinstance(held, tuple):
            yield from (((field, number), item) for number, item in enumerate(held) if isinstance(item, BaseModel))


def _sound(model: type[BaseModel], data: Any) -> Iterator[tuple[Loc, BaseModel]]:
    """The parts of *data* that are of the right form, though the whole is not."""
    if not isinstance(data, dict):
        return
    for field, held in data.items():
        part = sentences.model_at(model, (field,))
        below = sentences.model_at(model, (field, 0))
        rows = enumerate(held) if isinstance(held, list) and below else [(None, held)]
        for number, raw in rows:
            wanted = part if number is None else below
            if wanted is not None and isinstance(raw, dict):
                with contextlib.suppress(ValidationError):
                    yield (field,) if number is None else (field, number), wanted.model_validate(raw)


def _with_kind(data: Any) -> Any:
    """The file's own ``kind`` given to each entry that has none."""
    if not isinstance(data, dict) or data.get("kind") is None or not isinstance(data.get("entries"), list):
        return data
    kind = {"kind": data["kind"]} if data["kind"] in list(EntryKind) else {}
    return {**data, "entries": [{**kind, **entry} if isinstance(entry, dict) else entry for entry in data["entries"]]}


def _missing(snapshot: Snapshot, found: list[File], aside: tuple[File, ...]) -> Iterator[Problem]:
    folders = {problem.path for problem in snapshot.problems}
    if snapshot.schedules_name not in folders:
        if not any(file.sort is Sort.SCHEDULE for file in found):
            where = f"{snapshot.schedules_name}/2026.yaml"
            sentence = "the file with the week is missing; its name is the year, like 2026.yaml"
            if draft := next((file.name for file in aside if file.sort is Sort.SCHEDULE), None):
                sentence = f"there is no week but the draft {draft}, and nothing goes live without one"
            yield Problem(where, 1, 1, sentence)
        if not any(file.sort is Sort.CHANNELS for file in found):
            yield Problem(f"{snapshot.schedules_name}/channels.yaml", 1, 1, "the file with the channels is missing")
    if snapshot.knowledge_name not in folders and not any(file.sort is Sort.ENTRIES for file in found):
        yield Problem(snapshot.knowledge_name, 1, 1, "there is no file with entries in this folder")


def _together(found: list[File], version: str) -> Knowledge:
    values = [file.value for file in sorted(found, key=lambda file: file.name)]
    entry_files = [value for value in values if isinstance(value, EntriesFile)]
    schedules = [value for value in values if isinstance(value, Schedule)]
    return Knowledge(
        entries=tuple(entry for file in entry_files for entry in file.entries),
        aspects=tuple(aspect for file in entry_files for aspect in file.aspects),
        crisis=next((value for value in values if isinstance(value, Crisis)), None),
        forces=tuple(value for value in values if isinstance(value, Force)),
        schedule=schedules[-1],
        channels=next(value for value in values if isinstance(value, Channels)),
        version=version,
    )
