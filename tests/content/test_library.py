"""A good edit goes live whole; whatever else lies in the folders, the last good version stays, also after a restart."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.core.wording import LONDON_ZONE
from bot.errors import ContentError

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 24, 9, 14, tzinfo=LONDON_ZONE)
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("knowledge", "schedules")
    for path in (ROOT / folder).rglob("*.yaml")
    if not path.name.startswith(".")
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for folder in ("knowledge", "schedules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def _library(home: Path, now: dt.datetime = NOW, told: list[str] | None = None, suspected: float = 60.0) -> Library:
    def tell(event: str, /, **_: str | int | float | bool) -> None:
        if told is not None:
            told.append(event)

    return Library(
        home / "knowledge",
        home / "schedules",
        home / "last-good",
        tell,
        now=lambda: now,
        settled=0,
        suspected=suspected,
    )


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _move_a_session(home: Path) -> None:
    _edit(home / "schedules/2026.yaml", "starts: 14:00", "starts: 14:05")


def _break(home: Path) -> None:
    _edit(home / "schedules/2026.yaml", "starts: 14:00", "starts: 2pm")


def test_a_good_edit_goes_live_at_the_next_look(home: Path) -> None:
    library = _library(home)
    before = library.open()
    _move_a_session(home)
    assert library.refresh()
    assert library.current.version != before.version
    assert any(session.starts == dt.time(14, 5) for session in library.current.schedule.sessions)


def test_a_file_with_a_mistake_changes_nothing_and_is_named_with_its_line(home: Path) -> None:
    library = _library(home)
    before = library.open()
    _break(home)
    assert not library.refresh()
    assert library.current is before
    (problem,) = library.problems
    assert problem.path == "schedules/2026.yaml"
    assert "2pm" in problem.text
    assert "14:00" in problem.sentence


def test_one_mistake_keeps_the_good_edits_of_other_files_back(home: Path) -> None:
    library = _library(home)
    before = library.open()
    _break(home)
    _edit(home / "knowledge/week.yaml", "owner: wellbeing team", "owner: the wellbeing team")
    assert not library.refresh()
    assert library.current is before


def test_a_mended_file_clears_the_problem(home: Path) -> None:
    library = _library(home)
    library.open()
    _break(home)
    library.refresh()
    _edit(home / "schedules/2026.yaml", "starts: 2pm", "starts: 14:00")
    library.refresh()
    assert library.problems == ()


def test_after_a_restart_the_last_good_version_answers_while_the_files_are_broken(home: Path) -> None:
    before = _library(home).open()
    _break(home)
    again = _library(home, NOW + dt.timedelta(hours=5))
    assert again.open() == before
    assert again.since == NOW
    assert again.problems


def test_a_restart_does_not_change_since_when_a_version_has_been_live(home: Path) -> None:
    _library(home).open()
    again = _library(home, NOW + dt.timedelta(hours=5))
    again.open()
    assert again.since == NOW


def test_a_new_version_is_live_since_it_was_taken_up(home: Path) -> None:
    _library(home).open()
    later = NOW + dt.timedelta(hours=5)
    again = _library(home, later)
    again.open()
    _move_a_session(home)
    again.refresh()
    assert again.since == later


def test_without_any_good_version_nothing_starts_and_every_problem_is_named(home: Path) -> None:
    _break(home)
    with pytest.raises(ContentError) as refused:
        _library(home).open()
    assert "schedules/2026.yaml" in str(refused.value.problems[0])


def _without_its_last_item(text: str) -> str:
    return text[: text.rindex("\n  - ") + 1]


def _without_its_last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[0] + "\n"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("cut", [_without_its_last_item, _without_its_last_line])
@pytest.mark.parametrize("edited", [False, True])
def test_a_file_that_lost_its_end_is_not_believed(
    home: Path, name: str, cut: Callable[[str], str], edited: bool
) -> None:
    library = _library(home)
    before = library.open()
    path = home / name
    text = path.read_text(encoding="utf-8")
    if edited:
        text = f"# a line more\n{text}"
    path.write_text(cut(text), encoding="utf-8")
    assert not library.refresh()
    assert library.current is before
    assert library.problems[0].path == name


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_for_a_moment_takes_nothing_away(home: Path, name: str) -> None:
    library = _library(home)
    before = library.open()
    raw = (home / name).read_bytes()
    (home / name).unlink()
    assert not library.refresh()
    assert library.current is before
    assert library.problems[0].path == name
    (home / name).write_bytes(raw)
    library.refresh()
    assert library.problems == ()


def test_an_entry_taken_out_at_the_end_is_believed_once_the_file_has_held_still(home: Path) -> None:
    library = _library(home, suspected=0)
    before = library.open()
    path = home / "knowledge/history.yaml"
    path.write_text(_without_its_last_item(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert library.refresh()
    assert len(library.current.entries) == len(before.entries) - 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("schedules/channels.yaml", "name: this machine ", "name: our own channel "),
        ("schedules/channels.yaml", "quiet: 20:00", "quiet: 21:00"),
        ("knowledge/forces/derbyshire.yaml", "      - do we still have counselling\n", ""),
        ("schedules/2026.yaml", "  restored: ", "  # back on\n  restored: "),
    ],
)
def test_an_ordinary_edit_near_the_end_is_taken_up_at_once(home: Path, name: str, old: str, new: str) -> None:
    library = _library(home)
    library.open()
    _edit(home / name, old, new)
    assert library.refresh()


def test_what_looked_half_saved_is_told_and_told_to_be_over(home: Path) -> None:
    told: list[str] = []
    library = _library(home, told=told)
    library.open()
    path = home / "knowledge/week.yaml"
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    library.refresh()
    path.write_bytes(raw)
    library.refresh()
    assert told == ["content.loaded", "content.waiting", "content.loaded"]
