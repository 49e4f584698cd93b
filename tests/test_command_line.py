"""The command line, as people run it: the real command, real files, real exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.content.source import load
from bot.core.matching import candidates
from bot.model.load import load as load_reader
from bot.model.shelf import MADE_AHEAD

ROOT = Path(__file__).resolve().parents[1]
SIGNPOST = Path(sys.executable).with_name("signpost")
NUMBER = "0300 131 2789"


def _run(*arguments: str, send: str = "", cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    return subprocess.run(
        [str(SIGNPOST), *arguments],
        input=send,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**clean, **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    rows = [
        {"id": "a", "text": "when is the dogs session", "now": "2026-04-21T09:00:00+01:00"},
        {"id": "b", "text": "i want to kill myself"},
        {"id": "c", "text": "what is mindfit", "conversation": "x", "now": "2026-04-21T09:00:00+01:00"},
        {"id": "d", "text": "how long is it", "conversation": "x", "now": "2026-04-21T09:01:00+01:00"},
        {"id": "e", "text": "", "now": "2026-04-21T09:01:00+01:00"},
        {"id": "f", "text": "who won the football last night"},
    ]
    ran = _run("ask", "--json", send="".join(json.dumps(row) + "\n" for row in rows))
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_what_is_prepared_is_all_that_a_start_would_read() -> None:
    ran = _run("prepare")
    assert ran.returncode == 0, ran.stderr
    found = candidates(load(ROOT / "knowledge", ROOT / "schedules"))
    texts = [text for candidate in found for text in candidate.texts]
    assert f"Read {len(texts)} questions and titles" in ran.stdout
    reader = load_reader(kept=[MADE_AHEAD])
    before = MADE_AHEAD.stat().st_mtime_ns
    reader.keep(texts, reader.vectors(texts))  # writes, if it had to read any
    assert MADE_AHEAD.stat().st_mtime_ns == before


def test_every_line_gets_one_line_back_in_the_same_order(answers: list[dict[str, Any]]) -> None:
    assert [answer["id"] for answer in answers] == list("abcdef")


def test_a_line_back_has_exactly_the_promised_fields(answers: list[dict[str, Any]]) -> None:
    assert set(answers[0]) == {"id", "kind", "entries", "text", "choices", "footer", "about"}


def test_every_footer_carries_the_number(answers: list[dict[str, Any]]) -> None:
    assert all(NUMBER in answer["footer"] for answer in answers)


def test_a_session_is_answered_with_its_day_and_time(answers: list[dict[str, Any]]) -> None:
    assert answers[0]["kind"] == "answer"
    assert "Friday 24 April" in answers[0]["text"]
    assert "2pm" in answers[0]["text"]


def test_danger_gets_the_crisis_reply_alone_with_its_choices(answers: list[dict[str, Any]]) -> None:
    assert answers[1]["kind"] == "crisis"
    assert answers[1]["about"] == "self"
    assert NUMBER in answers[1]["text"]
    assert "999" in answers[1]["text"]
    assert answers[1]["choices"]


def test_a_follow_up_in_the_same_conversation_is_understood(answers: list[dict[str, Any]]) -> None:
    assert "eight" in answers[3]["text"]


def test_what_is_not_in_the_knowledge_is_said_to_be_unknown(answers: list[dict[str, Any]]) -> None:
    assert answers[5]["kind"] == "unknown"


def test_one_question_on_the_command_line_is_answered_for_a_person() -> None:
    ran = _run("ask", "when is the dogs session", "--now", "2026-04-21T09:00")
    assert ran.returncode == 0
    assert "Friday 24 April" in ran.stdout
    assert NUMBER in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "send", "said"),
    [
        (("ask",), "", "Ask something"),
        (("ask", "hello", "--now", "teatime"), "", "a moment reads like"),
        (("ask", "--json"), "not json\n", "Line 1 is not JSON"),
        (("ask", "--json"), '{"id": 1}\n', "Line 1 needs 'text'"),
        (("ask", "--json"), '{"text": "x", "now": "soon"}\n', "'now' is a moment like"),
        (("run", "--speed", "3600"), "", "--speed needs --clock"),
        (("dance",), "", "invalid choice"),
        (("preview", "--days", "0"), "", "days are a whole number"),
    ],
)
def test_what_cannot_be_carried_out_gets_a_sentence_and_no_traceback(
    arguments: tuple[str, ...], send: str, said: str
) -> None:
    ran = _run(*arguments, send=send)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_line_that_is_refused_is_not_printed_back() -> None:
    ran = _run("ask", "--json", send='{"text": ["my secret words"]}\n')
    assert "secret" not in ran.stderr + ran.stdout


def test_half_set_credentials_stop_the_start_with_what_is_missing() -> None:
    ran = _run("run", SLACK_BOT_TOKEN="xoxb-1")
    assert ran.returncode == 2
    assert "SLACK_SIGNING_SECRET" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_that_is_not_there_is_named() -> None:
    ran = _run("check", SIGNPOST_KNOWLEDGE="/nowhere/at/all")
    assert ran.returncode == 2
    assert "SIGNPOST_KNOWLEDGE names /nowhere/at/all" in ran.stderr


def test_broken_yaml_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    path = tmp_path / "knowledge" / "week.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n  - id: x\n   title: crooked\n", encoding="utf-8")
    ran = _run("check", SIGNPOST_KNOWLEDGE=str(tmp_path / "knowledge"))
    assert ran.returncode == 1
    assert "knowledge/week.yaml:" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_the_shipped_content_has_no_problem() -> None:
    ran = _run("check")
    assert ran.returncode == 0, ran.stdout


def test_the_preview_names_the_five_posts_and_wednesdays_time() -> None:
    ran = _run("preview", "--at", "2026-04-19T12:00:00+01:00")
    assert ran.returncode == 0
    assert ran.stdout.count("8:30am") == 5
    assert "11am to 11:45am" in ran.stdout
