"""Disguises, padding and noise never lower what a message is read as; the rules and the reader together."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core import safety
from bot.core.reader import Reader
from bot.core.replies import About
from bot.core.safety import Level
from bot.model.load import load

PLAIN = (
    "I want to kill myself",
    "I don't want to be here any more",
    "everyone would be better off without me",
    "I've taken all my tablets",
    "goodbye everyone, I'm sorry, look after my kids",
    "I'm going to end my life tonight",
)
TALK = "Thanks for the briefing this morning. The rota for next week is on the board. "


def _homoglyphs(text: str) -> str:
    return text.translate(str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441"))


def _zero_width(text: str) -> str:
    return "\u200b".join(text)


def _leet(text: str) -> str:
    return text.translate(str.maketrans("eio", "310"))


DISGUISES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "no apostrophes": lambda text: text.replace("'", ""),
    "exclamations": lambda text: text + "!!!!",
    "dots": lambda text: text.replace(" ", "... "),
    "emoji": lambda text: f"\U0001f62d {text} \U0001f494",
    "wide spaces": lambda text: text.replace(" ", "   "),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "bold markup": lambda text: f"*{text}*",
    "html": lambda text: f"<p>{text}</p>",
    "a mention before": lambda text: f"<@U0BOT> {text}",
    "homoglyphs": _homoglyphs,
    "zero-width characters": _zero_width,
    "leetspeak": _leet,
    "full-width letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "padding before": lambda text: TALK * 52 + text,
    "padding after": lambda text: f"{text}. " + TALK * 52,
    "padding round": lambda text: TALK * 40 + f"{text}. " + TALK * 40,
    "an ordinary question before": lambda text: f"when is the dogs session? {text}",
    "an ordinary question after": lambda text: f"{text}. anyway when is the dogs session",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load()


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@pytest.mark.parametrize("line", PLAIN)
def test_a_disguise_never_lowers_a_plain_sign(line: str, disguise: Callable[[str], str], reader: Reader) -> None:
    assert safety.read(disguise(line), reader).level is Level.CRISIS


@pytest.mark.parametrize("seed", range(5))
def test_one_typo_in_twenty_letters_never_hides_a_plain_sign_from_support(seed: int, reader: Reader) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a seeded choice of typos
    for line in PLAIN:
        letters = list(line)
        for at in chance.sample(range(len(letters) - 1), max(1, len(letters) // 20)):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        assert safety.read("".join(letters), reader).level is not Level.NONE, "".join(letters)


@pytest.mark.parametrize(
    "line",
    [
        "when is the crisis intervention session",
        "can I put the crisis line number on a poster",
        "dying for a brew",
        "this spreadsheet is killing me lol",
        "sudden death job on the high street, which form",
        "what is on today",
        "",
        "   ",
        "\U0001f44d",
        "I'm fine",
        "no, I'm ok now thanks",
        "all good, cheers",
    ],
)
def test_ordinary_and_work_talk_is_left_alone(line: str, reader: Reader) -> None:
    assert safety.read(line, reader).level is Level.NONE


@pytest.mark.parametrize(
    "line", ["cut a lad down last week and I can't get his face out of my head", "I can't stop crying since that job"]
)
def test_a_job_that_is_not_shaken_off_is_met_with_support(line: str, reader: Reader) -> None:
    assert safety.read(line, reader).level is not Level.NONE


def test_danger_to_somebody_else_is_told_apart(reader: Reader) -> None:
    assert safety.read("my colleague told me he wants to kill himself", reader).about is About.OTHER
    assert safety.read("I want to kill myself", reader).about is About.SELF


def test_welsh_danger_is_read_and_known_as_welsh(reader: Reader) -> None:
    read = safety.read("dwi isio lladd fy hun", reader)
    assert read.level is Level.CRISIS
    assert read.welsh


@pytest.mark.parametrize(
    "line", ["a" * 1_000_000, "no " * 333_333, "kill " * 200_000, "((((((" * 100_000, "\u200b" * 500_000]
)
def test_a_million_characters_are_read_in_bounded_time(line: str) -> None:
    began = time.process_time()
    safety.read(line)
    assert time.process_time() - began < 5, "a pattern takes more than linear time"


@pytest.mark.parametrize(
    "line",
    [
        "I have made my peace and I will be gone before the kids are up",
        "told them all how much I loved them and now there is only me left to deal with",
        "I'm a coward for still being here",
    ],
)
def test_what_only_the_trained_reader_hears_is_not_buried_by_ordinary_questions_round_it(line: str) -> None:
    reader = load()
    assert safety.by_rules(line) is Level.NONE, "a rule hears it: choose a line that needs the reader"
    asked = "Is the session on Thursday recorded and how do I get the link for it please. " * 6
    assert safety.read(f"{asked}{line}. {asked}", reader).level is Level.CRISIS


def test_a_greeting_with_much_space_after_it_hides_nothing(reader: Reader) -> None:
    line = "told them all how much I loved them and now there is only me left to deal with"
    assert safety.read(f"thanks{' ' * 100}{line}", reader).level is Level.CRISIS


@pytest.mark.parametrize("word", ["no ", "\U0001f480", "a. ", "mate, "])
@pytest.mark.parametrize("line", ["I want to kill myself", "told me he wants to kill himself"])
def test_a_word_said_on_and_on_hides_nothing(line: str, word: str, reader: Reader) -> None:
    for text in (word * 300 + line, f"{line} {word * 300}", f"{word * 300} {line}. {word * 300}"):
        assert safety.read(text, reader).level is Level.CRISIS


def test_a_word_said_on_and_on_brings_nothing_nearer_to_what_it_does_not_belong_to() -> None:
    found = safety.read("he " + "no " * 300 + "I want to kill myself")
    assert (found.level, found.about) == (Level.CRISIS, About.SELF)


def test_the_reader_denies_no_danger_that_a_rule_heard_in_later_lines(reader: Reader) -> None:
    """``later.jsonl`` was written, hard on purpose, after the reader had been trained."""
    rows = map(json.loads, (Path(__file__).parent / "later.jsonl").read_text(encoding="utf-8").splitlines())
    heard = [row["q"] for row in rows if row["level"] == "crisis" and safety.by_rules(row["q"]) is Level.CRISIS]
    assert len(heard) > 80
    assert [line for line in heard if safety.read(line, reader).level is not Level.CRISIS] == []
