"""What the trained reader's network alone takes of a message: the rest is what stands beside a bot without one."""

import datetime as dt
import time
from typing import Any

from bot.content.source import load as load_content
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.exchange import Exchange
from bot.model.load import load as load_reader
from tests.bench import material
from tests.bench.load import Figures

ROUNDS = 3


class _Clocked:
    """The reader's network, and the seconds of processor that it takes."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.texts, self.seconds = 0, 0.0

    def run(self, *arguments: Any) -> Any:
        began = time.thread_time()
        told = self.session.run(*arguments)
        self.seconds += time.thread_time() - began
        self.texts += 1
        return told


def encoder() -> Figures:
    """Texts a message, and milliseconds of processor for them, the best of three passes over the questions."""
    reader: Any = load_reader()
    answerer = Answerer.build(load_content(material.ROOT / "knowledge", material.ROOT / "schedules"), reader)
    exchange = Exchange(lambda: answerer, reader, lambda: dt.datetime.now(dt.UTC))
    asked, network = material.questions(), reader.session
    passes = []
    for _ in range(ROUNDS):
        reader.session = clocked = _Clocked(network)
        for row in asked:
            exchange.reply(Question(row["q"]), dt.datetime.fromisoformat(row["now"]))
        passes.append((1000 * clocked.seconds / len(asked), clocked.texts / len(asked)))
    taken, texts = min(passes)
    return {"CPU ms": taken, "texts": texts}
