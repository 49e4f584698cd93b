"""The self-test sends a crisis sentence down the real path, and alarms when the number does not come out."""

from pathlib import Path

import pytest

from bot.app import App
from bot.core.replies import Reply
from bot.platforms import slack_blocks, teams_cards
from bot.settings import Settings


def _broken(_reply: Reply) -> object:
    raise ValueError


def _without_the_number(_reply: Reply) -> object:
    return "Mental Health Crisis Line"


@pytest.mark.parametrize("platform", [slack_blocks, teams_cards])
@pytest.mark.parametrize("render", [_broken, _without_the_number])
async def test_a_rendering_that_loses_the_number_is_alarmed_and_a_mended_one_is_not(
    platform: object, render: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DATABASE_URL", f"sqlite:///{tmp_path / 's.sqlite3'}"), ("DATA", tmp_path), ("PORT", 0)):
        monkeypatch.setenv(f"SIGNPOST_{name}", str(value))
    monkeypatch.setenv("SIGNPOST_ADMIN_PORT", "0")
    app = App(Settings.read())
    await app.start()
    try:
        await app.selftest()
        assert not [wrong for wrong in await app.ready() if "crisis" in wrong]
        with monkeypatch.context() as during:
            during.setattr(platform, "render", render)
            await app.selftest()
            assert [wrong for wrong in await app.ready() if "crisis self-test fails" in wrong]
        await app.selftest()
        assert not [wrong for wrong in await app.ready() if "crisis" in wrong]
    finally:
        await app.stop()
