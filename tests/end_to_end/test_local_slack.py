"""``signpost run`` and a Slack that nobody here wrote: local-slack, over signed HTTP and over Socket Mode."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.core import pinned

HERE = Path(__file__).resolve().parent
CLIENTS = HERE.parents[1] / "build" / "clients"

pytestmark = pytest.mark.end_to_end

Scenes = dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=["events", "socket"])
def scenes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    """Every scene, played once over each way in."""
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    folder = tmp_path_factory.mktemp("slack")
    apart = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    stage = [sys.executable, str(HERE / "slack_stage.py"), str(folder), str(CLIENTS), request.param]
    done = subprocess.run([*apart, *stage], capture_output=True, text=True, timeout=300, check=False)
    log = (folder / "bot.log").read_text(encoding="utf-8")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{log[-3000:]}"
    played = {line["scene"]: line for line in map(json.loads, done.stdout.splitlines())}
    return played | {"log": {"text": log}}


def test_the_days_reminder_stands_in_the_channel(scenes: Scenes) -> None:
    assert scenes["reminder"]["top"]
    assert "Using data to power" in scenes["reminder"]["text"]


def test_a_mention_is_answered_in_its_thread(scenes: Scenes) -> None:
    assert scenes["mention"]["thread"] == scenes["mention"]["asked"]
    assert "Friday 24 April, 2pm to 2:45pm" in scenes["mention"]["text"]


def test_danger_in_a_channel_is_answered_in_a_direct_message(scenes: Scenes) -> None:
    assert pinned.NUMBER in scenes["crisis mention"]["direct"]
    assert "999" in scenes["crisis mention"]["direct"]
    assert "Will my force know?" in scenes["crisis mention"]["labels"]


def test_the_thread_then_says_nothing_of_why(scenes: Scenes) -> None:
    assert pinned.neutral_line() in scenes["crisis mention"]["thread"]
    assert "hard" not in scenes["crisis mention"]["thread"]


def test_a_button_is_answered_where_it_was_pressed(scenes: Scenes) -> None:
    assert "independent of policing" in scenes["button"]["text"]


def test_a_direct_message_is_answered(scenes: Scenes) -> None:
    assert "eight-week" in scenes["message"]["text"]


def test_danger_in_a_direct_message_gets_the_number(scenes: Scenes) -> None:
    assert pinned.NUMBER in scenes["crisis message"]["text"]
    assert "999" in scenes["crisis message"]["text"]


def test_the_command_is_answered_to_the_person_alone(scenes: Scenes) -> None:
    assert "Knowledge Hub" in scenes["command"]["text"]
    assert scenes["command"]["only_for"] == "U01ALICE"


def test_the_app_home_shows_the_week_and_the_number(scenes: Scenes) -> None:
    assert "Using data to power" in scenes["home"]["view"]
    assert pinned.NUMBER in scenes["home"]["view"]


def test_every_message_carries_the_number(scenes: Scenes) -> None:
    assert all(pinned.NUMBER in text for text in scenes["all"]["texts"]), scenes["all"]["texts"]


def test_slack_was_never_answered_with_anything_but_200(scenes: Scenes) -> None:
    assert scenes["all"]["refused"] == []


def test_nothing_that_was_typed_is_in_the_log(scenes: Scenes) -> None:
    for words in ("kill myself", "tablets", "mindfit", "U01ALICE"):
        assert words not in scenes["log"]["text"]
