"""``signpost run`` and a Teams client that nobody here wrote: Microsoft's Agents Playground, in headless Chromium.

Everything runs where there is no network but loopback. ``SIGNPOST_PICTURES=1`` keeps the pictures in deploy/pictures.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.core import pinned

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLIENTS = ROOT / "build" / "clients"
KEPT = ("teams-personal", "teams-channel", "teams-button", "teams-crisis", "teams-reminder", "teams-moved")

pytestmark = pytest.mark.end_to_end

Scenes = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scenes, Path]]:
    """Every scene, played once, with what the conversation then said; and the folder of pictures and logs."""
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    folder = tmp_path_factory.mktemp("playground")
    pictures = folder / "pictures"
    pictures.mkdir()
    apart = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    stage = [sys.executable, str(HERE / "playground_stage.py"), str(folder), str(CLIENTS), str(pictures)]
    done = subprocess.run([*apart, *stage], capture_output=True, text=True, timeout=300, check=False)
    scenes = {line["scene"]: line for line in map(json.loads, done.stdout.splitlines())}
    failed = [f"{name}: {scene['failed']}" for name, scene in scenes.items() if "failed" in scene]
    assert done.returncode == 0, f"{failed}\n{done.stderr}\n{(folder / 'bot.log').read_text()[-3000:]}"
    yield scenes, folder
    if os.environ.get("SIGNPOST_PICTURES"):
        for name in KEPT:
            small = Image.open(pictures / f"{name}.png").convert("RGB").quantize(64, dither=Image.Dither.NONE)
            small.save(ROOT / "deploy" / "pictures" / f"{name}.png", optimize=True)


def said(played: tuple[Scenes, Path], scene: str, after: str = "") -> str:
    text = str(played[0][scene]["text"])
    return text[text.rindex(after) :] if after else text


def test_the_person_who_adds_the_bot_is_greeted_once(played: tuple[Scenes, Path]) -> None:
    assert said(played, "welcome").count("I'm Signpost, a bot") == 1
    assert pinned.NUMBER in said(played, "welcome")


def test_a_question_in_personal_chat_gets_its_answer(played: tuple[Scenes, Path]) -> None:
    answer = said(played, "personal", "when is the data session?")
    assert "Wednesday 22 April, 11am to 11:45am" in answer
    assert pinned.NUMBER in answer


def test_a_button_gets_the_answer_it_names(played: tuple[Scenes, Path]) -> None:
    assert "Tuesday 21 April, 2pm to 2:45pm" in said(played, "button", "when is the data session?")
    assert "The line, 0300 131 2789, is independent of policing" in said(played, "fear")


def test_danger_gets_the_crisis_reply(played: tuple[Scenes, Path]) -> None:
    reply = said(played, "crisis", "i want to kill myself")
    assert "I'm glad you wrote" in reply
    assert reply.index(pinned.NUMBER) < reply.index("Will my force know?")


def test_a_mention_in_a_channel_is_answered_in_its_thread(played: tuple[Scenes, Path]) -> None:
    assert "Friday 24 April, 2pm to 2:45pm" in said(played, "channel", "Signpost when is the dogs session?")


def test_danger_in_a_channel_leaves_a_neutral_line_there_and_the_reply_with_the_person(
    played: tuple[Scenes, Path],
) -> None:
    thread = said(played, "crisis in channel")
    assert pinned.neutral_line() in thread
    assert "glad you wrote" not in thread
    assert said(played, "crisis in person").count("I'm glad you wrote") >= 2


def test_a_mention_in_a_group_chat_is_answered(played: tuple[Scenes, Path]) -> None:
    assert "MindFit Cop" in said(played, "group", "how do i get on mindfit?")


def test_a_channel_learns_its_line_for_channels_yaml(played: tuple[Scenes, Path]) -> None:
    assert '- {name: "Teams channel", force: derbyshire, platform: teams' in said(played, "register")
    assert 'channel: "19:announcements@thread.tacv2", reminders: [today]}' in said(played, "register")


def test_the_reminder_arrives_once_in_the_named_channel(played: tuple[Scenes, Path]) -> None:
    text = said(played, "reminder")
    assert text.count("First on the scene: crisis intervention") == 1
    assert "2pm to 2:45pm" in text
    assert pinned.NUMBER in text


def test_a_moved_session_mends_the_post_and_says_so_in_its_thread(played: tuple[Scenes, Path]) -> None:
    text = said(played, "moved")
    changed = "First on the scene: crisis intervention is now on Tuesday 21 April, 3pm to 3:45pm"
    assert text.count(changed) == 2
    assert "Today, 2pm" in said(played, "reminder")
    assert "Today, 2pm" not in text


def test_removing_the_app_is_noticed_and_said(played: tuple[Scenes, Path]) -> None:
    wrong = played[0]["removed"]["ready"]["wrong"]
    assert any("Announcements" in sentence and "add the app" in sentence for sentence in wrong)


def test_nothing_a_person_wrote_is_in_the_log(played: tuple[Scenes, Path]) -> None:
    log = (played[1] / "bot.log").read_text()
    assert "reminder.posted" in log
    assert not any(word in log for word in ("kill", "dogs", "mindfit", "29:officer", "Officer One"))
