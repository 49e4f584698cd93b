"""An administrator installs Signpost over its own pages, from a Slack that nobody here wrote: emulate."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.platforms.slack_installs import SCOPES

HERE = Path(__file__).resolve().parent
CLIENTS = HERE.parents[1] / "build" / "clients"

pytestmark = pytest.mark.end_to_end

Scenes = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    """Every scene, played once."""
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    folder = tmp_path_factory.mktemp("install")
    apart = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    stage = [sys.executable, str(HERE / "install_stage.py"), str(folder), str(CLIENTS)]
    done = subprocess.run([*apart, *stage], capture_output=True, text=True, timeout=300, check=False)
    log = (folder / "bot.log").read_text(encoding="utf-8")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{log[-3000:]}"
    played = {line["scene"]: line for line in map(json.loads, done.stdout.splitlines())}
    return played | {"log": {"text": log}}


def test_slack_is_asked_for_exactly_what_the_manifest_lists(scenes: Scenes) -> None:
    asked = parse_qs(urlsplit(scenes["begun"]["location"]).query)
    assert asked["scope"][0].split(",") == list(SCOPES)
    assert "user_scope" not in asked


def test_an_administrator_who_agrees_has_installed_it(scenes: Scenes) -> None:
    status, page = scenes["installed"]["answer"]
    assert (status, scenes["installed"]["kept"]) == (200, 1)
    assert page.startswith("Signpost is installed.")


def test_the_workspace_is_then_answered_with_the_token_it_gave(scenes: Scenes) -> None:
    assert scenes["answered"]["status"] == 200
    assert "Friday 24 April" in scenes["answered"]["text"]


def test_that_token_cannot_read_channels(scenes: Scenes) -> None:
    assert scenes["answered"]["refused"] == "refused: missing_scope"


def test_nobody_who_installs_is_kept(scenes: Scenes) -> None:
    assert not [name for name in scenes["answered"]["columns"] if "user" in name.replace("bot_user_id", "")]


@pytest.mark.parametrize(
    ("scene", "status"), [("another's state", 400), ("no cookie", 400), ("stale", 401), ("denied", 200)]
)
def test_nothing_is_installed_by_who_did_not_begin_and_agree_in_time(scenes: Scenes, scene: str, status: int) -> None:
    assert scenes[scene]["answer"][0] == status
    assert scenes[scene]["answer"][1].startswith("Signpost was not installed")
    assert scenes[scene]["kept"] == 0


def test_a_state_counts_once(scenes: Scenes) -> None:
    assert scenes["used twice"]["answer"][0] == 401
    assert scenes["used twice"]["kept"] == 1


def test_no_secret_stands_in_the_log(scenes: Scenes) -> None:
    for secret in ("xoxb-", "a-client-secret", "a-signing-secret", "code=", "alice"):
        assert secret not in scenes["log"]["text"]
