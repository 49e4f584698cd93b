"""The real bot, and headless Chromium that a script of ours drives against one of its pages."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLIENTS = ROOT / "build" / "clients"


def play(
    script: str,
    folder: Path,
    settings: Mapping[str, str],
    *arguments: str,
    clock: str | None = None,
    desk: bool = False,
    patience: int = 180,
) -> dict[str, Any]:
    """The steps that *script* tells of, by name, against the local page or the desk.

    Beside them stands ``bot``: what it ``said``, its ``log``, and with what it ``stopped``.
    """
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    public, admin = _free_port(), _free_port()
    own = {
        "SIGNPOST_PORT": public,
        "SIGNPOST_ADMIN_PORT": admin,
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{folder}/ledger.sqlite3",
    }
    command = [str(Path(sys.executable).with_name("signpost")), "run", *(("--clock", clock) if clock else ())]
    url, alive = (f"http://127.0.0.1:{admin}/desk", "livez") if desk else (f"http://127.0.0.1:{public}/", "local/state")
    with (folder / "log").open("w") as log, (folder / "said").open("w") as said:
        bot = subprocess.Popen(command, env=clean | own | dict(settings), stdout=said, stderr=log, cwd=folder)
        try:
            _wait(f"http://127.0.0.1:{admin if desk else public}/{alive}")
            drive = ["node", str(HERE / script), url, str(CLIENTS), str(folder), *arguments]
            done = subprocess.run(drive, capture_output=True, text=True, timeout=patience, check=False)
        finally:
            bot.terminate()
            stopped = bot.wait(timeout=30)
    found = {step.get("step", "failed"): step for step in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{(folder / 'log').read_text()[-2000:]}"
    ended = {"stopped": stopped, "said": (folder / "said").read_text(), "log": (folder / "log").read_text()}
    return found | {"bot": ended}


def _free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own server on loopback
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 60 seconds")
