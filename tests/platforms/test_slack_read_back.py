"""Finding own posts again: switched on, by its mark alone; switched off, not at all."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest

from bot.core.knowledge import Channel, PlatformName
from bot.core.question import Question
from bot.core.replies import Kind, Reply, Section
from bot.platforms.base import UNKNOWABLE, Sent, Unsure
from bot.platforms.slack_history import SCOPES as READ_BACK
from tests.platforms.slack_server import CHANNEL, TEAM, Answer, Bench, SlackServer, bench, refused, slack_server

HERE = Channel(name="here", platform=PlatformName.SLACK, workspace=TEAM, channel=CHANNEL, reminders=("today",))
POST = Reply(Kind.POST, (Section("Today, 2pm to 2:45pm"),), footer="In a crisis: 0300 131 2789", summary="A reminder")
LONG_AGO = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as running:
        yield running


def _chat(server: SlackServer, *, read_back: bool) -> AbstractAsyncContextManager[Bench]:
    return bench(_nobody_asks, lambda _: POST, server, read_back=read_back)


async def _nobody_asks(_: Question) -> Reply:
    raise AssertionError


async def test_a_post_is_found_by_its_mark(server: SlackServer) -> None:
    async with _chat(server, read_back=True) as chat:
        other = await chat.slack.post(HERE, POST, "today/here/2026-04-20")
        mine = await chat.slack.post(HERE, POST, "today/here/2026-04-21")
        assert isinstance(mine, Sent)
        assert isinstance(other, Sent)
        assert await chat.slack.find_posted(HERE, "today/here/2026-04-21", LONG_AGO) == mine.message
        assert await chat.slack.find_posted(HERE, "today/here/2026-04-22", LONG_AGO) is None


async def test_a_post_on_a_later_page_is_found(server: SlackServer) -> None:
    mark = {"event_type": "signpost_reminder", "event_payload": {"key": "k"}}
    more = {"ok": True, "messages": [{"ts": "9.1", "text": "x"}], "response_metadata": {"next_cursor": "later"}}
    server.plan(
        "conversations.history", Answer(more), Answer({"ok": True, "messages": [{"ts": "9.0", "metadata": mark}]})
    )
    async with _chat(server, read_back=True) as chat:
        assert await chat.slack.find_posted(HERE, "k", LONG_AGO) == "9.0"
    assert [call.get("cursor") for call in server.called("conversations.history")][1] == "later"


async def test_a_page_that_does_not_come_leaves_it_open(server: SlackServer) -> None:
    server.plan("conversations.history", refused("internal_error"))
    async with _chat(server, read_back=True) as chat:
        assert isinstance(await chat.slack.find_posted(HERE, "k", LONG_AGO), Unsure)


async def test_without_the_scope_it_cannot_be_known(server: SlackServer) -> None:
    server.plan("conversations.history", refused("missing_scope"))
    async with _chat(server, read_back=True) as chat:
        assert await chat.slack.find_posted(HERE, "k", LONG_AGO) is UNKNOWABLE


async def test_switched_off_posts_carry_no_mark_and_nothing_is_read(server: SlackServer) -> None:
    async with _chat(server, read_back=False) as chat:
        await chat.slack.post(HERE, POST, "k")
        assert await chat.slack.find_posted(HERE, "k", LONG_AGO) is UNKNOWABLE
    assert "metadata" not in server.posted[0]
    assert server.called("conversations.history") == []


@pytest.mark.parametrize(
    ("granted", "lacking"),
    [
        ("chat:write," + ",".join(READ_BACK), None),
        ("chat:write,channels:history", "lacks groups:history, metadata.message:read"),
        ("chat:write", "lacks channels:history, groups:history, metadata.message:read"),
    ],
)
async def test_scopes_that_are_lacking_are_named_with_what_to_do(
    server: SlackServer, granted: str, lacking: str | None
) -> None:
    server.headers["x-oauth-scopes"] = granted
    async with _chat(server, read_back=True) as chat:
        said = chat.slack.trouble
    if lacking is None:
        assert said is None
    else:
        assert said is not None
        assert lacking in said
        assert "deploy/slack/manifest.yaml" in said


async def test_switched_off_no_scope_is_lacking(server: SlackServer) -> None:
    server.headers["x-oauth-scopes"] = "chat:write"
    async with _chat(server, read_back=False) as chat:
        assert chat.slack.trouble is None
