"""A setting that cannot be right stops the start of the real process: one sentence that names it, and no secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "hunter2-hunter2-hunter2"
SLACK = {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_SIGNING_SECRET": SECRET}
TEAMS = {"MicrosoftAppId": "app", "MicrosoftAppPassword": SECRET, "MicrosoftAppTenantId": "tenant"}
REFUSED = {
    "SLACK_BOT_TOKEN": {"SLACK_SIGNING_SECRET": SECRET},
    "SLACK_SIGNING_SECRET": {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}"},
    "SLACK_APP_TOKEN": {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}"},
    "SLACK_CLIENT_ID": SLACK | {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": SECRET},
    "SLACK_CLIENT_SECRET": {"SLACK_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": SECRET},
    "SLACK_API_URL": SLACK | {"SLACK_API_URL": "slack.com"},
    "SIGNPOST_SLACK_READ_BACK": SLACK | {"SIGNPOST_SLACK_READ_BACK": "perhaps"},
    "SIGNPOST_SLACK_POSTS_PER_SECOND": SLACK | {"SIGNPOST_SLACK_POSTS_PER_SECOND": "many"},
    "MicrosoftAppType": TEAMS | {"MicrosoftAppType": "Multi"},
    "MicrosoftAppId": {"MicrosoftAppPassword": SECRET, "MicrosoftAppTenantId": "tenant"},
    "MicrosoftAppPassword": {"MicrosoftAppId": "app", "MicrosoftAppTenantId": "tenant"},
    "MicrosoftAppTenantId": {"MicrosoftAppId": "app", "MicrosoftAppPassword": SECRET},
    "SIGNPOST_TEAMS_PASSWORD_EXPIRES": TEAMS | {"SIGNPOST_TEAMS_PASSWORD_EXPIRES": "in May"},
    "SIGNPOST_TEAMS_ANONYMOUS": {"SIGNPOST_TEAMS_ANONYMOUS": "1", "SIGNPOST_HOST": "0.0.0.0"},  # noqa: S104 -- the mistake
    "SIGNPOST_HOST": {"SIGNPOST_HOST": "no such host"},
    "SIGNPOST_PORT": {"SIGNPOST_PORT": "http"},
    "SIGNPOST_ADMIN_HOST": {"SIGNPOST_ADMIN_HOST": "no such host"},
    "SIGNPOST_ADMIN_PORT": {"SIGNPOST_ADMIN_PORT": "70000"},
    "SIGNPOST_DESK_TOKEN": {"SIGNPOST_DESK_TOKEN": "hunter2"},
    "SIGNPOST_PUBLIC_URL": {"SIGNPOST_PUBLIC_URL": f"ftp://bot:{SECRET}@bot.example"},
    "SIGNPOST_DATABASE_URL": {"SIGNPOST_DATABASE_URL": f"postgresql://bot:{SECRET}@db:port/signpost"},
    "SIGNPOST_LOG_LEVEL": {"SIGNPOST_LOG_LEVEL": "LOUD"},
}
WITHOUT_A_WRONG_VALUE = {
    "SIGNPOST_DATA": "a folder that cannot be used is said by /readyz, and people in danger are answered without it",
    "SIGNPOST_KNOWLEDGE": "the same",
    "SIGNPOST_SCHEDULES": "the same",
}


def _run(folder: Path, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_"))}
    own = {"SIGNPOST_PORT": "0", "SIGNPOST_ADMIN_PORT": "0", "SIGNPOST_DATA": str(folder)}
    own["SIGNPOST_DATABASE_URL"] = f"sqlite:///{folder}/ledger.sqlite3"
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=clean | own | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("setting", REFUSED)
def test_a_setting_that_cannot_be_right_stops_the_start_with_one_sentence(tmp_path: Path, setting: str) -> None:
    ran = _run(tmp_path, REFUSED[setting])
    (sentence,) = [line for line in ran.stderr.splitlines() if not line.startswith("{")]
    assert ran.returncode == 2
    assert setting in sentence
    assert "Traceback" not in ran.stderr
    assert "hunter2" not in ran.stderr + ran.stdout


def test_every_setting_is_tried_or_has_a_reason() -> None:
    from bot.settings import Settings

    names = {field.alias for field in Settings.model_fields.values()}
    assert names - set(REFUSED) - set(WITHOUT_A_WRONG_VALUE) == set()
