"""No disguise, noise or padding lowers what a message is read as: 150 lines, each in every disguise."""

import html
import random
import string
from collections.abc import Callable

import pytest

from bot.core import safety
from bot.core.reader import Reader
from bot.core.safety import Level
from bot.model.load import load
from tests.safety.said import CONCERN, CRISIS

WORSE = {Level.NONE: 0, Level.CONCERN: 1, Level.CRISIS: 2}
ORDINARY = (
    "What time is the dogs session on Tuesday? Is the nutrition one recorded for those of us on nights? "
    "How do I sign up for MindFit and is there parking at the conference? Where do I find the sleep pack? "
)
PADDING = ORDINARY * (4_000 // len(ORDINARY))
SEEDS = 4
FALLEN_TO_TYPOS = 3
"""Of 150 lines, at most; the figures of each reader are in REPORT.md."""
ALIKE = str.maketrans("aeopcxyi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456")


def _dotted(text: str) -> str:
    return text.replace(" ", ". ")


def _with_emoji(text: str) -> str:
    return text.replace(" ", " \U0001f614 ", 2) + " \U0001f494\U0001f62d"


def typos(text: str, seed: int) -> str:
    """One letter in twenty, at least one, dropped, doubled, swapped with its neighbour or mistaken for another."""
    chance = random.Random(f"{seed} {text}")  # noqa: S311 -- a seeded choice of typos
    letters = list(text)
    places = [at for at, letter in enumerate(letters[:-1]) if letter.isalpha()]
    for at in chance.sample(places, max(1, round(len(places) / 20))):
        spoilt = chance.choice("dropped doubled swapped mistaken".split())
        if spoilt == "dropped":
            letters[at] = ""
        elif spoilt == "doubled":
            letters[at] *= 2
        elif spoilt == "swapped":
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = chance.choice(string.ascii_lowercase)
    return "".join(letters)


DISGUISES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "first letters large": str.title,
    "no punctuation": lambda text: "".join(c for c in text if c not in string.punctuation),
    "exclamations": lambda text: text + "!!!!!",
    "a full stop after every word": _dotted,
    "trailing dots": lambda text: text.replace(", ", "... ") + "...",
    "emoji": _with_emoji,
    "wide spaces": lambda text: "  " + text.replace(" ", "   "),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "homoglyphs": lambda text: text.translate(ALIKE),
    "full-width letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "leetspeak": lambda text: text.translate(str.maketrans("eioa", "310@")),
    "zero-width characters": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "bold": lambda text: f"*{text}*",
    "struck out and code": lambda text: f"~{text}~ `x`",
    "html": lambda text: f"<p><b>{html.escape(text)}</b><br></p>",
    "a mention before": lambda text: f"<@U0BOT> {text}",
    "quotes": lambda text: f"\u201c{text}\u201d",
    "a quoted line": lambda text: f"> {text}",
    "a greeting and thanks": lambda text: f"hi, {text}, thanks",
    "4,000 characters before": lambda text: PADDING + text,
    "4,000 characters after": lambda text: f"{text}. {PADDING}",
    "4,000 characters on either side": lambda text: f"{PADDING}{text}. {PADDING}",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load()


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_disguise_never_lowers_a_line(disguise: Callable[[str], str], reader: Reader) -> None:
    fallen = [line for line in CRISIS + CONCERN if _falls(line, disguise(line), reader)]
    assert fallen == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_typo_in_every_twenty_letters_lowers_hardly_a_line(seed: int, reader: Reader) -> None:
    """Wanted are none. What still falls is veiled, and its one telling word is spoilt: "I've left the oote"."""
    fallen = [spoilt for line in CRISIS + CONCERN if _falls(line, spoilt := typos(line, seed), reader)]
    assert len(fallen) <= FALLEN_TO_TYPOS, fallen


def test_every_line_is_met_before_it_is_disguised(reader: Reader) -> None:
    assert [line for line in CRISIS if safety.read(line, reader).level is not Level.CRISIS] == []
    assert [line for line in CONCERN if safety.read(line, reader).level is Level.NONE] == []


def _falls(line: str, disguised: str, reader: Reader) -> bool:
    return falls(line, safety.read(disguised, reader).level)


def falls(line: str, level: Level) -> bool:
    return WORSE[level] < WORSE[Level.CRISIS if line in CRISIS else Level.CONCERN]
