"""Signpost, the Agents Playground and the driver, on a machine with no network but its own loopback.

Run as ``unshare --net python playground_stage.py FOLDER CLIENTS PICTURES``: the Playground listens on every interface
and has no setting against it. Prints what the driver prints, exits as it does.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOT, HEALTH, PLAYGROUND = 3978, 3979, 56150
UP = 0x1 | 0x40  # IFF_UP, IFF_RUNNING
CHANNELS = """
channels:
  - {name: Announcements, force: derbyshire, platform: teams, tenant: 11111111-2222-3333-4444-555555555555,
     channel: "19:announcements@thread.tacv2", reminders: [today]}
"""


def raise_loopback() -> None:
    """Without ``ip``, which a slim machine does not have."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", UP))  # SIOCSIFFLAGS


def await_port(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Until something answers on *port*."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port}; see its log")


def play(folder: Path, clients: Path, pictures: Path) -> int:
    """Everything started, the driver run, everything stopped."""
    schedules = folder / "schedules"
    shutil.copytree(HERE.parents[1] / "schedules", schedules)
    (schedules / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    shutil.copy(HERE / "playground.yml", folder / ".m365agentsplayground.yml")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    bot = kept | {
        "SIGNPOST_TEAMS_ANONYMOUS": "1",
        "SIGNPOST_PORT": str(BOT),
        "SIGNPOST_ADMIN_PORT": str(HEALTH),
        "SIGNPOST_SCHEDULES": str(schedules),
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{folder / 'signpost.sqlite3'}",
    }
    signpost = [sys.executable, "-m", "bot", "run", "--clock", "2026-04-21T08:29:00+01:00"]
    script = clients / "node_modules/@microsoft/m365agentsplayground/cli.js"
    endpoint = f"http://127.0.0.1:{BOT}/api/messages"
    playground = ["node", str(script), "-e", endpoint, "-c", "msteams", "-p", str(PLAYGROUND), "--disable-telemetry"]
    with contextlib.ExitStack() as stack:
        started = []
        for name, command, environment, where in (
            ("bot", signpost, bot, HERE.parents[1]),
            ("playground", playground, kept | {"TEAMSAPPTESTER_BROWSER": "none"}, folder),
        ):
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(command, env=environment, cwd=where, stdout=log, stderr=log)
            stack.callback(_stop, process)
            started.append(process)
        await_port(BOT, started[0])
        await_port(PLAYGROUND, started[1])
        urls = [f"http://127.0.0.1:{PLAYGROUND}/", f"http://127.0.0.1:{HEALTH}/readyz"]
        driver = ["node", str(HERE / "playground.mjs"), *urls, str(clients), str(schedules), str(pictures)]
        return subprocess.run(driver, env=kept, check=False).returncode


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(25)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    raise_loopback()
    raise SystemExit(play(*(Path(argument).resolve() for argument in sys.argv[1:4])))
