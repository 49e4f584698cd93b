"""The week, in which every date and time is the real one, and a platform to post into."""

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.core.knowledge import Channels, Knowledge, Schedule
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE
from bot.delivery.deliver import Deliverer
from bot.delivery.ledger import Ledger
from bot.delivery.pacing import Limits
from bot.delivery.posting import Timing
from bot.platforms.base import UNKNOWABLE, Outcome, Sent

TODAY = {
    "id": "today",
    "at": "08:30",
    "on": "session days",
    "text": "Today, {times}: {title}\nFree, online, {length}.\nRegister here: {register}\nIt will be recorded.",
    "over": "Finished: {title}.\nWatch it: {recording}\n{no_recording}The recording goes onto Knowledge Hub.",
    "give_up_after": "3h",
}
TITLES = ("future-response", "crisis-intervention", "data", "protests-auditors", "dangerous-dogs")


def week(
    sessions: dict[str, dict[str, Any]] | None = None,
    channels: list[dict[str, Any]] | None = None,
    reminders: list[dict[str, Any]] | None = None,
    paused: str = "no",
    leads: dict[str, Any] | None = None,
) -> Knowledge:
    """The week with *sessions* changed, by id."""
    made = []
    for number, name in enumerate(TITLES):
        starts, ends = ("11:00", "11:45") if name == "data" else ("14:00", "14:45")
        session = {
            "id": name,
            "title": f"About {name}",
            "day": f"2026-04-{20 + number}",
            "starts": starts,
            "ends": ends,
        }
        made.append({**session, **(sessions or {}).get(name, {})})
    given = channels if channels is not None else [channel()]
    schedule = {
        "week": {"name": "Response policing week of action 2026", "starts": "2026-04-20", "ends": "2026-04-26"},
        "sessions": made,
        "reminders": reminders if reminders is not None else [TODAY],
    }
    return Knowledge(
        entries=(),
        aspects=(),
        crisis=None,
        forces=(),
        schedule=Schedule.model_validate(schedule),
        channels=Channels.model_validate({"paused": paused, "channels": given, "leads": leads}),
    )


def channel(named: str = "C1", **changes: Any) -> dict[str, Any]:
    """One Slack channel as YAML gives it."""
    slack = {"name": named, "platform": "slack", "workspace": "T1", "channel": named, "reminders": ["today"]}
    return {**slack, **changes}


def london(text: str) -> dt.datetime:
    """``2026-04-21 08:30`` in London."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON_ZONE)


@dataclass
class Message:
    """What stands in a channel."""

    id: str
    channel: str
    key: str
    reply: Reply
    edits: list[Reply] = field(default_factory=list)
    notices: list[Reply] = field(default_factory=list)


@dataclass
class Place:
    """A platform that remembers what it was sent; *answers* are given instead of ``Sent``, by method, one call each.

    An answer may be an exception, which is raised, or a tuple (outcome, True): then the message arrives all the same.
    """

    name: str = "slack"
    readable: bool = False
    messages: list[Message] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=itertools.count)
    delay: float = 0.0

    async def post(self, channel: Any, reply: Reply, key: str) -> Outcome:
        """Take a message."""
        message = Message(f"m{next(self.ids)}", channel.key, key, reply)
        return await self._answer("post", lambda: self.messages.append(message), message.id)

    async def edit(self, channel: Any, message: str, reply: Reply) -> Outcome:
        """Change a message."""
        return await self._answer("edit", lambda: self.find(message).edits.append(reply), message)

    async def notice(self, channel: Any, message: str, reply: Reply) -> Outcome:
        """Take a line in a thread."""
        return await self._answer("notice", lambda: self.find(message).notices.append(reply), message)

    async def find_posted(self, channel: Any, key: str, since: dt.datetime) -> Any:
        """Look for a message."""
        self.calls.append("find_posted")
        if self.answers.get("find_posted"):
            return self.answers["find_posted"].pop(0)
        if not self.readable:
            return UNKNOWABLE
        return next((m.id for m in self.messages if m.key == key and m.channel == channel.key), None)

    async def unreachable(self, channel: Any) -> str | None:
        """Everything can be reached."""
        return None

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _answer(self, call: str, arrive: Callable[[], None], message: str) -> Outcome:
        self.calls.append(call)
        await asyncio.sleep(self.delay)
        answer = self.answers[call].pop(0) if self.answers.get(call) else Sent(message)
        answer, arrives = answer if isinstance(answer, tuple) else (answer, isinstance(answer, Sent))
        if arrives:
            arrive()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def find(self, message: str) -> Message:
        """The message of that name."""
        return next(one for one in self.messages if one.id == message)


class Hands:
    """A clock to turn by hand: *now* for reminders, *seconds* for leases."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.seconds = 1000.0


class Desk:
    """A deliverer with its hands on the clock, and what it told."""

    def __init__(self, ledger: Ledger, place: Place, hands: Hands) -> None:
        self.ledger = ledger
        self.place = place
        self.hands = hands
        self.told: list[tuple[str, dict[str, Any]]] = []
        quick = Limits(posts=50, edits=1000, apart=0.0)
        self.deliverer = Deliverer(
            ledger,
            {place.name: place},
            lambda event, /, **fields: self.told.append((event, fields)),
            lambda: hands.now,
            real_now=lambda: dt.datetime(2026, 4, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=hands.seconds),
            monotonic=lambda: hands.seconds,
            limits={"slack": quick},
            timing=Timing(limit=0.5),
            calendar="https://signpost.example",
        )

    async def at(self, moment: str, knowledge: Knowledge, seconds: float = 10.0) -> None:
        """Tick at that London moment, *seconds* of real time later, and let rests pass."""
        self.hands.now = london(moment)
        self.hands.seconds += seconds
        await self.deliverer.tick(knowledge, self.hands.now)

    def events(self) -> list[str]:
        """The names of what was told."""
        return [event for event, _ in self.told]
