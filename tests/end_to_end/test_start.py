"""What is wrong at the start with one platform, or with the database, leaves whoever can be answered answered."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Bot

from bot.core import pinned
from bot.delivery.database import Database
from bot.platforms.slack_installs import Store
from tests.end_to_end.always_stage import CRISIS, ROOT, stage
from tests.platforms.slack_server import DIRECT, TEAM, SlackServer, refused, slack_server

pytestmark = pytest.mark.end_to_end

MANY = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "many"}
REGISTERED = {"MicrosoftAppId": "app", "MicrosoftAppPassword": "very-secret", "MicrosoftAppTenantId": "tenant"}
MICROSOFT_REFUSES = (
    "from bot.platforms import teams_framework as framework, teams_keys\n"
    "def refuse(_): raise framework.TokenRefusedError('Microsoft refuses our credentials.')\n"
    "async def nothing(_): pass\n"
    "framework.Token._acquire, teams_keys.Keys.warm = refuse, nothing"
)
LOST = "import os, pathlib\npathlib.Path(os.environ['SIGNPOST_DATA'], 'ledger.sqlite3').mkdir()"


def _refuse(slack: SlackServer) -> None:
    slack.plan("auth.test", *[refused("invalid_auth")] * 20)


async def test_a_token_that_slack_refuses_leaves_teams_answered_and_the_command_too(tmp_path: Path) -> None:
    async with stage(tmp_path, beforehand=_refuse) as bot:
        assert pinned.NUMBER in await bot.to_teams()
        assert pinned.NUMBER in await bot.command()
        assert "Slack refuses SLACK_BOT_TOKEN" in await bot.wrong()
    said = (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert "Slack refuses SLACK_BOT_TOKEN" in said
    assert "Traceback" not in said


async def test_a_secret_that_microsoft_refuses_leaves_slack_answered(tmp_path: Path) -> None:
    async with stage(tmp_path, broken=MICROSOFT_REFUSES, SIGNPOST_TEAMS_ANONYMOUS="", **REGISTERED) as bot:
        assert pinned.NUMBER in await bot.to_slack()
        assert "Microsoft refuses our credentials." in await bot.wrong()
    assert "very-secret" not in (tmp_path / "bot.log").read_text(encoding="utf-8")


async def test_a_bot_that_nobody_could_be_answered_by_does_not_start(tmp_path: Path) -> None:
    async with slack_server() as slack:
        _refuse(slack)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
        given = {"SLACK_API_URL": f"{slack.url}/api/", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
        ran = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=clean | given | {"SIGNPOST_DATA": str(tmp_path), "SIGNPOST_DATABASE_URL": f"sqlite:///{tmp_path}/l"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert ran.returncode == 2
    assert "Slack refuses SLACK_BOT_TOKEN" in ran.stderr
    assert "Traceback" not in ran.stderr


async def test_many_workspaces_without_their_database_are_told_the_number_and_answered_once_it_is_back(
    tmp_path: Path,
) -> None:
    """A command needs no token. An event cannot be answered without one, so Slack is asked to send it again."""
    kept, file = tmp_path / "kept.sqlite3", tmp_path / "in" / "data" / "ledger.sqlite3"
    await _install(kept)
    async with stage(tmp_path / "in", broken=LOST, **MANY) as bot:
        assert pinned.NUMBER in await bot.to_teams()
        assert pinned.NUMBER in await bot.command()
        assert "the ledger cannot be written" in await bot.wrong()
        _, raw = bot.event(CRISIS)
        assert await bot.send(raw) == 503
        file.rmdir()
        kept.rename(file)
        assert await bot.send(raw) == 200
        async with asyncio.timeout(20):
            while not (sent := [call for call in bot.slack.calls if call.token == "xoxb-installed"]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert sent[0].arguments["channel"] == DIRECT
        assert pinned.NUMBER in sent[0].arguments["text"]


async def _install(file: Path) -> None:
    """An administrator installed the app while the database was there."""
    database = Database.later(f"sqlite:///{file}")
    store = Store("1.2", await database.engine())
    await store.create_tables()
    await store.async_save_bot(
        Bot(app_id="A1", team_id=TEAM, bot_token="xoxb-installed", bot_id="B1", bot_user_id="U0BOT", installed_at=1.0)
    )
    await database.close()
