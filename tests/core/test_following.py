"""Follow-ups are said in full before they are matched."""

import pytest

from bot.core.following import in_full, leads_on, may_follow, points_back, turns_away


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("how do i sign up for it?", "how do i sign up for MindFit Cop?"),
        ("who sends them", "who sends MindFit Cop"),
        ("what does that cost", "what does MindFit Cop cost"),
        ("how often?", "how often MindFit Cop"),
        ("whats its address", "whats MindFit Cop's address"),
    ],
)
def test_a_follow_up_is_said_in_full(text: str, full: str) -> None:
    assert in_full(text, "MindFit Cop") == full


@pytest.mark.parametrize("text", ["how long is it", "who sends them", "and the number again", "how often", "where"])
def test_what_leans_on_the_last_answer_may_follow(text: str) -> None:
    assert may_follow(text)


def test_a_whole_question_does_not_follow() -> None:
    assert not may_follow("can you tell me what time the session about dangerous dogs starts on Friday")


def test_that_before_a_noun_does_not_point_back() -> None:
    assert not points_back("is that session free")


def test_instead_turns_away_from_what_was_spoken_of() -> None:
    assert turns_away("or something to read instead")


def test_and_leads_on() -> None:
    assert leads_on("and by the second?")
