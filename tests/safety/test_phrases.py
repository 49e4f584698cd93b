"""A bot without its model still hears what no rule foresaw, by weighted phrases; without those the rules stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core import phrases, safety
from bot.core.replies import About
from bot.core.safety import Level

BY_PHRASES_ALONE = (
    "I've sorted the will and told nobody why",
    "I've sat by the water with the engine off working out how cold it is",
)


@pytest.fixture
def without_phrases(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(phrases, "files", lambda _: tmp_path)
    phrases.shipped.cache_clear()
    yield
    phrases.shipped.cache_clear()


@pytest.mark.parametrize("line", BY_PHRASES_ALONE)
def test_without_a_model_phrases_hear_what_no_rule_does(line: str) -> None:
    assert safety.by_rules(line) is Level.NONE, "a rule hears it: choose another line"
    assert safety.read(line).level is not Level.NONE


@pytest.mark.parametrize(
    "line", ["when is the dogs session", "sudden death paperwork, where is the form", "printer's dead again", "cheers"]
)
def test_without_a_model_ordinary_and_work_talk_is_left_alone(line: str) -> None:
    assert safety.read(line).level is Level.NONE


def test_without_a_model_danger_to_somebody_else_is_told_apart() -> None:
    assert safety.read("he told me he has had enough and has written to his mum").about is About.OTHER


@pytest.mark.usefixtures("without_phrases")
def test_without_model_and_phrases_the_rules_stand() -> None:
    assert safety.read("I want to kill myself").level is Level.CRISIS
    assert safety.read(BY_PHRASES_ALONE[0]).level is Level.NONE


def test_a_text_has_its_words_their_neighbours_and_words_with_one_between() -> None:
    runs = {"^ i", "i sat", "sat by", "by $", "^ i sat", "i sat by", "sat by $"}
    assert phrases.phrases("I sat by") == {"i", "sat", "by"} | runs | {"^ _ sat", "i _ by", "sat _ $"}


def test_every_phrase_has_three_weights() -> None:
    weights = phrases.shipped()
    assert weights is not None
    assert "*" in weights.of
    assert len(weights.of) > 1000


def test_without_a_model_whom_the_phrases_hear_counts_beside_what_a_rule_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "heard", lambda *_: (Level.CRISIS, About.OTHER))
    line = "I can't stop crying since that job"
    assert safety.by_rules(line) is Level.CONCERN, "the rules are to find less than the phrases: choose another line"
    found = safety.read(line)
    assert (found.level, found.about) == (Level.CRISIS, About.OTHER)
