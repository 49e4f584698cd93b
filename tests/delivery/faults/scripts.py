"""Every scene of a run, from its seed."""

from tests.delivery.faults.answers import answers
from tests.delivery.faults.clocks import clocks
from tests.delivery.faults.outages import outages
from tests.delivery.faults.scene import Script
from tests.delivery.faults.weeks import weeks

TRIES = 4


def scripts(seed: int) -> list[Script]:
    """All of them, the longest first."""
    return [*weeks(seed), *outages(seed), *answers(seed), *clocks(seed), *kills(seed)]


def kills(seed: int, tries: int = TRIES) -> list[Script]:
    """kill -9 at random moments, in one, two and three processes, on both databases, looked up again or not."""
    made = []
    for database in ("sqlite", "postgresql"):
        for processes in (1, 2, 3):
            for readable in (True, False):
                row = f"killed, {database}, {processes} at once, {'looked up' if readable else 'not looked up'}"
                made += [
                    Script(
                        row,
                        number,
                        seed,
                        database=database,
                        processes=processes,
                        kills=(3, 4, 6)[processes - 1],
                        platforms=("slack",) if readable else ("slack", "teams"),
                        orders={"readable": readable},
                    )
                    for number in range(tries)
                ]
    return made
