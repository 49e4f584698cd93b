"""Channels are looked at one after another, each seldom, and what is wrong with one is known without asking again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.knowledge import Channel
from bot.delivery.rounds import FIRST, WELL_FOR, WRONG_FOR, Rounds
from bot.errors import LedgerError
from tests.delivery.stage import Place, channel, week


@dataclass
class Asked(Place):
    """A platform that notes which channels it was asked about; some cannot be reached."""

    refusing: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    database_lost: bool = False

    async def unreachable(self, channel: Channel) -> str | None:
        self.asked.append(channel.name)
        if self.database_lost:
            raise LedgerError("The database does not answer.")
        return "Invite the bot." if channel.name in self.refusing else None


class Scene:
    """Rounds over *count* channels, at a clock that is moved by hand."""

    def __init__(self, count: int, **given: object) -> None:
        self.place = Asked(**given)  # type: ignore[arg-type]  # whatever the test gives
        self.now = 0.0
        self.rounds = Rounds({"slack": self.place}, lambda: self.now)
        self.channels: Sequence[Channel] = week(
            channels=[channel(f"C{number}") for number in range(count)]
        ).channels.channels

    async def look(self, times: int = 1, seconds: float = 2.0) -> list[str]:
        """Which channels were asked about, *times* over, *seconds* apart."""
        self.place.asked.clear()
        for _ in range(times):
            await self.rounds.look(self.channels)
            self.now += seconds
        return list(self.place.asked)


async def test_a_small_force_is_known_at_the_first_look() -> None:
    scene = Scene(FIRST - 1, refusing={"C3"})
    await scene.look()
    assert scene.rounds.wrong == ["C3: Invite the bot."]
    assert scene.rounds.reasons == {scene.channels[3].key: "Invite the bot."}


async def test_two_thousand_channels_are_asked_about_one_at_a_time() -> None:
    scene = Scene(2_000)
    assert len(await scene.look()) == FIRST
    assert len(await scene.look(100)) == 100


async def test_a_channel_that_is_well_is_left_alone_for_an_hour() -> None:
    scene = Scene(3)
    await scene.look()
    assert await scene.look(10, seconds=WELL_FOR / 11) == []
    scene.now += WELL_FOR / 10
    assert len(await scene.look(5)) == 3


async def test_a_mended_channel_is_known_within_minutes() -> None:
    scene = Scene(3, refusing={"C1"})
    await scene.look()
    scene.place.refusing.clear()
    scene.now += WRONG_FOR
    await scene.look()
    assert scene.rounds.wrong == []


async def test_a_channel_that_was_taken_out_of_the_file_is_no_longer_named() -> None:
    scene = Scene(3, refusing={"C1"})
    await scene.look()
    scene.channels = scene.channels[:1]
    await scene.look()
    assert scene.rounds.wrong == []


async def test_a_platform_that_is_not_configured_here_is_named() -> None:
    scene = Scene(0)
    scene.channels = week(
        channels=[channel("N", platform="teams", workspace=None, tenant="t", channel="19:x@thread.tacv2")]
    ).channels.channels
    await scene.look()
    assert scene.rounds.wrong == ["N: teams is not configured here"]


async def test_a_lost_database_is_no_reason_of_a_channels() -> None:
    scene = Scene(2, database_lost=True)
    await scene.look()
    assert scene.rounds.wrong == []
