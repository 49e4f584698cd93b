"""Clocks that are wrong, are put right, and change with the seasons; and processes that sleep."""

from tests.delivery.faults.process import Turn
from tests.delivery.faults.scene import Script

HOUR = 3600.0


def clocks(seed: int) -> list[Script]:
    """Steps forwards and back, both changes of the clocks, and processes that are stopped and go on."""
    made = []
    for number, database in enumerate(("sqlite", "postgresql")):
        steps = {
            "clock set forwards": ((0.4, HOUR), (3.0, 4 * HOUR), (6.0, -5 * HOUR)),  # past the time of every post
            "clock set back": ((0.4, -2 * HOUR), (4.0, 2.5 * HOUR), (8.0, -24 * HOUR), (11.0, 24 * HOUR)),
        }
        made += [
            Script(row, number, seed, database, processes=2, kills=1, orders={"steps": how}, least=how[-1][0] + 2)
            for row, how in steps.items()
        ]
        made += [
            Script(f"stopped and continued, {'looked up' if readable else 'not looked up'}", number, seed, database,
                   processes=2, pauses=2, platforms=("slack",) if readable else ("slack", "teams"),
                   orders={"readable": readable})
            for readable in (True, False)
        ]  # fmt: skip
        for row, days in (
            ("clocks go forward", ("2026-03-28", "2026-03-29", "2026-03-30")),
            ("clocks go back", ("2026-10-24", "2026-10-25", "2026-10-26")),
        ):
            names = ("future-response", "crisis-intervention", "data")
            sessions = {name: {"day": day} for name, day in zip(names, days, strict=True)}
            made.append(
                Script(row, number, seed, database, processes=2, days=3, channels=6, delay=0.02, least=16, orders={
                    "begins": f"{days[0]} 07:50", "speed": 4 * HOUR, "turns": (Turn(0, sessions),), "tick": 0.1,
                })
            )  # fmt: skip
    return made
