"""Workspaces are shared out among processes, and none is ever posted to faster than it allows."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import web

from bot.core.events import silent
from bot.core.knowledge import Channel
from bot.core.question import Question
from bot.core.replies import Reply
from bot.delivery.crew import Crew
from bot.delivery.deliver import Deliverer
from bot.delivery.entry import State
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import Answered, Lane, Limits, Pause
from bot.platforms.slack import Slack, SlackAccess
from tests.delivery.conftest import fresh_database
from tests.delivery.pace.limited import Limited
from tests.delivery.pace.run import CLIENT, SECRET, install
from tests.delivery.stage import channel, london, week
from tests.platforms.slack_server import served

WORKSPACES, EACH, PROCESSES = 3, 50, 3


@asynccontextmanager
async def _limited(limited: Limited) -> AsyncIterator[str]:
    app = web.Application(client_max_size=1 << 20)
    app.router.add_route("*", "/api/{method}", limited.api)
    async with served(app) as url:
        yield url


async def _nobody_asks(_: Question) -> Reply:
    raise AssertionError


def _home(_: str | None) -> Reply:
    raise AssertionError


@asynccontextmanager
async def _process(database: str, url: str) -> AsyncIterator[Deliverer]:
    ledger = await Ledger.open(database)
    access = SlackAccess(f"{url}/api/", "a-signing-secret", oauth=(CLIENT, SECRET))
    slack = Slack(access, _nobody_asks, _home, silent, lambda _: None, database=ledger.base)
    await slack.start()
    deliverer = Deliverer(ledger, {"slack": slack}, silent, lambda: london("2026-04-20 08:30"))
    try:
        yield deliverer
    finally:
        await deliverer.close()
        await slack.close()
        await ledger.close()


async def test_three_processes_post_everywhere_once_and_draw_no_429(postgresql: str) -> None:
    database = await asyncio.to_thread(fresh_database, postgresql)
    await install(database, WORKSPACES)
    limited = Limited(shut={"C0"})
    places = [channel(f"C{n}", workspace=f"T{n % WORKSPACES:03d}") for n in range(WORKSPACES * EACH)]
    leads = channel("CLEADS", workspace="T000", reminders=[])
    knowledge = week(channels=places, leads=leads)
    async with _limited(limited) as url, _process(database, url) as a, _process(database, url) as b:
        async with _process(database, url) as c:
            async with asyncio.timeout(120):
                while len(limited.posts) < len(places):  # all but the one that is shut, and the leads' own
                    await asyncio.gather(*(one.tick(knowledge, london("2026-04-20 08:30")) for one in (a, b, c)))
        ledger = await Ledger.open(database)
        rows = await ledger.rows()
        await ledger.close()
    assert dict(limited.refused) == {}
    assert sorted(limited.posts) == sorted(f"{one['workspace']}/{one['channel']}" for one in [*places[1:], leads])
    assert set(limited.posts.values()) == {1}
    assert [row.key.channel for row in rows if row.state is not State.POSTED] == ["slack:T000:C0"]


@dataclass(frozen=True)
class Job:
    """Something to do in a channel of its own."""

    number: int
    edit: bool = False

    @property
    def name(self) -> str:
        return str(self.number)

    @property
    def channel(self) -> Channel:
        return Channel.model_validate(channel(f"C{self.number}"))


@pytest.mark.parametrize(("limits", "edit"), [(Limits(20, 5), False), (Limits(20, 5), True)])
async def test_a_lane_never_begins_more_in_a_second_than_its_limit(limits: Limits, edit: bool) -> None:
    began: list[float] = []
    ended: list[float] = []

    async def work(_: Job, _answered: Answered) -> Pause | None:
        began.append(time.monotonic())
        await asyncio.sleep(0.01)
        ended.append(time.monotonic())
        return None

    lane: Lane[Job] = Lane("lane", limits, work, time.monotonic)
    most = 5 if edit else 20
    lane.feed(Job(number, edit) for number in range(2 * most + 1))
    await lane.run()
    assert len(began) == 2 * most + 1
    assert all(later - earlier >= 1.0 for earlier, later in zip(ended, began[most:], strict=False))


async def test_a_lane_is_let_go_only_once_it_is_rested() -> None:
    async def work(_: Job, _answered: Answered) -> Pause | None:
        ended.append(time.monotonic())
        return None

    ended: list[float] = []
    lane: Lane[Job] = Lane("lane", Limits(20, 5), work, time.monotonic)
    lane.feed([Job(1)])
    await lane.run()
    assert time.monotonic() - ended[0] >= 1.0


async def test_the_next_post_does_not_wait_for_the_answer_to_the_one_before_to_be_recorded() -> None:
    second = asyncio.Event()

    async def work(job: Job, answered: Answered) -> Pause | None:
        answered()
        if job.number == 1:
            await second.wait()  # as if the database took for ever
        second.set()
        return None

    lane: Lane[Job] = Lane("lane", Limits(1, 1), work, time.monotonic)
    lane.feed([Job(1), Job(2)])
    async with asyncio.timeout(30):
        await lane.run()
    assert second.is_set()


async def test_told_to_wait_a_whole_lane_waits() -> None:
    async def work(job: Job, _: Answered) -> Pause | None:
        began.append((job.number, time.monotonic()))
        return Pause(1.0, wide=True) if len(began) == 1 else None

    began: list[tuple[int, float]] = []
    lane: Lane[Job] = Lane("lane", Limits(1, 1), work, time.monotonic)
    lane.feed([Job(1), Job(2)])
    await lane.run()
    assert sorted(number for number, _ in began) == [1, 1, 2]
    assert began[1][1] - began[0][1] >= 1.0


def _crew(holder: str, clock: list[float], *beats: dict[str, int]) -> Crew:
    crew = Crew(holder, lambda: clock[0], 30.0)
    for beat in beats:
        clock[0] += 10
        crew.look(beat)
    return crew


LANES = [f"slack:T{number:03d}" for number in range(20)]


def test_processes_that_are_alive_share_the_lanes_out_evenly_and_without_overlap() -> None:
    beats = [dict.fromkeys("abc", number) for number in (1, 2)]
    shares = [_crew(holder, [0.0], *beats).first(LANES) for holder in "abc"]
    assert sorted(len(share) for share in shares) == [6, 7, 7]
    assert sorted(lane for share in shares for lane in share) == LANES


def test_a_process_whose_heart_has_stopped_is_left_nothing() -> None:
    clock = [0.0]
    crew = _crew("a", clock, {"a": 1, "b": 1}, {"a": 2, "b": 2})
    assert len(crew.first(LANES)) == 10
    clock[0] += 31
    crew.look({"a": 3, "b": 2})
    assert len(crew.first(LANES)) == 20


def test_a_process_that_was_never_seen_to_beat_is_not_counted() -> None:
    assert len(_crew("a", [0.0], {"a": 1, "b": 7}, {"a": 2, "b": 7}).first(LANES)) == 20


async def test_several_lanes_are_taken_at_once_and_those_of_others_are_not(ledger: Ledger, url: str) -> None:
    other = await Ledger.open(url, "other")
    assert await other.take_lanes(["b"]) == ["b"]
    assert sorted(await ledger.take_lanes(["a", "b", "c"])) == ["a", "c"]
    assert await other.take_lanes(["c"], gone=["nobody"]) == []
    assert await other.take_lanes(["c"], gone=["nobody", ledger.holder]) == ["c"]
    await other.base.close()
