"""Officers are told who can read their chats before their force goes live."""

import shutil
from pathlib import Path

import pytest

from bot.content import checks
from bot.content.library import Library
from bot.errors import ContentError
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CHANNELS = """channels:
  - {name: Gwent response, force: gwent, platform: slack, workspace: T0123, channel: C0123, reminders: [today]}
"""
UNTOLD = "officers of Gwent Police are not told who can read their chats"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("knowledge", "schedules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "schedules" / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    return tmp_path / "knowledge", tmp_path / "schedules"


def _told(folders: tuple[Path, Path], *, live: bool) -> list[tuple[str, bool]]:
    found = checks.check(*folders, None, live=live)
    return [(str(one), one.is_error) for one in found if "who can read" in one.sentence]


def test_a_force_that_goes_live_untold_is_refused_with_its_line(folders: tuple[Path, Path]) -> None:
    ((sentence, is_error),) = _told(folders, live=True)
    assert is_error
    assert sentence.startswith("knowledge/forces/gwent.yaml:10:")
    assert UNTOLD in sentence


def test_where_nobody_is_served_it_is_a_warning(folders: tuple[Path, Path]) -> None:
    ((_, is_error),) = _told(folders, live=False)
    assert not is_error


def test_what_the_policy_says_mends_it(folders: tuple[Path, Path]) -> None:
    file = folders[0] / "forces" / "gwent.yaml"
    told = file.read_text(encoding="utf-8").replace("monitoring: null", "monitoring: Administrators can export chats.")
    file.write_text(told, encoding="utf-8")
    assert _told(folders, live=True) == []


def test_a_force_without_a_channel_is_nobodys_yet(folders: tuple[Path, Path]) -> None:
    (folders[1] / "channels.yaml").write_text("channels: []\n", encoding="utf-8")
    assert _told(folders, live=True) == []


def test_a_live_bot_does_not_take_it_up(folders: tuple[Path, Path]) -> None:
    with pytest.raises(ContentError):
        Library(*folders, live=True).open()
    assert Library(*folders).open().channels.channels[0].force == "gwent"


@pytest.mark.parametrize(
    ("given", "live"),
    [
        ({}, False),
        ({"SLACK_SIGNING_SECRET": "s"}, False),
        ({"SLACK_SIGNING_SECRET": "s", "SIGNPOST_HOST": "0.0.0.0"}, True),  # noqa: S104 -- as in a container
        ({"MicrosoftAppId": "a", "SIGNPOST_HOST": "0.0.0.0"}, True),  # noqa: S104 -- as in a container
        ({"SLACK_APP_TOKEN": "xapp-1"}, True),
        ({"SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:9/api/"}, False),
    ],
)
def test_officers_are_served_where_a_platform_reaches_us(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], live: bool
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert Settings.read().live is live
