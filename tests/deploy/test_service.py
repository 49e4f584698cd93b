"""The systemd unit, rated by systemd itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings

UNIT = Path(__file__).resolve().parents[2] / "deploy" / "signpost.service"
MOST = 2.0


def test_systemd_rates_its_exposure_below_two() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"Overall exposure level for signpost.service: (\d+\.\d+)", said)
    assert found is not None, said
    assert float(found[1]) < MOST


def test_its_secrets_are_credentials_named_like_settings() -> None:
    named = re.findall(r"^#?LoadCredential=(\w+):/etc/signpost/secrets/(\w+)$", UNIT.read_text("utf-8"), re.M)
    assert named
    assert all(name == file for name, file in named)
    assert {name for name, _ in named} <= {str(field.alias) for field in Settings.model_fields.values()}


def test_settings_are_read_from_the_credentials_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "SLACK_BOT_TOKEN").write_text("xoxb-1\n")
    (tmp_path / "SLACK_SIGNING_SECRET").write_text("s\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    slack = Settings.read().slack()
    assert slack is not None
    assert (slack.bot_token, slack.signing_secret) == ("xoxb-1", "s")


def test_it_has_time_to_finish_what_is_in_flight() -> None:
    assert re.search(r"^TimeoutStopSec=30$", UNIT.read_text("utf-8"), re.M)
