"""What takes milliseconds is done beside the loop: the most urgent first, and nobody waits long for one that hangs."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot import worker
from bot.worker import Urgency, Worker


@pytest.fixture
def thread() -> Iterator[Worker]:
    """A worker whose thread ends with the test."""
    made = Worker(threads=1)
    yield made
    made.close()


async def _held_up(thread: Worker) -> threading.Event:
    """Keep *thread* busy until the event is set."""
    begun, go = threading.Event(), threading.Event()
    thread.put(lambda: (begun.set(), go.wait(30)), Urgency.DANGER)
    await asyncio.to_thread(begun.wait, 30)
    return go


async def test_the_most_urgent_is_done_first(thread: Worker) -> None:
    done: list[Urgency] = []
    go = await _held_up(thread)
    waiting = [thread.put(lambda one=one: done.append(one), one) for one in reversed(Urgency)]
    go.set()
    await asyncio.gather(*waiting)
    assert done == list(Urgency)


async def test_an_answer_lets_so_many_be_read_first_and_no_more(
    monkeypatch: pytest.MonkeyPatch, thread: Worker
) -> None:
    monkeypatch.setattr(worker, "READ_FIRST", 3)
    done: list[int] = []
    go = await _held_up(thread)
    waiting = [thread.put(lambda n=n: done.append(-n), Urgency.ANSWER) for n in (1, 2)]
    waiting += [thread.put(lambda n=n: done.append(n), Urgency.UNREAD) for n in range(1, 7)]
    go.set()
    await asyncio.gather(*waiting)
    assert done == [1, 2, -1, 3, 4, 5, -2, 6]


async def test_two_threads_do_two_things_at_once() -> None:
    both, thread = threading.Barrier(2), Worker(threads=2)
    await asyncio.gather(*(thread.put(lambda: both.wait(30), Urgency.UNREAD) for _ in range(2)))
    thread.close()


async def test_what_it_raises_reaches_whoever_waits(thread: Worker) -> None:
    def breaks() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError):
        await thread.patiently(thread.put(breaks, Urgency.ANSWER))


async def test_what_nobody_waits_for_any_more_is_not_done(thread: Worker) -> None:
    done: list[str] = []
    go = await _held_up(thread)
    thread.put(lambda: done.append("cancelled"), Urgency.UNREAD).cancel()
    last = thread.put(lambda: done.append("last"), Urgency.ANSWER)
    go.set()
    await last
    assert done == ["last"]


async def test_after_one_that_hangs_the_next_is_done_by_another_thread(
    monkeypatch: pytest.MonkeyPatch, thread: Worker
) -> None:
    monkeypatch.setattr(worker, "STUCK", 0.1)
    go = await _held_up(thread)
    with pytest.raises(TimeoutError):
        await thread.patiently(thread.put(threading.get_ident, Urgency.UNREAD))
    assert await thread.patiently(thread.put(lambda: "done", Urgency.UNREAD)) == "done"
    go.set()


async def test_one_that_hangs_is_given_up_while_others_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "STUCK", 0.1)
    thread, go = Worker(threads=2), threading.Event()
    hanging = asyncio.create_task(thread.patiently(thread.put(lambda: go.wait(30), Urgency.UNREAD)))
    for _ in range(20):
        await thread.put(lambda: threading.Event().wait(0.02), Urgency.UNREAD)
    with pytest.raises(TimeoutError):
        await hanging
    both = threading.Barrier(2)
    await asyncio.gather(*(thread.put(lambda: both.wait(30), Urgency.UNREAD) for _ in range(2)))
    go.set()
    thread.close()


async def test_threads_that_hang_do_not_become_more_and_more(monkeypatch: pytest.MonkeyPatch, thread: Worker) -> None:
    monkeypatch.setattr(worker, "STUCK", 0.01)
    before, go = threading.active_count(), threading.Event()
    for _ in range(worker.MOST_STUCK + 5):
        with pytest.raises(TimeoutError):
            await thread.patiently(thread.put(lambda: go.wait(30), Urgency.UNREAD))
    assert threading.active_count() - before <= worker.MOST_STUCK + 1
    go.set()


async def test_a_long_queue_is_no_reason_to_give_up(monkeypatch: pytest.MonkeyPatch, thread: Worker) -> None:
    monkeypatch.setattr(worker, "STUCK", 0.1)
    waiting = [thread.put(lambda: threading.Event().wait(0.02), Urgency.UNREAD) for _ in range(20)]
    assert await thread.patiently(waiting[-1]) is False
