"""What the platform says decides what happens next; nothing is ever posted twice."""

import asyncio

import pytest

from bot.delivery.entry import State
from bot.platforms.base import Refused, RetryLater, Unsure
from tests.delivery.stage import Desk, channel, london, week

MORNING = "2026-04-20 08:30"


async def _later(desk: Desk, *moments: str) -> None:
    for moment in moments:
        await desk.at(f"2026-04-20 {moment}", week(), 400)


async def test_an_unclear_post_is_marked_unsure_and_never_repeated(desk: Desk) -> None:
    desk.place.answers["post"] = [(Unsure("the connection dropped"), True)]
    await desk.at(MORNING, week())
    await _later(desk, "08:40", "09:00", "10:00", "11:00")
    assert len(desk.place.messages) == 1
    assert "reminder.unsure" in desk.events()


async def test_an_unclear_post_that_can_be_found_again_counts_as_posted(desk: Desk) -> None:
    desk.place.readable = True
    desk.place.answers["post"] = [(Unsure("the connection dropped"), True)]
    await desk.at(MORNING, week())
    await _later(desk, "08:40", "09:00", "10:00")
    assert len(desk.place.messages) == 1
    assert "reminder.found" in desk.events()


async def test_a_post_that_is_found_an_hour_later_is_not_said_to_be_an_hour_late(desk: Desk) -> None:
    desk.place.readable = True
    desk.place.answers |= {"post": [(Unsure("the connection dropped"), True)], "find_posted": [Unsure("no answer")]}
    await desk.at(MORNING, week())
    await desk.at("2026-04-20 09:30", week(), 3600)
    [row] = await desk.ledger.rows()
    assert row.posted == london(MORNING)


async def test_an_unclear_post_that_is_certainly_not_there_is_posted_once(desk: Desk) -> None:
    desk.place.readable = True
    desk.place.answers["post"] = [(Unsure("timed out"), False)]
    await desk.at(MORNING, week())
    await _later(desk, "08:40", "09:00", "10:00")
    assert len(desk.place.messages) == 1


async def test_a_refusal_that_may_pass_is_tried_again_until_it_helps_no_more(desk: Desk) -> None:
    desk.place.answers["post"] = [Refused("internal trouble", permanent=False)]
    await desk.at(MORNING, week())
    await _later(desk, "08:40", "09:00")
    assert len(desk.place.messages) == 1


@pytest.mark.parametrize("answer", [RetryLater("slow down", 2.0), RetryLater("slow down", 1.5, wide=True)])
async def test_told_to_wait_it_waits_and_then_posts_once(desk: Desk, answer: RetryLater) -> None:
    desk.place.answers["post"] = [answer]
    await desk.at(MORNING, week())
    await _later(desk, "08:40", "08:50")
    assert len(desk.place.messages) == 1


async def test_nothing_is_posted_once_it_helps_no_more(desk: Desk) -> None:
    await desk.at("2026-04-20 11:31", week())
    await _later(desk, "13:59", "14:30")
    assert desk.place.messages == []


async def test_what_was_interrupted_before_a_night_is_given_up_and_told_the_next_morning(desk: Desk) -> None:
    knowledge = week(leads=channel("C9", reminders=[]))
    desk.place.answers["post"] = [Refused("internal trouble", permanent=False)]
    await desk.at(MORNING, knowledge)
    await desk.at("2026-04-21 07:00", knowledge, 400)
    await desk.at("2026-04-21 07:01", knowledge, 400)
    [row] = await desk.ledger.rows()
    assert row.state is State.GIVEN_UP
    assert "reminder.given_up" in desk.events()
    [told] = desk.place.messages
    assert "The reminder for Monday 20 April was not posted: internal trouble" in told.reply.text


async def test_a_post_missed_while_down_goes_out_late_while_it_helps(desk: Desk) -> None:
    await desk.at("2026-04-20 10:15", week())
    assert len(desk.place.messages) == 1


async def test_wednesdays_post_never_goes_out_once_the_session_has_begun(desk: Desk) -> None:
    await desk.at("2026-04-22 11:00", week())
    await desk.at("2026-04-22 11:20", week(), 400)
    assert desk.place.messages == []


async def test_paused_nothing_goes_out(desk: Desk) -> None:
    await desk.at(MORNING, week(paused="yes"))
    assert desk.place.messages == []


async def test_a_pause_stops_posts_that_have_not_been_begun_before_the_next_tick(desk: Desk) -> None:
    channels = [channel(f"C{number}") for number in range(60)]  # more than may be begun in a second
    desk.place.delay = 0.2
    posting = asyncio.create_task(desk.at(MORNING, week(channels=channels)))
    while not desk.place.calls:  # noqa: ASYNC110 -- the place knows no event of ours
        await asyncio.sleep(0.01)
    begun = len(desk.place.calls)
    desk.deliverer.go_by(week(channels=channels, paused="yes"))
    await posting
    assert len(desk.place.messages) <= begun + 1


async def test_quiet_hours_of_a_channel_are_kept(desk: Desk) -> None:
    quiet = week(channels=[channel(quiet="20:00 to 09:00")])
    await desk.at(MORNING, quiet)
    assert desk.place.messages == []
    await desk.at("2026-04-20 09:00", quiet, 400)
    assert len(desk.place.messages) == 1


async def test_every_post_carries_the_number_and_a_neutral_first_line(desk: Desk) -> None:
    await desk.at(MORNING, week())
    reply = desk.place.messages[0].reply
    assert "0300 131 2789" in reply.footer
    assert "crisis" not in reply.summary.lower()
    assert "<!" not in reply.text
