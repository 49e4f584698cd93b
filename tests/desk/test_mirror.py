"""The picture of a message is made from the JSON that is sent, and lets nothing a person typed become HTML."""

import pytest

from bot.core import pinned
from bot.core.replies import About, Choice, Kind, Link, Reply, Section
from bot.desk import mirror
from bot.platforms import slack_blocks, teams_cards

REPLY = Reply(
    kind=Kind.ANSWER,
    title="First on the scene: dangerous dogs",
    sections=(Section("Friday 24 April, 2pm to 2:45pm\nFree & online <for> everyone", "When"),),
    links=(Link("Oscar Kilo", "https://www.oscarkilo.org.uk"),),
    choices=(Choice("How do I join?", "session:dangerous-dogs:session-join"),),
    footer=pinned.footer(),
    summary="Session times",
)


def _shown(look: str, reply: Reply) -> str:
    return mirror.slack(slack_blocks.render(reply)) if look == "slack" else mirror.teams(teams_cards.render(reply))


@pytest.mark.parametrize("look", ["slack", "teams"])
def test_every_part_of_a_reply_is_in_the_picture(look: str) -> None:
    shown = _shown(look, REPLY)
    for part in (
        "dangerous dogs",
        "When",
        "2pm to 2:45pm",
        "How do I join?",
        "https://www.oscarkilo.org.uk",
        pinned.NUMBER,
    ):
        assert part in shown


@pytest.mark.parametrize("look", ["slack", "teams"])
def test_text_is_shown_as_text_and_not_as_html(look: str) -> None:
    shown = _shown(look, REPLY)
    assert "&lt;for&gt;" in shown
    assert "<for>" not in shown


@pytest.mark.parametrize("look", ["slack", "teams"])
def test_a_button_carries_what_it_asks_for(look: str) -> None:
    assert 'data-action="session:dangerous-dogs:session-join"' in _shown(look, REPLY)


@pytest.mark.parametrize("look", ["slack", "teams"])
@pytest.mark.parametrize("about", list(About))
def test_the_crisis_reply_shows_its_number_and_999(look: str, about: About) -> None:
    shown = _shown(look, pinned.crisis_reply(about))
    assert pinned.NUMBER in shown
    assert "999" in shown


def test_a_block_it_does_not_know_is_refused_and_not_left_out() -> None:
    with pytest.raises(ValueError, match="video"):
        mirror.slack([{"type": "video"}])
    with pytest.raises(ValueError, match="Media"):
        mirror.teams({"body": [{"type": "Media"}]})


@pytest.mark.parametrize("look", ["slack", "teams"])
def test_a_button_that_carries_words_shows_only_what_it_asks_for(look: str) -> None:
    offer = Reply(
        Kind.ANSWER,
        (Section("This is what would be sent:"),),
        pinned.footer(),
        "Signpost",
        choices=(Choice("Send it", "forward:send"),),
        forward="who won the cup",
    )
    assert 'data-action="forward:send"' in _shown(look, offer)
