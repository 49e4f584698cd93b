"""The main job: each channel gets the day's post, once, on time."""

import datetime as dt

from tests.delivery.stage import Desk, channel, london, week


async def test_five_days_are_five_posts_in_each_channel(desk: Desk) -> None:
    """A tick every five minutes from Sunday to the Sunday after."""
    knowledge = week(channels=[channel("C1"), channel("C2", workspace="T2")])
    moment = london("2026-04-19 12:00").astimezone(dt.UTC)
    while moment < london("2026-04-26 23:00"):
        desk.hands.now, desk.hands.seconds = moment, desk.hands.seconds + 10
        await desk.deliverer.tick(knowledge, moment)
        moment += dt.timedelta(minutes=5)
    posts = {name: [m for m in desk.place.messages if m.channel == name] for name in ("slack:T1:C1", "slack:T2:C2")}
    assert [len(found) for found in posts.values()] == [5, 5]
    assert "11am to 11:45am" in posts["slack:T1:C1"][2].reply.text
    assert all(len(m.edits) == 1 and not m.notices for m in desk.place.messages)
