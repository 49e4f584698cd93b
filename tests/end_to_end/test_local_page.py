"""``make run`` without credentials, used by a person: the local page in headless Chromium."""

import os
import re
from typing import Any

import pytest
from PIL import Image

from tests.end_to_end.browser import ROOT, play

NUMBER = "0300 131 2789"

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("page")
    found = play("local_page.mjs", folder, {}, clock="2026-04-22T08:00:00+01:00")
    if os.environ.get("SIGNPOST_PICTURES"):
        small = Image.open(folder / "local-page.png").convert("RGB").quantize(64, dither=Image.Dither.NONE)
        small.save(ROOT / "deploy" / "pictures" / "local-page.png", optimize=True)
    return found


def test_a_question_is_answered_as_slack_would_show_it(steps: dict[str, Any]) -> None:
    assert "Wednesday 22 April" in steps["ask"]["slack"]
    assert "11am to 11:45am" in steps["ask"]["slack"]
    assert NUMBER in steps["ask"]["slack"]


def test_the_same_answer_is_shown_as_teams_would(steps: dict[str, Any]) -> None:
    assert re.sub(r"\s+", "", steps["teams"]["teams"]) == re.sub(r"\s+", "", steps["ask"]["slack"])


def test_the_reminder_arrives_when_the_clock_reaches_half_past_eight(steps: dict[str, Any]) -> None:
    assert len(steps["reminder"]["posts"]) == 1
    assert "11am to 11:45am" in steps["reminder"]["posts"][0]


def test_danger_gets_the_number_and_999(steps: dict[str, Any]) -> None:
    assert NUMBER in steps["crisis"]["slack"]
    assert "999" in steps["crisis"]["slack"]


def test_a_button_answers_the_fear_on_it(steps: dict[str, Any]) -> None:
    assert "independent of policing" in steps["button"]["slack"]


def test_the_page_fits_a_narrow_phone(steps: dict[str, Any]) -> None:
    assert steps["narrow"]["width"] <= 360


def test_the_page_asks_nothing_of_the_outside_and_breaks_nowhere(steps: dict[str, Any]) -> None:
    assert steps["quiet"] == {"step": "quiet", "outside": [], "errors": []}


def test_it_says_what_it_serves_in_three_lines(steps: dict[str, Any]) -> None:
    assert steps["bot"]["said"] == ""
    assert steps["bot"]["log"].count('"event": "said"') == 3


def test_it_stops_cleanly_when_told_to(steps: dict[str, Any]) -> None:
    assert steps["bot"]["stopped"] == 0


def test_nothing_that_was_typed_is_in_the_log(steps: dict[str, Any]) -> None:
    assert "kill myself" not in steps["bot"]["log"]
    assert "data session" not in steps["bot"]["log"]
