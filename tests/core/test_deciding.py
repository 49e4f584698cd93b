"""What is done with a ranking: answered, offered as buttons, or declined."""

from bot.core.asking import Asked, By
from bot.core.deciding import Decision, decide
from bot.core.knowledge import EntryKind
from bot.core.matching import Candidate, Match, Ranking
from bot.core.moments import Moment

ASKED = Asked("perfect", "perfect", (), By.NOTHING, Moment(), says_session=False, bare=False)


def _match(name: str, kind: EntryKind, score: float) -> Match:
    return Match(Candidate(name, name, kind, False, None, (name,)), score)


def _decided(*matches: Match) -> Decision:
    return decide(Ranking(matches, 1 - sum(match.score for match in matches)), ASKED, None)


def test_what_is_surely_a_pleasantry_gets_the_likeliest_and_no_buttons() -> None:
    thanks = _match("thanks", EntryKind.SMALLTALK, 0.35)
    assert _decided(thanks, _match("praise", EntryKind.SMALLTALK, 0.3)).sure == "thanks"


def test_two_answers_as_likely_as_each_other_are_offered() -> None:
    decision = _decided(_match("one", EntryKind.ANSWER, 0.4), _match("other", EntryKind.ANSWER, 0.35))
    assert decision.sure is None
    assert [match.id for match in decision.options] == ["one", "other"]


def test_what_is_likeliest_a_near_miss_is_declined_as_that_near_miss() -> None:
    misses = (_match("speakers", EntryKind.UNKNOWN, 0.3), _match("links", EntryKind.UNKNOWN, 0.25))
    assert _decided(*misses, _match("about", EntryKind.ANSWER, 0.28)).sure == "speakers"


def test_with_nothing_likely_nothing_is_claimed() -> None:
    assert _decided(_match("one", EntryKind.ANSWER, 0.1)) == Decision(None, declined=0.9)
