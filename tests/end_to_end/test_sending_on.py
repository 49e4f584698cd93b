"""The local page in headless Chromium: a question goes to the leads as it was shown, when its asker presses."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLIENTS = ROOT / "build" / "clients"
CHANNELS = "questions: yes\nleads: {name: Leads, platform: console, channel: leads}\nchannels: []\n"
FIRST = "who won the first qzvxcup (at)everyone https[:]//evil.example/x"

pytestmark = pytest.mark.end_to_end


def _free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    folder = tmp_path_factory.mktemp("sending")
    (folder / "schedules").mkdir()
    (folder / "schedules" / "2026.yaml").write_bytes((ROOT / "schedules" / "2026.yaml").read_bytes())
    (folder / "schedules" / "channels.yaml").write_text(CHANNELS)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    port = _free_port()
    settings = {"SIGNPOST_PORT": port, "SIGNPOST_ADMIN_PORT": _free_port(), "SIGNPOST_DATA": str(folder / "data")}
    settings["SIGNPOST_DATABASE_URL"] = f"sqlite:///{folder}/ledger.sqlite3"
    settings["SIGNPOST_SCHEDULES"] = str(folder / "schedules")
    settings["SIGNPOST_LOG_LEVEL"] = "DEBUG"
    command = [str(Path(sys.executable).with_name("signpost")), "run", "--clock", "2026-04-22T12:00:00+01:00"]
    with (folder / "log").open("w") as log:
        bot = subprocess.Popen(command, env=clean | settings, stdout=log, stderr=log, cwd=folder)
        try:
            _wait(f"http://127.0.0.1:{port}/local/state")
            drive = ["node", str(HERE / "sending_on.mjs"), f"http://127.0.0.1:{port}/", str(CLIENTS), str(folder)]
            done = subprocess.run(drive, capture_output=True, text=True, timeout=180, check=False)
        finally:
            bot.terminate()
            bot.wait(timeout=30)
    found = {step.get("step", "failed"): step for step in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{(folder / 'log').read_text()[-2000:]}"
    return found | {"folder": folder}


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own server on loopback
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 30 seconds")


def test_the_exact_words_are_shown_and_nothing_is_sent_yet(steps: dict[str, Any]) -> None:
    assert FIRST in steps["offer"]["slack"]
    assert steps["offer"]["posts"] == []


def test_an_older_answers_button_sends_what_that_answer_showed(steps: dict[str, Any]) -> None:
    (post,) = steps["an older button"]["posts"]
    assert FIRST in post
    assert "second qzvxcup" not in post
    assert "without your name" in steps["an older button"]["slack"]


def test_it_is_sent_from_the_teams_look_as_well(steps: dict[str, Any]) -> None:
    assert [re.findall(r"who won the \w+ qzvxcup", post) for post in steps["as Teams"]["posts"]] == [
        ["who won the first qzvxcup"],
        ["who won the third qzvxcup"],
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
