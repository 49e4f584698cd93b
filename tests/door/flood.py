"""Honest people beside 10,000 hostile requests a minute: how long they wait for their answer, with and without.

``make flood`` prints it. The figures are of this machine; nothing here passes or fails.
"""

import asyncio
import itertools
import statistics
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.door import callers

if TYPE_CHECKING:
    from tests.door.visit import Street

A_MINUTE = 10_000
SECONDS, EVERY = 60.0, 0.4
QUESTIONS = ("when is the dogs session", "i want to kill myself", "what is mindfit", "where do recordings go")


async def measure(there: "Street") -> dict[str, Any]:
    """Half a minute of honest people alone, then a minute of them amid the flood."""
    numbers = itertools.count(100)
    await honest(there, 5, numbers)
    alone = await honest(there, SECONDS / 2, numbers)
    crowd = asyncio.create_task(hostile(there))
    amid = await honest(there, SECONDS, numbers)
    statuses = await crowd
    return {"alone": _figures(alone), "amid": _figures(amid), "hostile": statuses}


async def hostile(there: "Street") -> dict[str, int]:
    """So many callers a minute, at a steady rate, whatever becomes of the earlier ones."""
    again = itertools.cycle(callers.everybody(there.hosts.microsoft))
    loop, statuses, sent = asyncio.get_running_loop(), Counter[str](), []

    async def one() -> None:
        caller = next(again)
        try:
            status = (await there.send(caller))[0]
        except Exception as error:  # noqa: BLE001 -- counted, whatever it is
            statuses[type(error).__name__] += 1
        else:
            statuses["as they should" if status == caller.status else f"{caller.name} got {status}"] += 1

    began, count = loop.time(), int(A_MINUTE * SECONDS / 60)
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number * SECONDS / count - loop.time()))
        sent.append(asyncio.create_task(one()))
    await asyncio.gather(*sent)
    statuses["seconds"] = round(loop.time() - began)
    return dict(statuses)


async def honest(there: "Street", seconds: float, numbers: "itertools.count[int]") -> list[float]:
    """Milliseconds from a message to the reply's arrival at Slack; one that never comes counts as thirty seconds."""
    loop, waits = asyncio.get_running_loop(), []
    end = loop.time() + seconds

    async def one(number: int) -> None:
        channel, began = f"D{number:08d}", time.perf_counter()
        await there.says(QUESTIONS[number % len(QUESTIONS)], number)
        while not any(posted["channel"] == channel for posted in there.hosts.slack.posted[-60:]):
            if time.perf_counter() - began > 30:
                break
            await asyncio.sleep(0.002)
        waits.append(1000 * (time.perf_counter() - began))

    sent = []
    while loop.time() < end:
        sent.append(asyncio.create_task(one(next(numbers))))
        await asyncio.sleep(EVERY)
    await asyncio.gather(*sent)
    return waits


def _figures(waits: list[float]) -> dict[str, float]:
    ordered = sorted(waits)
    return {
        "people": len(ordered),
        "median ms": round(statistics.median(ordered), 1),
        "p99 ms": round(ordered[len(ordered) * 99 // 100], 1),
        "slowest ms": round(ordered[-1], 1),
    }
