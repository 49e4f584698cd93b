"""People and the bot in Slack, over real HTTP: what is asked where, and where the answer goes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.core import pinned, safety
from bot.core.question import Question
from bot.core.replies import Choice, Kind, Link, Reply, Section
from tests.platforms.slack_server import (
    ALICE,
    BOB,
    BOT,
    BOT_ID,
    CHANNEL,
    DIRECT,
    TEAM,
    TOKEN,
    Answer,
    Bench,
    SlackServer,
    bench,
    message,
    refused,
    slack_server,
)

ANSWER = Reply(
    Kind.ANSWER,
    (Section("The data session is on Wednesday 22 April, 11am to 11:45am."),),
    pinned.footer(),
    "An answer from Signpost",
    links=(Link("Oscar Kilo", "https://www.oscarkilo.org.uk"),),
    choices=(Choice("How do I join?", "session:data:join"),),
    entries=("session-when",),
    note="Source: College of Policing, checked 22 November 2026.",
)
HOME = Reply(Kind.ANSWER, (Section("Today: data, 11am.", "This week"),), pinned.footer(), "The week")
CRISIS = "I want to end my life"


class Answering:
    """Safety for real, and one answer to everything else; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.error: Exception | None = None
        self.wait = 0.0

    async def __call__(self, question: Question) -> Reply:
        self.asked.append(question)
        await asyncio.sleep(self.wait)
        if self.error:
            raise self.error
        if question.action and question.action.startswith("crisis:"):
            return pinned.fear_reply(question.action.removeprefix("crisis:")) or pinned.failed_reply()
        reading = safety.read(question.text)
        return pinned.crisis_reply(reading.about) if reading.level is safety.Level.CRISIS else ANSWER


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture
def answering() -> Answering:
    return Answering()


@pytest.fixture
async def chat(server: SlackServer, answering: Answering) -> AsyncIterator[Bench]:
    async with bench(answering, lambda _: HOME, server) as chat:
        yield chat


def said(post: dict[str, Any]) -> str:
    return str(post["text"])


async def test_a_direct_message_is_answered_in_its_thread(
    chat: Bench, server: SlackServer, answering: Answering
) -> None:
    assert await chat.say("when is the data session?") == 200
    await chat.settle()
    [post] = server.posted
    assert (post["channel"], post["thread_ts"]) == (DIRECT, "1700000001.000000")
    assert "Wednesday 22 April" in said(post)
    assert pinned.NUMBER in str(post["blocks"])
    assert post["unfurl_links"] == post["unfurl_media"] == "0" or post["unfurl_links"] is False
    assert answering.asked[0].text == "when is the data session?"
    assert answering.asked[0].force == "gwent"


async def test_a_message_in_an_old_thread_is_answered_in_that_thread(chat: Bench, server: SlackServer) -> None:
    await chat.say("and Thursday?", thread_ts="1600000000.000001")
    await chat.settle()
    assert server.posted[0]["thread_ts"] == "1600000000.000001"


async def test_a_mention_is_answered_in_the_thread_and_without_its_name(
    chat: Bench, server: SlackServer, answering: Answering
) -> None:
    await chat.mention("when is the data session?")
    await chat.settle()
    [post] = server.posted
    assert (post["channel"], post["thread_ts"]) == (CHANNEL, "1700000002.000000")
    assert answering.asked[0].text == "when is the data session?"


async def test_a_mention_that_also_comes_as_a_message_is_answered_once(chat: Bench, server: SlackServer) -> None:
    stamp = "1700000009.000001"
    await chat.event(message(f"<@{BOT}> hello", ts=stamp))
    await chat.event(message(f"<@{BOT}> hello", ts=stamp, type="app_mention"))
    await chat.settle()
    assert len(server.posted) == 1


async def test_a_channel_message_without_a_mention_is_not_answered(chat: Bench, server: SlackServer) -> None:
    await chat.event(message("hello all", channel=CHANNEL, channel_type="channel"))
    await chat.settle()
    assert server.posted == []


async def test_crisis_in_a_channel_goes_to_the_person_and_one_neutral_line_to_the_thread(
    chat: Bench, server: SlackServer
) -> None:
    await chat.mention(CRISIS)
    await chat.settle()
    direct, line = server.posted
    assert direct["channel"] == DIRECT
    assert pinned.NUMBER in said(direct)
    assert (line["channel"], line["thread_ts"]) == (CHANNEL, "1700000002.000000")
    assert said(line) == pinned.neutral_line()
    assert "sounds" not in str(line)


@pytest.mark.parametrize("code", ["messages_tab_disabled", "user_disabled", "channel_not_found"])
async def test_a_refused_direct_message_leaves_the_number_in_the_thread(
    chat: Bench, server: SlackServer, code: str
) -> None:
    server.plan("chat.postMessage", refused(code))
    await chat.mention(CRISIS)
    await chat.settle()
    assert said(server.posted[-1]) == pinned.neutral_line_with_number()
    assert server.posted[-1]["channel"] == CHANNEL


async def test_a_direct_conversation_that_cannot_be_opened_is_written_to_by_the_persons_id(
    chat: Bench, server: SlackServer
) -> None:
    server.plan("conversations.open", refused("missing_scope"))
    await chat.mention(CRISIS)
    await chat.settle()
    assert [post["channel"] for post in server.posted] == [ALICE, CHANNEL]


async def test_crisis_in_a_direct_message_also_stands_outside_its_thread(chat: Bench, server: SlackServer) -> None:
    await chat.say(CRISIS)
    await chat.settle()
    assert server.posted[0]["reply_broadcast"] in (True, "1")


async def test_crisis_is_shown_by_direct_message_when_the_thread_refuses(chat: Bench, server: SlackServer) -> None:
    server.plan("chat.postMessage", refused("cannot_reply_to_message"), refused("cannot_reply_to_message"))
    await chat.say(CRISIS)
    await chat.settle()
    assert "thread_ts" not in server.posted[-1]
    assert pinned.NUMBER in said(server.posted[-1])


async def test_a_lock_screen_shows_nothing_of_a_crisis_but_the_number(chat: Bench, server: SlackServer) -> None:
    await chat.say(CRISIS)
    await chat.settle()
    preview = said(server.posted[0])[:110]
    assert preview.startswith(pinned.SUMMARY)
    assert "hard" not in preview


async def test_the_command_is_answered_where_only_the_person_sees_it(
    chat: Bench, server: SlackServer, answering: Answering
) -> None:
    assert await chat.command("data session") == 200
    await chat.settle()
    [shown] = server.called("response_url")
    assert shown["response_type"] == "ephemeral"
    assert "Wednesday 22 April" in shown["text"]
    assert server.posted == []
    assert answering.asked[0].text == "data session"


async def test_the_command_alone_asks_for_help(chat: Bench, answering: Answering) -> None:
    await chat.command("")
    await chat.settle()
    assert answering.asked[0].action == "help"


async def test_crisis_by_the_command_is_never_only_ephemeral(chat: Bench, server: SlackServer) -> None:
    await chat.command(CRISIS)
    await chat.settle()
    assert pinned.NUMBER in said(server.posted[0])
    assert server.posted[0]["channel"] == DIRECT
    assert len(server.called("response_url")) == 1


async def test_an_expired_response_address_becomes_a_direct_message(chat: Bench, server: SlackServer) -> None:
    server.plan("response_url", Answer("expired", 404), Answer("expired", 404))
    await chat.command("data session")
    await chat.settle()
    assert server.posted[0]["channel"] == DIRECT


async def test_a_response_address_elsewhere_is_never_called(chat: Bench, server: SlackServer) -> None:
    await chat.command("data session", response_url="http://169.254.169.254/latest")
    await chat.settle()
    assert server.posted[0]["channel"] == DIRECT
    assert ("slack.unanswered", {"reason": "foreign response address", "outcome": "Refused"}) in chat.told


async def test_a_button_carries_its_action_and_is_answered_where_it_was_pressed(
    chat: Bench, server: SlackServer, answering: Answering
) -> None:
    assert await chat.press("session:data:join") == 200
    await chat.settle()
    assert (answering.asked[0].text, answering.asked[0].action) == ("", "session:data:join")
    assert (server.posted[0]["channel"], server.posted[0]["thread_ts"]) == (DIRECT, "1700000000.000001")


async def test_a_button_in_a_hidden_answer_is_answered_hidden_and_privately_too(
    chat: Bench, server: SlackServer
) -> None:
    await chat.press(
        "crisis:what-happens",
        channel={"id": CHANNEL},
        container={"type": "message", "message_ts": "1.1", "channel_id": CHANNEL, "is_ephemeral": True},
    )
    await chat.settle()
    assert len(server.called("response_url")) == 1
    assert [post["channel"] for post in server.posted] == [DIRECT]


async def test_a_button_on_the_home_is_answered_by_direct_message(chat: Bench, server: SlackServer) -> None:
    await chat.press("entry:mindfit", channel=None, message=None, container={"type": "view", "view_id": "V1"})
    await chat.settle()
    assert server.posted[0]["channel"] == DIRECT


async def test_a_press_on_a_private_answer_in_a_channel_does_not_show_it_there(
    chat: Bench, server: SlackServer
) -> None:
    await chat.press("crisis:bad-enough", channel={"id": CHANNEL})
    await chat.settle()
    assert [post["channel"] for post in server.posted] == [DIRECT, CHANNEL]
    assert said(server.posted[1]) == pinned.neutral_line()


async def test_the_home_shows_the_week_and_the_number(chat: Bench, server: SlackServer) -> None:
    await chat.event({"type": "app_home_opened", "user": ALICE, "channel": DIRECT, "tab": "home"})
    await chat.settle()
    [published] = server.called("views.publish")
    assert published["user_id"] == ALICE
    assert "data, 11am" in str(published["view"])
    assert pinned.NUMBER in str(published["view"])


async def test_the_messages_tab_gets_prompts_and_no_thread(chat: Bench, server: SlackServer) -> None:
    await chat.event({"type": "app_home_opened", "user": ALICE, "channel": DIRECT, "tab": "messages"})
    await chat.settle()
    [suggested] = server.called("assistant.threads.setSuggestedPrompts")
    assert "thread_ts" not in suggested
    assert len(suggested["prompts"]) <= 4


async def test_a_workspace_without_the_agent_view_is_no_failure(chat: Bench, server: SlackServer) -> None:
    server.plan("assistant.threads.setSuggestedPrompts", refused("unknown_method"))
    assert await chat.event({"type": "app_home_opened", "user": ALICE, "channel": DIRECT, "tab": "messages"}) == 200
    await chat.settle()
    assert ("slack.unprompted", {"reason": "unknown_method"}) in chat.told


async def test_the_word_channel_answers_with_the_lines_to_paste(
    chat: Bench, server: SlackServer, answering: Answering
) -> None:
    await chat.mention("channel")
    await chat.settle()
    text = said(server.posted[0])
    assert all(
        part in text for part in (f"workspace: {TEAM}", f"channel: {CHANNEL}", "name: response-team", "force: gwent")
    )
    assert answering.asked == []


async def test_whoever_invites_the_bot_gets_the_lines_and_the_channel_stays_quiet(
    chat: Bench, server: SlackServer
) -> None:
    await chat.event({"type": "member_joined_channel", "user": BOT, "channel": CHANNEL, "team": TEAM, "inviter": BOB})
    await chat.settle()
    assert [post["channel"] for post in server.posted] == [BOB]


async def test_other_people_joining_is_nothing_to_the_bot(chat: Bench, server: SlackServer) -> None:
    await chat.event({"type": "member_joined_channel", "user": ALICE, "channel": CHANNEL, "team": TEAM, "inviter": BOB})
    await chat.settle()
    assert server.posted == []


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B9OTHER"},
        {"bot_id": "B9OTHER"},
        {"bot_id": BOT_ID, "user": BOT},
        {"user": "USLACKBOT"},
        {"user": BOT},
        {"edited": {"user": ALICE, "ts": "1"}},
    ],
    ids=lambda fields: (
        "-".join(f"{name}={value}" for name, value in fields.items() if isinstance(value, str)) or "edited"
    ),
)
async def test_bots_edits_and_slacks_own_messages_are_not_answered(
    chat: Bench, server: SlackServer, fields: dict[str, Any]
) -> None:
    assert await chat.say("hello", **fields) == 200
    await chat.settle()
    assert server.posted == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_a_message_with_a_file_or_shared_from_a_thread_is_answered(
    chat: Bench, server: SlackServer, subtype: str
) -> None:
    await chat.say("hello", subtype=subtype)
    await chat.settle()
    assert len(server.posted) == 1


async def test_an_error_while_answering_still_brings_the_number(
    chat: Bench, server: SlackServer, answering: Answering
) -> None:
    answering.error = RuntimeError("a secret of the person's")
    await chat.say("hello")
    await chat.settle()
    assert pinned.NUMBER in said(server.posted[0])
    assert ("slack.failed", {"error": "RuntimeError"}) in chat.told


async def test_an_unclear_answer_from_slack_is_tried_once_more(chat: Bench, server: SlackServer) -> None:
    server.plan("chat.postMessage", Answer(drop=True))
    await chat.say(CRISIS)
    await chat.settle()
    assert len(server.posted) == 2


async def test_a_doubly_unclear_direct_message_leaves_the_number_in_the_thread(
    chat: Bench, server: SlackServer
) -> None:
    server.plan("chat.postMessage", Answer("oops", 500), Answer("oops", 503))
    await chat.mention(CRISIS)
    await chat.settle()
    assert said(server.posted[-1]) == pinned.neutral_line_with_number()


@pytest.mark.parametrize("wait", ["1", "1.5"])
async def test_a_reply_waits_as_long_as_slack_asks(chat: Bench, server: SlackServer, wait: str) -> None:
    server.plan("chat.postMessage", refused("ratelimited", 429, Retry_After=wait))
    await chat.say("hello")
    await chat.settle()
    first, second = (call.at for call in server.calls if call.method == "chat.postMessage")
    assert second - first >= float(wait)


async def test_refused_blocks_still_leave_the_words(chat: Bench, server: SlackServer) -> None:
    server.plan("chat.postMessage", refused("invalid_blocks"))
    await chat.say(CRISIS)
    await chat.settle()
    assert "blocks" not in server.posted[-1]
    assert pinned.NUMBER in said(server.posted[-1])


async def test_closing_waits_for_answers_that_were_begun(server: SlackServer, answering: Answering) -> None:
    answering.wait = 0.5
    async with bench(answering, lambda _: HOME, server) as chat:
        await chat.say("hello")
        await chat.slack.close()
        assert len(server.posted) == 1
        assert await chat.say("hello again") == 503


async def test_the_same_connection_carries_every_call(chat: Bench, server: SlackServer) -> None:
    await asyncio.gather(*(chat.say(f"question {number}") for number in range(20)))
    await chat.settle()
    assert len(server.posted) == 20
    assert {call.token for call in server.calls} == {TOKEN}


async def test_a_person_from_another_workspace_gets_no_other_forces_answers(chat: Bench, answering: Answering) -> None:
    await chat.mention("hello", team="T09OTHER", user="U9OTHER")
    await chat.settle()
    assert answering.asked[0].force is None


async def test_two_people_in_one_thread_share_no_context(chat: Bench, answering: Answering) -> None:
    await chat.mention("hello")
    await chat.mention("hello", user=BOB)
    await chat.settle()
    assert len({question.conversation for question in answering.asked}) == 2
