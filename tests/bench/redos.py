"""A megabyte in one message, in every shape that has ever kept a reader busy: how long until it has been read?

    python -m tests.bench.redos       (part of make bench)

Reading is all that is done before an answer goes out: the platform's own markup taken out, danger read in what that
leaves, the question matched. The figures are of this machine; what does not depend on it stands in
tests/door/test_patterns.py.
"""

import datetime as dt
import time
from collections.abc import Callable

from botbuilder.schema import Activity

from bot.content.source import load
from bot.core import safety
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.platforms import slack_incoming, teams_incoming
from tests.bench.material import ROOT

SIZE = 1_000_000
NOW = dt.datetime(2026, 4, 21, 9, tzinfo=dt.UTC)
SHAPES = {
    "words": "i want to know when the dogs session is on thursday ",
    "one letter": "a",
    "spaces": " ",
    "new lines": "\n",
    "full stops": "a. ",
    "spaced letters": "k i l l ",
    "half a danger": "i want to ",
    "danger": "i want to kill myself. ",
    "denials": "i do not ever want to ",
    "masked letters": "k!ll m*s3lf ",
    "angle brackets": "<",
    "Slack mentions": "<@U0AAAAAAA|x> ",
    "Teams mentions": "<at>x",
    "open tags": '<img alt="x ',
    "addresses": "https://a.b/c ",
    "ampersands": "&amp;",
    "digits": "1",
    "dates": "21/4 at 2pm ",
    "quotation marks": "'\"",
    "accents": "ŵ\u0301",
    "marks that cover nothing": "a\u200b",
    "emoji": "💀",
    "stars": "*",
    "pronouns": "it they ",
}


def readers() -> dict[str, Callable[[str], object]]:
    """What a message goes through, by name."""
    answerer = Answerer.build(load(ROOT / "knowledge", ROOT / "schedules"), None)
    calm = safety.Reading(safety.Level.NONE)

    def from_slack(text: str) -> str:
        return slack_incoming.plain(text, "U0BOT")

    def from_teams(text: str) -> str:
        return teams_incoming.typed(Activity(type="message", text=text))

    return {
        "Slack's markup": from_slack,
        "Teams' markup": from_teams,
        "from Slack, danger and all": lambda text: safety.read(from_slack(text), None),
        "from Teams, danger and all": lambda text: safety.read(from_teams(text), None),
        "danger, uncut": lambda text: safety.read(text, None),
        "answer": lambda text: answerer.answer(Question(text), calm, NOW, None),
    }


def measure() -> list[tuple[float, str, str]]:
    """Milliseconds for each reader and shape, the slowest first; the best of three."""
    found = []
    for reader, read in readers().items():
        for shape, piece in SHAPES.items():
            text = (piece * (SIZE // len(piece) + 1))[:SIZE]
            times = []
            for _ in range(3):
                began = time.thread_time()
                read(text)
                times.append(1000 * (time.thread_time() - began))
            found.append((min(times), reader, shape))
    return sorted(found, reverse=True)


def main() -> None:
    """Print the slowest."""
    found = measure()
    print(f"{SIZE:,} characters in one message, {len(SHAPES)} shapes; the processor's ms, the slowest of each reader")
    for reader in readers():
        worst = next(row for row in found if row[1] == reader)
        print(f"  {reader:26} {worst[0]:8.1f}  {worst[2]}")


if __name__ == "__main__":
    main()
