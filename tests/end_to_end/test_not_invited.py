"""Days before the week, the real process names the channel it was not invited to, wherever a person would look."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.end_to_end.posting_stage import LEADS, Bot, until
from tests.platforms.slack_server import CHANNEL, slack_server

NOW = "2026-04-17T09:00:00+01:00"

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def said(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """What each place says."""
    in_a_week = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7)
    async with slack_server() as slack:
        slack.outside.add(CHANNEL)
        folder = tmp_path_factory.mktemp("invited")
        bot = Bot(folder, slack.url, SIGNPOST_TEAMS_PASSWORD_EXPIRES=in_a_week.isoformat())
        await bot.start(NOW)
        try:
            await until(lambda: [post for post in slack.posted if post["channel"] == LEADS], 60)
            await asyncio.sleep(12)  # another tick: nothing is said twice
            yield {
                "leads": "\n".join(str(post["text"]) for post in slack.posted if post["channel"] == LEADS),
                "readyz": await bot.asked("/readyz"),
                "reminders": await bot.command("reminders", "--at", NOW),
                "json": await bot.command("reminders", "--at", NOW, "--json"),
                "log": bot.log,
            }
        finally:
            await bot.stop()


@pytest.mark.parametrize("where", ["leads", "readyz", "log"])
async def test_it_is_said_with_what_to_do(said: dict[str, str], where: str) -> None:
    assert "/invite @Signpost" in said[where]
    assert ("Response team" if where != "log" else CHANNEL) in said[where]


async def test_the_list_of_reminders_names_it_and_what_to_do(said: dict[str, str]) -> None:
    needs = said["reminders"].partition("Needs a person:")[2]
    assert "Response team: due at 8:30am, but cannot be posted: Signpost has not been invited" in needs
    assert "/invite @Signpost" in needs
    listed = json.loads(said["json"])
    assert {one["state"] for one in listed} == {"unreachable"}
    assert all("/invite @Signpost" in one["says"] and one["needs_person"] for one in listed)


async def test_the_leads_are_told_once(said: dict[str, str]) -> None:
    assert said["leads"].count("/invite @Signpost") == 1


async def test_the_leads_are_told_that_the_secret_expires(said: dict[str, str]) -> None:
    assert "MicrosoftAppPassword expires in 7 days" in said["leads"]
