"""What a lead is told of an answer is what decided it."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.asking import understand
from bot.core.explaining import Explanation, Part, explain
from bot.core.wording import LONDON_ZONE

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 4, 20, 9, 0, tzinfo=LONDON_ZONE)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer.build(load(ROOT / "knowledge", ROOT / "schedules"))


def _explained(answerer: Answerer, text: str, force: str | None = None) -> Explanation:
    return explain(answerer, understand(text, answerer.knowledge.schedule, answerer.names, NOW), force)


def test_the_shares_are_those_of_the_ranking(answerer: Answerer) -> None:
    asked = understand("how do I get on mindfit", answerer.knowledge.schedule, answerer.names, NOW)
    ranking = answerer.matcher.rank(asked)
    explained = explain(answerer, asked, None)
    assert [(one.candidate.id, one.share) for one in explained.weighed] == [
        (match.id, match.score) for match in ranking.matches[:5]
    ]
    assert explained.declined == ranking.declined


def test_the_points_of_the_likelier_are_more(answerer: Answerer) -> None:
    first, second, *_ = _explained(answerer, "how do I get on the mindfit course").weighed
    assert sum(reason.points for reason in first.reasons) > sum(reason.points for reason in second.reasons)


def test_an_ask_itself_is_its_own_nearest(answerer: Answerer) -> None:
    entry = answerer.knowledge.entry("mindfit")
    assert entry is not None
    best = _explained(answerer, entry.asks[1]).weighed[0]
    assert best.nearest == entry.asks[1]
    assert best.alike == pytest.approx(1, abs=0.01)


def test_without_a_reader_nothing_is_said_of_meanings(answerer: Answerer) -> None:
    parts = {reason.part for reason in _explained(answerer, "sleep").weighed[0].reasons}
    assert parts <= {Part.WORDS, Part.TITLE, Part.SESSION, Part.ASK}


def test_an_ask_word_for_word_reaches_the_entry_it_was_written_for(answerer: Answerer) -> None:
    best = _explained(answerer, "What is CPD?").weighed[0]
    assert best.candidate.id == "cpd-what"
    assert any(reason.part is Part.ASK for reason in best.reasons)


def test_what_another_force_wrote_is_never_among_the_candidates(answerer: Answerer) -> None:
    explained = _explained(answerer, "what is derbyshire doing this year", "gwent")
    assert all(one.candidate.force in (None, "gwent") for one in explained.weighed if one.share > 0)
