"""People and the bot in Teams, over real HTTP: what is asked where, and where the answer goes."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core import pinned
from bot.core.knowledge import Channel
from tests.platforms.connector_server import BOT, GENERAL, TEAM, TENANT, activity
from tests.platforms.teams_rig import CRISIS, Rig, Wanted, rig

THREAD = f"{GENERAL};messageid=1699"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as made:
        yield made


async def test_a_question_in_person_is_answered_in_the_same_chat(teams: Rig) -> None:
    await teams.says("when is the data session?")
    (sent,) = teams.connector.messages
    assert sent.conversation == "a:chat"
    assert sent.body["replyToId"] == sent.path.rsplit("/", 1)[1]
    assert sent.body["from"] == {"id": BOT}
    assert pinned.NUMBER in sent.text


async def test_the_question_knows_its_force_and_keeps_people_apart(teams: Rig) -> None:
    await teams.says("one")
    await teams.says("two", **{"from": {"id": "29:another"}})
    one, two = teams.answering.asked
    assert one.force == two.force == "derbyshire"
    assert one.conversation != two.conversation


@pytest.mark.parametrize("scope", ["channel", "groupChat"])
async def test_a_mention_is_answered_in_its_thread_without_our_name(teams: Rig, scope: str) -> None:
    await teams.says("when is it &amp; where?", scope)
    assert teams.answering.asked[0].text == "when is it & where?"
    (sent,) = teams.connector.messages
    assert sent.conversation == (THREAD if scope == "channel" else "19:group@thread.v2")


async def test_other_people_mentioned_are_nobody_in_particular(teams: Rig) -> None:
    named = {"type": "mention", "text": "<at>Sam Jones</at>", "mentioned": {"id": "29:sam", "name": "Sam Jones"}}
    ours = {"type": "mention", "text": "<at>Signpost</at>", "mentioned": {"id": BOT}}
    text = "<at>Signpost</at> I worry about <at>Sam Jones</at>"
    await teams.send(activity(teams.connector.url, "x", "channel") | {"text": text, "entities": [ours, named]})
    await teams.teams.settle()
    assert teams.answering.asked[0].text == "I worry about someone"


async def test_a_message_with_only_a_formatted_body_is_read(teams: Rig) -> None:
    body = '<div><p>I want to <b>end my life</b> <img alt="😢" src="x"></p></div>'
    await teams.says(None, attachments=[{"contentType": "text/html", "content": body}])
    assert teams.answering.asked[0].text == "I want to end my life 😢"


@pytest.mark.parametrize("scope", ["channel", "groupChat"])
async def test_danger_in_a_channel_is_answered_in_person_with_a_neutral_line_in_the_thread(
    teams: Rig, scope: str
) -> None:
    await teams.says(CRISIS, scope)
    alone, thread = teams.connector.messages
    assert alone.conversation == "a:chat-with-29:officer"
    assert "I'm glad you wrote" in alone.text
    assert thread.conversation == (THREAD if scope == "channel" else "19:group@thread.v2")
    assert pinned.neutral_line() in thread.text
    assert "glad you wrote" not in str(thread.body)
    opened = next(call for call in teams.connector.calls if call.path == "/v3/conversations")
    assert opened.body["members"] == [{"id": "29:officer"}]
    assert opened.body["isGroup"] is False


async def test_when_the_person_cannot_be_written_to_the_number_stands_in_the_thread(teams: Rig) -> None:
    teams.connector.closed_chats = True
    await teams.says(CRISIS, "channel")
    (thread,) = teams.connector.messages
    assert pinned.neutral_line_with_number() in thread.text
    assert thread.conversation == THREAD
    assert "glad you wrote" not in str(thread.body)


async def test_danger_in_person_is_answered_right_there(teams: Rig) -> None:
    await teams.says(CRISIS)
    (sent,) = teams.connector.messages
    assert sent.conversation == "a:chat"
    assert "I'm glad you wrote" in sent.text
    assert CRISIS not in str(sent.body)


async def test_the_notification_is_neutral_and_repeats_nothing(teams: Rig) -> None:
    await teams.says(CRISIS)
    assert teams.connector.messages[0].message["summary"] == pinned.SUMMARY


async def test_a_button_carries_what_it_asks_for_and_not_text(teams: Rig) -> None:
    await teams.says(CRISIS)
    first = teams.connector.messages[0].buttons[0]
    assert first["title"] == "Will my force know?"
    await teams.says(None, value=first["data"])
    assert teams.answering.asked[1].action == "crisis:will-my-force-know"
    assert "independent of policing" in teams.connector.messages[1].text


async def test_a_button_wins_over_text_that_comes_with_it(teams: Rig) -> None:
    await teams.says("Will my force know?", value={"signpost": "help"})
    assert (teams.answering.asked[0].action, teams.answering.asked[0].text) == ("help", "")


async def test_words_a_person_chose_to_send_on_travel_with_their_button(teams: Rig) -> None:
    await teams.says(None, value={"signpost": "forward:send", "forward": "is there a gym"})
    assert (teams.answering.asked[0].action, teams.answering.asked[0].text) == ("forward:send", "is there a gym")


@pytest.mark.parametrize("value", [{"other": "x"}, {"signpost": ""}, {"signpost": "x" * 301}, "help", [1]])
async def test_a_button_that_is_not_ours_is_read_as_its_text(teams: Rig, value: Any) -> None:
    await teams.says("hello", value=value)
    assert (teams.answering.asked[0].action, teams.answering.asked[0].text) == (None, "hello")


async def test_a_button_of_the_other_kind_is_answered_too(teams: Rig) -> None:
    body = activity(teams.connector.url, None, type="invoke", name="adaptiveCard/action")
    body["value"] = {"action": {"type": "Action.Execute", "data": {"signpost": "help"}}}
    headers = {"Authorization": teams.microsoft.token(teams.connector.url)}
    async with teams.http.post(teams.url + "api/messages", json=body, headers=headers) as answer:
        assert answer.status == 200
        assert (await answer.json())["statusCode"] == 200
    await teams.teams.settle()
    assert teams.answering.asked[0].action == "help"


async def test_an_invoke_nobody_asked_for_is_501(teams: Rig) -> None:
    assert await teams.says(None, type="invoke", name="composeExtension/query") == 501


async def test_the_same_activity_is_answered_once(teams: Rig) -> None:
    body = activity(teams.connector.url)
    assert await asyncio.gather(*(teams.send(body) for _ in range(5))) in [
        [201, 200, 200, 200, 200][n:] + [201, 200, 200, 200, 200][:n] for n in range(5)
    ]
    await teams.teams.settle()
    assert len(teams.connector.messages) == 1


@pytest.mark.parametrize(
    "sender",
    [{"id": BOT}, {"id": "28:another-bot"}, {"id": "29:someone", "role": "bot"}],
)
async def test_bots_are_not_answered(teams: Rig, sender: dict[str, str]) -> None:
    assert await teams.says("hello", **{"from": sender}) == 201
    assert not teams.answering.asked


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "messageDelete", "endOfConversation", "event", "trace"])
async def test_what_nobody_said_is_acknowledged_and_left_alone(teams: Rig, kind: str) -> None:
    assert await teams.says("hello", type=kind) == 201
    assert not teams.answering.asked
    assert not teams.connector.calls


async def test_an_edit_is_answered_only_when_it_shows_danger(teams: Rig) -> None:
    edited = {"type": "messageUpdate", "channelData": {"tenant": {"id": TENANT}, "eventType": "editMessage"}}
    body = activity(teams.connector.url, "when is it")
    await teams.send(body)
    await teams.send(body | edited | {"text": "when is it?", "timestamp": "2026-04-21T07:31:00Z"})
    await teams.send(body | edited | {"text": CRISIS, "timestamp": "2026-04-21T07:32:00Z"})
    await teams.teams.settle()
    assert len(teams.connector.messages) == 2
    assert any("I'm glad you wrote" in call.text for call in teams.connector.messages)


async def test_whatever_breaks_the_person_still_gets_the_number(teams: Rig) -> None:
    teams.answering.error = RuntimeError("canary-words in a traceback")
    await teams.says("canary-words")
    assert pinned.NUMBER in teams.connector.messages[0].text
    assert teams.events("teams.failed") == [{"error": "RuntimeError"}]
    assert "canary" not in str(teams.told)


async def test_an_answer_that_takes_too_long_becomes_the_number(teams: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.teams.LONGEST_ANSWER", 0.05)
    teams.answering.wait = 5.0
    await teams.says("hello")
    assert pinned.NUMBER in teams.connector.messages[0].text


async def test_teams_is_acknowledged_before_the_answer_is_ready(teams: Rig) -> None:
    teams.answering.wait = 0.4
    began = time.monotonic()
    assert await teams.send(activity(teams.connector.url)) == 201
    assert time.monotonic() - began < 0.3
    await teams.connector.wait(1)


@pytest.mark.parametrize("unclear", [502, 504, 412, "drop"])
async def test_a_reply_is_tried_once_more_when_teams_was_unclear(teams: Rig, unclear: int | str) -> None:
    teams.connector.plan = [unclear]
    await teams.says(CRISIS)
    assert len(teams.connector.messages) == 2
    assert not teams.events("teams.unanswered")


async def test_a_reply_is_not_tried_for_ever(teams: Rig) -> None:
    teams.connector.plan = [502] * 10
    await teams.says(CRISIS)
    assert len(teams.connector.messages) == 2
    assert teams.events("teams.unanswered") == [{"reason": "Teams answered 502", "outcome": "Unsure"}]


async def test_a_reply_waits_as_long_as_teams_asks(teams: Rig) -> None:
    teams.connector.plan = [(429, {"Retry-After": "1.2"})]
    began = time.monotonic()
    await teams.says("hello")
    assert 1.2 <= time.monotonic() - began < 3
    assert len(teams.connector.messages) == 2


async def test_a_token_that_is_not_taken_is_renewed_and_the_reply_sent_again(teams: Rig) -> None:
    teams.connector.plan = [401]
    await teams.says("hello")
    assert [call.authorization for call in teams.connector.messages] == [
        "Bearer connector-token-1",
        "Bearer connector-token-2",
    ]


@pytest.mark.parametrize("refusal", [400, 413])
async def test_a_card_that_is_refused_goes_out_as_words(teams: Rig, refusal: int) -> None:
    teams.connector.plan = [refusal]
    await teams.says(CRISIS)
    card, words = teams.connector.messages
    assert card.message["attachments"]
    assert "attachments" not in words.message
    assert words.message["text"].startswith("Mental Health Crisis Line, 24/7: 0300 131 2789")
    assert "I'm glad you wrote" in words.message["text"]


async def test_when_the_chat_with_one_person_stays_unclear_the_thread_gets_the_number(teams: Rig) -> None:
    teams.connector.plan = [504, 504]
    await teams.says(CRISIS, "channel")
    assert pinned.neutral_line_with_number() in teams.connector.messages[-1].text


async def test_adding_the_app_greets_once_though_teams_says_it_twice(teams: Rig) -> None:
    await teams.install("personal")
    added = {"type": "conversationUpdate", "membersAdded": [{"id": BOT}], "entities": []}
    await teams.says(None, **added)
    await teams.install("personal")
    assert [question.action for question in teams.answering.asked] == ["help"]
    assert len(teams.connector.messages) == 1


async def test_a_team_or_group_is_not_greeted(teams: Rig) -> None:
    await teams.install("channel")
    await teams.install("groupChat")
    assert not teams.connector.messages


def to_paste(text: str) -> str:
    before, line, after = text.split("`")
    assert "channels.yaml" in before
    assert pinned.NUMBER in after
    return line


async def test_asking_for_the_channel_gives_the_line_for_channels_yaml(teams: Rig) -> None:
    await teams.says("channel", "channel")
    (sent,) = teams.connector.messages
    (entry,) = yaml.safe_load(to_paste(sent.message["text"]))
    channel = Channel.model_validate(entry)
    assert (channel.platform, channel.tenant, channel.channel) == ("teams", TENANT, GENERAL)
    assert (channel.name, channel.force, channel.reminders) == ("Response", "derbyshire", ("today",))
    assert pinned.NUMBER in sent.message["text"]
    assert not teams.answering.asked


@pytest.mark.parametrize("name", ['Night: "B" shift', "- {x: 1}", "Tîm Ymateb # 1", "@all\nname: evil", "a `b` c"])
async def test_no_name_of_a_team_can_break_the_line(teams: Rig, name: str) -> None:
    data = {"team": {"id": TEAM, "name": name}, "channel": {"id": GENERAL}, "tenant": {"id": TENANT}}
    await teams.says("channel", "channel", channelData=data)
    (entry,) = yaml.safe_load(to_paste(teams.connector.messages[0].message["text"]))
    assert entry["name"] == name.replace("`", "'")


async def test_asking_for_the_channel_in_person_says_where_to_ask(teams: Rig) -> None:
    await teams.says("channel")
    assert "in a channel of a team" in teams.connector.messages[0].text


async def test_no_words_name_or_id_of_a_person_is_ever_told(teams: Rig) -> None:
    canary = {"from": {"id": "29:canary-id", "name": "Canary Name", "aadObjectId": "canary-aad"}}
    teams.connector.plan = [502, 403, 429, "drop"]
    for scope in ("personal", "channel", "groupChat"):
        await teams.says("canary-words", scope, **canary)
        await teams.says(f"{CRISIS} canary-words", scope, **canary)
    assert "canary" not in str(teams.told).lower()


async def test_no_library_logs_what_a_person_wrote_at_any_level(teams: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    teams.answering.error = RuntimeError("canary-words")
    await teams.says("canary-words")
    await teams.send(activity(teams.connector.url, "canary-words", **{"from": "canary-user"}))
    await teams.send(activity(teams.connector.url, "canary-words"), authorization="Bearer canary-token")
    teams.connector.plan = [502, "drop"]
    await teams.says(f"{CRISIS} canary-words", "channel", **{"from": {"id": "29:canary", "name": "Canary"}})
    assert "canary" not in caplog.text.lower()


async def test_what_was_begun_is_finished_before_closing(teams: Rig) -> None:
    teams.answering.wait = 0.3
    assert await teams.send(activity(teams.connector.url)) == 201
    await teams.teams.close()
    assert len(teams.connector.messages) == 1
    assert await teams.send(activity(teams.connector.url)) == 503


async def test_a_hundred_people_at_once_are_all_answered(tmp_path: Path) -> None:
    async with rig(tmp_path, Wanted("anonymous")) as teams:
        bodies = [activity(teams.connector.url, "hello", **{"from": {"id": f"29:{n}"}}) for n in range(100)]
        assert set(await asyncio.gather(*(teams.send(body, authorization=None) for body in bodies))) == {201}
        await teams.teams.settle()
        assert len(teams.connector.messages) == 100
        assert {call.authorization for call in teams.connector.messages} == {None}
