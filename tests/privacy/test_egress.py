"""Signpost speaks to the configured platforms and to nobody else: seen by the kernel, not by what Python admits."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.teams_access import MICROSOFT
from tests.privacy.packets import NOBODY
from tests.privacy.process import ROOT

PLATFORMS = ["login.botframework.com", "login.microsoftonline.com", "slack.com"]

pytestmark = [
    pytest.mark.privacy,
    pytest.mark.skipif(
        os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("unshare"),
        reason="needs root, ip and unshare to lay a wire of its own",
    ),
]


def heard(folder: Path, scene: str) -> dict[str, Any]:
    """What went over the wire in *scene*."""
    command = ["unshare", "--net", "--mount", sys.executable, "-m", "tests.privacy.packets", str(folder), scene]
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    seen: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return seen


def test_with_both_platforms_set_up_only_their_hosts_are_looked_up(tmp_path: Path) -> None:
    assert heard(tmp_path, "usual")["names"] == PLATFORMS


def test_the_names_above_are_all_that_the_settings_name() -> None:
    assert {url.split("/")[2] for url in (MICROSOFT.keys, MICROSOFT.login)} | {"slack.com"} == set(PLATFORMS)


def test_messages_and_answers_send_no_packet_beyond_the_platforms(tmp_path: Path) -> None:
    assert heard(tmp_path, "stand-ins") == {"names": [], "addresses": []}


def test_one_added_call_is_seen(tmp_path: Path) -> None:
    seen = heard(tmp_path, "with a call home")
    assert seen["names"] == [*PLATFORMS[:2], PLATFORMS[2], "telemetry.example"]
    assert set(seen["addresses"]) >= {f"{NOBODY}:443", "203.0.113.9:4318"}
