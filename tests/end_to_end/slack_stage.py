"""Signpost and local-slack, on a machine with no network but its own loopback.

Run as ``unshare --net python slack_stage.py FOLDER CLIENTS events|socket``: local-slack listens on every interface and
has no setting against it. Prints one JSON line a scene: what the client then shows.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground_stage import _stop, await_port, raise_loopback

HERE = Path(__file__).resolve().parent
BOT, HEALTH, SLACK = 3978, 3979, 3900
ALICE, GENERAL, US = "U01ALICE", "C01GEN", "U0BOT"
CHANNELS = f"""
channels:
  - {{name: General, force: derbyshire, platform: slack, workspace: T01TEST, channel: {GENERAL}, reminders: [today]}}
"""
WORKSPACE = """
workspace: {name: Test, domain: test, teamId: T01TEST}
app: {appId: A01APP, botUserId: U0BOT, botName: signpost, botToken: xoxb-test-token, appToken: xapp-test-token,
      signingSecret: test-signing-secret, mode: %s, requestUrl: "http://127.0.0.1:3978/slack/events"}
users: [{id: U01ALICE, name: alice, real_name: Alice A, email: alice@example.com}]
channels: [{id: C01GEN, name: general, members: [U01ALICE, U0BOT]}]
"""
Message = dict[str, Any]


def play(folder: Path, clients: Path, mode: str) -> None:
    """Everything started, every scene played, everything stopped."""
    schedules = folder / "schedules"
    shutil.copytree(HERE.parents[1] / "schedules", schedules)
    (schedules / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (folder / "workspace.yaml").write_text(WORKSPACE % mode, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    bot = kept | {
        "SLACK_API_URL": f"http://127.0.0.1:{SLACK}/api/",
        "SLACK_BOT_TOKEN": "xoxb-test-token",
        ("SLACK_SIGNING_SECRET" if mode == "events" else "SLACK_APP_TOKEN"): (
            "test-signing-secret" if mode == "events" else "xapp-test-token"
        ),
        "SIGNPOST_PORT": str(BOT),
        "SIGNPOST_ADMIN_PORT": str(HEALTH),
        "SIGNPOST_SCHEDULES": str(schedules),
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{folder / 'signpost.sqlite3'}",
    }
    signpost = [sys.executable, "-m", "bot", "run", "--clock", "2026-04-22T08:29:50+01:00"]
    binary = clients / "node_modules/local-slack-linux-x64/bin/local-slack"
    slack = [str(binary), "--config", str(folder / "workspace.yaml"), "--port", str(SLACK), "--base-host", "127.0.0.1"]
    with contextlib.ExitStack() as stack:
        for name, command, environment, where, port in (
            ("slack", slack, kept, folder, SLACK),
            ("bot", signpost, bot, HERE.parents[1], HEALTH),
        ):
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(command, env=environment, cwd=where, stdout=log, stderr=log)
            stack.callback(_stop, process)
            await_port(port, process)
        scenes()


def scenes() -> None:
    """What an officer does, and what Slack then shows."""
    posted = shown(GENERAL, lambda m: "Today, 11am to 11:45am" in m["text"])
    tell("reminder", text=posted["text"], top=not posted.get("thread_ts"))

    asked = say(GENERAL, f"<@{US}> when is the dogs session")
    answer = shown(GENERAL, lambda m: m.get("thread_ts") == asked["ts"])
    tell("mention", text=answer["text"], thread=answer.get("thread_ts"), asked=asked["ts"])

    asked = say(GENERAL, f"<@{US}> i cant go on, i want to kill myself")
    line = shown(GENERAL, lambda m: m.get("thread_ts") == asked["ts"])
    direct = next(channel["id"] for channel in control("state")["channels"] if channel["is_im"])
    message = shown(direct, ours)
    tell("crisis mention", thread=line["text"], direct=message["text"], labels=labels(message))

    button = next(element for element in elements(message) if element["type"] == "button")
    before = len(said_by_us(direct))
    control("interact", channel=direct, messageTs=message["ts"], user=ALICE, action=button)
    tell("button", label=button["text"]["text"], text=newest(direct, before)["text"])

    before = len(said_by_us(direct))
    say(direct, "what is mindfit")
    tell("message", text=newest(direct, before)["text"])

    before = len(said_by_us(direct))
    say(direct, "i took all my tablets")
    tell("crisis message", text=newest(direct, before)["text"])

    before = len(said_by_us(GENERAL))
    control("command", channel=GENERAL, user=ALICE, command="/wellbeing", text="where do recordings go")
    answer = newest(GENERAL, before)
    tell("command", text=answer["text"], only_for=answer.get("ephemeral_to"))

    control("open-home", user=ALICE)
    home = until(lambda: [entry for entry in control("log")["log"] if entry["summary"] == "views.publish"])[-1]
    tell("home", view=json.dumps(home["detail"]["view"], ensure_ascii=False))

    log = control("log")["log"]
    refused = [e["summary"] for e in log if e["summary"].startswith("HTTP ") and e["summary"] != "HTTP 200"]
    everything = said_by_us(GENERAL) + said_by_us(direct)
    tell(
        "all",
        refused=refused,
        texts=[message["text"] + json.dumps(message.get("blocks", ""), ensure_ascii=False) for message in everything],
    )


def tell(scene: str, **seen: object) -> None:
    """One line for the tests."""
    print(json.dumps({"scene": scene, **seen}, ensure_ascii=False), flush=True)


def control(path: str, **body: object) -> Any:
    """Ask local-slack, or have a person do something."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(
        f"http://127.0.0.1:{SLACK}/_control/{path}", data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return json.load(answer)


def say(channel: str, text: str) -> Message:
    """What Alice writes."""
    return dict(control("message", channel=channel, user=ALICE, text=text)["message"])


def until(look: Callable[[], Any], seconds: float = 30) -> Any:
    """What *look* sees, as soon as it sees anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen := look():
            return seen
        time.sleep(0.1)
    raise SystemExit("nothing came; see the logs")


def shown(channel: str, wanted: Callable[[Message], bool]) -> Message:
    """The first message of the bot in *channel* that is *wanted*."""
    return dict(until(lambda: [m for m in said_by_us(channel) if wanted(m)])[0])


def newest(channel: str, before: int) -> Message:
    """What the bot says in *channel* after it had said *before* things."""
    return dict(until(lambda: said_by_us(channel)[before:])[0])


def said_by_us(channel: str) -> list[Message]:
    """Everything the bot has said in *channel*."""
    return [message for message in control(f"messages/{channel}")["messages"] if ours(message)]


def ours(message: Message) -> bool:
    """Whether the bot said it."""
    return message.get("user") == US


def elements(message: Message) -> list[Message]:
    """The buttons of a message."""
    return [
        element for block in message.get("blocks", ()) if block["type"] == "actions" for element in block["elements"]
    ]


def labels(message: Message) -> list[str]:
    """What the buttons of a message say."""
    return [element["text"]["text"] for element in elements(message)]


if __name__ == "__main__":
    raise_loopback()
    play(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3])
