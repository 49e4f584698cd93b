"""The local page in headless Chromium: a question goes to the leads as it was shown, when its asker presses."""

import re
from typing import Any

import pytest

from tests.end_to_end.browser import ROOT, play

CHANNELS = "questions: yes\nleads: {name: Leads, platform: console, channel: leads}\nchannels: []\n"
FIRST = "who won the first qzvxcup (at)everyone https[:]//evil.example/x"

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("sending")
    (folder / "schedules").mkdir()
    (folder / "schedules" / "2026.yaml").write_bytes((ROOT / "schedules" / "2026.yaml").read_bytes())
    (folder / "schedules" / "channels.yaml").write_text(CHANNELS)
    settings = {"SIGNPOST_SCHEDULES": str(folder / "schedules"), "SIGNPOST_LOG_LEVEL": "DEBUG"}
    return play("sending_on.mjs", folder, settings, clock="2026-04-22T12:00:00+01:00") | {"folder": folder}


def test_the_exact_words_are_shown_and_nothing_is_sent_yet(steps: dict[str, Any]) -> None:
    assert FIRST in steps["offer"]["slack"]
    assert steps["offer"]["posts"] == []


def test_an_older_answers_button_sends_what_that_answer_showed(steps: dict[str, Any]) -> None:
    (post,) = steps["an older button"]["posts"]
    assert FIRST in post
    assert "summer qzvxcup" not in post
    assert "without your name" in steps["an older button"]["slack"]


def test_it_is_sent_from_the_teams_look_as_well(steps: dict[str, Any]) -> None:
    assert [re.findall(r"who won the \w+ qzvxcup", post) for post in steps["as Teams"]["posts"]] == [
        ["who won the first qzvxcup"],
        ["who won the autumn qzvxcup"],
    ]


def test_dont_send_sends_nothing(steps: dict[str, Any]) -> None:
    assert "Nothing was sent" in steps["don't send"]["teams"]
    assert len(steps["don't send"]["posts"]) == 2


def test_another_button_of_the_same_answer_carries_no_words(steps: dict[str, Any]) -> None:
    assert steps["another button"]["body"]["text"] == ""
    assert "0300 131 2789" in steps["another button"]["teams"]


def test_nothing_stays_in_the_browser_and_nothing_breaks(steps: dict[str, Any]) -> None:
    stores, errors = steps["kept"]["stores"], steps["kept"]["errors"]
    assert stores[:3] == [0, 0, ""]
    assert "qzvxcup" not in stores[3]
    assert errors == []


def test_nothing_of_it_stays_on_the_machine(steps: dict[str, Any]) -> None:
    files = [path for path in steps["folder"].rglob("*") if path.is_file() and path.suffix != ".png"]
    assert [str(path) for path in files if b"qzvxcup" in path.read_bytes()] == []
