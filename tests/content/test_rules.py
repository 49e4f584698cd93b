"""Every rule of ``check``, on files as people break them and on sound files that are nearly the same."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content.checks import check
from bot.content.problems import Problem
from tests.content.broken import ALL, Broken
from tests.content.cases import REPOSITORY, lay_out

TODAY = dt.date(2026, 11, 24)
JARGON = (
    "mapping",
    "scalar",
    "validation",
    "traceback",
    "nonetype",
    "pydantic",
    "token",
    "parser",
    "yaml",
    "string",
    "node",
)


def _put(folder: Path, case: Broken, text: str) -> list[Problem]:
    folders = lay_out(folder)
    path = folder / case.file
    sound = path.read_text(encoding="utf-8")
    assert sound.count(case.old) == 1
    path.write_text(sound.replace(case.old, text), encoding="utf-8", newline="")
    return check(*folders, TODAY)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_broken_file_is_caught_where_it_is_broken_in_a_sentence_to_act_on(case: Broken, tmp_path: Path) -> None:
    found = _put(tmp_path, case, case.broken)
    first = next(iter(found), None)
    assert first is not None, "nothing was caught"
    lines = (tmp_path / case.file).read_text(encoding="utf-8").split("\n")
    told = [str(problem) for problem in found]
    assert first.path == case.file, told
    assert f"{lines[first.line - 1]}\n"[first.column - 1 :].startswith(case.at), told
    assert case.says.lower() in f"{first.sentence} {first.hint or ''}".lower(), told
    assert first.is_error is not case.mild, told
    assert first.text == lines[first.line - 1]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_its_sound_twin_passes(case: Broken, tmp_path: Path) -> None:
    assert _put(tmp_path, case, case.twin) == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_is_said_of_it_is_one_plain_sentence(case: Broken, tmp_path: Path) -> None:
    for problem in _put(tmp_path, case, case.broken):
        own = problem.sentence.replace("knowledge/week.yaml", "").replace("crisis.yaml", "").lower()
        own = own.replace("derbyshire.yaml", "").replace("2026.yaml", "").replace("sessions.yaml", "")
        assert not [word for word in JARGON if word in own], problem
        assert "\n" not in problem.sentence
        assert len(problem.sentence) < 260


def test_there_are_as_many_cases_as_names() -> None:
    assert len({case.name for case in ALL}) == len(ALL) >= 60


def _only(folder: Path) -> Problem:
    found = [problem for problem in check(folder / "knowledge", folder / "schedules", TODAY) if problem.is_error]
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


@pytest.mark.parametrize(
    ("file", "raw", "says"),
    [
        ("knowledge/sessions.yaml", b"", "the file is empty"),
        ("knowledge/sessions.yaml", b"# only a note\n", "the file is empty"),
        ("knowledge/sessions.yaml", "aspects:\n  - id: caf\u00e9\n".encode("latin-1"), "not saved as UTF-8"),
        ("knowledge/sessions.yaml", "aspects: []\n".encode("utf-16"), "save it again with the encoding UTF-8"),
        ("knowledge/sessions.yaml", b"just some words\n", "there must be names with values here"),
        ("knowledge/sessions.yaml", b"#" * 1_000_001, "larger than 1 MB"),
        ("knowledge/sessions.yaml", b"entries: " + b"[" * 40 + b"]" * 40, "nested too deeply"),
        ("knowledge/sessions.yaml", b"{", "this '{' is not closed by a '}'"),
        ("knowledge/sessions.yaml", b"aspects:\n  - id: a\nentries: [\n\n", "this '[' is not closed by a ']'"),
        ("knowledge/new.yml", b"entries: []\n", "its name must end in '.yaml'"),
        ("knowledge/new.yaml.txt", b"entries: []\n", "its name must end in '.yaml'"),
        ("knowledge/old/week.yaml", b"entries: []\n", "move it into forces/"),
        ("schedules/next-year.yaml", b"week: {}\n", "its name must be a year"),
    ],
)
def test_a_file_of_the_wrong_kind_is_named(file: str, raw: bytes, says: str, tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_bytes(raw)
    problem = _only(tmp_path)
    assert problem.path == file
    assert says in problem.sentence


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("knowledge/crisis.yaml", "the crisis line's words and numbers is missing"),
        ("schedules/channels.yaml", "the file with the channels is missing"),
        ("schedules/2026.yaml", "the file with the week is missing"),
    ],
)
def test_a_file_that_is_gone_is_named(file: str, says: str, tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / file).unlink()
    assert any(
        problem.path == file and says in problem.sentence
        for problem in check(tmp_path / "knowledge", tmp_path / "schedules", TODAY)
    )


def test_an_entry_that_its_own_asks_never_reach_is_named(tmp_path: Path) -> None:
    folders = lay_out(tmp_path)
    found = check(*folders, TODAY, lambda _, force: "week-when" if force is None else "derbyshire-events")
    assert [(p.path, p.line, p.severity.value) for p in found] == [
        ("knowledge/sessions.yaml", 5, "warning"),
        ("knowledge/week.yaml", 25, "warning"),
    ]
    assert "none of its own asks leads to 'sleep'" in found[1].sentence


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folders = lay_out(tmp_path)
    wanted = [case for case in ALL if not case.mild][::9]
    broken: dict[str, Broken] = {case.file: case for case in wanted}
    for file, case in broken.items():
        path = tmp_path / file
        path.write_text(path.read_text(encoding="utf-8").replace(case.old, case.broken), encoding="utf-8", newline="")
    assert {problem.path for problem in check(*folders, TODAY)} >= set(broken)


def test_the_shipped_files_pass_with_no_warning_on_the_day_they_were_checked() -> None:
    assert check(REPOSITORY / "knowledge", REPOSITORY / "schedules", TODAY) == []
