"""The self-test of the crisis path fails when, and only when, a person in danger would not see the number."""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot import app, selftest
from bot.core import pinned
from bot.core.question import Question
from bot.core.replies import About, Reply
from bot.exchange import Exchange
from bot.platforms import slack_blocks, teams_cards
from bot.settings import Settings

NOW = dt.datetime.fromisoformat("2026-04-21T03:00:00+01:00")


def _respond(question: Question) -> Reply:
    return Exchange(lambda: None, None, lambda: NOW).reply(question, NOW)


def test_the_real_path_passes_with_no_content_and_no_reader() -> None:
    assert selftest.wrong(_respond, app.SHOWS) is None


@pytest.mark.parametrize("platform", ["Slack", "Teams"])
def test_a_rendering_that_raises_fails_it_and_names_the_platform(platform: str) -> None:
    def broken(reply: Reply) -> tuple[str, ...]:
        raise KeyError(reply.kind)

    said = selftest.wrong(_respond, {**app.SHOWS, platform: broken})
    assert said == f"the crisis self-test fails: {platform} cannot show the reply (KeyError)"


@pytest.mark.parametrize(
    ("platform", "module", "name"), [("Slack", slack_blocks, "render"), ("Teams", teams_cards, "render")]
)
def test_one_wrong_digit_in_what_a_platform_is_sent_fails_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, module: Any, name: str
) -> None:
    real = getattr(module, name)
    monkeypatch.setattr(
        module, name, lambda reply: json.loads(json.dumps(real(reply)).replace(pinned.NUMBER, "0300 131 2788"))
    )
    assert platform in (selftest.wrong(_respond, app.SHOWS) or "")


def test_an_ordinary_answer_to_a_crisis_sentence_fails_it() -> None:
    support = pinned.support_reply(About.SELF)
    assert "was answered as support" in (selftest.wrong(lambda _: support, app.SHOWS) or "")


def test_a_crisis_reply_without_its_words_fails_it() -> None:
    bare = dataclasses.replace(_respond(Question(selftest.SENTENCE)), sections=(), footer="")
    assert "would not see" in (selftest.wrong(lambda _: bare, app.SHOWS) or "")


@pytest.mark.parametrize("platform", [slack_blocks, teams_cards])
async def test_a_broken_rendering_turns_the_gauge_and_readiness_but_keeps_it_answering(
    platform: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DATABASE_URL", f"sqlite:///{tmp_path / 's.sqlite3'}"), ("DATA", tmp_path), ("PORT", 0)):
        monkeypatch.setenv(f"SIGNPOST_{name}", str(value))
    monkeypatch.setenv("SIGNPOST_ADMIN_PORT", "0")
    running = app.App(Settings.read())
    await running.start()
    try:
        assert b"signpost_crisis_path_ok 1.0" in running.telemetry.metrics.page()
        with monkeypatch.context() as during:
            during.setattr(platform, "render", lambda _: {})
            await running.selftest()
            assert b"signpost_crisis_path_ok 0.0" in running.telemetry.metrics.page()
            assert any("crisis self-test fails" in wrong for wrong in await running.health.ready())
            assert running.health.taking()
        await running.selftest()
        assert not [wrong for wrong in await running.health.ready() if "crisis" in wrong]
    finally:
        await running.stop()
