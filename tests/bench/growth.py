"""How answering grows: all of Signpost, and its matcher beside other libraries, with made-up entries besides ours.

How well each of them answers stands, beside the same costs, in tests/answers/REPORT.md.
"""

import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import time

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.exchange import Exchange
from bot.model.load import load as load_reader
from tests.bench import libraries, material
from tests.bench.load import Figures

SIZES, QUICK = (60, 600, 6_000, 60_000), (60, 600)
LARGE = 6_000
AT_ANY_SIZE = "bm25s"
"""Of the libraries, only this one indexes more than ``LARGE`` in the time a bench may take."""
QUESTIONS = 200


def answering(sizes: tuple[int, ...]) -> dict[str, Figures]:
    """Everything between a question and its reply, danger read as well; each size in a process of its own."""
    return {f"{size:,}": _apart(size) for size in sizes}


def beside(sizes: tuple[int, ...]) -> dict[str, Figures]:
    """The matcher alone and each library that there is, by name and size."""
    found = {
        f"{name}, {size:,}": libraries.measured(name, size)
        for size in sizes
        for name in (libraries.OURS, *libraries.LIBRARIES)
        if size <= LARGE or name in (libraries.OURS, AT_ANY_SIZE)
    }
    return {name: figures for name, figures in found.items() if figures is not None}


def reload() -> Figures:
    """The processor's seconds for indexing what is shipped, and for indexing it again with one ask more."""
    reader = load_reader()
    knowledge = load(material.ROOT / "knowledge", material.ROOT / "schedules")
    began = time.process_time()
    answerer = Answerer.build(knowledge, reader)
    first = time.process_time() - began
    one, *rest = knowledge.entries
    edited = (one.model_copy(update={"asks": (*one.asks, "an ask that was not there before")}), *rest)
    began = time.process_time()
    Answerer.build(knowledge.model_copy(update={"entries": edited}), reader, answerer)
    return {"CPU s at first": first, "CPU s after an edit": time.process_time() - began}


def _apart(size: int) -> Figures:
    command = [sys.executable, "-m", "tests.bench.growth", str(size)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


def main(size: int) -> None:
    """Print the figures of one base as JSON."""
    reader = load_reader()
    knowledge = load(material.ROOT / "knowledge", material.ROOT / "schedules")
    knowledge = knowledge.model_copy(update={"entries": (*knowledge.entries, *material.entries(size))})
    began, used = time.perf_counter(), time.process_time()
    answerer = Answerer.build(knowledge, reader)
    indexing, indexed = time.perf_counter() - began, time.process_time() - used
    exchange = Exchange(lambda: answerer, reader, lambda: dt.datetime.now(dt.UTC))
    times = []
    for row in material.questions()[:QUESTIONS]:
        asked = time.process_time()
        exchange.reply(Question(row["q"]), dt.datetime.fromisoformat(row["now"]))
        times.append(1000 * (time.process_time() - asked))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"CPU ms a question": statistics.median(times), "indexing s": indexing, "indexing CPU s": indexed}
    print(json.dumps(figures | {"MB": memory}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
