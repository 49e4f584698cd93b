"""Loaded by Python itself when this folder is on PYTHONPATH: breaks Signpost from inside, again and again.

Every fault carries what a person wrote, or who wrote it, in its message, as a careless library's would. With
``SIGNPOST_TEST_LEAK`` the process also prints what it reads: then the search must find it.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import socket
import threading
import warnings
from collections.abc import Callable
from typing import Any

armed = False  # once the first message is in: the start is spared


def breaking(place: Any, name: str, every: int) -> None:
    """Make every so many calls of ``place.name`` raise, with its arguments in the message."""
    honest: Callable[..., Any] = getattr(place, name)
    calls = itertools.count(1)

    def sometimes(*arguments: Any, **options: Any) -> Any:
        if armed and next(calls) % every == 0:
            raise ValueError(f"{name} broke on {arguments!r} {options!r}")
        return honest(*arguments, **options)

    setattr(place, name, sometimes)


class Dying:
    """Raises while it is thrown away, where nobody can catch it."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __del__(self) -> None:
        raise ValueError(self.words)


def aside(words: str, number: int) -> None:
    """What goes wrong beside an answer: in a task, a thread, a destructor, a warning, a library's log."""

    async def fail() -> None:
        raise ValueError(words)

    def fail_in_a_thread() -> None:
        raise ValueError(words)

    with contextlib.suppress(RuntimeError):
        asyncio.get_running_loop().create_task(fail())
    threading.Thread(target=fail_in_a_thread).start()
    Dying(words)
    warnings.warn(f"odd words: {words}", stacklevel=1)
    library = logging.getLogger(f"some.library.{number % 5}")
    library.setLevel(logging.DEBUG)
    try:
        raise KeyError(words)
    except KeyError:
        library.exception("could not read %s", words, stack_info=True)
    library.warning("one too few for %s and %s", words)
    library.debug("read %s", words)


def install() -> None:
    """Break what is on a message's way."""
    from bot import exchange
    from bot.core import matching
    from bot.model import load
    from bot.platforms import slack_answers, slack_guard, teams_answers, teams_incoming

    breaking(matching.Matcher, "rank", 7)
    breaking(load.TrainedReader, "read", 11)
    breaking(slack_answers.Answers, "give", 13)
    breaking(teams_answers.Answers, "give", 13)
    breaking(slack_guard, "sound", 29)
    breaking(teams_incoming, "message", 31)

    honest = exchange.Exchange._replied
    read = itertools.count(1)

    def replied(self: Any, question: Any, reading: Any, now: Any) -> Any:
        global armed
        armed, number = True, next(read)
        if number % 17 == 0:
            aside(question.text, number)
        if os.environ.get("SIGNPOST_TEST_LEAK"):
            print(question.text, flush=True)
        return honest(self, question, reading, now)

    exchange.Exchange._replied = replied  # type: ignore[method-assign]


def call_home(address: str) -> None:
    """What an added line of telemetry would do: one call by name, one by address."""

    def call(host: str) -> None:
        with contextlib.suppress(OSError):
            socket.create_connection((host, 4318), timeout=2)

    for host in (address, "telemetry.example"):
        threading.Thread(target=call, args=(host,), daemon=True).start()


if os.environ.get("SIGNPOST_TEST_CALLS_HOME"):
    call_home(os.environ["SIGNPOST_TEST_CALLS_HOME"])
if os.environ.get("SIGNPOST_TEST_FAULTS"):
    install()
