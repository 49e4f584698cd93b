"""Hostile and odd requests at the Slack endpoint: right status, no traceback, nobody's words in a log, no call out.

The rows are those of the edge table that was measured on Bolt alone, which answers many of them with 500.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import pinned
from bot.core.question import Question
from bot.core.replies import Kind, Reply, Section
from bot.errors import SettingsError
from bot.platforms.slack import SlackAccess
from bot.platforms.slack_guard import Guard, parse, sound
from bot.platforms.slack_incoming import LONGEST_TEXT, plain
from tests.platforms.slack_server import (
    ALICE,
    CHANNEL,
    DIRECT,
    SECRET,
    TOKEN,
    Answer,
    Bench,
    SlackServer,
    bench,
    envelope,
    message,
    refused,
    signed,
    slack_server,
)

MARKER = "zebra-crossing-marker"
FORM = "application/x-www-form-urlencoded"
REPLY = Reply(Kind.SMALLTALK, (Section("Hello."),), pinned.footer(), "Hello")


async def respond(question: Question) -> Reply:
    if "slowly" in question.text:
        await asyncio.sleep(1.5)
    if "break" in question.text:
        raise ValueError(question.text)
    return REPLY


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture
async def chat(server: SlackServer) -> AsyncIterator[Bench]:
    async with bench(respond, lambda _: REPLY, server) as chat:
        server.calls.clear()
        yield chat


@pytest.fixture(autouse=True)
def every_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("slack", "aiohttp", "signpost")):
            logging.getLogger(name).setLevel(logging.DEBUG)


def assert_silent(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the person's word nor a traceback stands in any log record."""
    for record in caplog.records:
        assert MARKER not in record.getMessage()
        assert record.exc_info is None


BODY = json.dumps(envelope(message(MARKER))).encode()
DEEP = b'{"type":"event_callback","a":' + b"[" * 70_000 + b"]" * 70_000 + b"}"
UNSIGNED = {"X_Slack_Signature": "", "X_Slack_Request_Timestamp": ""}


def event_of(**fields: Any) -> bytes:
    return json.dumps({**envelope(message(MARKER)), **fields}).encode()


def press(**fields: Any) -> bytes:
    return urlencode({"payload": json.dumps({"type": "block_actions", **fields})}).encode()


HOSTILE: dict[str, tuple[bytes, dict[str, Any], int]] = {
    "no signature at all": (BODY, {"headers": UNSIGNED}, 401),
    "another app's signature": (BODY, {"key": "somebody-elses-secret"}, 401),
    "more than five minutes old": (BODY, {"at": time.time() - 301}, 401),
    "more than five minutes ahead": (BODY, {"at": time.time() + 3600}, 401),
    "a timestamp that is no number": (BODY, {"headers": {"X_Slack_Request_Timestamp": "abc"}}, 401),
    "a timestamp of 400 digits": (BODY, {"headers": {"X_Slack_Request_Timestamp": "9" * 400}}, 401),
    "a timestamp in Arabic digits": (BODY, {"headers": {"X_Slack_Request_Timestamp": "١٧٠٠٠٠٠٠٠٠"}}, 401),
    "a signature that is not ASCII": (BODY, {"headers": {"X_Slack_Signature": "v0=é" + "a" * 62}}, 401),
    "malformed JSON, unsigned": (b"{" + MARKER.encode(), {"headers": UNSIGNED}, 401),
    "malformed JSON, signed": (b"{" + MARKER.encode(), {}, 400),
    "a JSON array": (json.dumps([MARKER]).encode(), {}, 400),
    "a JSON string": (json.dumps(MARKER).encode(), {}, 400),
    "bytes that are not UTF-8": (b'{"type":"\xff\xfe' + MARKER.encode() + b'"}', {}, 400),
    "nested 70,000 deep": (DEEP, {}, 400),
    "nested 70 deep": (b'{"type":"x","a":' + b"[" * 70 + b"]" * 70 + b"}", {}, 400),
    "an event that is a string": (event_of(event=MARKER), {}, 400),
    "an event without a type": (event_of(event={"text": MARKER}), {}, 400),
    "an event id that is a number": (event_of(event_id=7), {}, 400),
    "text that is a list": (event_of(event={**message(""), "text": [MARKER]}), {}, 400),
    "a user that is an object": (event_of(event=message(MARKER, user={"id": MARKER})), {}, 400),
    "a channel that is a number": (event_of(event=message(MARKER, channel=7)), {}, 400),
    "authorizations that are a string": (event_of(authorizations=MARKER), {}, 400),
    "a team that is a list": (event_of(team_id=[MARKER]), {}, 400),
    "no type": (json.dumps({"text": MARKER}).encode(), {}, 400),
    "a challenge that is an object": (b'{"type":"url_verification","challenge":{"a":1}}', {}, 400),
    "a press without a user": (press(actions=[{}]), {"kind": FORM}, 400),
    "a press without an action": (press(user={"id": "U"}, actions=[]), {"kind": FORM}, 400),
    "a press whose action is text": (press(user={"id": "U"}, actions=[MARKER]), {"kind": FORM}, 400),
    "a payload that is no JSON": (urlencode({"payload": MARKER}).encode(), {"kind": FORM}, 400),
    "a form of 1,000 fields": (urlencode([(f"f{n}", MARKER) for n in range(1000)]).encode(), {"kind": FORM}, 400),
    "a form that is not UTF-8": (b"command=%ff%fe&user_id=U1&text=" + MARKER.encode(), {"kind": FORM}, 400),
    "an empty body": (b"", {}, 400),
    "2 MB": (b'{"text":"' + MARKER.encode() * 100_000 + b'"}', {}, 413),
    "text/plain": (BODY, {"kind": "text/plain"}, 415),
    "an upload": (BODY, {"kind": "multipart/form-data; boundary=x"}, 415),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
async def test_hostile_requests_are_turned_away_quietly(
    chat: Bench, server: SlackServer, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    raw, how, status = HOSTILE[case]
    began = time.monotonic()
    assert await chat.send(raw, **how) == status
    assert time.monotonic() - began < 1
    await chat.settle()
    assert server.calls == []
    assert chat.answered == ""
    assert_silent(caplog)


async def test_a_body_in_pieces_is_cut_at_the_limit_whatever_length_it_gives(chat: Bench) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(chat.url.rsplit(":", 1)[1]))
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
    writer.write(b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(40):
        writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
    async with asyncio.timeout(5):
        assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    writer.close()


async def test_the_challenge_is_answered_when_signed(chat: Bench) -> None:
    assert await chat.send(b'{"type":"url_verification","challenge":"abc","token":"t"}') == 200
    assert json.loads(chat.answered) == {"challenge": "abc"}


async def test_the_challenge_is_not_answered_unsigned(chat: Bench) -> None:
    assert await chat.send(b'{"type":"url_verification","challenge":"abc"}', headers=UNSIGNED) == 401


async def test_the_certificate_check_needs_no_signature_and_does_nothing(chat: Bench, server: SlackServer) -> None:
    assert await chat.send(b"ssl_check=1&token=t", kind=FORM, headers=UNSIGNED) == 200
    assert server.calls == []


async def test_an_event_sent_twice_is_answered_once(chat: Bench, server: SlackServer) -> None:
    assert await chat.event(message(MARKER), event_id="EvTwice") == 200
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    raw = json.dumps(envelope(message(MARKER), "EvTwice")).encode()
    assert await chat.send(raw, at=time.time() + 1, headers=again) == 200
    assert await chat.send(raw) == 200
    await chat.settle()
    assert len(server.posted) == 1


async def test_a_replayed_command_is_refused(chat: Bench, server: SlackServer) -> None:
    form = {
        "command": "/wellbeing",
        "text": "",
        "user_id": ALICE,
        "response_url": f"{server.url}/hook",
        "trigger_id": "1",
    }
    raw, at = urlencode(form).encode(), time.time()
    assert await chat.send(raw, kind=FORM, at=at) == 200
    assert await chat.send(raw, kind=FORM, at=at) == 401
    await chat.settle()
    assert len(server.called("response_url")) == 1


@pytest.mark.parametrize(
    "kind", ["reaction_added", "channel_rename", "something_new_in_2027", "app_uninstalled", "tokens_revoked"]
)
async def test_events_nobody_asked_for_get_200(
    chat: Bench, server: SlackServer, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    event = {"type": kind, "user": {"id": MARKER}, "channel": {"id": "C1", "name": MARKER}, "item": {"type": "message"}}
    assert await chat.event(event) == 200
    await chat.settle()
    assert server.calls == []
    assert_silent(caplog)


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "user": {"id": ALICE}, "actions": [{"type": "button", "action_id": "link"}]},
        {"type": "view_submission", "user": {"id": ALICE}, "view": {"id": "V1", "callback_id": "c", "type": "modal"}},
        {"type": "view_closed", "user": {"id": ALICE}, "view": {"id": "V1", "callback_id": "c", "type": "modal"}},
        {"type": "shortcut", "user": {"id": ALICE}, "callback_id": "c"},
        {"type": "message_action", "user": {"id": ALICE}, "callback_id": "c", "message": {"text": MARKER}},
        {"type": "block_suggestion", "user": {"id": ALICE}, "action_id": "a", "block_id": "b", "value": "v"},
        {"type": "something_new", "user": {"id": ALICE}},
    ],
    ids=lambda payload: str(payload["type"]),
)  # fmt: skip
async def test_interactions_nobody_asked_for_get_200(
    chat: Bench, server: SlackServer, caplog: pytest.LogCaptureFixture, payload: dict[str, Any]
) -> None:
    raw = urlencode({"payload": json.dumps({"team": {"id": "T01TEST"}, **payload})}).encode()
    assert await chat.send(raw, kind=FORM) == 200
    await chat.settle()
    assert server.calls == []
    assert_silent(caplog)


async def test_another_apps_command_gets_200(chat: Bench, server: SlackServer) -> None:
    assert await chat.command("", command="/weather") == 200
    await chat.settle()
    assert server.calls == []


async def test_the_news_that_events_were_limited_gets_200_and_is_told(chat: Bench) -> None:
    assert (
        await chat.send(b'{"type":"app_rate_limited","team_id":"T01TEST","minute_rate_limited":1,"token":"t"}') == 200
    )
    assert ("slack.events_limited", {}) in chat.told


async def test_a_listener_that_fails_still_answers_and_logs_no_words(
    chat: Bench, server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    assert await chat.say(f"break {MARKER}") == 200
    await chat.settle()
    assert pinned.NUMBER in server.posted[0]["text"]
    assert_silent(caplog)


async def test_a_slow_answer_is_acknowledged_at_once(chat: Bench) -> None:
    began = time.monotonic()
    assert await chat.say("slowly") == 200
    assert time.monotonic() - began < 1


async def test_a_slow_command_is_acknowledged_at_once(chat: Bench) -> None:
    began = time.monotonic()
    assert await chat.command("slowly") == 200
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "answer", [Answer("oops", 503), Answer("<html>", 200), refused("invalid_auth")], ids=["503", "html", "refused"]
)
async def test_a_slack_that_answers_badly_leaves_no_words_in_a_log(
    chat: Bench, server: SlackServer, caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    server.plan("chat.postMessage", answer, answer)
    await chat.say(MARKER)
    await chat.settle()
    assert_silent(caplog)


async def test_honest_people_are_answered_while_a_thousand_forgeries_arrive(chat: Bench, server: SlackServer) -> None:
    async def forge(number: int) -> int:
        return await chat.send(BODY + b" " * number, key="somebody-elses-secret")

    forged = asyncio.gather(*(forge(number) for number in range(1000)))
    await asyncio.sleep(0.01)
    began = time.monotonic()
    await chat.say("hello")
    await server.reached("chat.postMessage")
    assert time.monotonic() - began < 3
    assert set(await forged) == {401}
    assert len(server.posted) == 1


@pytest.mark.parametrize("secret", ["", "  "])
def test_an_empty_signing_secret_refuses_to_start(secret: str) -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET is empty"):
        Guard(secret)


async def test_without_a_signing_secret_nothing_comes_in_over_http(server: SlackServer) -> None:
    async with bench(respond, lambda _: REPLY, server, access=SlackAccess(f"{server.url}/api/", None, TOKEN)) as chat:
        assert await chat.say("hello") == 401


async def test_a_refused_token_stops_the_start_with_a_sentence(server: SlackServer) -> None:
    server.plan("auth.test", refused("invalid_auth"))
    with pytest.raises(SettingsError, match="Slack refuses SLACK_BOT_TOKEN"):
        async with bench(respond, lambda _: REPLY, server):
            pass


async def test_a_slack_out_of_reach_does_not_stop_the_start(server: SlackServer) -> None:
    server.plan("auth.test", Answer("down", 503))
    async with bench(respond, lambda _: REPLY, server) as chat:
        assert not chat.slack.connected
        assert chat.slack.trouble == "Slack could not be asked who we are (http_503)."
        await chat.say("hello")
        await chat.settle()
        assert len(server.posted) == 1
        assert chat.slack.connected


NAMES = st.sampled_from(
    [
        *(
            "type",
            "event",
            "event_id",
            "team_id",
            "authorizations",
            "channel",
            "user",
            "text",
            "ts",
            "actions",
            "container",
        ),
        *("view", "message", "command", "user_id", "id", "team", "tab", "enterprise", "subtype", "bot_id"),
    ]
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=25,
)
KINDS = st.sampled_from(["event_callback", "block_actions", "view_submission", "shortcut", None])
EVENTS = st.sampled_from(["message", "app_mention", "app_home_opened", "member_joined_channel", "team_join"])


PAYLOADS = st.tuples(KINDS, EVENTS, st.dictionaries(st.text(max_size=8), JSON_VALUES, max_size=6), JSON_VALUES)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow],  # many large shapes are what is wanted
)
@given(st.lists(PAYLOADS, min_size=10, max_size=30))
def test_no_signed_payload_of_any_shape_breaks_the_endpoint(made: list[tuple[str, str, dict[str, Any], Any]]) -> None:
    async def sent() -> set[int]:
        async with slack_server() as server, bench(respond, lambda _: REPLY, server) as chat:
            statuses = set()
            for number, (kind, event_kind, fields, event) in enumerate(made):
                inner = {**event, "type": event_kind} if isinstance(event, dict) else event
                payload = {"event_id": f"Ev{number}", **fields, "event": inner, "type": kind}
                statuses.add(await chat.send(json.dumps(payload).encode()))
            return statuses

    assert asyncio.run(sent()) <= {200, 400}


@given(raw=st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_body(raw: bytes) -> None:
    for kind in ("application/json", FORM):
        payload = parse(raw, kind)
        assert payload is None or sound(payload) in (True, False)


@pytest.mark.parametrize("size", [1_000_000])
async def test_a_megabyte_of_open_brackets_is_turned_away_in_time(chat: Bench, size: int) -> None:
    began = time.monotonic()
    assert await chat.send(b"[" * size) == 400
    assert time.monotonic() - began < 0.5


def test_verifying_costs_microseconds() -> None:
    guard = Guard(SECRET)
    headers = signed(BODY)
    began = time.perf_counter()
    for _ in range(1000):
        assert guard.verify(headers, BODY)
    assert time.perf_counter() - began < 0.5


async def test_a_request_that_stalls_is_let_go(chat: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.slack_guard.SLOWEST_BODY", 0.2)

    async def stalling() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(2)
        yield b"}"

    headers = {"Content-Type": "application/json", **signed(b"{}")}
    with pytest.raises((aiohttp.ClientError, AssertionError)):
        async with chat.http.post(f"{chat.url}/slack/events", data=stalling(), headers=headers) as answer:
            assert answer.status != 408


async def test_text_that_would_notify_a_channel_never_comes_back(chat: Bench, server: SlackServer) -> None:
    await chat.mention(f"<!channel> <@{ALICE}> <https://evil.example|click> hello", channel=CHANNEL)
    await chat.settle()
    assert DIRECT not in str(server.posted)
    assert not any(bad in str(server.posted) for bad in ("<!", "<@", "evil.example"))


def test_of_a_giant_message_both_ends_are_read() -> None:
    begins, ends = "I want to kill myself", "goodbye everyone"
    read = plain(f"{begins} {'<@U0AAAAAAA|x> ' * 70_000} {ends}", None)
    assert read.startswith(begins)
    assert read.endswith(ends)
    assert len(read) < LONGEST_TEXT


def test_of_the_longest_message_slack_lets_anybody_write_every_word_is_read() -> None:
    assert plain("&amp;" * 39_990 + "the middle", None).count("&") == 39_990
