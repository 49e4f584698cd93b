"""Writes REPORT.md: how often the answer is right, an honest 'I don't know', or wrong. ``make answers-report``
runs it.

The development questions lie outside the project, in ../shared/exam; without them only the blind set is
reported, and of that totals only: nobody who works on the answers reads its lines.
"""

import datetime as dt
import json
import resource
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content.source import load as load_content
from bot.core import weighing
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.core.reader import Reader
from bot.core.replies import Kind, Reply
from bot.core.wording import LONDON_ZONE
from bot.exchange import Exchange
from bot.model.load import load as load_reader
from tests.answers import baselines

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAM = HERE.parents[2] / "shared" / "exam" / "questions.jsonl"
Rows = list[dict[str, Any]]


def main() -> None:
    began = time.perf_counter()
    reader = load_reader()
    loaded = time.perf_counter()
    knowledge = load_content(ROOT / "knowledge", ROOT / "schedules")
    answerers: dict[str, tuple[Answerer, Reader | None]] = {
        "words and letters alone": (Answerer.build(knowledge, None), None),
    }
    indexing = time.perf_counter()
    answerers["with the trained reader"] = (Answerer.build(knowledge, reader), reader)
    built = time.perf_counter()
    columns = "right|honest unknowns|small talk|confidently wrong|whole conversations|ms".split("|")
    parts = [_OPENING, f"| questions | answered by | {' | '.join(columns)} |", "|" + "---|" * (len(columns) + 2)]
    for name, rows in _sets():
        for who, (answerer, with_reader) in answerers.items():
            parts.append(f"| {name} | {who} | {' | '.join(_graded(rows, answerer, with_reader))} |")
    parts += _ablation(*answerers["with the trained reader"])
    parts += baselines.table(
        dict(_sets()),
        answerers["with the trained reader"][0],
        lambda rows, answerer: [(row["kind"], verdict) for row, verdict, _ in _judged(rows, answerer, reader)],
    )
    entries = len(knowledge.entries) + len(knowledge.aspects)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parts.append(
        f"\nLoading the reader took {loaded - began:.2f} s, indexing {entries} entries with it "
        f"{built - indexing:.2f} s; the process held {memory:.0f} MB.\n"
    )
    parts.append(_ENDING)
    (HERE / "REPORT.md").write_text("\n".join(parts) + "\n", encoding="utf-8")


_WITHOUT = {
    "nothing left out": (),
    "without the reader's vote for a topic": (0,),
    "without meaning (the nearest ask)": (2, 5),
    "without words and letters": (3, 4, 6),
    "without what is said of sessions and days": (7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    "vote alone": (2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    "meaning alone": (0, 1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
}
"""Columns of evidence (``bot/core/weighing.py``) that are left out; the other weights stay as they are."""


def _ablation(answerer: Answerer, reader: Reader | None) -> Iterator[str]:
    columns = "right|honest unknowns|small talk|confidently wrong|whole conversations|ms".split("|")
    yield f"\n## What each kind of evidence brings\n\n| blind | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}"
    whole = weighing.READ
    for name, gone in _WITHOUT.items():
        kept = whole.speaks_for.copy()
        kept[list(gone)] = 0.0
        weighing.READ = weighing.Weights(kept, whole.speaks_against)
        yield f"| {name} | {' | '.join(_graded(dict(_sets())['blind'], answerer, reader))} |"
    weighing.READ = whole


def _sets() -> Iterator[tuple[str, Rows]]:
    if EXAM.exists():
        rows = _rows(EXAM)
        for half in "ab":
            yield (
                f"development, half {half}",
                [r for r in rows if "conversation" in r or (sum(map(ord, r["id"])) % 2 == 1) == (half == "b")],
            )
    yield "blind", _rows(HERE / "blind.jsonl")
    if (HERE / "blind-2.jsonl").exists():
        yield "blind, second", _rows(HERE / "blind-2.jsonl")
    if (HERE / "blind-3.jsonl").exists():
        yield "blind, third", _rows(HERE / "blind-3.jsonl")
    if (HERE / "blind-4.jsonl").exists():
        yield "blind, fourth", _rows(HERE / "blind-4.jsonl")


def _rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _graded(rows: Rows, answerer: Answerer, reader: Reader | None) -> list[str]:
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    talks: dict[str, bool] = {}
    times = []
    for row, verdict, took in _judged(rows, answerer, reader):
        times.append(took)
        verdicts[row["kind"]][verdict] += 1
        if talk := _talk(row):
            talks[talk] = talks.get(talk, True) and verdict == "pass"
    shares = [
        f"{100 * verdicts[kind]['pass'] / max(1, verdicts[kind].total()):.1f}% of {verdicts[kind].total()}"
        for kind in ("answer", "refuse", "smalltalk")
    ]
    wrong = 100 * sum(counter["wrong"] for counter in verdicts.values()) / len(rows)
    return [*shares, f"{wrong:.1f}%", f"{sum(talks.values())} of {len(talks)}", f"{statistics.median(times):.1f}"]


def _judged(rows: Rows, answerer: Answerer, reader: Reader | None) -> Iterator[tuple[dict[str, Any], str, float]]:
    """Each row with its verdict and the milliseconds its answer took."""
    exchange = Exchange(lambda: answerer, reader, lambda: dt.datetime.now(LONDON_ZONE))
    for row in rows:
        now = dt.datetime.fromisoformat(row["now"])
        for earlier in row.get("before", ()):
            exchange.reply(Question(earlier, conversation=_talk(row)), now)
        began = time.perf_counter()
        reply = exchange.reply(Question(row["q"], conversation=_talk(row)), now)
        took = 1000 * (time.perf_counter() - began)
        yield row, judge(row, reply), took


def _talk(row: dict[str, Any]) -> str | None:
    """The conversation that *row* is of, or that it ends after what was said *before*."""
    return row.get("conversation") or (row["id"] if row.get("before") else None)


def judge(row: dict[str, Any], reply: Reply) -> str:
    """``pass``, ``miss`` (no answer where there is one) or ``wrong`` (an answer that is not right)."""
    said = plain(reply.text)
    has = all(any(plain(option) in said for option in options) for options in row["must"])
    clean = not any(plain(bad) in said for bad in row["must_not"])
    if row["kind"] == "refuse":
        if reply.kind is Kind.UNKNOWN:
            return "pass" if clean else "wrong"
        return "wrong" if reply.kind is Kind.ANSWER else "miss"
    right = has and clean
    if row["kind"] == "smalltalk":
        return "pass" if right and reply.kind in (Kind.SMALLTALK, Kind.ANSWER) else "miss"
    if reply.kind in (Kind.ANSWER, Kind.SMALLTALK):
        return "pass" if right else "wrong"
    return "pass" if right and reply.kind is Kind.SUPPORT else "miss"


def plain(text: str) -> str:
    """Small letters, straight quotes and hyphens, single spaces."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("–", "-"), ("—", "-"), ("\u00a0", " "), ("*", ""), ("_", "")):
        text = text.replace(curly, straight)
    return " ".join(text.lower().split())


_OPENING = """# How often the answer is right

Made by `make answers-report`; the figures are of the files in this commit. Half a was looked at while building;
believe half b, and the blind sets more: the fourth most, of which nothing was known when the code was last changed.
Conversations stand in both halves. A choice of buttons counts as not right.
"""
_ENDING = """Wanted: 97% right, 95% honest unknowns, 95% small talk, at most 2% confidently wrong, 90% of conversations
whole, 5 ms. What falls short on the development questions one may look at: who the sessions are for, against who holds
them; a request that could be for a link or for how to register; near misses that share their words with an answer (who
presents the podcast, a week for control rooms, 'where is my tutor today')."""

if __name__ == "__main__":
    main()
