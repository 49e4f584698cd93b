"""A file marked as a draft is checked and told of, and neither goes live nor keeps the rest from going live."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content import checks, starters
from bot.content.library import Library
from bot.core.wording import LONDON_ZONE
from tests.content.cases import lay_out

TODAY = dt.date(2026, 11, 24)
DRAFT = "draft: yes\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The sound content with an unfinished week beside it."""
    lay_out(tmp_path)
    starters.week(2027, tmp_path / "schedules")
    return tmp_path


def _library(home: Path) -> Library:
    now = dt.datetime(2026, 11, 24, 9, tzinfo=LONDON_ZONE)
    return Library(home / "knowledge", home / "schedules", home / "last-good", now=lambda: now, settled=0)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _errors(home: Path) -> list[str]:
    return [str(one) for one in checks.check(home / "knowledge", home / "schedules", TODAY) if one.is_error]


def test_an_unfinished_week_keeps_no_other_edit_from_going_live(home: Path) -> None:
    library = _library(home)
    library.open()
    _edit(home / "schedules" / "2026.yaml", "starts: 11:00", "starts: 11:05")
    assert library.refresh()
    assert library.current.schedule.week.starts.year == 2026
    assert dt.time(11, 5) in {session.starts for session in library.current.schedule.sessions}


def test_what_is_left_in_it_is_told_as_warnings_at_their_lines(home: Path) -> None:
    library = _library(home)
    library.open()
    assert library.problems == ()
    of_the_draft = [problem for problem in library.warnings if problem.path == "schedules/2027.yaml"]
    assert len(of_the_draft) == 6
    assert "take this line out" in of_the_draft[0].sentence
    assert of_the_draft[0].text.startswith("draft: yes")


@pytest.mark.parametrize("mark", ["draft: yes", 'draft: "yes"', "draft:   Yes  # still", "draft: true", "draft: yes\r"])
def test_a_draft_whose_yaml_cannot_be_read_blocks_nothing(home: Path, mark: str) -> None:
    path = home / "schedules" / "2027.yaml"
    path.write_text(f"{mark}\nweek: {{name: [\n\t- broken: 'never ended\n", encoding="utf-8", newline="")
    assert _errors(home) == []
    assert any(one.path == "schedules/2027.yaml" for one in checks.check(home / "knowledge", home / "schedules", TODAY))


@pytest.mark.parametrize("mark", ["draft: no\n", "", "  draft: yes\n", "# draft: yes\n"])
def test_the_same_file_without_the_mark_is_refused_as_a_whole(home: Path, mark: str) -> None:
    path = home / "schedules" / "2027.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines(keepends=True) if row.startswith("draft: yes"))
    path.write_text(text.replace(line, mark), encoding="utf-8")
    assert any(error.startswith("schedules/2027.yaml") for error in _errors(home))


def test_a_half_written_live_file_is_refused_with_a_draft_beside_it(home: Path) -> None:
    library = _library(home)
    before = library.open()
    _edit(home / "schedules" / "2026.yaml", "starts: 11:00", "starts: 11 o'clock")
    assert not library.refresh()
    assert library.current is before
    assert {problem.path for problem in library.problems} == {"schedules/2026.yaml"}


@pytest.mark.parametrize("file", ["knowledge/week.yaml", "schedules/channels.yaml"])
def test_a_file_that_others_rely_on_cannot_be_a_draft(home: Path, file: str) -> None:
    path = home / file
    path.write_text(DRAFT + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert any(error.startswith(f"{file}:1:1") and "draft" in error for error in _errors(home))


def test_the_only_week_cannot_be_a_draft(home: Path) -> None:
    path = home / "schedules" / "2026.yaml"
    path.write_text(DRAFT + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert any("no week but the draft 2026.yaml" in error for error in _errors(home))


def test_a_forces_draft_is_shown_to_nobody_and_its_collisions_block_nobody(home: Path) -> None:
    path = home / "knowledge" / "forces" / "derbyshire.yaml"
    path.write_text(DRAFT + path.read_text(encoding="utf-8").replace("force: derbyshire", "force: other"), "utf-8")
    library = _library(home)
    assert library.open().forces == ()
    assert any("the two must be the same" in problem.sentence for problem in library.warnings)


def test_cutting_a_draft_short_does_not_hold_other_edits_up(home: Path) -> None:
    library = _library(home)
    library.open()
    path = home / "schedules" / "2027.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("sessions:")[0], encoding="utf-8")
    _edit(home / "schedules" / "2026.yaml", "starts: 11:00", "starts: 11:05")
    assert library.refresh()


def test_taking_the_mark_out_of_a_finished_week_takes_it_live(home: Path) -> None:
    path = home / "schedules" / "2027.yaml"
    text = (home / "schedules" / "2026.yaml").read_text(encoding="utf-8")
    for day, later in (("20", "19"), ("26", "25"), ("21", "20"), ("22", "21"), ("23", "22")):
        text = text.replace(f"2026-04-{day}", f"2027-04-{later}")
    path.write_text(DRAFT + text.replace("2026", "2027"), encoding="utf-8")
    library = _library(home)
    assert library.open().schedule.week.starts.year == 2026
    _edit(path, DRAFT, "")
    assert library.refresh()
    assert library.current.schedule.week.starts.year == 2027
