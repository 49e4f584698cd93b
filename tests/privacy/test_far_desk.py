"""The desk of a real process that listens on every address: closed without a token, asked for with one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.process import ROOT

TOKEN = "a-token-that-nobody-can-guess"

pytestmark = [
    pytest.mark.privacy,
    pytest.mark.skipif(
        os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("unshare"),
        reason="needs root, ip and unshare for a network of its own",
    ),
]


def _seen(folder: Path, token: str) -> dict[str, Any]:
    command = ["unshare", "--net", sys.executable, "-m", "tests.privacy.far_desk", str(folder), token]
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=180
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _seen(tmp_path_factory.mktemp("without"), "")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _seen(tmp_path_factory.mktemp("guarded"), TOKEN)


@pytest.mark.parametrize("asked", ["bare", "entry", "in the address", "as if from here"])
def test_without_a_token_every_page_is_closed_and_says_what_to_set(without: dict[str, Any], asked: str) -> None:
    status, text = without[asked]
    assert status == 403
    assert "SIGNPOST_DESK_TOKEN" in text


def test_without_a_token_the_start_says_so_too(without: dict[str, Any]) -> None:
    assert "The desk is closed" in without["log"]


@pytest.mark.parametrize("asked", ["bare", "entry", "in the address", "as if from here", "wrong"])
def test_with_a_token_nothing_but_the_token_opens_it(guarded: dict[str, Any], asked: str) -> None:
    status, text = guarded[asked]
    assert status == 401
    assert "The desk’s token" in text
    assert TOKEN not in text


def test_the_token_opens_it_by_header_and_by_form(guarded: dict[str, Any]) -> None:
    assert guarded["right"][0] == guarded["signed in"][0] == 200
    assert guarded["entered"][:2] == [303, "/desk"]


def test_the_token_stands_in_no_cookie_page_or_log_and_goes_to_no_other_site(guarded: dict[str, Any]) -> None:
    assert TOKEN not in guarded["entered"][2] + guarded["signed in"][1] + guarded["log"]
    assert guarded["policy"] == "same-origin"


@pytest.mark.parametrize("asked", ["public", "public, with the token"])
def test_the_public_port_has_no_desk(guarded: dict[str, Any], without: dict[str, Any], asked: str) -> None:
    assert guarded[asked][0] == without[asked][0] == 404
