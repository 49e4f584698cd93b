"""What deploy/PRIVACY.md says is stored, sent and shown is what is stored, sent and shown."""

import datetime as dt
import logging
import re
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.content.source import load
from bot.core import safety
from bot.core.answering import Answerer
from bot.core.events import silent
from bot.core.question import Question
from bot.core.wording import LONDON_ZONE
from bot.delivery.ledger import Ledger
from bot.platforms.slack_answers import RESPONSE_HOSTS
from bot.platforms.slack_installs import Installs
from bot.platforms.teams_access import CONNECTORS, MICROSOFT
from bot.settings import Settings
from tests.platforms.test_slack_manifest import SCOPES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "deploy/PRIVACY.md").read_text(encoding="utf-8")
BEFORE = dt.datetime(2026, 4, 1, 9, tzinfo=LONDON_ZONE)


async def test_every_table_is_on_the_page_and_no_other(tmp_path: Path) -> None:
    ledger = await Ledger.open(f"sqlite:///{tmp_path}/signpost.sqlite3")
    client, quiet = AsyncWebClient(base_url="http://127.0.0.1/api/"), logging.getLogger("quiet")
    await Installs(("id", "secret"), ledger.base, client, silent, quiet).open()
    rows = await ledger.base.run("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    await ledger.close()
    stored = PAGE.partition("## What is stored")[2].partition("## ")[0].partition("| File,")[0]
    assert sorted(re.findall(r"^\| `(\w+)` \|", stored, re.MULTILINE)) == sorted(row["name"] for row in rows)


def test_every_table_row_says_why_how_long_and_how_it_is_erased() -> None:
    stored = PAGE.partition("## What is stored")[2].partition("## ")[0].partition("| File,")[0]
    rows = [line.strip("| ").split(" | ") for line in stored.splitlines() if line.startswith("| `")]
    assert {len(row) for row in rows} == {5}
    assert all(all(cell.strip() for cell in row) for row in rows)


@pytest.mark.parametrize("host", ["slack.com", *RESPONSE_HOSTS[:1], *sorted(CONNECTORS)])
def test_every_host_that_is_written_to_is_on_the_page(host: str) -> None:
    assert f"`{host}`" in PAGE


def test_the_hosts_of_keys_and_tokens_are_on_the_page() -> None:
    for url in (MICROSOFT.keys, MICROSOFT.login, Settings.model_fields["slack_api_url"].default):
        assert f"`{url.split('/')[2]}`" in PAGE


def test_every_scope_is_explained() -> None:
    table = PAGE.partition("| Slack scope |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"`([a-z_]+(?::[a-z]+)?)`", table.replace("`/wellbeing`", ""))) == SCOPES


def test_the_page_quotes_what_an_officer_reads() -> None:
    answerer = Answerer.build(load(ROOT / "knowledge", ROOT / "schedules"), None)
    pressed = Question("", action="entry:bot-who-can-see-this", force="derbyshire")
    reply, _ = answerer.answer(pressed, safety.Reading(safety.Level.NONE), BEFORE, None)
    quoted = [line.removeprefix("> ") for line in PAGE.splitlines() if line.startswith("> ")]
    said = [line for line in quoted if not line.startswith("*(here")]
    assert [line for line in reply.text.splitlines() if line] == said


def test_a_force_adds_its_own_sentences_for_its_own_people_only(tmp_path: Path) -> None:
    for folder in ("knowledge", "schedules"):
        for path in (ROOT / folder).rglob("*.yaml"):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            if path.name == "derbyshire.yaml":
                text = text.replace("monitoring: null", "monitoring: Professional Standards may read chats here.")
            copy.write_text(text, encoding="utf-8")
    answerer = Answerer.build(load(tmp_path / "knowledge", tmp_path / "schedules"), None)

    def seen(force: str | None) -> str:
        asked = Question("who can see this", force=force)
        return answerer.answer(asked, safety.Reading(safety.Level.NONE), BEFORE, None)[0].text

    assert "Professional Standards may read chats here." in seen("derbyshire")
    assert not any("Professional Standards" in seen(force) for force in ("gwent", None))


def test_the_chat_is_never_called_what_it_is_not() -> None:
    words = (ROOT / "knowledge/about.yaml").read_text(encoding="utf-8")
    answers = re.findall(r"^    answer: >-\n((?:      .*\n|\n)+)", words, re.MULTILINE)
    assert len(answers) > 5
    assert not re.search(r"confidential|anonym|nobody can (see|read|tell)", "".join(answers), re.IGNORECASE)
