"""A short run of the faults: processes are killed and cut off, and nothing is doubled, lost or left untold."""

import pytest

from tests.delivery.faults.__main__ import play
from tests.delivery.faults.answers import answers
from tests.delivery.faults.scene import Script
from tests.delivery.faults.scripts import kills, scripts


def _few() -> list[Script]:
    killed = [s for s in kills(7, tries=1) if s.processes == 2]
    dropped = [s for s in answers(7) if s.row.startswith("taken") and s.database == "sqlite"]
    return [*killed, *dropped]


async def test_whatever_is_killed_or_cut_off_nothing_is_doubled_lost_or_left_untold() -> None:
    found = await play(_few())
    assert [sentence for result in found.values() for sentence in result.wrong] == []
    assert all(result.doubled == result.lost == 0 for result in found.values())
    assert sum(result.kills for result in found.values()) == 16


def test_a_run_has_two_hundred_kills_or_more() -> None:
    assert sum(script.kills for script in scripts(1)) >= 200


@pytest.mark.parametrize("kind", ["post", "find"])
def test_the_same_seed_gives_the_same_faults(kind: str) -> None:
    def met(seed: int) -> list[object]:
        return [s.plan(kind, f"C{n:06d}", 0) for s in answers(seed) for n in range(s.channels)]

    assert met(3) == met(3)
    assert met(3) != met(4)
