"""Five days in two minutes and a half, also over a change of the clocks: with kills, lost answers and clock steps.

Each morning is played at five minutes a second; then the clock is set to the next. A night at that speed would take too
long, and at a greater speed a killed process would be waited for for hours of the scene.
"""

from tests.delivery.faults.answers import LOST_ANSWERS, Sometimes
from tests.delivery.faults.process import Turn
from tests.delivery.faults.scene import Script

MORNING, SPEED = 28.0, 300.0
NIGHT = 24 * 3600 - MORNING * SPEED
WEEKS = {
    "in April": [f"2026-04-{day}" for day in range(20, 25)],
    "clocks go forward": ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"],
    "clocks go back": ["2026-10-23", "2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"],
}
CHANGED_BY = {"clocks go forward": -3600.0, "clocks go back": 3600.0}
"""Seconds by which the night of the change is longer, so that the next morning begins at the same London time."""
NAMES = ("future-response", "crisis-intervention", "data", "protests-auditors", "dangerous-dogs")


def weeks(seed: int) -> list[Script]:
    """Each week on a database of its own kind, with own posts looked up or not."""
    made = []
    faults = [fault for row in LOST_ANSWERS.values() for fault in row]
    for number, (name, days) in enumerate(WEEKS.items()):
        for readable, database in ((True, "sqlite"), (False, "postgresql")):
            row = f"a week with faults, {name}, {'looked up' if readable else 'not looked up'}"
            nights = [NIGHT] * 4
            if name in CHANGED_BY:
                nights[1] += CHANGED_BY[name]
            sessions = {session: {"day": day} for session, day in zip(NAMES, days, strict=True)}
            made.append(
                Script(row, number, seed, database, processes=2, kills=3, channels=6, days=5, delay=0.1,
                       platforms=("slack",) if readable else ("slack", "teams"),
                       plan=Sometimes(f"{seed}/{row}", faults, first=1 if not readable else 4),
                       least=5 * MORNING + 2, most=5 * MORNING + 40,
                       orders={"begins": f"{days[0]} 08:20", "speed": SPEED, "readable": readable,
                               "turns": (Turn(0, sessions),),
                               "steps": tuple((MORNING * (n + 1), by) for n, by in enumerate(nights))})
            )  # fmt: skip
    return made
