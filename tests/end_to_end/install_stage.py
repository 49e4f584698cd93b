"""Signpost's own install pages and emulate, a Slack that nobody here wrote, on a machine with no network but loopback.

Run as ``unshare --net python install_stage.py FOLDER CLIENTS``: emulate listens on every interface. Prints one JSON
line a scene: what an administrator then sees. emulate has no button to say no, one workspace, no organisations, and
tokens that never expire; the tests in ``tests/door`` play those against a server of our own.
"""

import contextlib
import hashlib
import hmac
import html
import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playground_stage import _stop, await_port, raise_loopback
from slack_stage import tell, until

HERE = Path(__file__).resolve().parent
BOT, HEALTH, SLACK = 3978, 3979, 3910
PUBLIC = "https://signpost.example"
CLIENT, PASSWORD, SECRET = "1234.5678", "a-client-secret", "a-signing-secret"
SEED = """
slack:
  signing_secret: a-signing-secret
  strict_scopes: true
  team: {name: Test, domain: test}
  users: [{name: alice, real_name: Alice A, email: alice@example.com}]
  channels: [{name: general, topic: t}]
  tokens: [{token: xoxp-a-look-from-outside, user: alice, scopes: ["channels:history", "channels:read"]}]
  oauth_apps:
    - {client_id: "1234.5678", client_secret: a-client-secret, app_id: A01APP, name: Signpost, bot_name: signpost,
       redirect_uris: ["https://signpost.example/slack/oauth_redirect"],
       scopes: ["app_mentions:read", "assistant:write", "channels:read", "chat:write", commands, "groups:read",
                "im:history", "im:write"]}
"""
STAMP = "1700000001.000100"
LOOK = "xoxp-a-look-from-outside"
"""Reads the channel for us: the bot's own token may not, which emulate says when it is asked."""
Answer = tuple[int, dict[str, str], str]


def ask(port: int, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
    """One request; redirects are not followed, since the bot's public name leads nowhere here."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    given = {name.lower(): value for name, value in answer.getheaders()}
    found = answer.status, given, answer.read().decode("utf-8", "replace")
    connection.close()
    return found


def begin() -> tuple[str, str]:
    """An administrator opens the install page: where at Slack it leads, and the cookie."""
    status, headers, _ = ask(BOT, "GET", "/slack/install")
    assert status == 302, status
    return headers["location"], headers["set-cookie"].partition(";")[0]


def agree(location: str) -> str:
    """The administrator picks themselves on Slack's page; where Slack sends them back to, path and query."""
    parts = urlsplit(location)
    status, _, page = ask(SLACK, "GET", f"{parts.path}?{parts.query}")
    assert status == 200, page
    form = page.partition("<form")[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    body = urlencode({name: html.unescape(value) for name, value in fields.items()})
    kind = "application/x-www-form-urlencoded"
    status, headers, said = ask(SLACK, "POST", "/oauth/v2/authorize/callback", body, Content_Type=kind)
    assert status == 302, said
    back = headers["location"]
    assert back.startswith(f"{PUBLIC}/slack/oauth_redirect?"), back
    return back.removeprefix(PUBLIC)


def arrive(path: str, cookie: str) -> tuple[int, str]:
    """What Signpost's page then says."""
    status, _, page = ask(BOT, "GET", path, Cookie=cookie)
    return status, page


def scenes(database: Path) -> None:
    """Installing, and every way not to."""

    def kept() -> int:
        with contextlib.closing(sqlite3.connect(database)) as opened:
            return int(opened.execute("SELECT count(*) FROM slack_bots").fetchone()[0])

    location, cookie = begin()
    tell("begun", location=location, cookie=cookie)
    back = agree(location)
    tell("another's state", answer=arrive(back.replace("state=", "state=x"), cookie), kept=kept())
    tell("no cookie", answer=arrive(back, ""), kept=kept())

    location, cookie = begin()
    back = agree(location)
    with contextlib.closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00.000000'")
    tell("stale", answer=arrive(back, cookie), kept=kept())

    location, cookie = begin()
    state = dict(pair.split("=") for pair in urlsplit(location).query.split("&"))["state"]
    denied = arrive(f"/slack/oauth_redirect?error=access_denied&state={state}", cookie)
    tell("denied", answer=denied, kept=kept())

    location, cookie = begin()
    back = agree(location)
    tell("installed", answer=arrive(back, cookie), kept=kept())
    tell("used twice", answer=arrive(back, cookie), kept=kept())

    with contextlib.closing(sqlite3.connect(database)) as opened:
        team, token, us = opened.execute("SELECT team_id, bot_token, bot_user_id FROM slack_bots").fetchone()
        columns = [row[1] for row in opened.execute("PRAGMA table_info(slack_bots)")]
    channels = json.loads(ask(SLACK, "POST", "/api/conversations.list", "", Authorization=f"Bearer {LOOK}")[2])
    channel = channels["channels"][0]["id"]
    refused = history(channel, token)[0]["text"]
    status = mention(team, us, channel)
    posted = until(lambda: [m for m in history(channel, LOOK) if "24 April" in str(m)])
    tell("answered", status=status, text=posted[0]["text"], columns=columns, refused=refused)


def mention(team: str, us: str, channel: str) -> int:
    """Somebody in the workspace asks the bot something."""
    event = {"type": "app_mention", "channel": channel, "user": "U01ALICE", "team": team, "ts": STAMP,
             "text": f"<@{us}> when is the dogs session"}  # fmt: skip
    granted = {"enterprise_id": None, "team_id": team, "user_id": us, "is_bot": True, "is_enterprise_install": False}
    raw = json.dumps({"type": "event_callback", "event_id": "Ev1", "team_id": team, "api_app_id": "A01APP",
                      "token": "t", "event_time": 1, "event": event, "authorizations": [granted]})  # fmt: skip
    stamp = str(int(time.time()))
    made = "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:{raw}".encode(), hashlib.sha256).hexdigest()
    given = {"X_Slack_Request_Timestamp": stamp, "X_Slack_Signature": made}
    return ask(BOT, "POST", "/slack/events", raw, Content_Type="application/json", **given)[0]


def history(channel: str, token: str) -> list[dict[str, str]]:
    """What stands in the thread of the mention by emulate's own account."""
    kind = "application/x-www-form-urlencoded"
    asked = urlencode({"channel": channel, "ts": STAMP})
    said = ask(SLACK, "POST", "/api/conversations.replies", asked, Authorization=f"Bearer {token}", Content_Type=kind)
    found = json.loads(said[2])
    return list(found["messages"]) if found["ok"] else [{"text": f"refused: {found['error']}"}]


def play(folder: Path, clients: Path) -> None:
    """Everything started, every scene played, everything stopped."""
    (folder / "seed.yaml").write_text(SEED, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    database = folder / "signpost.sqlite3"
    bot = kept | {
        "SLACK_API_URL": f"http://127.0.0.1:{SLACK}/api/",
        "SLACK_CLIENT_ID": CLIENT,
        "SLACK_CLIENT_SECRET": PASSWORD,
        "SLACK_SIGNING_SECRET": SECRET,
        "SIGNPOST_PUBLIC_URL": PUBLIC,
        "SIGNPOST_PORT": str(BOT),
        "SIGNPOST_ADMIN_PORT": str(HEALTH),
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{database}",
    }
    signpost = [sys.executable, "-m", "bot", "run", "--clock", "2026-04-22T09:29:50+01:00"]
    script = clients / "node_modules/emulate/dist/index.js"
    seed = str(folder / "seed.yaml")
    slack = ["node", str(script), "start", "-p", str(SLACK), "--service", "slack", "--seed", seed]
    with contextlib.ExitStack() as stack:
        for name, command, environment, where, port in (
            ("slack", slack, kept, folder, SLACK),
            ("bot", signpost, bot, HERE.parents[1], HEALTH),
        ):
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(command, env=environment, cwd=where, stdout=log, stderr=log)
            stack.callback(_stop, process)
            await_port(port, process)
        scenes(database)


if __name__ == "__main__":
    raise_loopback()
    play(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
