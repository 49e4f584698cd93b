"""The desk, used by a lead in headless Chromium: look, set the clock, ask, break a file, mend it."""

import os
import shutil
from typing import Any

import pytest
from PIL import Image

from tests.end_to_end.browser import ROOT, play

NUMBER = "0300 131 2789"

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("desk")
    for content in ("knowledge", "schedules"):
        shutil.copytree(ROOT / content, folder / content)
    settings = {f"SIGNPOST_{name.upper()}": str(folder / name) for name in ("knowledge", "schedules")}
    schedule = str(folder / "schedules" / "2026.yaml")
    found = play("desk.mjs", folder, settings, schedule, desk=True, patience=400)
    if os.environ.get("SIGNPOST_PICTURES"):
        small = Image.open(folder / "desk-shown.png").convert("RGB").quantize(160, dither=Image.Dither.NONE)
        small.save(ROOT / "deploy" / "pictures" / "desk.png", optimize=True)
    return found


def test_it_says_which_version_is_live_and_since_when(steps: dict[str, Any]) -> None:
    assert steps["open"]["status"].startswith("Live: version ")
    assert "since today at" in steps["open"]["status"]


def test_no_page_has_anything_that_axe_complains_of(steps: dict[str, Any]) -> None:
    looked = {name: step["complaints"] for name, step in steps.items() if "complaints" in step}
    assert len(looked) > 20
    assert {name: found for name, found in looked.items() if found} == {}


def test_no_page_scrolls_sideways_on_a_narrow_phone(steps: dict[str, Any]) -> None:
    narrow = {name: step["width"] for name, step in steps.items() if name.startswith("narrow")}
    assert len(narrow) > 10
    assert {name: width for name, width in narrow.items() if width > 360} == {}


def test_the_clock_changes_the_tense_of_what_is_shown(steps: dict[str, Any]) -> None:
    assert "is on now" in steps["clock"]["during"]
    assert "is over" in steps["after"]["after"]


def test_a_question_is_answered_explained_and_stands_in_no_address(steps: dict[str, Any]) -> None:
    assert NUMBER in steps["ask"]["phone"]
    assert "Sleep and tiredness" in steps["ask"]["table"]
    assert "None of them" in steps["ask"]["table"]
    assert "sleep" not in steps["ask"]["address"]


def test_danger_is_shown_as_people_in_danger_are_answered(steps: dict[str, Any]) -> None:
    assert NUMBER in steps["danger"]["phone"]
    assert "999" in steps["danger"]["phone"]
    assert "danger" in steps["danger"]["verdict"]


def test_the_keyboard_reaches_the_content_first(steps: dict[str, Any]) -> None:
    assert steps["keyboard"]["skip"] == "Skip to the content"
    assert steps["keyboard"]["focused"] == "content"


def test_a_broken_file_shows_its_place_its_line_and_a_sentence_by_itself(steps: dict[str, Any]) -> None:
    assert steps["break"]["where"].startswith("schedules/2026.yaml:")
    assert "2pm" in steps["break"]["line"]
    assert "14:00" in steps["break"]["sentence"]
    assert "stays live" in steps["break"]["status"]


def test_the_same_is_shown_without_any_script(steps: dict[str, Any]) -> None:
    assert steps["without script"]["sentence"] == steps["break"]["sentence"]


def test_mending_it_clears_the_problem_and_the_new_words_go_live(steps: dict[str, Any]) -> None:
    assert "no problems" in steps["mend"]["status"]


def test_what_the_edit_changed_is_said_in_words(steps: dict[str, Any]) -> None:
    assert "2:05pm to 2:45pm" in steps["changed"]["text"]


def test_the_desk_asks_nothing_of_the_outside_and_breaks_nowhere(steps: dict[str, Any]) -> None:
    assert steps["quiet"] == {"step": "quiet", "outside": [], "errors": []}


def test_nothing_that_was_asked_is_in_the_log(steps: dict[str, Any]) -> None:
    assert "sleep better" not in steps["bot"]["log"]
    assert "kill myself" not in steps["bot"]["log"]
