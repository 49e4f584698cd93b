"""The reader's second opinion: runs of letters and words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.ngrams import LEVEL_BUCKETS, TOPIC_BUCKETS, Ngrams, Table, from_bytes, rounded, runs, to_bytes


def a_table(buckets: int, columns: int) -> Table:
    weights = np.random.default_rng(3).normal(size=(buckets, columns)).astype(np.float32)
    return rounded(weights, np.linspace(-1, 1, columns, dtype=np.float32))


NGRAMS = Ngrams(a_table(LEVEL_BUCKETS, 3), a_table(TOPIC_BUCKETS, 5), 0.35, 0.4)


@given(st.text(max_size=300))
def test_any_text_has_runs_of_letters_and_words_that_weigh_one_each(text: str) -> None:
    found = runs(text)
    weighed = float(np.square(found.weights).sum())
    assert weighed == pytest.approx(2.0, abs=1e-3) or len(found.buckets) == 0


def test_a_disguise_leaves_the_runs_as_they_were() -> None:
    assert runs("I want to d1e").buckets.tolist() == runs("i WANT to die").buckets.tolist()


def test_the_order_of_words_matters() -> None:
    assert runs("not me you").buckets.tolist() != runs("you not me").buckets.tolist()


@given(st.text(max_size=200))
def test_what_is_pooled_are_probabilities(text: str) -> None:
    level, topic = NGRAMS.pooled(text, np.array([0.7, 0.2, 0.1], np.float32), np.full(5, 0.2, np.float32))
    assert float(level.sum()) == pytest.approx(1.0, abs=1e-5)
    assert float(topic.sum()) == pytest.approx(1.0, abs=1e-5)
    assert min(level.min(), topic.min()) > 0


def test_a_text_without_words_is_left_to_the_network_and_the_bias() -> None:
    certain = np.array([0.98, 0.01, 0.01], np.float32)
    level, _ = NGRAMS.pooled("", certain, np.full(5, 0.2, np.float32))
    assert level.argmax() == 0


def test_tables_come_back_from_their_file_as_they_were() -> None:
    back = from_bytes(to_bytes(NGRAMS))
    assert np.array_equal(back.levels.rows, NGRAMS.levels.rows)
    assert np.array_equal(back.topics.scale, NGRAMS.topics.scale)
    assert (back.level_share, back.topic_share) == (0.35, 0.4)


def test_rounding_moves_no_weight_by_more_than_half_a_step() -> None:
    weights = np.random.default_rng(5).normal(size=(50, 4)).astype(np.float32)
    table = rounded(weights, np.zeros(4, np.float32))
    assert np.all(np.abs(table.rows * table.scale - weights) <= table.scale * 0.5001)


def test_a_file_that_is_no_table_is_refused() -> None:
    with pytest.raises((ValueError, KeyError, OSError)):
        from_bytes(b"not a table")
