"""Our own token for Teams, from a real login over TLS: asked for off the event loop, kept, renewed, and explained."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.errors import SettingsError
from bot.platforms.base import Refused, RetryLater
from bot.platforms.teams_access import TeamsAccess
from bot.platforms.teams_framework import TOKEN_OLD, Token, TokenUnavailableError
from tests.platforms.teams_rig import CHANNEL, POST, Rig, Wanted, rig


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as made:
        yield made


async def test_many_answers_need_one_token(teams: Rig) -> None:
    await teams.teams.start()
    await asyncio.gather(*(teams.says("hello") for _ in range(20)))
    assert teams.microsoft.token_calls == 1
    assert {call.authorization for call in teams.connector.messages} == {"Bearer connector-token-1"}


async def test_asking_for_a_token_holds_up_nothing(teams: Rig) -> None:
    teams.microsoft.slow = 0.5
    gaps = []

    async def beat() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            gaps.append(time.monotonic() - before)

    heart = asyncio.create_task(beat())
    await teams.teams.start()
    heart.cancel()
    assert max(gaps) < 0.3
    assert teams.microsoft.token_calls == 1


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("AADSTS7000215", "is not this app's secret"),
        ("AADSTS7000222", "has expired"),
        ("AADSTS700016", "not known in this tenant"),
        ("AADSTS99999", "check MicrosoftAppId and MicrosoftAppPassword"),
    ],
)
async def test_refused_credentials_stop_the_start_with_what_to_do(teams: Rig, code: str, advice: str) -> None:
    teams.microsoft.refuses = code
    with pytest.raises(SettingsError, match=advice):
        await teams.teams.start()
    assert advice in (teams.teams.trouble or "")
    assert "said at length" not in (teams.teams.trouble or "")


async def test_an_unknown_tenant_stops_the_start(tmp_path: Path) -> None:
    async with rig(tmp_path, Wanted(tenant="nowhere")) as teams:
        with pytest.raises(SettingsError, match="MicrosoftAppTenantId"):
            await teams.teams.start()


async def test_a_login_that_cannot_be_reached_stops_nothing(teams: Rig) -> None:
    teams.microsoft.login_down = True
    await teams.teams.start()
    assert len(teams.events("teams.token_unavailable")) == 1
    await teams.install()
    assert isinstance(await teams.teams.post(CHANNEL, POST, "key"), RetryLater)
    assert not teams.connector.messages
    teams.microsoft.login_down = False
    assert await teams.teams._token.get() == "connector-token-1"


async def test_a_secret_that_expires_later_is_named_and_nothing_is_posted(teams: Rig) -> None:
    await teams.teams.start()
    await teams.install()
    teams.microsoft.refuses = "AADSTS7000222"
    teams.teams._token.drop()
    got = await teams.teams.post(CHANNEL, POST, "key")
    assert isinstance(got, Refused)
    assert "has expired" in got.reason
    assert "has expired" in (await teams.teams.unreachable(CHANNEL) or "")
    assert not teams.connector.messages


async def test_a_token_is_renewed_beside_the_answers_before_it_is_old(teams: Rig) -> None:
    now = [0.0]
    token = Token(teams.teams._access, teams.teams._cloud, lambda: now[0])
    assert await token.get() == "connector-token-1"
    now[0] = TOKEN_OLD - 1
    teams.microsoft.login_down = True
    assert await token.get() == "connector-token-1"
    now[0] = TOKEN_OLD + 1
    token.drop()
    with pytest.raises(TokenUnavailableError):
        await token.get()
    token.close()


async def test_a_login_that_hangs_is_given_up_and_still_used_when_it_answers(
    teams: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.teams_framework.TOKEN_WAIT", 0.2)
    teams.microsoft.slow = 0.6
    token = Token(teams.teams._access, teams.teams._cloud)
    with pytest.raises(TokenUnavailableError):
        await token.get()
    await asyncio.sleep(0.8)
    assert await token.get() == "connector-token-1"
    assert teams.microsoft.token_calls == 1
    token.close()


async def test_a_managed_identity_needs_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def give(request: web.Request) -> web.Response:
        assert request.headers["X-IDENTITY-HEADER"] == "made up"
        assert request.query["client_id"] == "00000000-aaaa-bbbb-cccc-000000000001"
        assert request.query["resource"] == "https://api.botframework.com"
        later = str(int(time.time()) + 3600)
        return web.json_response({"access_token": "managed", "expires_on": later, "token_type": "Bearer"})

    app = web.Application()
    app.router.add_get("/msi/token", give)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "made up")
    async with rig(tmp_path, Wanted("UserAssignedMSI", password="")) as teams:
        await teams.teams.start()
        await teams.says("hello")
        assert teams.connector.messages[0].authorization == "Bearer managed"
        assert teams.microsoft.token_calls == 0
    await runner.cleanup()


async def test_a_managed_identity_that_gives_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"statusCode": 400, "message": "no such identity"}, status=400)

    app = web.Application()
    app.router.add_get("/msi/token", refuse)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "made up")
    async with rig(tmp_path, Wanted("UserAssignedMSI", password="")) as teams:
        with pytest.raises(SettingsError, match="managed identity"):
            await teams.teams.start()
    await runner.cleanup()


async def test_many_tenants_are_told_apart_by_their_force(tmp_path: Path) -> None:
    wanted = Wanted("MultiTenant", tenant="botframework.com", force={"t-one": "gwent", "t-two": "derbyshire"})
    async with rig(tmp_path, wanted) as teams:
        for tenant in ("t-one", "t-two", "t-three"):
            await teams.says("hello", channelData={"tenant": {"id": tenant}})
        assert [question.force for question in teams.answering.asked] == ["gwent", "derbyshire", None]
        assert len({question.conversation for question in teams.answering.asked}) == 3


async def test_what_is_wrong_with_the_credentials_is_asked_again_only_after_a_while(teams: Rig) -> None:
    now = [100.0]
    token = Token(teams.teams._access, teams.teams._cloud, lambda: now[0])
    teams.microsoft.refuses = "AADSTS7000222"
    assert [("has expired" in (await token.why_not() or "")) for _ in range(5)] == [True] * 5
    assert teams.microsoft.token_calls == 1
    teams.microsoft.refuses = None
    now[0] += 20
    assert await token.why_not() is None
    token.close()


async def test_anonymous_mode_has_no_token() -> None:
    token = Token(TeamsAccess("anonymous"))
    assert await token.get() is None
    token.close()
