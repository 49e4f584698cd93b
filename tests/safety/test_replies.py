"""What a person in danger reads: the number first, nothing asked, nothing promised, nothing repeated."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from bot.content.source import load
from bot.core import pinned
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.core.replies import About, Kind, Reply
from bot.exchange import Exchange
from bot.platforms import slack_blocks, teams_cards

ROOT = Path(__file__).resolve().parents[2]

REPLIES = {
    f"{about.value}{', Welsh' if welsh else ''}": pinned.crisis_reply(about, welsh)
    for about in About
    for welsh in (False, True)
}
EVERY = [
    *REPLIES.values(),
    *(pinned.support_reply(about, welsh) for about in About for welsh in (False, True)),
    *(reply for fear in pinned.FEARS if (reply := pinned.fear_reply(fear)) is not None),
    pinned.after_crisis_reply(),
    pinned.failed_reply(),
]


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_crisis_reply_has_the_number_and_999_as_plain_text(reply: Reply) -> None:
    assert pinned.NUMBER in reply.text
    assert pinned.EMERGENCY in reply.text
    assert pinned.NUMBER in reply.footer


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_crisis_reply_is_eighty_words_at_most_before_its_buttons(reply: Reply) -> None:
    assert len(reply.text.split()) <= 80


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_nothing_is_asked_in_a_crisis_reply(reply: Reply) -> None:
    assert "?" not in reply.text


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_the_number_is_there_before_the_second_full_thought(reply: Reply) -> None:
    assert reply.text.splitlines()[1].endswith(pinned.NUMBER)


@pytest.mark.parametrize("reply", [REPLIES["self"], REPLIES["other"]], ids=["self", "other"])
def test_it_says_once_that_it_is_a_program_and_nobody_watches(reply: Reply) -> None:
    assert reply.text.count("I'm a program") == 1
    assert reply.text.count("Nobody is watching") == 1


@pytest.mark.parametrize("reply", [REPLIES["self, Welsh"], REPLIES["other, Welsh"]], ids=["self", "other"])
def test_in_welsh_too_it_says_that_it_is_a_program_and_nobody_watches(reply: Reply) -> None:
    assert reply.text.count("Rhaglen ydw i; does neb yn gwylio") == 1


TRUE_OF_FEARS = {
    "will-my-force-know": (
        "independent of policing",
        "No identifying data is, or will ever be, shared with an individual's police force or managers.",
        "on a work system",
        "your force may be able to read it",
        "I keep nothing",
        "Ring from your own phone",
    ),
    "what-happens": (
        "qualified counsellor, trained in suicide prevention",
        "experienced in helping people who work in the emergency services",
        "gives their name and asks about your situation",
        "does not end until you are stable and no longer in distress",
        "charged like an 01 or 02 number",
    ),
    "bad-enough": ("Whatever your role in policing, the Mental Health Crisis Line is for you.", "SHOUT to 85258"),
    "text-instead": ("SHOUT to 85258, free", "Samaritans, 116 123, free", "ring 111", "in Wales press 2", "A&E"),
    "someone-else": ("England and Wales", "Samaritans, 116 123", "NHS 111", "nobody is watching it"),
}
"""What the facts gathered from Oscar Kilo's pages, the NHS and the charities say, as each answer must."""


@pytest.mark.parametrize("fear", pinned.FEARS)
def test_each_fear_is_answered_with_what_is_true_and_the_number(fear: str) -> None:
    reply = pinned.fear_reply(fear)
    assert reply is not None
    assert [fact for fact in (*TRUE_OF_FEARS[fear], pinned.NUMBER) if fact not in reply.text] == []


@pytest.mark.parametrize(
    "said",
    [
        "I'm Siobhan Featherstonehaugh, collar 99417, and I want to kill myself in Wolverhampton",
        "my colleague Siobhan Featherstonehaugh 99417 says she wants to die in Wolverhampton",
        "Siobhan Featherstonehaugh here, 99417, I can't stop crying since Wolverhampton",
        "dwi isio lladd fy hun, Siobhan Featherstonehaugh 99417, Wolverhampton",
    ],
)
async def test_nothing_a_person_wrote_is_repeated_to_them(said: str) -> None:
    answerer = Answerer.build(load(ROOT / "knowledge", ROOT / "schedules"))
    exchange = Exchange(lambda: answerer, None, lambda: dt.datetime(2026, 4, 21, 9, tzinfo=dt.UTC))
    reply = await exchange.respond(Question(said, conversation="c"))
    assert reply.kind in (Kind.CRISIS, Kind.SUPPORT)
    assert not re.search("siobhan|featherston|99417|wolverhampton", repr(reply).lower())


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_the_fears_that_stop_people_are_buttons(reply: Reply) -> None:
    actions = {choice.action for choice in reply.choices}
    assert {f"crisis:{fear}" for fear in pinned.FEARS} >= actions
    assert len(actions) >= 4


def test_the_number_is_the_number() -> None:
    assert pinned.NUMBER == "0300 131 2789"


def test_a_message_in_welsh_gets_the_crisis_reply_in_both_languages() -> None:
    text = REPLIES["self, Welsh"].text
    assert "Llinell Argyfwng" in text
    assert "Mental Health Crisis Line" in text


@pytest.mark.parametrize("reply", EVERY, ids=lambda reply: reply.text[:30])
def test_no_reply_uses_words_that_hurt_or_promise(reply: Reply) -> None:
    banned = (
        r"commit|anonymous|this chat is (?:private|confidential)|will be (?:fine|ok)|cry for help|don't do anything"
    )
    assert not re.search(banned, reply.text.lower())


@pytest.mark.parametrize("reply", EVERY, ids=lambda reply: reply.text[:30])
def test_a_lock_screen_shows_the_number_and_not_why(reply: Reply) -> None:
    assert pinned.NUMBER in reply.summary or pinned.NUMBER in reply.footer
    assert not re.search(r"suicid|kill|die|harm|crisis", reply.summary.lower())


def test_a_button_that_leads_nowhere_has_no_reply() -> None:
    assert pinned.fear_reply("no-such-fear") is None


def test_crisis_and_support_are_for_the_person_alone() -> None:
    assert all(reply.private for reply in EVERY if reply.kind in (Kind.CRISIS, Kind.SUPPORT))


@pytest.mark.parametrize("reply", [REPLIES["self"], REPLIES["other"]], ids=["self", "other"])
def test_a_crisis_reply_says_whom_the_line_is_for_and_where_others_turn(reply: Reply) -> None:
    assert "anyone working in policing in England and Wales" in reply.text
    assert "Elsewhere: Samaritans 116 123" in reply.text


@pytest.mark.parametrize("reply", EVERY, ids=lambda reply: reply.text[:30])
def test_no_reply_advises_somebody_under_investigation(reply: Reply) -> None:
    assert not re.search(r"investigat|misconduct|psd|solicitor|you should|legal", reply.text.lower())


@pytest.mark.parametrize("reply", EVERY, ids=lambda reply: reply.text[:30])
def test_no_reply_names_a_method_or_a_place(reply: Reply) -> None:
    assert not re.search(r"tablet|pill|overdos|rope|hang|jump|bridge|knife|blade|gun|railway|drown", reply.text.lower())


@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("reply", EVERY, ids=lambda reply: reply.text[:30])
def test_on_each_platform_the_number_and_999_stand_as_text_before_the_buttons(reply: Reply, platform: str) -> None:
    shown = json.dumps(slack_blocks.render(reply) if platform == "slack" else teams_cards.render(reply)["body"])
    buttons = shown.find('"actions"' if platform == "slack" else '"ActionSet"')
    said = shown[: buttons if buttons >= 0 else None]
    assert pinned.NUMBER in said
    assert pinned.EMERGENCY in said or pinned.EMERGENCY in reply.footer
