"""Problems as a terminal, a program and a Git host show them."""

import json
import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.content.formats import render
from bot.content.problems import Problem, Severity
from tests.content.cases import lay_out

SLIP = Problem(
    "knowledge/week.yaml", 3, 9, "'title' is 100%\nwrong: really, yes", hint="title: Sleep", text="    id: \ttoo far"
)
MILD = Problem("schedules/2026.yaml", 1, 1, "is that right?", Severity.WARNING)


def _plain(shown: str) -> str:
    return re.sub(r"\x1b\[\d+m", "", shown)


def test_off_a_terminal_each_problem_is_one_line_and_the_last_sums_up() -> None:
    assert render([MILD]).splitlines() == [
        "schedules/2026.yaml:1:1 warning: is that right?",
        "1 warning in 1 file: the files can go live all the same.",
    ]


def test_on_a_terminal_a_caret_stands_below_the_place() -> None:
    rows = _plain(render([SLIP], colour=True)).splitlines()
    line = next(number for number, row in enumerate(rows) if "too far" in row)
    assert rows[line + 1].strip() == "^"
    assert rows[line + 1].index("^") == 4 + SLIP.column - 1
    assert "write: title: Sleep" in rows[line + 2]


def test_a_long_line_is_cut_round_the_caret() -> None:
    long = Problem("a.yaml", 1, 251, "here", text="x" * 250 + "HERE" + "y" * 250)
    rows = _plain(render([long], colour=True)).splitlines()
    assert rows[1][rows[2].index("^") :].startswith("HERE")
    assert len(rows[1]) < 120


def test_characters_that_drive_a_terminal_are_not_sent_to_it() -> None:
    nasty = Problem("a.yaml", 1, 1, "here", text="\x1b[2J gone")
    assert "\x1b[2J" not in render([nasty], colour=True)


def test_a_program_gets_every_field() -> None:
    shown = json.loads(render([SLIP, MILD], "json"))
    assert [one["severity"] for one in shown] == ["error", "warning"]
    assert shown[0]["line"] == 3
    assert shown[0]["hint"] == "title: Sleep"
    assert json.loads(render([], "json")) == []


def test_a_git_host_gets_annotations_that_no_text_can_break() -> None:
    assert render([SLIP, MILD], "github").splitlines() == [
        "::error file=knowledge/week.yaml,line=3,col=9::'title' is 100%25%0Awrong: really, yes%0Awrite: title: Sleep",
        "::warning file=schedules/2026.yaml,line=1,col=1::is that right?",
    ]


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_command_ends_with_1_in_every_form_when_something_is_wrong(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    knowledge, schedules = lay_out(tmp_path)
    path = schedules / "2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("at: 08:30", "at: 8.30am"), encoding="utf-8")
    monkeypatch.setenv("SIGNPOST_KNOWLEDGE", str(knowledge))
    monkeypatch.setenv("SIGNPOST_SCHEDULES", str(schedules))
    with pytest.raises(SystemExit) as ended:
        main(["check", "--format", form])
    assert ended.value.code == 1
    assert "8.30am" in capsys.readouterr().out
