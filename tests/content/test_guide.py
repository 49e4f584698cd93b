"""The guide for leads, followed step by step on a copy; and the files to start from."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.content.cases import REPOSITORY
from tests.content.guide import chapters, follow

GUIDE = chapters(REPOSITORY / "knowledge" / "README.md")
Signpost = Callable[[str], str]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped files in a git repository of its own."""
    for folder in ("knowledge", "schedules"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    me = ("-c", "user.name=a lead", "-c", "user.email=lead@force.example")
    for step in (("init",), ("add", "knowledge", "schedules"), (*me, "commit", "--message=as it was")):
        subprocess.run(["git", *step], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


@pytest.fixture
def signpost(copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Signpost:
    for name in [name for name in os.environ if name.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SIGNPOST_KNOWLEDGE", str(copy / "knowledge"))
    monkeypatch.setenv("SIGNPOST_SCHEDULES", str(copy / "schedules"))
    monkeypatch.chdir(copy)

    def run(line: str) -> str:
        with pytest.raises(SystemExit):
            main(shlex.split(line))
        shown = capsys.readouterr()
        return shown.out + shown.err

    return run


@pytest.mark.parametrize("chapter", ["Move a session", "Add a resource"])
def test_who_follows_the_guide_sees_what_it_promises(chapter: str, copy: Path, signpost: Signpost) -> None:
    assert follow(GUIDE[chapter], copy, signpost) >= 3


def _fill_in(path: Path, year: int) -> None:
    """Only the days and times that the file says are empty."""
    values = iter(
        [f"{year}-04-19", f"{year}-04-25", f"{year}-04-20", "14:00", "14:45"],
    )
    text = path.read_text(encoding="utf-8")
    filled = re.sub(r"^( +(?:day|starts|ends):) *(#.*)$", lambda m: f"{m[1]} {next(values)}  {m[2]}", text, flags=re.M)
    path.write_text(filled, encoding="utf-8")
    assert next(values, None) is None


def _take_out_the_draft_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("draft: yes")]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")


def test_a_new_week_names_each_line_that_is_left_and_passes_once_they_are_filled_in(
    copy: Path, signpost: Signpost
) -> None:
    assert "Wrote schedules/2027.yaml." in signpost("new week 2027")
    left = signpost("check").splitlines()
    assert [re.sub(r":\d+ warning: '", " '", line) for line in left[1:-1]] == [
        "schedules/2027.yaml:12 'starts' is empty; write a date like 2026-04-20 after it",
        "schedules/2027.yaml:13 'ends' is empty; write a date like 2026-04-20 after it",
        "schedules/2027.yaml:21 'day' is empty; write a date like 2026-04-20 after it",
        "schedules/2027.yaml:22 'starts' is empty; write a time like 14:00 after it",
        "schedules/2027.yaml:23 'ends' is empty; write a time like 14:00 after it",
    ]
    assert "schedules/2027.yaml:8:1 warning: this file is a draft" in left[0]
    assert "the files can go live all the same" in left[-1]
    path = copy / "schedules" / "2027.yaml"
    _fill_in(path, 2027)
    assert "Tuesday 20 April, 8:30am" not in signpost("preview --at 2027-04-18T09:00")
    _take_out_the_draft_line(path)
    assert "the title still says 'to be announced'" in signpost("check")
    assert "1 warning in 1 file: the files can go live all the same." in signpost("check")
    assert "Tuesday 20 April, 8:30am" in signpost("preview --at 2027-04-18T09:00")


def test_a_new_week_also_works_without_an_earlier_one(copy: Path, signpost: Signpost) -> None:
    (copy / "schedules" / "2026.yaml").unlink()
    signpost("new week 2028")
    _fill_in(copy / "schedules" / "2028.yaml", 2028)
    path = copy / "schedules" / "2028.yaml"
    assert "there is no week but the draft 2028.yaml" in signpost("check")
    _take_out_the_draft_line(path)
    path.write_text(path.read_text(encoding="utf-8").replace("2028-04-20", "2028-04-19"), encoding="utf-8")
    assert "problem" not in signpost("check").splitlines()[-1]
    assert "Session 1" in signpost("preview --at 2028-04-18T09:00")


def test_a_new_force_passes_as_it_is_and_with_its_example_filled_in(copy: Path, signpost: Signpost) -> None:
    assert "Wrote knowledge/forces/north-wales.yaml." in signpost('new force "North Wales"')
    assert "No problems found." in signpost("check")
    path = copy / "knowledge" / "forces" / "north-wales.yaml"
    head, example = path.read_text(encoding="utf-8").split("entries: []")
    text = f"{head}entries:{re.sub(r'^#', '', example, flags=re.M)}"
    for name, value in (
        ("source", "North Wales, a page of 2026"),
        ("checked", "2026-11-24"),
        ("review_by", "2027-03-01"),
    ):
        text = re.sub(rf"^( +{name}:).*$", rf"\1 {value}", text, flags=re.M)
    path.write_text(text, encoding="utf-8")
    assert "No problems found." in signpost("check")


@pytest.mark.parametrize("line", ["new week 2026", 'new force "Gwent"', 'new force "  GWENT "'])
def test_nothing_that_is_there_is_written_over(line: str, copy: Path, signpost: Signpost) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*.yaml")}
    assert "is there already" in signpost(line)
    assert {path: path.read_bytes() for path in copy.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("new week 27", "A year reads like 2027"),
        ('new force "../../etc/passwd"', "Wrote knowledge/forces/etc-passwd.yaml"),
        ('new force "???"', "Name the force in up to 60 letters"),
        ('new force ""', "Name the force in up to 60 letters"),
        ("new force 'Ynys Môn: \"heddlu\"'", "Wrote knowledge/forces/ynys-mon-heddlu.yaml"),
    ],
)
def test_odd_names_end_in_a_sound_file_or_a_sentence(line: str, says: str, signpost: Signpost) -> None:
    assert says in signpost(line)
    assert "No problems found." in signpost("check")
