"""The whole week at once: on a terminal, as JSON, into a test channel; the real ledger is never touched."""

import asyncio
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.delivery.ledger import Ledger
from bot.delivery.references import References
from tests.platforms.connector_server import GENERAL, NEWS, TENANT
from tests.platforms.slack_server import SECRET, TEAM, TOKEN, refused, slack_server
from tests.platforms.teams_rig import Wanted, rig

ROOT = Path(__file__).resolve().parents[1]
CHANNELS = f"""
channels:
  - {{name: Gwent response, force: gwent, platform: slack, workspace: {TEAM}, channel: C01GEN, reminders: [today]}}
  - {{name: Test channel, platform: slack, workspace: {TEAM}, channel: C0TEST, reminders: []}}
"""
IN_TEAMS = f'''
channels:
  - {{name: Derbyshire, force: derbyshire, platform: teams, tenant: {TENANT}, channel: "{GENERAL}", reminders: [today]}}
  - {{name: Test channel, platform: teams, tenant: {TENANT}, channel: "{NEWS}", reminders: []}}
'''


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "schedules").mkdir()
    shutil.copy(ROOT / "schedules" / "2026.yaml", tmp_path / "schedules")
    (tmp_path / "schedules" / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    return clean | {
        "SIGNPOST_SCHEDULES": str(tmp_path / "schedules"),
        "SIGNPOST_DATA": str(tmp_path / "data"),
        "SIGNPOST_DATABASE_URL": f"sqlite:///{tmp_path}/ledger.sqlite3",
    }


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "rehearse", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_as_json_it_is_one_object_a_line_and_the_week_is_whole(environment: dict[str, str], tmp_path: Path) -> None:
    done = _run(environment, "2026", "--json")
    assert done.returncode == 0, done.stderr
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["at"][:10] for one in shown if one["what"] == "posted"] == [f"2026-04-{day}" for day in range(20, 25)]
    assert [one["what"] for one in shown].count("edited") == 5
    assert all("0300 131 2789" in one["footer"] for one in shown)
    assert {one["name"] for one in shown} == {"Gwent response"}
    assert done.stderr == ""
    assert not (tmp_path / "ledger.sqlite3").exists()


def test_on_a_terminal_a_bar_grows_and_each_message_begins_its_own_line(environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "rehearse", "2026"]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:
        pass  # how Linux says that the other side is closed
    os.close(ours)
    assert process.wait(60) == 0
    text = seen.decode()
    bars = [int(found) for found in re.findall(r"\[#*\.*\] (\d+)/10", text)]
    assert bars == list(range(1, 11))
    assert f"[{'#' * 30}] 10/10" in text
    assert text.endswith("\r\n")
    lines = text.replace("\r\x1b[K", "\n").replace("\r\n", "\n")
    assert len(re.findall(r"^\w+day \d+ April, 8:30am  Gwent response: posted$", lines, re.MULTILINE)) == 5


def test_without_a_terminal_there_is_no_bar(environment: dict[str, str]) -> None:
    done = _run(environment, "2026")
    assert done.stderr == ""
    assert "Gwent response: posted" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["2025"], "The schedule is for 2026: signpost rehearse 2026."),
        (["2026", "--into", "Nowhere"], "channels like that: Test channel."),
        (["2026", "--into", "Gwent response"], "Officers are reminded in Gwent response"),
        (["2026", "--into", "Test channel"], "Slack is not configured here"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    environment: dict[str, str], words: list[str], says: str
) -> None:
    done = _run(environment, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


async def _into(environment: dict[str, str], url: str) -> subprocess.CompletedProcess[str]:
    slack = {"SLACK_API_URL": f"{url}/api/", "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    return await asyncio.to_thread(_run, environment | slack, "2026", "--into", "Test channel", "--json")


async def test_into_a_test_channel_the_whole_week_arrives_there_and_nowhere_else(
    environment: dict[str, str], tmp_path: Path
) -> None:
    async with slack_server() as server:
        done = await _into(environment, server.url)
        assert done.returncode == 0, done.stderr
        assert [post["channel"] for post in server.posted] == ["C0TEST"] * 5
        assert len({edit["ts"] for edit in server.called("chat.update")}) == len(server.called("chat.update")) == 5
    assert len(done.stdout.splitlines()) == 10
    assert not (tmp_path / "ledger.sqlite3").exists()


async def test_what_does_not_arrive_there_is_said(environment: dict[str, str]) -> None:
    async with slack_server() as server:
        server.plan("chat.postMessage", refused("is_archived"))
        done = await _into(environment, server.url)
    assert done.returncode == 2
    assert "Not everything arrived in Test channel" in done.stderr


async def test_a_test_channel_the_bot_is_not_in_is_said_before_anything_is_posted(environment: dict[str, str]) -> None:
    async with slack_server() as server:
        server.outside.add("C0TEST")
        done = await _into(environment, server.url)
        assert server.posted == []
    assert "/invite @Signpost" in done.stderr


async def test_into_a_test_channel_of_teams_the_whole_week_arrives_there_and_nowhere_else(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "schedules" / "channels.yaml").write_text(IN_TEAMS, encoding="utf-8")
    ledger = await Ledger.open(environment["SIGNPOST_DATABASE_URL"])
    async with rig(tmp_path, Wanted(type="anonymous"), References(ledger)) as teams:
        await teams.install()
        await ledger.close()
        words = ("2026", "--into", "Test channel", "--json")
        done = await asyncio.to_thread(_run, environment | {"SIGNPOST_TEAMS_ANONYMOUS": "1"}, *words)
        assert done.returncode == 0, done.stderr
        posted = [call for call in teams.connector.messages if call.method == "POST"]
        edited = [call for call in teams.connector.messages if call.method == "PUT"]
    assert [call.body["channelData"]["channel"]["id"] for call in posted] == [NEWS] * 5
    assert {call.conversation.partition(";")[0] for call in edited} == {NEWS}
    assert len(edited) == 5
    assert all("0300 131 2789" in call.text for call in teams.connector.messages)
    ledger = await Ledger.open(environment["SIGNPOST_DATABASE_URL"])
    assert await ledger.rows() == []  # the real ledger knows of no post
    await ledger.close()


async def test_a_channel_of_teams_that_the_bot_was_never_added_to_is_said(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "schedules" / "channels.yaml").write_text(IN_TEAMS, encoding="utf-8")
    words = ("2026", "--into", "Test channel")
    done = await asyncio.to_thread(_run, environment | {"SIGNPOST_TEAMS_ANONYMOUS": "1"}, *words)
    assert done.returncode == 2
    assert "Test channel cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
