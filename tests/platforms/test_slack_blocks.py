"""Replies as Slack shows them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import pinned
from bot.core.replies import Choice, Kind, Link, Reply, Section
from bot.platforms import slack_blocks, slack_limits
from tests.platforms.slack_server import shape_problems

TEXTS = st.text(max_size=300) | st.text(alphabet="<>&@!|*_ a\n", max_size=80) | st.just("word " * 2000)
CHOICES = st.builds(Choice, st.text(max_size=120), st.text(min_size=1, max_size=300))
REPLIES = st.builds(
    Reply,
    kind=st.sampled_from(Kind),
    sections=st.lists(st.builds(Section, TEXTS, st.none() | st.text(max_size=60)), max_size=70).map(tuple),
    footer=st.just(pinned.footer()),
    summary=st.text(max_size=60),
    title=st.none() | st.text(max_size=200),
    links=st.lists(st.builds(Link, st.text(max_size=40), st.just("https://a.example/?a=1&b=2")), max_size=8).map(tuple),
    choices=st.lists(CHOICES, max_size=30).map(tuple),
    note=st.none() | st.text(max_size=3000),
    forward=st.none() | TEXTS,
)  # fmt: skip


@given(REPLIES)
def test_every_reply_becomes_blocks_slack_takes_with_the_number_in_them(reply: Reply) -> None:
    blocks = slack_blocks.render(reply)
    assert shape_problems(blocks) == []
    assert pinned.NUMBER in str(blocks)


@given(REPLIES)
def test_every_reply_becomes_a_home_slack_takes(reply: Reply) -> None:
    view = slack_blocks.home(reply)
    assert shape_problems(view["blocks"], most=slack_limits.HOME_BLOCKS) == []
    assert pinned.NUMBER in str(view)


@given(REPLIES)
def test_no_text_can_mention_a_person_or_a_channel(reply: Reply) -> None:
    bare = [text for text in slack_limits.texts(slack_blocks.render(reply)) if "<https://a.example" not in text]
    assert not any("<" in text for text in [*bare, slack_blocks.fallback(reply)] if text not in _plain(reply))


def _plain(reply: Reply) -> set[str]:
    """Titles and button labels are Slack's plain text, where nothing is markup."""
    blocks = slack_blocks.render(reply)
    headers = {block["text"]["text"] for block in blocks if block["type"] == "header"}
    return headers | {
        button["text"]["text"] for block in blocks if block["type"] == "actions" for button in block["elements"]
    }


@given(REPLIES)
def test_the_text_beside_the_blocks_always_carries_the_number_and_fits(reply: Reply) -> None:
    text = slack_blocks.fallback(reply)
    assert pinned.NUMBER in text
    assert len(text) <= slack_limits.FALLBACK_TEXT


def test_a_reply_is_a_header_sections_links_buttons_note_and_footer() -> None:
    reply = Reply(
        Kind.ANSWER,
        (Section("Eight weeks & free.", "What it is"), Section("Online.")),
        pinned.footer(),
        "MindFit Cop",
        title="MindFit Cop",
        links=(Link("Oscar Kilo", "https://www.oscarkilo.org.uk"),),
        choices=(Choice("How do I join?", "entry:mindfit"),),
        note="Source: College of Policing",
    )
    blocks = slack_blocks.render(reply)
    assert [block["type"] for block in blocks] == [
        "header",
        "section",
        "section",
        "section",
        "actions",
        "context",
        "context",
    ]
    assert blocks[1]["text"]["text"] == "*What it is*\nEight weeks &amp; free."
    assert blocks[3]["text"]["text"] == "<https://www.oscarkilo.org.uk|Oscar Kilo>"
    assert blocks[4]["elements"][0]["action_id"] == "signpost:entry:mindfit"
    assert blocks[4]["elements"][0]["value"] == "entry:mindfit"
    assert blocks[-1]["elements"][0]["text"] == pinned.footer()


@pytest.mark.parametrize(
    "reply", [pinned.crisis_reply(), pinned.support_reply(), pinned.failed_reply()], ids=lambda r: r.kind.value
)
def test_the_pinned_replies_fit_as_they_are(reply: Reply) -> None:
    blocks = slack_blocks.render(reply)
    assert shape_problems(blocks) == []
    shown = "\n".join(slack_limits.texts(blocks))
    assert all(slack_blocks.escape(section.text) in shown for section in reply.sections)
    assert all(choice.label in shown for choice in reply.choices)


def test_only_the_button_that_sends_a_question_on_carries_it() -> None:
    reply = Reply(
        Kind.UNKNOWN, (Section("I don't have that."),), pinned.footer(), "Signpost",
        choices=(Choice("Send it on", "forward:offer"), Choice("Help", "help")), forward="who picked these topics",
    )  # fmt: skip
    first, second = (button["value"] for button in slack_blocks.render(reply)[1]["elements"])
    assert slack_blocks.pressed(first) == ("forward:offer", "who picked these topics")
    assert slack_blocks.pressed(second) == ("help", "")


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": "a"}, "action_id": action_id, **fields}


REFUSED: dict[str, list[dict[str, Any]]] = {
    "no blocks": [],
    "51 blocks": [section("a")] * 51,
    "13,000 characters in all": [section("a" * 2600)] * 5,
    "an empty text": [section("")],
    "a text of spaces": [section("  ")],
    "a section of 3,001": [section("a" * 3001)],
    "a section without text": [{"type": "section"}],
    "a header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "a"}}],
    "a header of 151": [{"type": "header", "text": {"type": "plain_text", "text": "a" * 151}}],
    "a context of 2,001": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "a" * 2001}]}],
    "a context of 11": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "a"}] * 11}],
    "no actions": [{"type": "actions", "elements": []}],
    "26 buttons": [{"type": "actions", "elements": [button(str(n)) for n in range(26)]}],
    "an action_id twice": [{"type": "actions", "elements": [button("a"), button("a")]}],
    "an action_id twice in two rows": [{"type": "actions", "elements": [button("a")]}] * 2,
    "an action_id of 256": [{"type": "actions", "elements": [button("a" * 256)]}],
    "a value of 2,001": [{"type": "actions", "elements": [button("a", value="v" * 2001)]}],
    "a label of 76": [{"type": "actions", "elements": [button("a", text={"type": "plain_text", "text": "a" * 76})]}],
    "a style of no kind": [{"type": "actions", "elements": [button("a", style="loud")]}],
    "an element that is no button": [{"type": "actions", "elements": [{"type": "checkboxes", "action_id": "a"}]}],
    "an unknown block": [{"type": "banner", "text": "a"}],
    "an unknown field": [{**section("a"), "colour": "red"}],
    "a block_id twice": [{**section("a"), "block_id": "b"}] * 2,
    "text that is no object": [{"type": "section", "text": "a"}],
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_slack_refuses_is_found_before_it_is_sent(case: str) -> None:
    assert slack_limits.problems(REFUSED[case])
