"""``make run`` without credentials, used by a person: the local page in headless Chromium."""

import json
import os
import re
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
    folder = tmp_path_factory.mktemp("page")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    port = _free_port()
    settings = {"SIGNPOST_PORT": port, "SIGNPOST_ADMIN_PORT": _free_port(), "SIGNPOST_DATA": str(folder)}
    settings["SIGNPOST_DATABASE_URL"] = f"sqlite:///{folder}/ledger.sqlite3"
    command = [str(Path(sys.executable).with_name("signpost")), "run", "--clock", "2026-04-22T08:00:00+01:00"]
    with (folder / "log").open("w") as log, (folder / "said").open("w") as said:
        bot = subprocess.Popen(command, env=clean | settings, stdout=said, stderr=log, cwd=folder)
        try:
            _wait(f"http://127.0.0.1:{port}/local/state")
            drive = ["node", str(HERE / "local_page.mjs"), f"http://127.0.0.1:{port}/", str(CLIENTS), str(folder)]
            done = subprocess.run(drive, capture_output=True, text=True, timeout=180, check=False)
        finally:
            bot.terminate()
            stopped = bot.wait(timeout=30)
    found = {step.get("step", "failed"): step for step in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{(folder / 'log').read_text()[-2000:]}"
    if os.environ.get("SIGNPOST_PICTURES"):
        small = Image.open(folder / "local-page.png").convert("RGB").quantize(64, dither=Image.Dither.NONE)
        small.save(ROOT / "deploy" / "pictures" / "local-page.png", optimize=True)
    return found | {"stopped": stopped, "said": (folder / "said").read_text(), "log": (folder / "log").read_text()}


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own server on loopback
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 30 seconds")


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
    assert steps["said"] == ""
    assert steps["log"].count('"event": "said"') == 3


def test_it_stops_cleanly_when_told_to(steps: dict[str, Any]) -> None:
    assert steps["stopped"] == 0


def test_nothing_that_was_typed_is_in_the_log(steps: dict[str, Any]) -> None:
    assert "kill myself" not in steps["log"]
    assert "data session" not in steps["log"]
