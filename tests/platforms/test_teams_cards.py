"""Reply -> Adaptive Card: valid by the schema, and by what the schema does not see."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import pinned
from bot.core.replies import About, Choice, Kind, Link, Reply, Section
from bot.desk import mirror
from bot.platforms import teams_cards as cards
from bot.platforms import teams_limits as limits

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "schemas"
FULL = Reply(
    Kind.ANSWER,
    (Section("It is at 2pm.\n- Free\n- Online", "When"), Section("Register *here*.", "How")),
    pinned.footer(),
    "Signpost has answered.",
    title="First on the scene: crisis intervention",
    links=(Link("Oscar Kilo", "https://www.oscarkilo.org.uk"), Link("Add to calendar", "http://127.0.0.1:3978/c.ics")),
    choices=(Choice("When", "a"), Choice("Who", "b"), Choice("I'd rather text or talk to someone else", "c")),
    note="Source: College of Policing.",
)
REPLIES = {
    "crisis": pinned.crisis_reply(),
    "other": pinned.crisis_reply(About.OTHER),
    "welsh": pinned.crisis_reply(welsh=True),
    "support": pinned.support_reply(),
    "after": pinned.after_crisis_reply(),
    "failed": pinned.failed_reply(),
    "fear": pinned.fear_reply("what-happens"),
    "line": cards.line(pinned.neutral_line()),
    "full": FULL,
}


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft6Validator:
    path = SCHEMAS / "adaptive-card-1.5.0.json"
    if not path.is_file():
        pytest.skip("the schema lies beside the repository and is not here")
    return jsonschema.Draft6Validator(json.loads(path.read_text(encoding="utf-8")))


def problems(card: dict[str, Any]) -> list[str]:
    return limits.problems(card, number=pinned.NUMBER)


def blocks(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (block for block in card["body"] if block["type"] == "TextBlock")


def actions(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for block in card["body"] if block["type"] == "ActionSet" for action in block["actions"]]


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_is_a_valid_card(name: str, schema: jsonschema.Draft6Validator) -> None:
    reply = REPLIES[name]
    assert reply is not None
    card = cards.render(reply)
    assert [error.message for error in schema.iter_errors(card)] == []
    assert problems(card) == []


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_shows_the_number_as_text_before_its_buttons(name: str) -> None:
    reply = REPLIES[name]
    assert reply is not None
    kinds = [
        "number" if pinned.NUMBER in block.get("text", "") else block["type"] for block in cards.render(reply)["body"]
    ]
    assert "number" in kinds
    assert "TextBlock" not in kinds[kinds.index("ActionSet") :] if "ActionSet" in kinds else True


def test_titles_are_headings_for_screen_readers() -> None:
    headings = [block["text"] for block in blocks(cards.render(FULL)) if block.get("style") == "heading"]
    assert headings == ["First on the scene: crisis intervention", "When", "How"]


def test_every_line_is_a_block_of_its_own_and_nothing_is_markup() -> None:
    texts = [block["text"] for block in blocks(cards.render(FULL))]
    assert texts[2:5] == ["It is at 2pm.", "• Free", "• Online"]
    assert "Register \\*here\\*." in texts


def test_long_buttons_stand_alone_and_short_ones_side_by_side() -> None:
    rows = [
        [a["title"] for a in block["actions"]] for block in cards.render(FULL)["body"] if block["type"] == "ActionSet"
    ]
    assert rows == [["Oscar Kilo"], ["Add to calendar"], ["When", "Who"], ["I'd rather text or talk to someone else"]]


def test_buttons_ask_and_links_open() -> None:
    made = actions(cards.render(FULL))
    assert made[0] == {"type": "Action.OpenUrl", "title": "Oscar Kilo", "url": "https://www.oscarkilo.org.uk"}
    assert made[2] == {"type": "Action.Submit", "title": "When", "data": {"signpost": "a"}}


def test_a_button_reads_back_as_what_it_asks_for() -> None:
    assert cards.pressed(actions(cards.render(FULL))[2]["data"]) == ("a", "")


def test_only_the_forward_button_carries_words() -> None:
    reply = Reply(
        Kind.UNKNOWN,
        (Section("x"),),
        pinned.footer(),
        "x",
        choices=(Choice("Send it", "forward:send"), Choice("Help", "help")),
        forward="is there a gym",
    )
    send, other = actions(cards.render(reply))
    assert cards.pressed(send["data"]) == ("forward:send", "is there a gym")
    assert cards.pressed(other["data"]) == ("help", "")


def test_the_summary_is_one_neutral_line() -> None:
    reply = Reply(Kind.CRISIS, (Section("x"),), pinned.footer(), "  two\nlines " + "x" * 300)
    assert cards.summary(reply).startswith("two lines x")
    assert len(cards.summary(reply)) == limits.SUMMARY
    assert cards.summary(pinned.crisis_reply()) == pinned.SUMMARY


def test_welsh_is_said_to_be_welsh() -> None:
    assert cards.render(pinned.crisis_reply(welsh=True))["lang"] == "cy"
    assert cards.render(pinned.crisis_reply())["lang"] == "en"


def test_without_a_card_a_private_reply_begins_with_the_number() -> None:
    assert cards.plain(pinned.crisis_reply()).startswith(pinned.footer())
    assert cards.plain(FULL).endswith(pinned.footer())


@pytest.mark.parametrize("name", REPLIES)
def test_the_desk_can_picture_every_card(name: str) -> None:
    reply = REPLIES[name]
    assert reply is not None
    assert pinned.NUMBER in mirror.teams(cards.render(reply))


def broken(change: str) -> dict[str, Any]:
    card = copy.deepcopy(cards.render(FULL))
    submit, opening = actions(card)[2], actions(card)[0]
    match change:
        case "version":
            card["version"] = "1.6"
        case "no number":
            card["body"] = [b for b in card["body"] if pinned.NUMBER not in b.get("text", "")]
        case "no fallback":
            card["fallbackText"] = "see the card"
        case "no wrap":
            card["body"][0]["wrap"] = False
        case "empty":
            card["body"][0]["text"] = " "
        case "tel":
            opening["url"] = "tel:03001312789"
        case "http":
            opening["url"] = "http://www.oscarkilo.org.uk"
        case "no host":
            opening["url"] = "https://"
        case "asks nothing":
            submit["data"] = {}
        case "execute":
            submit["type"] = "Action.Execute"
        case "long button":
            submit["title"] = "x" * 61
        case "seven buttons":
            card["body"].append({"type": "ActionSet", "actions": [submit] * 7})
        case "image":
            card["body"].append({"type": "Image", "url": "https://x.example/a.png"})
        case "large":
            card["body"] += [{"type": "TextBlock", "text": "x" * 1999, "wrap": True}] * 13
        case "nothing":
            card["body"] = []
        case "extension":
            card["msteams"] = {"width": "Full"}
    return card


@pytest.mark.parametrize(
    "change",
    [
        "version",
        "no number",
        "no fallback",
        "no wrap",
        "empty",
        "tel",
        "http",
        "no host",
        "asks nothing",
        "execute",
        "long button",
        "seven buttons",
        "image",
        "large",
        "nothing",
        "extension",
    ],
)
def test_what_the_schema_lets_through_is_caught(change: str) -> None:
    assert problems(broken(change))


TEXT = st.text(min_size=1, max_size=3_000).filter(str.strip)
ANY = st.builds(
    Reply,
    kind=st.sampled_from(Kind),
    sections=st.lists(st.builds(Section, TEXT, st.none() | TEXT), max_size=20).map(tuple),
    footer=st.just(pinned.footer()),
    summary=st.text(max_size=300),
    title=st.none() | TEXT,
    links=st.lists(st.builds(Link, TEXT, st.just("https://www.oscarkilo.org.uk/a?b=c")), max_size=5).map(tuple),
    choices=st.lists(st.builds(Choice, TEXT, st.text("abc:", min_size=1, max_size=60)), max_size=10).map(tuple),
    note=st.none() | TEXT,
)


def test_the_desk_shows_literal_characters_as_they_are() -> None:
    text = "a_b *c* **d** [e](https://f.example) `g` ~~h~~ \\"
    shown = mirror.teams(cards.render(Reply(Kind.ANSWER, (Section(text),), pinned.footer(), "x")))
    assert f"<p>{text}</p>" in shown


@given(ANY)
def test_any_reply_that_is_not_huge_is_a_card_teams_takes(reply: Reply) -> None:
    found = problems(cards.render(reply))
    assert all("bytes, at most" in problem for problem in found)
    if len(reply.text.encode()) < 4_000:
        assert found == []


@given(TEXT)
def test_no_text_can_become_a_link_or_bold(text: str) -> None:
    shown = mirror.teams(cards.render(Reply(Kind.ANSWER, (Section(text),), pinned.footer(), "x")))
    assert "<strong>" not in shown
    assert "<a " not in shown
