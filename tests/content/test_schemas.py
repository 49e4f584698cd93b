"""The schemas that help an editor: fresh, described, named by every file, and never stricter than ``check``."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.content import files, schema, source
from bot.content.document import read
from bot.content.files import Sort
from tests.content.cases import REPOSITORY, lay_out

SHIPPED = [
    (part, path.relative_to(REPOSITORY / part).as_posix(), path)
    for part in ("knowledge", "schedules")
    for path in sorted((REPOSITORY / part).rglob("*.yaml"))
]
VALIDATORS = {sort: jsonschema.Draft7Validator(schema.schema(sort)) for sort in Sort}


def _accepted(sort: Sort, text: str) -> None:
    """The schema takes *text* as editors read it, and as we do."""
    as_editors_do = yaml.load(text, Loader=_Editor)  # noqa: S506 -- it is a safe loader
    for data in (as_editors_do, read("a.yaml", text.encode()).data):
        errors = [f"{list(error.absolute_path)}: {error.message}" for error in VALIDATORS[sort].iter_errors(data)]
        assert errors == []


class _Editor(yaml.SafeLoader):
    """YAML 1.2, as editors' language servers read it: "on" and 14:00 are text, true and 0300 are not."""


_Editor.yaml_implicit_resolvers = {}
_Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), None)
_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:[tT]rue|TRUE|[fF]alse|FALSE)$"), None)
_Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), None)
_Editor.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$"), None
)
_Editor.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


@pytest.mark.parametrize("sort", Sort)
def test_the_committed_schema_is_fresh(sort: Sort) -> None:
    folder = "schedules" if sort in (Sort.SCHEDULE, Sort.CHANNELS) else "knowledge"
    path = REPOSITORY / folder / schema.FOLDER / f"{schema.NAMES[sort]}.json"
    assert path.read_text(encoding="utf-8") == schema.rendered(sort), "run signpost schema"


@pytest.mark.parametrize("sort", Sort)
def test_a_schema_is_one(sort: Sort) -> None:
    jsonschema.Draft7Validator.check_schema(schema.schema(sort))


def _fields(node: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, part in node.items():
            if name == "properties":
                yield from ((f"{way}/{field}", held) for field, held in part.items())
            yield from _fields(part, f"{way}/{name}")


@pytest.mark.parametrize("sort", Sort)
def test_every_field_is_described_for_leads(sort: Sort) -> None:
    made = schema.schema(sort)
    bare = [way for way, field in _fields(made) if not field.get("description", "").strip()]
    assert bare == []
    assert not any("``" in text for text in _descriptions(made))


def _descriptions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("description"), str):
            yield node["description"]
        for part in node.values():
            yield from _descriptions(part)


@pytest.mark.parametrize(("part", "name", "path"), SHIPPED, ids=[name for _, name, _ in SHIPPED])
def test_the_first_line_of_every_file_names_its_schema(part: str, name: str, path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    sort = files.sort_of(part, name)
    assert sort is not None
    assert (path.parent / named).resolve() == REPOSITORY / part / schema.FOLDER / f"{schema.NAMES[sort]}.json"


@pytest.mark.parametrize(("part", "name", "path"), SHIPPED, ids=[name for _, name, _ in SHIPPED])
def test_the_schema_accepts_what_is_shipped(part: str, name: str, path: Path) -> None:
    sort = files.sort_of(part, name)
    assert sort is not None
    _accepted(sort, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        (Sort.ENTRIES, "entries: [{id: a, titel: b}]"),
        (Sort.SCHEDULE, "week: {name: a, starts: soon, ends: 2026-04-26}\nsessions: []"),
        (Sort.CHANNELS, "paused: maybe"),
        (Sort.CHANNELS, "channels: [{name: a, platform: email, channel: b}]"),
        (Sort.FORCE, "name: Gwent Police"),
    ],
)
def test_the_schema_underlines_what_is_plainly_wrong(sort: Sort, text: str) -> None:
    assert list(VALIDATORS[sort].iter_errors(yaml.safe_load(text)))


# whatever check accepts, in every spelling that YAML has for it

_WORDS = some.sampled_from(
    ["rest", "14:00", "2026", "yes", "null and void", "0300", "1e3", "é: x", "# no", "100 %", "true", "~a"]
)
_SLUGS = some.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
_DAYS = some.dates().filter(lambda day: day.year >= 1000).map(str)
_TIMES = some.times().map(lambda time: time.isoformat("minutes")) | some.sampled_from(["9:05", "00:00"])
_URLS = some.sampled_from(["https://www.oscarkilo.org.uk", "https://a.uk/b?c=d#e"]) | some.none()
_YES = some.sampled_from(["yes", "no", "Yes", "OFF", "on", "true"])


def _some(required: dict[str, Any], **optional: Any) -> Any:
    return some.fixed_dictionaries(required, optional=optional)


_SOURCED = {"source": _WORDS, "checked": _DAYS, "review_by": _DAYS, "owner": _WORDS}
_ENTRY = _some(
    {"id": _SLUGS, "title": _WORDS, "asks": some.lists(_WORDS, min_size=1, max_size=3), "answer": _WORDS, **_SOURCED},
    during=_WORDS | some.none(),
    links=some.lists(some.fixed_dictionaries({"text": _WORDS, "url": _URLS}), max_size=2),
    see_also=some.lists(_SLUGS, max_size=3),
    kind=some.sampled_from(["answer", "smalltalk", "unknown", "support"]),
    cy=_some({"answer": _WORDS}, checked_by=_WORDS | some.none()),
)
_SESSION = _some(
    {"id": _SLUGS, "title": _WORDS, "day": _DAYS, "starts": _TIMES, "ends": _TIMES},
    status=some.sampled_from(["on", "moved", "cancelled"]),
    register=_URLS,
    recording=_URLS,
    weekday=_WORDS | some.none(),
    aliases=some.lists(_WORDS, max_size=2),
)
_REMINDER = _some(
    {"id": _SLUGS, "at": _TIMES, "text": _WORDS, "on": some.just("session days") | some.lists(_DAYS, max_size=3)},
    give_up_after=some.sampled_from(["3h", "90m", "0m"]),
    summary=_WORDS,
)
_CHANNEL = _some(
    {"name": _WORDS, "platform": some.sampled_from(["slack", "teams", "console"]), "channel": _WORDS},
    force=_SLUGS | some.none(),
    reminders=some.lists(_SLUGS, max_size=2),
    language=some.sampled_from(["en", "cy"]),
    quiet=some.sampled_from(["20:00 to 07:00", "9:00 to 10:00"]) | some.none(),
)
CONTENT = {
    Sort.ENTRIES: _some({}, entries=some.lists(_ENTRY, max_size=2), kind=some.sampled_from(["answer", "unknown"])),
    Sort.FORCE: _some(
        {"force": _SLUGS, "name": _WORDS},
        monitoring=_WORDS | some.none(),
        language=some.sampled_from(["en", "cy"]),
        entries=some.lists(_ENTRY, max_size=1),
    ),
    Sort.SCHEDULE: _some(
        {
            "week": _some({"name": _WORDS, "starts": _DAYS, "ends": _DAYS}, timezone=some.just("Europe/London")),
            "sessions": some.lists(_SESSION, min_size=1, max_size=2),
        },
        reminders=some.lists(_REMINDER, max_size=2),
        events=some.lists(_some({"id": _SLUGS, "title": _WORDS, "day": _DAYS, "hosts": _WORDS}), max_size=1),
    ),
    Sort.CHANNELS: _some({}, paused=_YES, channels=some.lists(_CHANNEL, max_size=2)),
}


@pytest.mark.parametrize("sort", CONTENT)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=some.data())
def test_the_schema_accepts_whatever_check_accepts(sort: Sort, data: some.DataObject) -> None:
    held = data.draw(CONTENT[sort])
    flow = data.draw(some.booleans())
    text = _written(held, flow)
    document = read("a.yaml", text.encode())
    assert document.problems == ()
    source.MODELS[sort].model_validate(document.data)
    _accepted(sort, text)


def _written(held: object, flow: bool) -> str:
    """*held* as a lead would write it: words bare where they may stand bare, quoted where they must."""
    if isinstance(held, dict) and not flow:
        return "".join(f"{name}: {_inline(value)}\n" for name, value in held.items()) or "{}\n"
    return _inline(held) + "\n"


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_inline(held)}" for name, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if value is None:
        return "null"
    text = str(value)
    bare = (
        not set(text) & set("{}[],#&*!|>'\"%@`?")
        and ": " not in text
        and not text.startswith(("-", "~"))
        and text == text.strip()
    )
    return text if bare else json.dumps(text, ensure_ascii=False)


def test_a_copy_of_the_shipped_layout_is_served_with_the_schemas_beside_it(tmp_path: Path) -> None:
    knowledge, schedules = lay_out(tmp_path)
    written = schema.write(knowledge, schedules)
    assert {path.name for path in written} == {f"{name}.json" for name in schema.NAMES.values()}
    assert source.load(knowledge, schedules).entries
