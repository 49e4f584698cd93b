"""What would keep reminders from going out is said before it matters, and once."""

import datetime as dt
from dataclasses import dataclass, field

import pytest

from bot.core.knowledge import Channel, Knowledge
from bot.delivery.caretaker import Caretaker
from bot.delivery.ledger import Ledger
from bot.delivery.reports import Report
from bot.delivery.rounds import WRONG_FOR, Rounds
from tests.delivery.stage import Desk, Place, channel, london, week

INVITE = "Signpost is not in this channel: invite it with /invite @Signpost"
LEADS = channel("C9", reminders=[])
BEFORE = "2026-04-17 09:00"


@dataclass
class Doors(Place):
    """A platform with channels that the bot was not invited to."""

    shut: set[str] = field(default_factory=set)

    async def unreachable(self, channel: Channel) -> str | None:
        return INVITE if channel.channel in self.shut else None


class Scene:
    """A caretaker over two channels, at a clock that is moved by hand."""

    def __init__(self, ledger: Ledger) -> None:
        self.seconds = 0.0
        self.place = Doors(shut={"C1"})
        self.told: list[tuple[str, str]] = []
        self.said: list[Report] = []
        rounds = Rounds({"slack": self.place}, lambda: self.seconds)
        self.caretaker = Caretaker(rounds, ledger, self.said.append, self._tell)

    def _tell(self, event: str, /, **fields: object) -> None:
        self.told.append((event, str(fields.get("channel"))))

    async def look(self, knowledge: Knowledge, at: str = BEFORE) -> None:
        await self.caretaker.look(knowledge, london(at))
        self.seconds += WRONG_FOR + 1


def _two(**changes: object) -> Knowledge:
    return week(channels=[channel("C1"), channel("C2")], leads=LEADS, **changes)  # type: ignore[arg-type]


async def test_a_channel_out_of_reach_is_logged_and_kept_for_the_list_of_reminders(ledger: Ledger) -> None:
    scene = Scene(ledger)
    await scene.look(_two())
    await scene.look(_two())
    assert scene.told == [("channel.unreachable", "slack:T1:C1")]
    assert await ledger.unreached() == {"slack:T1:C1": INVITE}


async def test_once_it_can_be_reached_nothing_is_left_of_it(ledger: Ledger) -> None:
    scene = Scene(ledger)
    await scene.look(_two())
    scene.place.shut.clear()
    await scene.look(_two())
    assert scene.told[-1] == ("channel.reached", "slack:T1:C1")
    assert await ledger.unreached() == {}


async def test_the_leads_are_told_what_to_do_before_the_week_and_not_after_it(ledger: Ledger) -> None:
    scene = Scene(ledger)
    await scene.look(_two(), "2026-04-27 09:00")
    assert scene.said == []
    await scene.look(_two())
    assert [(one.channel, one.says) for one in scene.said] == [("C1", f"Reminders cannot be posted: {INVITE}.")]


async def test_the_leads_are_told_the_same_once(desk: Desk) -> None:
    rounds = Rounds({"slack": Doors(shut={"C1"})}, lambda: 0.0)
    caretaker = Caretaker(rounds, desk.ledger, desk.deliverer.say, lambda *_, **__: None)
    for minute in (0, 10, 20):
        await caretaker.look(_two(), london(BEFORE))
        await desk.at(f"2026-04-17 09:{minute:02}", _two(), 400)
    assert [message.reply.text.count("/invite @Signpost") for message in desk.place.messages] == [1]


@pytest.mark.parametrize(
    ("days_left", "times"), [([31], 0), ([30, 29, 8], 1), ([30, 7, 6, 2], 2), ([8, 7, 1], 3), ([1, 0, -3], 2)]
)
async def test_a_secret_is_told_a_month_a_week_and_a_day_before_it_expires(
    ledger: Ledger, days_left: list[int], times: int
) -> None:
    scene, expires = Scene(ledger), dt.date(2026, 4, 30)
    for left in days_left:
        says = f"It expires in {left} days." if left <= 30 else None
        scene.caretaker.secret("MicrosoftAppPassword", expires, expires - dt.timedelta(days=left), says)
    assert len({report.about for report in scene.said}) == times
