"""Posts what is due, mends what changed, workspace by workspace, so that none waits for another.

A tick compares what should be in the channels with what the ledger says is there. Starting up, a missed tick, a retry,
an edited file and a vanished colleague are all the same comparison.
"""

import asyncio
import datetime as dt
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping

from bot.core import posts
from bot.core.events import Tell
from bot.core.knowledge import Channel, Knowledge
from bot.core.schedule import due, london_day, missed
from bot.core.wording import LONDON_ZONE, time_words
from bot.delivery.crew import Crew
from bot.delivery.entry import Entry, State
from bot.delivery.ledger import Ledger
from bot.delivery.mending import Mend, Mender
from bot.delivery.pacing import LIMITS, Answered, Lane, Limits, Pause
from bot.delivery.posting import Look, Post, Poster, Timing
from bot.delivery.reports import Report, Reports, Telling
from bot.delivery.vigil import Vigil
from bot.errors import LedgerError
from bot.platforms.base import Platform

Job = Post | Look | Mend | Telling
PATIENCE = 8.0
"""Seconds that a tick waits for its posts; what takes longer goes on beside the next tick."""
GRACE = 2.0
"""Seconds that a lane is left to the process whose it is first, before any other takes it."""
REST = 2.0
"""Seconds in which a lane that begins nothing more has taken its last rest."""
FAILED = Pause(5.0, wide=True)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Deliverer:
    """One process's part in delivering. *now* is the reminders' clock; leases and rests are in real time.

    *calendar* is the public address under which calendar files are served, None when there is none.
    """

    def __init__(
        self,
        ledger: Ledger,
        platforms: Mapping[str, Platform],
        tell: Tell,
        now: Callable[[], dt.datetime] | None = None,
        *,
        calendar: str | None = None,
        real_now: Callable[[], dt.datetime] = _utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        limits: Mapping[str, Limits] = LIMITS,
        timing: Timing = Timing(),  # noqa: B008 -- a frozen value
        patience: float = PATIENCE,
    ) -> None:
        now = now or real_now
        self._ledger = ledger
        self._platforms = platforms
        self._tell = tell
        self._real_now = real_now
        self._monotonic = monotonic
        self._limits = limits
        self._timing = timing
        self._patience = patience
        self._vigil = Vigil(monotonic, timing.gone, timing.gap)
        self._crew = Crew(ledger.holder, monotonic, 2 * timing.gap)
        self._reports = Reports(ledger, platforms, tell, real_now, monotonic, timing.gone)
        self._poster = Poster(
            ledger,
            platforms,
            tell,
            self._reports,
            now=now,
            real_now=real_now,
            monotonic=monotonic,
            fresh=self._fresh,
            timing=timing,
            calendar=calendar,
        )
        self._mender = Mender(
            ledger, platforms, tell, now=now, real_now=real_now, limit=timing.limit, calendar=calendar
        )
        self._lanes: dict[str, Lane[Job]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._beaten = float("-inf")
        self._beating = asyncio.Lock()
        self._turn = asyncio.Lock()
        self.let_pass: Callable[[], Awaitable[None]] = _nobody
        self._closed = False

    async def tick(self, knowledge: Knowledge, now: dt.datetime) -> None:
        """See to everything that is due at *now*. Never raises: what fails is told, and seen to at a later tick."""
        try:
            await self._tick(knowledge, now)
        except LedgerError as error:
            self._tell("ledger.failed", reason=str(error))
        except Exception as error:  # noqa: BLE001 -- one bad tick must not be the last
            self._tell("tick.failed", error=type(error).__name__)

    def go_by(self, knowledge: Knowledge) -> None:
        """Go by *knowledge* at once: when it says paused, nothing more is begun."""
        self._poster.knowledge = self._mender.knowledge = knowledge
        if knowledge.channels.paused:
            for lane in self._lanes.values():
                lane.stop()

    def say(self, report: Report) -> None:
        """Tell the leads of something that the ledger does not know, once."""
        self._reports.say(report)

    async def close(self) -> None:
        """Begin nothing more, and wait for the posts in flight."""
        self._closed = True
        for lane in self._lanes.values():
            lane.stop()
        await asyncio.gather(*(lane.settled.wait() for lane in self._lanes.values()))
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=REST)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            await self._poster.write_down()
        except LedgerError as error:
            self._tell("ledger.failed", reason=str(error))

    async def _tick(self, knowledge: Knowledge, now: dt.datetime) -> None:
        self.go_by(knowledge)
        await self._fresh()
        await self._poster.write_down()
        await self._mender.write_down()
        others, beats = await self._ledger.holders(), await self._ledger.beats()
        self._crew.look(beats)
        gone = self._vigil.look(beats, others)
        await self._start(await self._jobs(knowledge, now, gone), gone, knowledge)
        settled = [asyncio.ensure_future(self._lanes[name].settled.wait()) for name in self._running]
        if settled:
            _, late = await asyncio.wait(settled, timeout=self._patience)
            for waiting in late:
                waiting.cancel()
        await self._tell_leads(knowledge, london_day(now), gone)

    async def _jobs(self, knowledge: Knowledge, now: dt.datetime, gone: frozenset[str]) -> list[Job]:
        channels = {channel.key: channel for channel in knowledge.channels.channels}
        day = london_day(now)
        today = {entry.key.channel: entry for entry in await self._ledger.rows(day, day)}
        self._count(today.values())
        jobs: list[Job] = []
        for entry in await self._ledger.claimed():
            channel = channels.get(entry.key.channel)
            if channel and channel.platform in self._platforms and self._poster.wants_look(entry, gone):
                jobs.append(Look(entry, channel))
        looked_for = {job.name for job in jobs}
        for occurrence in due(knowledge, now):
            post, before = Post(occurrence), today.get(occurrence.channel.key)
            wanted = _open(before) or (before is not None and before.state is State.GIVEN_UP)
            if wanted and occurrence.channel.platform in self._platforms and post.name not in looked_for:
                jobs.append(post)
        await self._give_up(knowledge, now, today)
        if not knowledge.channels.paused:
            jobs += await self._mender.jobs(knowledge, now, gone)
        return jobs

    def _count(self, today: Iterable[Entry]) -> None:
        states = Counter(entry.state for entry in today)
        for state in State:
            self._tell("posts.today", state=state.value, count=states[state])

    async def _give_up(self, knowledge: Knowledge, now: dt.datetime, today: Mapping[str, Entry]) -> None:
        for key, reason in await self._ledger.give_up_before(london_day(now), self._real_now()):
            self._tell("reminder.given_up", platform=key.partition(":")[0], reason=reason)
        for occurrence in missed(knowledge, now):
            entry = today.get(occurrence.channel.key)
            if occurrence.channel.platform not in self._platforms or not _open(entry):
                continue
            window = " to ".join(
                time_words(at.astimezone(LONDON_ZONE).time()) for at in (occurrence.at, occurrence.until)
            )
            why = "all posts were paused" if knowledge.channels.paused else f"nothing could be posted from {window}"
            saying = posts.told(occurrence)
            gave_up = await self._ledger.give_up(occurrence.key, saying, occurrence.at, why, self._real_now())
            if gave_up:
                self._tell("reminder.given_up", platform=occurrence.channel.platform.value, reason=gave_up)

    async def _start(self, jobs: list[Job], gone: frozenset[str], knowledge: Knowledge) -> None:
        """Begin with the lanes that are ours to take first, and then with those that nobody has taken."""
        by_lane: dict[str, list[Job]] = {}
        for job in jobs:
            by_lane.setdefault(lane_of(job.channel), []).append(job)
        for name, lane in self._lanes.items():
            lane.feed(by_lane.get(name, []))
        if not by_lane:
            return
        first = self._crew.first(lane_of(channel) for channel in knowledge.channels.channels)
        await self._take({name: todo for name, todo in by_lane.items() if name in first}, gone)
        rest = {name: todo for name, todo in by_lane.items() if name not in first}
        if rest:
            await asyncio.sleep(GRACE)
            await self._take({name: await self._still_wanted(todo) for name, todo in rest.items()}, gone)

    async def _take(self, by_lane: Mapping[str, list[Job]], gone: frozenset[str]) -> None:
        """Do what is wanted in those lanes that nobody has, or whose holder vanished."""
        wanted = [name for name, jobs in by_lane.items() if jobs and name not in self._running]
        if not wanted or self._closed:
            return
        for name in await self._ledger.take_lanes(wanted, gone):
            lane = self._lanes.get(name) or self._lane_for(name, by_lane[name][0].channel)
            lane.feed(by_lane[name])
            self._running[name] = asyncio.create_task(self._run(name, lane))

    async def _still_wanted(self, jobs: list[Job]) -> list[Job]:
        """*jobs* without the posts that others have seen to since."""
        days = {job.occurrence.day for job in jobs if isinstance(job, Post)}
        rows = await self._ledger.rows(min(days), max(days)) if days else []
        done = {
            f"{row.key.channel}/{row.key.day}" for row in rows if not _open(row) and row.state is not State.GIVEN_UP
        }
        return [job for job in jobs if not (isinstance(job, Post) and job.name in done)]

    async def _tell_leads(self, knowledge: Knowledge, today: dt.date, gone: frozenset[str]) -> None:
        """Tell the leads what no process has told them, at the pace of the lane that their channel is in."""
        telling = await self._reports.to_tell(knowledge, today)
        if telling is None:
            return
        name = lane_of(telling.channel)
        if name in self._running:
            self._lanes[name].add(telling)
        else:
            await self._take({name: [telling]}, gone)

    def _lane_for(self, name: str, channel: Channel) -> Lane[Job]:
        limits = self._limits.get(self._platforms[channel.platform].name, LIMITS["slack"])
        lane = self._lanes[name] = Lane(name, limits, self._work, self._monotonic)
        return lane

    async def _run(self, name: str, lane: Lane[Job]) -> None:
        try:
            await lane.run()
        finally:
            lane.stop()
            self._running.pop(name, None)
            try:
                await self._ledger.free_lane(name)
            except LedgerError as error:
                self._tell("ledger.failed", reason=str(error))  # it is taken again, or found to be silent

    async def _work(self, job: Job, answered: Answered) -> Pause | None:
        async with self._turn:  # one after another lets people pass, or many at once would hold them up
            await self.let_pass()
        try:
            match job:
                case Post():
                    return await self._poster.post(job.occurrence, answered)
                case Look():
                    return await self._poster.look(job.entry, job.channel)
                case Mend():
                    return await self._mender.mend(job)
                case Telling():
                    return await self._reports.tell(job)
        except LedgerError as error:
            self._tell("ledger.failed", reason=str(error))
            return FAILED
        except Exception as error:  # noqa: BLE001 -- one bad post must not stop its workspace
            self._tell("reminder.failed", platform=job.channel.platform.value, error=type(error).__name__)
            return FAILED

    async def _fresh(self) -> bool:
        """Keep this holder's heart beating; whether it has beaten lately enough for a post to be begun."""
        if self._monotonic() - self._beaten > self._timing.beat:
            async with self._beating:
                if self._monotonic() - self._beaten > self._timing.beat:
                    began = self._monotonic()
                    await self._ledger.beat()
                    self._beaten = began
        return self._monotonic() - self._beaten < self._timing.fresh


async def _nobody() -> None:
    """Nobody waits."""


def _open(entry: Entry | None) -> bool:
    return entry is None or entry.state is State.RELEASED


def lane_of(channel: Channel) -> str:
    """The workspace or tenant that limits are shared in."""
    return f"{channel.platform}:{channel.workspace or channel.tenant or ''}"
