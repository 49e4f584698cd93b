"""Who may speak to the bot as Teams: real tokens, a real key server, over real HTTP."""

import asyncio
import base64
import datetime as dt
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.errors import SettingsError
from bot.platforms import teams_guard
from bot.platforms.teams import Teams, TeamsAccess
from bot.platforms.teams_access import MICROSOFT, Cloud
from bot.platforms.teams_keys import KEYS_FRESH, KEYS_STALE, Keys
from bot.platforms.teams_reach import MemoryAddresses
from bot.platforms.teams_vouched import MOST, Checked, Vouched
from tests.platforms.connector_server import activity, key
from tests.platforms.teams_rig import Answering, Rig, Wanted, rig

EVIL = "https://evil.example/"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as made:
        yield made


def unsigned(**claims: Any) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"Bearer {part({'alg': 'none', 'kid': 'ours'})}.{part(claims)}."


async def test_an_honest_call_is_taken_and_answered(teams: Rig) -> None:
    assert await teams.says("when is the data session") == 201
    assert teams.answering.asked[0].text == "when is the data session"
    assert "11am" in teams.connector.messages[0].text


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic dTpw",
        "Bearer",
        "Bearer ",
        "Bearer garbage",
        "Bearer a.b.c",
        "bearer x",
        "Bearer x y",
        "Bearer é",
    ],
)
async def test_no_token_or_garbage_is_401_and_fetches_nothing(teams: Rig, header: str | None) -> None:
    assert await teams.send(activity(teams.connector.url), authorization=header) == 401
    assert teams.microsoft.key_calls == 0
    assert not teams.answering.asked


async def test_a_forged_hs256_token_is_401_and_fetches_nothing(teams: Rig) -> None:
    claims = {"iss": "https://api.botframework.com", "aud": teams.microsoft.app_id, "exp": int(time.time()) + 60}
    forged = jwt.encode(claims | {"serviceurl": teams.connector.url}, "x" * 32, "HS256", headers={"kid": "ours"})
    assert await teams.send(activity(teams.connector.url), authorization=f"Bearer {forged}") == 401
    assert teams.microsoft.key_calls == 0


async def test_an_unsigned_token_is_401(teams: Rig) -> None:
    claims = {"iss": "https://api.botframework.com", "aud": teams.microsoft.app_id, "exp": int(time.time()) + 60}
    forged = unsigned(**claims, serviceurl=teams.connector.url)
    assert await teams.send(activity(teams.connector.url), authorization=forged) == 401


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"exp": dt.timedelta(hours=-1)}, 401),
        ({"exp": dt.timedelta(seconds=-30)}, 201),  # five minutes of leeway, as Microsoft has it
        ({"exp": None}, 401),
        ({"nbf": dt.timedelta(hours=1)}, 401),
        ({"aud": "somebody-else"}, 401),
        ({"aud": None}, 401),
        ({"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}, 401),
        ({"iss": None}, 401),
        ({"serviceurl": EVIL}, 401),
        ({"serviceurl": None}, 401),
    ],
)
async def test_claims_must_be_right(teams: Rig, claims: dict[str, Any], status: int) -> None:
    now = time.time()  # not when the cases were collected: that may be minutes ago
    told = {name: int(now + it.total_seconds()) if isinstance(it, dt.timedelta) else it for name, it in claims.items()}
    token = teams.microsoft.token(teams.connector.url, **told)
    assert await teams.send(activity(teams.connector.url), authorization=token) == status
    await teams.teams.settle()
    assert len(teams.answering.asked) == (status == 201)


async def test_the_wrong_key_is_401(teams: Rig) -> None:
    token = teams.microsoft.token(teams.connector.url, key=teams.microsoft.other_key)
    assert await teams.send(activity(teams.connector.url), authorization=token) == 401


async def test_an_unknown_key_is_401_and_cannot_make_us_fetch_again_and_again(teams: Rig) -> None:
    for _ in range(20):
        token = teams.microsoft.token(teams.connector.url, key=key("a stranger's"), headers={"kid": "theirs"})
        assert await teams.send(activity(teams.connector.url), authorization=token) == 401
    assert teams.microsoft.key_calls == 1


async def test_a_key_that_is_not_for_teams_is_401(teams: Rig) -> None:
    teams.microsoft.endorsements = ("webchat",)
    assert await teams.send(activity(teams.connector.url)) == 401


async def test_another_channel_than_teams_is_401(teams: Rig) -> None:
    assert await teams.send(activity(teams.connector.url, channelId="directline")) == 401


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_another_content_type_is_415(teams: Rig, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {"X-None": "1"}
    body = json.dumps(activity(teams.connector.url)).encode()
    async with teams.http.post(
        teams.url + "api/messages",
        data=body,
        headers=headers,
        skip_auto_headers=["Content-Type"],
    ) as answer:
        assert answer.status == 415


async def test_another_method_is_405(teams: Rig) -> None:
    async with teams.http.get(teams.url + "api/messages") as answer:
        assert answer.status == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": "message", "serviceUrl": ' + b"[" * 500 + b"]" * 500 + b"}",
    ],
)
async def test_what_is_no_activity_is_400(teams: Rig, body: bytes) -> None:
    assert await teams.send(body) == 400


@pytest.mark.parametrize("missing", ["type", "serviceUrl"])
async def test_an_activity_without_its_essentials_is_400(teams: Rig, missing: str) -> None:
    assert await teams.send(activity(teams.connector.url, **{missing: None})) == 400


@pytest.mark.parametrize(
    "odd",
    [
        {"text": {"a": 1}},
        {"text": 5},
        {"from": "me"},
        {"conversation": []},
        {"entities": "x"},
        {"entities": [1]},
        {"type": ["message"]},
        {"serviceUrl": {"url": 1}},
        {"id": 7},
        {"attachments": {"a": 1}},
    ],
)
async def test_wrong_types_are_400(teams: Rig, odd: dict[str, Any]) -> None:
    assert await teams.send(activity(teams.connector.url) | odd) == 400
    await teams.teams.settle()
    assert not teams.answering.asked


@pytest.mark.parametrize(
    "odd",
    [
        {"channelData": "x"},
        {"channelData": {"team": "x", "tenant": 3}},
        {"value": [1, 2]},
        {"value": {"signpost": {"a": 1}}},
        {"timestamp": "never", "localTimestamp": "never"},
        {"conversation": {"id": "a:chat"}},
        {"entities": [{"type": "mention"}, {"type": "mention", "text": 4, "mentioned": "x"}]},
        {"attachments": [{"contentType": "text/html", "content": 5}]},
        {"text": "x" * 900_000},
    ],
)
async def test_oddities_that_lose_nothing_are_still_answered(teams: Rig, odd: dict[str, Any]) -> None:
    assert await teams.send(activity(teams.connector.url) | odd) == 201
    await teams.connector.wait(1)


async def test_two_megabytes_are_413_and_the_next_call_is_served(teams: Rig) -> None:
    assert await teams.send(activity(teams.connector.url, "x" * 2_000_000)) == 413
    assert await teams.says("hello") == 201


async def test_hostile_calls_leave_no_text_and_no_token_behind(teams: Rig) -> None:
    await teams.send(activity(teams.connector.url, "canary-words"), authorization="Bearer canary-token")
    await teams.send(b'{"type": "canary-words"')
    await teams.send(activity(teams.connector.url, "canary-words", **{"from": "canary-user"}))
    assert "canary" not in str(teams.told)
    assert {fields["status"] for fields in teams.events("teams.turned_away")} == {400, 401}


async def test_a_service_address_that_is_not_a_connector_gets_nothing(teams: Rig) -> None:
    token = teams.microsoft.token(EVIL)
    assert await teams.send(activity(EVIL), authorization=token) == 403
    await teams.teams.settle()
    assert not teams.answering.asked
    assert not teams.connector.calls


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:8443/uk/",
        "https://user:password@smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net/uk/?x=1",
        "https://smba.trafficmanager.net\\@evil.example/",
        "https://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:3979/metrics",
        "http://localhost/",
        "https://[::1]/",
        "file:///etc/passwd",
        "gopher://smba.trafficmanager.net/",
        "https://",
        "https://[bad/",
        "https://smba.trafficmanager.net/\n",
        "",
        None,
        7,
    ],
)
def test_only_microsofts_connectors_are_ever_written_to(url: object) -> None:
    assert not MICROSOFT.allows(url)


@pytest.mark.parametrize("path", ["uk/", "emea/", "uk/11111111-2222-3333-4444-555555555555/"])
def test_microsofts_connectors_are_allowed_over_https(path: str) -> None:
    assert MICROSOFT.allows(f"https://smba.trafficmanager.net/{path}")


@pytest.mark.parametrize("url", ["http://192.168.0.7:80/", "https://smba.trafficmanager.net/uk/", "http://0.0.0.0/"])
async def test_in_anonymous_mode_only_this_machine_is_answered(tmp_path: Path, url: str) -> None:
    async with rig(tmp_path, Wanted("anonymous")) as teams:
        assert await teams.send(activity(url), authorization=None) == 403
        assert await teams.send(activity(teams.connector.url), authorization=None) == 201
        await teams.connector.wait(1)


async def test_without_an_app_id_teams_is_refused_at_once() -> None:
    with pytest.raises(SettingsError, match="MicrosoftAppId is missing"):
        Teams(TeamsAccess("MultiTenant"), Answering(), lambda *_, **__: None, lambda _: None, MemoryAddresses())


async def test_keys_that_cannot_be_fetched_are_401_at_once_and_asked_for_once_a_minute(teams: Rig) -> None:
    teams.microsoft.down = True
    for _ in range(10):
        assert await teams.send(activity(teams.connector.url)) == 401
    assert teams.microsoft.key_calls == 1
    assert len(teams.events("teams.keys_unavailable")) == 1


async def test_waiting_for_keys_holds_up_nobody_else(teams: Rig) -> None:
    teams.microsoft.slow = 1.0
    honest = asyncio.create_task(teams.says("hello"))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    for _ in range(20):
        assert await teams.send(activity(teams.connector.url), authorization=None) == 401
    assert time.monotonic() - began < 0.5
    assert await honest == 201


async def test_five_calls_at_once_fetch_the_keys_once(teams: Rig) -> None:
    teams.microsoft.slow = 0.2
    assert await asyncio.gather(*(teams.says("hello") for _ in range(5))) == [201] * 5
    assert teams.microsoft.key_calls == 1


async def test_a_crowd_of_unknown_keys_at_once_fetches_once(teams: Rig) -> None:
    teams.microsoft.slow = 0.1
    token = teams.microsoft.token(teams.connector.url, key=key("a stranger's"), headers={"kid": "theirs"})
    sent = (teams.send(activity(teams.connector.url), authorization=token) for _ in range(30))
    assert set(await asyncio.gather(*sent)) == {401}
    assert teams.microsoft.key_calls == 1


async def test_old_keys_are_renewed_beside_the_messages_and_kept_while_that_fails(teams: Rig) -> None:
    now = [0.0]
    keys = Keys(teams.teams._cloud, clock=lambda: now[0])
    await keys.get("ours")
    teams.microsoft.down = True
    for now[0] in (KEYS_FRESH + 1, KEYS_FRESH + 2, KEYS_FRESH + 100, KEYS_STALE - 1):
        await keys.get("ours")
        await keys.warm()
    assert teams.microsoft.key_calls == 4
    now[0] = KEYS_STALE + 1
    with pytest.raises(PermissionError):
        await keys.get("ours")
    now[0] += 61
    teams.microsoft.down = False
    assert (await keys.get("ours")).endorsements == ("msteams",)


async def test_a_new_key_is_found_when_microsoft_changes_it(teams: Rig) -> None:
    now = [0.0]
    keys = Keys(teams.teams._cloud, clock=lambda: now[0])
    with pytest.raises(PermissionError):
        await keys.get("another")
    teams.microsoft.key_name = "another"
    with pytest.raises(PermissionError):
        await keys.get("another")
    now[0] = 301
    assert await keys.get("another")


async def test_a_token_that_was_good_for_one_address_is_not_for_another(teams: Rig) -> None:
    token = teams.microsoft.token(teams.connector.url)
    for address, status in ((teams.connector.url, 201), (teams.connector.url, 201), (EVIL, 401)):
        assert await teams.send(activity(address), authorization=token) == status


async def test_a_token_that_differs_from_a_good_one_by_a_letter_is_401(teams: Rig) -> None:
    token = teams.microsoft.token(teams.connector.url)
    assert await teams.send(activity(teams.connector.url), authorization=token) == 201
    other = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
    assert await teams.send(activity(teams.connector.url), authorization=other) == 401


async def test_a_key_that_microsoft_takes_away_ends_the_tokens_that_were_good_with_it(teams: Rig) -> None:
    token = teams.microsoft.token(teams.connector.url)
    assert await teams.send(activity(teams.connector.url), authorization=token) == 201
    teams.microsoft.key = teams.microsoft.other_key
    await teams.teams._keys._take_keys()
    assert await teams.send(activity(teams.connector.url), authorization=token) == 401
    assert await teams.send(activity(teams.connector.url)) == 201


async def test_a_checked_token_counts_until_it_expires_and_no_longer(teams: Rig) -> None:
    now, keys = [1000.0], Keys(teams.teams._cloud)
    checked = Checked(keys, lambda: now[0])
    checked.remember("Bearer one", Vouched(teams.connector.url, 2000.0, "ours", await keys.get("ours")))
    now[0] = 1999.9
    assert await checked.find("Bearer one")
    now[0] = 2000.0
    assert await checked.find("Bearer one") is None
    now[0] = 1000.0
    assert await checked.find("Bearer one") is None


async def test_only_so_many_checked_tokens_are_kept_and_none_in_clear(teams: Rig) -> None:
    keys = Keys(teams.teams._cloud)
    checked, good = Checked(keys), Vouched(teams.connector.url, float("inf"), "ours", await keys.get("ours"))
    for number in range(MOST + 10):
        checked.remember(f"Bearer token-{number}", good)
    assert len(checked) == MOST
    assert await checked.find("Bearer token-9") is None
    assert await checked.find("Bearer token-10") is good
    assert "token-10" not in repr(vars(checked))


async def test_a_token_never_travels_to_another_machine_than_the_connector(teams: Rig) -> None:
    await teams.says("hello")
    assert teams.connector.messages[0].authorization == "Bearer connector-token-1"
    assert not Cloud().loopback


async def test_the_door_stays_open_to_honest_calls_amid_hostile_ones(teams: Rig) -> None:
    async def hostile() -> None:
        for _ in range(50):
            assert await teams.send(b"{}", authorization="Bearer garbage") == 400

    took = []
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(hostile())
        for _ in range(10):
            began = time.monotonic()
            assert await teams.says("hello") == 201
            took.append(time.monotonic() - began)
    assert max(took) < 2.0
    assert len(teams.answering.asked) == 10


async def test_a_body_that_never_ends_is_given_up(teams: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teams_guard, "SLOWEST_BODY", 0.3)
    host, _, port = teams.url.removeprefix("http://").rstrip("/").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    writer.write(head.encode())
    line = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    assert b" 408 " in line


def test_the_access_does_not_show_its_password() -> None:
    assert "secret" not in repr(TeamsAccess("SingleTenant", "id", "secret", "tenant"))
