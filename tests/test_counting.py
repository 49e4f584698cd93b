"""The running service counts what people were answered, and nothing that it asked itself."""

from pathlib import Path

import pytest

from bot.app import App
from bot.core.question import Question
from bot.delivery.counts import Counts
from bot.delivery.ledger import Ledger
from bot.settings import Settings


async def test_what_people_were_answered_is_counted_and_the_self_test_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", f"sqlite:///{tmp_path / 'signpost.sqlite3'}")
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path))
    monkeypatch.setenv("SIGNPOST_PORT", "0")
    monkeypatch.setenv("SIGNPOST_ADMIN_PORT", "0")
    settings = Settings.read()
    app = App(settings)
    await app.start()
    try:
        await app.exchange.respond(Question("what is mindfit cop"))
        await app.selftest()
        await app.exchange.respond(Question("what is mindfit cop"))
    finally:
        await app.stop()
    ledger = await Ledger.open(settings.database_url)
    counted = await Counts(ledger).all()
    await ledger.close()
    assert [(one.kind, one.entry, one.number) for one in counted] == [("answer", "mindfit", 2)]
