"""A running bot takes up a good edit within 15 seconds, and refuses a bad one as a whole, also across a restart."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMISED = 15.0

pytestmark = pytest.mark.end_to_end


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Bot:
    """One installation, whose process can be started again."""

    home: Path
    port: int
    admin: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
        settings = {
            "SIGNPOST_PORT": str(self.port),
            "SIGNPOST_ADMIN_PORT": str(self.admin),
            "SIGNPOST_DATA": str(self.home / "data"),
            "SIGNPOST_DATABASE_URL": f"sqlite:///{self.home}/ledger.sqlite3",
            "SIGNPOST_KNOWLEDGE": str(self.home / "knowledge"),
            "SIGNPOST_SCHEDULES": str(self.home / "schedules"),
        }
        command = [str(Path(sys.executable).with_name("signpost")), "run", "--clock", "2026-04-20T07:00:00+01:00"]
        self.process = subprocess.Popen(command, env=clean | settings, cwd=self.home)
        for _ in range(600):
            try:
                self.ready()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("it did not start within 60 seconds")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def ready(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/readyz", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as refused:
            found = json.load(refused)
        return found

    def metrics(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=5) as answer:
            text: str = answer.read().decode()
            return text

    def ask(self, text: str) -> str:
        body = json.dumps({"text": text, "conversation": str(time.monotonic())}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/local/ask", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- our own server on loopback
            plain: str = json.load(answer)["plain"]
            return plain

    def save(self, old: str, new: str) -> None:
        path = self.home / "schedules/2026.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    home = tmp_path_factory.mktemp("live")
    for folder in ("knowledge", "schedules"):
        shutil.copytree(ROOT / folder, home / folder)
    bot = Bot(home, _free_port(), _free_port())
    found: dict[str, Any] = {}
    try:
        bot.start()
        found["first"] = bot.ready()
        saved = time.monotonic()
        bot.save("starts: 14:00", "starts: 14:05")
        while "2:05pm" not in bot.ask("when is the future for response policing session"):
            assert time.monotonic() - saved < 4 * PROMISED
            time.sleep(0.2)
        found["took"], found["second"] = time.monotonic() - saved, bot.ready()
        bot.save("starts: 14:05", "starts: 2pm")
        while bot.ready()["ok"]:
            assert time.monotonic() - saved < 8 * PROMISED
            time.sleep(0.2)
        found["broken"], found["metrics"] = bot.ready(), bot.metrics()
        found["answer"] = bot.ask("when is the future for response policing session")
        bot.stop()
        bot.start()
        found["again"], found["answer again"] = (
            bot.ready(),
            bot.ask("when is the future for response policing session"),
        )
        found["metrics again"] = bot.metrics()
        yield found
    finally:
        bot.stop()


def test_a_good_edit_is_answered_within_fifteen_seconds(steps: dict[str, Any]) -> None:
    assert steps["took"] <= PROMISED
    assert steps["second"]["content"]["version"] != steps["first"]["content"]["version"]


def test_a_bad_edit_keeps_the_last_good_answer(steps: dict[str, Any]) -> None:
    assert "2:05pm" in steps["answer"]
    assert steps["broken"]["content"] == steps["second"]["content"]


def test_readyz_says_what_is_wrong_with_the_newer_one(steps: dict[str, Any]) -> None:
    assert any("schedules/2026.yaml:" in said and "14:00" in said for said in steps["broken"]["wrong"])


@pytest.mark.parametrize("metrics", ["metrics", "metrics again"])
def test_metrics_say_the_version_since_when_and_that_the_newer_one_is_refused(
    steps: dict[str, Any], metrics: str
) -> None:
    text = steps[metrics]
    assert f'signpost_content_info{{version="{steps["second"]["content"]["version"]}"}} 1.0' in text
    assert "signpost_content_last_reload_successful 0.0" in text
    assert "signpost_content_problems 1.0" in text


def test_after_a_restart_the_last_good_version_is_live_since_it_was(steps: dict[str, Any]) -> None:
    assert "2:05pm" in steps["answer again"]
    assert steps["again"]["content"] == steps["second"]["content"]
    assert steps["again"]["wrong"]
