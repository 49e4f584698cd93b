"""A megabyte in one message, made of whatever has ever kept a reader busy: how long until it has been read?

    python -m tests.bench.redos       (part of make bench)

Reading is all that is done before an answer goes out: the platform's own markup taken out, danger read in what that
leaves by the rules and by the trained reader on its own thread, the question matched. The figures are of this machine;
what does not depend on it stands in tests/door/test_patterns.py.
"""

import datetime as dt
import random
import string
import time
from collections.abc import Callable

from botbuilder.schema import Activity

from bot.content.source import load
from bot.core import safety
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.core.signs import SIGNS
from bot.model.load import load as load_reader
from bot.platforms import slack_incoming, teams_incoming
from tests.bench.material import ROOT

SIZE = 1_000_000
NOW = dt.datetime(2026, 4, 21, 9, tzinfo=dt.UTC)
WANTED = 50.0
"""Milliseconds."""
_CHANCE = random.Random(1)  # noqa: S311 -- a seeded choice of noise


def _noise(letters: str, least: int, most: int, between: str) -> str:
    """Twenty thousand characters: words of *least* to *most* of *letters*, no two likely to be the same."""
    words = ("".join(_CHANCE.choices(letters, k=_CHANCE.randint(least, most))) for _ in range(20_000 // least))
    return (between.join(words) + between)[:20_000]


SHAPES = {
    "words": "i want to know when the dogs session is on thursday ",
    "one letter": "a",
    "spaces": " ",
    "new lines": "\n",
    "full stops": ".",
    "letters and full stops": "a. ",
    "spaced letters": "k i l l ",
    "spaced letters, no words": _noise(string.ascii_lowercase, 1, 1, " "),
    "half a danger": "i want to ",
    "danger": "i want to kill myself. ",
    "every sign": " ".join(line for sign in SIGNS for line in (*sign.not_when, *sign.says)),
    "denials": "i do not ever want to ",
    "masked letters": "k!ll m*s3lf ",
    "homoglyphs": "i w\u0430nt t\u043e d\u0456\u0435 ",
    "stars in words": _noise(string.ascii_lowercase + "*", 5, 5, " "),
    "digits in words": _noise(string.ascii_lowercase + "013457@$!", 7, 9, " "),
    "angle brackets": "<",
    "brackets": "(",
    "Slack mentions": "<@U0AAAAAAA|x> ",
    "Teams mentions": "<at>x",
    "open tags": '<img alt="x ',
    "addresses": "https://a.b/c ",
    "addresses, all different": _noise(string.ascii_lowercase + "./", 20, 30, " https://"),
    "ampersands": "&amp;",
    "digits": "1",
    "dates": "21/4 at 2pm ",
    "quotation marks": "'\"",
    "accents": "ŵ\u0301",
    "Welsh": "dwi ddim eisiau mynd i'r gwaith heddiw, pryd mae'r sesiwn nesaf? ",
    "marks that cover nothing": "a\u200b",
    "emoji": "💀",
    "stars": "*",
    "pronouns": "it they ",
    "joined words": _noise("iamtowanendfor", 30, 40, " "),
    "short sentences": _noise(string.ascii_lowercase, 3, 3, ". "),
    "letters": _noise(string.ascii_lowercase + " ", 1, 9, ""),
    "any letters": _noise("".join(map(chr, range(32, 0x3000))), 1, 9, ""),
    "bytes": _noise("".join(map(chr, range(32, 256))), 1, 9, ""),
    "everything": "k i l l 💀 https://a.b/c w\u0430nt k*ll 1 w4nt t0 d13, (not ) i am. <at>x</at> dwi isio &amp; ",
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
    """Milliseconds for each reader and shape, the slowest first; the best of five."""
    found = []
    trained = load_reader()
    reading = readers()
    for shape, piece in SHAPES.items():
        text = (piece * (SIZE // len(piece) + 1))[:SIZE]
        found += [(_cost(lambda read=read, text=text: read(text)), name, shape) for name, read in reading.items()]
        ruled = safety.apply_rules(text)
        found.append((_cost(lambda ruled=ruled: safety.complete(ruled, trained)), "trained reader", shape))
    return sorted(found, reverse=True)


def _cost(read: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        began = time.thread_time()
        read()
        times.append(1000 * (time.thread_time() - began))
    return min(times)


def main() -> None:
    """Print the slowest of each reader, and each shape."""
    found = measure()
    print(f"{SIZE:,} characters in one message, {len(SHAPES)} shapes; the processor's ms, the best of five")
    for reader in dict.fromkeys(reader for _, reader, _ in found):
        worst = next(row for row in found if row[1] == reader)
        print(f"  {reader:26} {worst[0]:8.1f}  {worst[2]}")
    taken = {(reader, shape): ms for ms, reader, shape in found}
    print(f"  {'danger, uncut':26} by rules  by the trained reader, on its thread (wanted: {WANTED:.0f} each)")
    for shape in dict.fromkeys(shape for _, reader, shape in found if reader == "danger, uncut"):
        print(f"  {shape:26} {taken['danger, uncut', shape]:8.1f} {taken['trained reader', shape]:8.1f}")


if __name__ == "__main__":
    main()
