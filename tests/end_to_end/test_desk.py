"""The desk, used by a lead in headless Chromium: look, set the clock, ask, break a file, mend it."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLIENTS = ROOT / "build" / "clients"
NUMBER = "0300 131 2789"

pytestmark = pytest.mark.end_to_end


def _free_port() -> str:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    folder = tmp_path_factory.mktemp("desk")
    for content in ("knowledge", "schedules"):
        shutil.copytree(ROOT / content, folder / content)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    port = _free_port()
    settings = {
        "SIGNPOST_PORT": _free_port(),
        "SIGNPOST_ADMIN_PORT": port,
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{folder}/ledger.sqlite3",
        "SIGNPOST_KNOWLEDGE": str(folder / "knowledge"),
        "SIGNPOST_SCHEDULES": str(folder / "schedules"),
    }
    command = [str(Path(sys.executable).with_name("signpost")), "run"]
    with (folder / "log").open("w") as log, (folder / "said").open("w") as said:
        bot = subprocess.Popen(command, env=clean | settings, stdout=said, stderr=log, cwd=folder)
        try:
            _wait(f"http://127.0.0.1:{port}/livez")
            url = f"http://127.0.0.1:{port}/desk"
            schedule = str(folder / "schedules" / "2026.yaml")
            drive = ["node", str(HERE / "desk.mjs"), url, str(CLIENTS), str(folder), schedule]
            done = subprocess.run(drive, capture_output=True, text=True, timeout=400, check=False)
        finally:
            bot.terminate()
            bot.wait(timeout=30)
    found = {step.get("step", "failed"): step for step in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{(folder / 'log').read_text()[-2000:]}"
    if os.environ.get("SIGNPOST_PICTURES"):
        small = Image.open(folder / "desk-shown.png").convert("RGB").quantize(160, dither=Image.Dither.NONE)
        small.save(ROOT / "deploy" / "pictures" / "desk.png", optimize=True)
    return found | {"said": (folder / "said").read_text(), "log": (folder / "log").read_text()}


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own server on loopback
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 60 seconds")


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
    assert "sleep better" not in steps["log"]
    assert "kill myself" not in steps["log"]
