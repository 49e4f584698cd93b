"""Reminders in Teams channels: one call each, and an honest account of what came of it."""

import asyncio
import datetime as dt
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core import pinned
from bot.core.knowledge import Channel
from bot.errors import LedgerError
from bot.platforms.base import (
    UNKNOWABLE,
    Outcome,
    Platform,
    Refused,
    RetryLater,
    Sent,
    ServiceAddress,
    Unsure,
)
from bot.platforms.teams_connector import retry_after
from bot.platforms.teams_reach import MemoryAddresses
from tests.platforms.connector_server import BOT, GENERAL, NEWS, TEAM, TENANT, Step, activity
from tests.platforms.teams_rig import CHANNEL, MOVED, POST, Rig, rig

GROUP = CHANNEL.model_copy(update={"channel": "19:group@thread.v2"})


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as made:
        await made.teams.start()
        await made.install()
        yield made


async def post(teams: Rig, channel: Channel = CHANNEL) -> Outcome:
    platform: Platform = teams.teams
    return await platform.post(channel, POST, "today:teams:2026-04-21")


async def test_a_post_is_a_new_conversation_in_the_named_channel(teams: Rig) -> None:
    sent = await post(teams)
    assert isinstance(sent, Sent)
    (call,) = teams.connector.messages
    assert call.path == "/v3/conversations"
    assert call.body["channelData"] == {"channel": {"id": NEWS}, "tenant": {"id": TENANT}}
    assert call.body["isGroup"] is True
    assert call.body["bot"] == {"id": BOT}
    assert call.message["summary"] == "Today in response policing week"
    assert pinned.NUMBER in call.text
    assert call.authorization == "Bearer connector-token-1"


async def test_a_post_can_be_edited_and_answered_in_its_thread(teams: Rig) -> None:
    sent = await post(teams)
    assert isinstance(sent, Sent)
    edited, noticed = (
        await teams.teams.edit(CHANNEL, sent.message, MOVED),
        await teams.teams.notice(CHANNEL, sent.message, MOVED),
    )
    assert edited == Sent(sent.message)
    assert isinstance(noticed, Sent)
    made, edit, notice = teams.connector.messages
    thread = edit.conversation
    assert thread.startswith(f"{NEWS};messageid=")
    assert (edit.method, edit.path) == ("PUT", f"/v3/conversations/{thread}/activities/{thread.rpartition('=')[2]}")
    assert (notice.method, notice.path) == ("POST", f"/v3/conversations/{thread}/activities")
    assert "moved to 3pm" in edit.text
    assert "moved to 3pm" in notice.text
    assert "moved" not in made.text


async def test_a_group_chat_is_posted_to_directly(teams: Rig) -> None:
    await teams.install("groupChat")
    sent = await post(teams, GROUP)
    assert isinstance(sent, Sent)
    assert teams.connector.messages[0].path == "/v3/conversations/19:group@thread.v2/activities"
    assert await teams.teams.edit(GROUP, sent.message, MOVED) == sent


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        (400, Refused("", permanent=True)),
        (401, Refused("", permanent=False)),
        (403, Refused("", permanent=True)),
        (404, Refused("", permanent=True)),
        (405, Refused("", permanent=True)),
        (413, Refused("", permanent=True)),
        (302, Refused("", permanent=False)),
        (408, Unsure("")),
        (412, Unsure("")),
        (500, Unsure("")),
        (502, Unsure("")),
        (503, Unsure("")),
        (504, Unsure("")),
        ("drop", Unsure("")),
        ((429, {"Retry-After": "1.5"}), RetryLater("", 1.5)),
        ((429, {"Retry-After": "7"}), RetryLater("", 7.0)),
        ((429, {}), RetryLater("", 30.0)),
        ((429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), RetryLater("", 30.0)),
    ],
)
async def test_one_call_and_an_honest_outcome(teams: Rig, step: Step, wanted: Outcome) -> None:
    teams.connector.plan = [step]
    got = await post(teams)
    assert type(got) is type(wanted)
    if isinstance(wanted, Refused) and isinstance(got, Refused):
        assert got.permanent == wanted.permanent
    if isinstance(wanted, RetryLater) and isinstance(got, RetryLater):
        assert (got.seconds, got.wide) == (wanted.seconds, True)
    assert len(teams.connector.messages) == 1


@pytest.mark.parametrize("given", ["nan", "inf", "-5", "", "0", None, "1e9"])
def test_an_odd_retry_after_is_between_a_second_and_an_hour(given: str | None) -> None:
    assert 1 <= retry_after(given) <= 3600


async def test_a_post_that_is_never_answered_is_unsure(teams: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    import aiohttp

    monkeypatch.setattr("bot.platforms.teams_connector.TIMEOUT", aiohttp.ClientTimeout(total=0.5, connect=0.4))
    teams.connector.plan = ["hang"]
    assert isinstance(await post(teams), Unsure)
    assert len(teams.connector.messages) == 1


async def test_a_connector_that_is_not_there_means_later(teams: Rig) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        await teams.addresses.save(ServiceAddress(TENANT, TEAM, url, BOT, (NEWS,)))
        teams.teams._reach._known.clear()
        assert isinstance(await post(teams), RetryLater)


async def test_an_accepted_post_without_a_name_counts_as_sent_but_cannot_be_edited(teams: Rig) -> None:
    teams.connector.plan = ["bare"]
    sent = await post(teams)
    assert isinstance(sent, Sent)
    edited = await teams.teams.edit(CHANNEL, sent.message, MOVED)
    assert isinstance(edited, Refused)
    assert edited.permanent


async def test_each_post_has_a_connection_of_its_own_and_replies_share_one(teams: Rig) -> None:
    for _ in range(3):
        await post(teams)
    for _ in range(3):
        await teams.says("hello")
    posts, replies = teams.connector.messages[:3], teams.connector.messages[3:]
    assert len({call.connection for call in posts}) == 3
    assert len({call.connection for call in replies}) == 1


async def test_a_stored_address_that_is_not_microsofts_gets_nothing(teams: Rig) -> None:
    await teams.addresses.save(ServiceAddress(TENANT, TEAM, "https://evil.example/", BOT, (NEWS,)))
    teams.teams._reach._known.clear()
    got = await post(teams)
    assert isinstance(got, Refused)
    assert "not Microsoft's" in got.reason


async def test_the_bot_never_claims_to_know_what_stands_in_a_channel(teams: Rig) -> None:
    assert await teams.teams.find_posted(CHANNEL, "key", dt.datetime.now(dt.UTC)) is UNKNOWABLE


async def test_before_it_is_added_anywhere_nothing_is_posted_and_the_lead_is_told_what_to_do(tmp_path: Path) -> None:
    async with rig(tmp_path) as teams:
        got = await post(teams)
        assert isinstance(got, Refused)
        assert not got.permanent
        assert "add the app to the team" in got.reason
        assert "add the app to the team" in (await teams.teams.unreachable(CHANNEL) or "")
        assert not teams.connector.calls


async def test_a_channel_of_an_installed_team_is_reachable_even_if_nobody_wrote_there(teams: Rig) -> None:
    assert await teams.teams.unreachable(CHANNEL) is None
    assert [call.path for call in teams.connector.calls] == [f"/v3/teams/{TEAM}/conversations"]
    await teams.teams.unreachable(CHANNEL)
    assert len(teams.connector.calls) == 1


async def test_a_channel_of_no_installed_team_is_named_with_what_to_do(teams: Rig) -> None:
    elsewhere = CHANNEL.model_copy(update={"channel": "19:elsewhere@thread.tacv2"})
    assert "in no team with this channel" in (await teams.teams.unreachable(elsewhere) or "")


async def test_a_private_channel_is_known_once_somebody_asks_there(teams: Rig) -> None:
    private = CHANNEL.model_copy(update={"channel": "19:private@thread.tacv2"})
    assert await teams.teams.unreachable(private)
    data = {"team": {"id": TEAM}, "channel": {"id": private.channel}, "tenant": {"id": TENANT}}
    await teams.says("channel", "channel", channelData=data)
    assert await teams.teams.unreachable(private) is None


async def test_a_refused_post_makes_its_channel_unreachable_until_one_arrives(teams: Rig) -> None:
    teams.connector.plan = [403]
    await post(teams)
    assert "may not write there" in (await teams.teams.unreachable(CHANNEL) or "")
    await post(teams)
    assert await teams.teams.unreachable(CHANNEL) is None


async def test_removing_the_app_forgets_the_team(teams: Rig) -> None:
    await teams.install(action="remove")
    assert await teams.addresses.load() == ()
    assert isinstance(await post(teams), Refused)
    assert "add the app" in (await teams.teams.unreachable(CHANNEL) or "")


async def test_removing_the_bot_as_a_member_forgets_the_team_too(teams: Rig) -> None:
    await teams.says(None, "channel", type="conversationUpdate", membersRemoved=[{"id": BOT}], entities=[])
    assert await teams.addresses.load() == ()


async def test_somebody_else_leaving_forgets_nothing(teams: Rig) -> None:
    await teams.says(None, "channel", type="conversationUpdate", membersRemoved=[{"id": "29:x"}], entities=[])
    assert len(await teams.addresses.load()) == 1


async def test_an_upgrade_of_the_app_forgets_nothing(teams: Rig) -> None:
    await teams.install(action="remove-upgrade")
    await teams.install(action="add-upgrade")
    assert len(await teams.addresses.load()) == 1


async def test_a_deleted_channel_is_forgotten(teams: Rig) -> None:
    data = {
        "eventType": "channelDeleted",
        "team": {"id": TEAM},
        "channel": {"id": GENERAL},
        "tenant": {"id": TENANT},
    }
    await teams.says(None, "channel", type="conversationUpdate", channelData=data, entities=[])
    (kept,) = await teams.addresses.load()
    assert kept.channels == ()


async def test_what_is_remembered_holds_no_person(teams: Rig) -> None:
    await teams.says("hello", "channel", **{"from": {"id": "29:canary", "name": "Canary"}})
    await teams.says("hello", "personal", **{"from": {"id": "29:canary", "name": "Canary"}})
    kept = await teams.addresses.load()
    assert kept == (ServiceAddress(TENANT, TEAM, teams.connector.url, BOT, (GENERAL,)),)
    assert "canary" not in str(kept).lower()


async def test_the_newest_service_address_is_used(teams: Rig) -> None:
    new = teams.connector.url.replace("/uk/", "/uk//")
    token = teams.microsoft.token(new)
    assert await teams.send(activity(new, "hello", "channel"), authorization=token) == 201
    await teams.teams.settle()
    assert (await teams.addresses.load())[0].service_url == new


async def test_an_address_learnt_by_another_process_is_used(tmp_path: Path) -> None:
    shared = MemoryAddresses()
    async with rig(tmp_path, addresses=shared) as teams:
        assert await teams.teams.unreachable(CHANNEL)
        await shared.save(ServiceAddress(TENANT, TEAM, teams.connector.url, BOT, (NEWS,)))
        teams.teams._reach._known.clear()  # as after fifteen seconds
        assert isinstance(await post(teams), Sent)


async def test_a_broken_database_costs_nobody_an_answer(tmp_path: Path) -> None:
    class Broken(MemoryAddresses):
        async def load(self, tenant: str | None = None) -> tuple[ServiceAddress, ...]:  # noqa: ARG002
            raise OSError("no database")

    async with rig(tmp_path, addresses=Broken()) as teams:
        await teams.says("hello", "channel")
        assert len(teams.connector.messages) == 1
        assert teams.events("teams.unlearnt") == [{"error": "OSError"}]


class Rushed(MemoryAddresses):
    """A database that has no time, once *rushed*."""

    rushed = False

    async def load(self, tenant: str | None = None) -> tuple[ServiceAddress, ...]:
        if self.rushed:
            raise LedgerError("The database does not answer: no answer within 10 seconds.")
        return await super().load(tenant)


async def test_a_post_whose_address_cannot_be_looked_up_has_certainly_not_left(tmp_path: Path) -> None:
    addresses = Rushed()
    async with rig(tmp_path, addresses=addresses) as teams:
        await teams.install()
        addresses.rushed = True
        assert isinstance(await post(teams), RetryLater)
        assert isinstance(await teams.teams.edit(CHANNEL, f"{NEWS};messageid=1|1", POST), RetryLater)
        assert teams.connector.messages == []


async def test_an_address_that_was_known_is_used_while_it_cannot_be_looked_up(tmp_path: Path) -> None:
    addresses = Rushed()
    async with rig(tmp_path, addresses=addresses) as teams:
        await teams.install()
        assert isinstance(await post(teams), Sent)
        addresses.rushed = True
        until, kept = teams.teams._reach._known[TENANT]
        teams.teams._reach._known[TENANT] = (until - 60, kept)  # as after fifteen seconds
        assert isinstance(await post(teams), Sent)


async def test_a_slow_post_does_not_hold_up_an_answer(teams: Rig) -> None:
    teams.connector.plan = ["hang"]
    slow = asyncio.create_task(post(teams))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await teams.says("hello")
    assert time.monotonic() - began < 1
    teams.connector.release()
    assert isinstance(await slow, Unsure)
