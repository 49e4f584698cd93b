"""Texts found by their words and letters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lexical import Lexical, Postings, folded

OWNERS = [["when is the dogs session", "what time is the dog talk"], ["who runs the week"], ["beth yw'r wythnos"]]


def likeliest(text: str) -> int:
    return int(np.argmax(Lexical.build(OWNERS).likeness(folded(text))))


@pytest.mark.parametrize(
    ("text", "owner"), [("wen is teh dogs sesion", 0), ("WHO RUNS THE WEEK?!", 1), ("beth ydi'r wythnos", 2)]
)
def test_the_nearest_text_is_found_despite_slips(text: str, owner: int) -> None:
    assert likeliest(text) == owner


def test_a_text_itself_is_wholly_alike() -> None:
    assert Lexical.build(OWNERS).likeness("who runs the week")[1] == pytest.approx(1.0, abs=1e-5)


def test_nothing_in_common_is_not_alike() -> None:
    assert not Lexical.build(OWNERS).likeness("zzz qqq").any()


def test_accents_and_apostrophes_are_folded() -> None:
    assert folded("Beth sy’n digwydd â’r cŵn?") == "beth syn digwydd ar cwn"


def test_letters_stay_inside_words() -> None:
    index = Lexical.build(OWNERS)
    assert index.letter_keys("dogs talk") == index.letter_keys("dogs") + index.letter_keys("talk")


def test_a_title_said_in_full_is_covered() -> None:
    covered = Postings.build([["the", "podcast"], ["the", "newsletter"]]).covered(["the", "podcast", "please"])
    assert covered[0] == pytest.approx(1.0)
    assert covered[1] < covered[0]


@given(st.text() | st.sampled_from([text for texts in OWNERS for text in texts]))
def test_words_whose_letters_were_kept_have_the_keys_of_any_other(text: str) -> None:
    assert Lexical.build(OWNERS).letter_keys(folded(text)) == Lexical.build([["zzz"]]).letter_keys(folded(text))


@given(st.text())
def test_likeness_is_a_share_for_any_text(text: str) -> None:
    likeness = Lexical.build(OWNERS).likeness(folded(text))
    assert ((likeness >= 0) & (likeness <= 1.0001)).all()
