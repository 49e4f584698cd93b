"""Messages into a bot, replies out of it: one at a time, sixteen at a time, and at a steady rate."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import aiohttp

from tests.bench.rig import Bot, Peer

Made = tuple[str, bytes, dict[str, str]]
Figures = dict[str, float]
LONGEST_REPLY = 30.0


@dataclass
class Driver:
    """Sends what *make* makes of each text to *path* of a bot, and waits for the reply at *peer*."""

    http: aiohttp.ClientSession
    peer: Peer
    path: str
    make: Callable[[int, str], Made]
    texts: Sequence[str]

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._texts: Iterator[str] = itertools.cycle(self.texts)

    async def one(self, bot: Bot) -> float:
        """Milliseconds from sending to the reply's arrival."""
        where, raw, headers = self.make(next(self._numbers), next(self._texts))
        arrival = self.peer.expect(where)
        began = time.perf_counter()
        async with self.http.post(bot.url + self.path, data=raw, headers=headers) as answer:
            await answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"{bot.name} answered {answer.status}")
        return 1000 * (await asyncio.wait_for(arrival, LONGEST_REPLY) - began)

    async def alone(self, bot: Bot, count: int) -> Figures:
        """One message after another."""
        times = [await self.one(bot) for _ in range(count)]
        return {"p50 alone": statistics.median(times), "p99 alone": percentile(times, 99)}

    async def together(self, bot: Bot, count: int, at_once: int = 16) -> Figures:
        """*at_once* at a time: messages a second, and the processor's milliseconds for each, in all and in the loop."""
        left = iter(range(count))

        async def send() -> None:
            for _ in left:
                await self.one(bot)

        cpu, loop, began = bot.cpu(), bot.loop_cpu(), time.perf_counter()
        await asyncio.gather(*(send() for _ in range(at_once)))
        took = time.perf_counter() - began
        used, looped = 1000 * (bot.cpu() - cpu) / count, 1000 * (bot.loop_cpu() - loop) / count
        return {"a second": count / took, "CPU ms": used, "CPU ms, loop": looped}

    async def steadily(self, bot: Bot, rate: int, seconds: float) -> Figures:
        """*rate* a second, whether or not the replies keep up."""
        loop, sent = asyncio.get_running_loop(), []
        began = loop.time()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            sent.append(asyncio.create_task(self.one(bot)))
        times = await asyncio.gather(*sent)
        return {f"p50 at {rate}": statistics.median(times), f"p99 at {rate}": percentile(times, 99)}


def percentile(values: Sequence[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def medians(rounds: Sequence[Figures]) -> Figures:
    """The median of each figure over the rounds."""
    return {name: statistics.median([figures[name] for figures in rounds]) for name in rounds[0]}
