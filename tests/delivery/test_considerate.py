"""A post is considerate: one a day, quiet, neutral on a lock screen, with the number, in the channel's own language."""

import datetime as dt
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.content.source import load
from bot.core import pinned, posts
from bot.core.knowledge import Channel, Force, Knowledge, WelshChanges
from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.schedule import on_day
from bot.platforms import slack_blocks, teams_cards
from tests.delivery.stage import TODAY, Desk, channel, london, week
from tests.platforms.slack_server import CHANNEL, TEAM, SlackServer, bench, slack_server

ROOT = Path(__file__).resolve().parents[2]
LATE = {**TODAY, "id": "late", "at": "11:00", "text": "Later, {times}: {title}"}
WELSH = {"text": "Heddiw, {times}: {title}", "over": "Wedi gorffen: {title}", "summary": "Wythnos plismona ymateb"}
CY = dict.fromkeys(("moved", "renamed", "cancelled", "restored", "also", "over", "summary"), "Newid: {title}")
SHOUTING = "Today, {times}: {title}\n<!channel> <!here> @channel @everyone <at>everyone</at> <@U01ALICE>"


async def _all_day(desk: Desk, knowledge: Sequence[Knowledge]) -> None:
    """Ticks from early to late; which knowledge is live goes round."""
    moment, number = london("2026-04-21 06:00"), 0
    while moment < london("2026-04-21 23:55"):
        await desk.at(f"{moment:%Y-%m-%d %H:%M}", knowledge[number % len(knowledge)], 400)
        moment, number = moment + dt.timedelta(minutes=20), number + 1


def _posted(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for message in desk.place.messages:
        found.setdefault(message.channel.rpartition(":")[2], []).append(message.reply.text)
    return found


async def test_whatever_the_yaml_says_and_however_it_changes_a_channel_gets_one_post_a_day(desk: Desk) -> None:
    both = [channel("C1", reminders=["today", "late"])]
    again = {**TODAY, "id": "renamed", "at": "12:00"}
    three = [*both, channel("C1", name="again", reminders=["late"])]
    await _all_day(
        desk,
        [
            week(channels=both, reminders=[TODAY, LATE]),
            week(channels=three, reminders=[LATE, TODAY]),
            week(channels=[channel("C1", reminders=["renamed"])], reminders=[again]),
        ],
    )
    assert len(_posted(desk)["C1"]) == 1


async def test_each_channel_gets_the_reminders_it_chose_and_no_others(desk: Desk) -> None:
    chosen = [channel("C1"), channel("C2", reminders=["late"]), channel("C3", reminders=[])]
    await _all_day(desk, [week(channels=chosen, reminders=[TODAY, LATE])])
    posted = _posted(desk)
    assert posted["C1"][0].startswith("Today, ")
    assert posted["C2"][0].startswith("Later, ")
    assert "C3" not in posted


@pytest.mark.parametrize(("checked_by", "begins"), [("The Welsh language team", "Heddiw, "), (None, "Today, ")])
async def test_a_welsh_channel_gets_welsh_that_somebody_has_checked_and_else_english(
    desk: Desk, checked_by: str | None, begins: str
) -> None:
    made = week(
        channels=[channel("C1", language="cy"), channel("C2")],
        reminders=[{**TODAY, "cy": {**WELSH, "checked_by": checked_by}}],
    )
    changes = WelshChanges(**CY, checked_by=checked_by)
    schedule = made.schedule.model_copy(update={"changes_cy": changes})
    await desk.at("2026-04-21 08:30", made.model_copy(update={"schedule": schedule}))
    posted = _posted(desk)
    assert posted["C1"][0].startswith(begins)
    assert posted["C2"][0].startswith("Today, ")


@pytest.mark.parametrize(
    ("force", "own", "begins"),
    [("cy", None, "Heddiw, "), ("cy", "en", "Today, "), ("en", "cy", "Heddiw, "), ("en", None, "Today, ")],
)
async def test_a_channel_is_written_to_in_its_own_language_or_else_its_forces(
    desk: Desk, force: str, own: str | None, begins: str
) -> None:
    made = week(
        channels=[channel("C1", force="gwent", **({"language": own} if own else {})), channel("C2")],
        reminders=[{**TODAY, "cy": {**WELSH, "checked_by": "The Welsh language team"}}],
    )
    schedule = made.schedule.model_copy(update={"changes_cy": WelshChanges(**CY, checked_by="The Welsh language team")})
    gwent = Force.model_validate({"force": "gwent", "name": "Gwent Police", "language": force})
    await desk.at("2026-04-21 08:30", made.model_copy(update={"schedule": schedule, "forces": (gwent,)}))
    posted = _posted(desk)
    assert posted["C1"][0].startswith(begins)
    assert posted["C2"][0].startswith("Today, ")


async def test_a_post_is_not_mended_in_quiet_hours_but_after_them(desk: Desk) -> None:
    quiet = [channel("C1", quiet="09:00 to 10:00")]
    await desk.at("2026-04-21 08:30", week(channels=quiet))
    moved = week({"crisis-intervention": {"starts": "15:00", "ends": "15:45", "status": "moved"}}, quiet)
    await desk.at("2026-04-21 09:10", moved, 400)
    assert desk.place.messages[0].edits == desk.place.messages[0].notices == []
    await desk.at("2026-04-21 10:00", moved, 400)
    assert len(desk.place.messages[0].edits) == len(desk.place.messages[0].notices) == 1


def _real(day: int) -> Reply:
    """The post of that day in April, from the files that come with the program."""
    here = Channel.model_validate(channel("C1"))
    found = load(ROOT / "knowledge", ROOT / "schedules")
    knowledge = found.model_copy(update={"channels": found.channels.model_copy(update={"channels": (here,)})})
    [occurrence] = on_day(knowledge, dt.date(2026, 4, day))
    return posts.of(occurrence, knowledge, occurrence.at)


@pytest.mark.parametrize("day", range(20, 25))
def test_a_lock_screen_shows_the_week_and_not_the_subject(day: int) -> None:
    reply = _real(day)
    for first in (slack_blocks.fallback(reply).splitlines()[0], teams_cards.summary(reply)):
        assert first == "Response policing week of action 2026: today's session"


@pytest.mark.parametrize("day", range(20, 25))
def test_every_post_carries_the_number_on_both_platforms(day: int) -> None:
    reply = _real(day)
    for shown in (
        slack_blocks.fallback(reply),
        json.dumps(slack_blocks.render(reply)),
        teams_cards.plain(reply),
        json.dumps(teams_cards.render(reply)),
    ):
        assert pinned.NUMBER in shown


async def test_so_do_the_edit_and_the_line_in_the_thread(desk: Desk) -> None:
    await desk.at("2026-04-21 08:30", week())
    await desk.at("2026-04-21 08:40", week({"crisis-intervention": {"status": "cancelled"}}), 400)
    [message] = desk.place.messages
    assert all(pinned.NUMBER in reply.footer for reply in (*message.edits, *message.notices))
    assert len(message.edits) == len(message.notices) == 1


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as running:
        yield running


async def _nobody_asks(_: Question) -> Reply:
    raise AssertionError


async def test_nobody_is_called_by_a_post_whatever_a_lead_writes(server: SlackServer) -> None:
    here = channel("loud", workspace=TEAM, channel=CHANNEL)
    knowledge = week(channels=[here], reminders=[{**TODAY, "text": SHOUTING}])
    [occurrence] = on_day(knowledge, dt.date(2026, 4, 21))
    reply = posts.of(occurrence, knowledge, occurrence.at)
    async with bench(_nobody_asks, lambda _: reply, server) as chat:
        await chat.slack.post(Channel.model_validate(here), reply, "key")
    [sent] = server.posted
    assert not any(mark in json.dumps(sent) for mark in ("<!", "<@"))
    assert not {"parse", "link_names"} & sent.keys()  # with either, Slack would make calls of plain words
    assert _mentions(teams_cards.render(reply)) == []


def _mentions(card: Any) -> list[Any]:
    """Teams calls people through entities of a card, and of an activity that has ``<at>`` in its text."""
    return list((card.get("msteams") or {}).get("entities", []))
