"""Many workspaces: installed by OAuth, each answered and posted to with its own token, forgotten when they leave."""

import asyncio
import itertools
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core import pinned
from bot.core.knowledge import Channel
from bot.core.question import Question
from bot.core.replies import Kind, Reply, Section
from bot.delivery.ledger import Ledger
from bot.platforms.base import Refused, RetryLater, Sent
from bot.platforms.slack_history import SCOPES as READ_BACK
from bot.platforms.slack_installs import MOST_BEGUN, SCOPES
from tests.delivery.conftest import fresh_database
from tests.platforms.slack_grid import ORGANISATION, WITHIN, A, B, Grid, Many, many
from tests.platforms.slack_server import Answer, envelope, refused
from tests.platforms.test_slack_manifest import SCOPES as MANIFEST

FORCES = {A: "derbyshire", B: "gwent", WITHIN: "north-wales"}
POST = Reply(Kind.POST, (Section("Today at 2pm."),), pinned.footer(), "Today")


async def respond(question: Question) -> Reply:
    """Says which force it answers."""
    return Reply(Kind.ANSWER, (Section(f"For {question.force}."),), pinned.footer(), "Answered")


def channel(workspace: str, name: str | None = None) -> Channel:
    target = name or f"C{workspace[1:]}"
    return Channel(name=workspace, platform="slack", workspace=workspace, channel=target, reminders=("today",))


@pytest.fixture
def grid() -> Grid:
    return Grid()


@pytest.fixture
async def ledger(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(getattr(request, "param", None) or f"sqlite:///{tmp_path}/ledger.sqlite3")
    yield opened
    await opened.close()


@pytest.fixture
async def bot(ledger: Ledger, grid: Grid) -> AsyncIterator[Many]:
    async with many(respond, lambda _: POST, ledger.base, grid, FORCES) as opened:
        yield opened


async def kept(ledger: Ledger) -> list[dict[str, Any]]:
    return [dict(row) for row in await ledger.base.run("SELECT * FROM slack_bots ORDER BY id")]


# installing


async def test_an_administrator_installs_and_the_workspace_is_answered(bot: Many) -> None:
    await bot.install("a")
    assert await bot.says("hello", A) == 200
    assert bot.tokens_of("chat.postMessage") == [f"xoxb-{A}"]


async def test_slack_is_asked_for_the_scopes_of_the_manifest(bot: Many) -> None:
    async with bot.chat.http.get(bot.pages + "/slack/install", allow_redirects=False) as answer:
        asked = answer.headers["Location"]
    assert list(SCOPES) == MANIFEST
    assert asked.endswith(f"&scope={','.join(SCOPES)}&user_scope=")
    assert asked.startswith(bot.grid.url + "/oauth/v2/authorize?")


async def test_to_read_posts_back_slack_is_asked_for_the_optional_scopes_too(ledger: Ledger, grid: Grid) -> None:
    async with (
        many(respond, lambda _: POST, ledger.base, grid, FORCES, read_back=True) as bot,
        bot.chat.http.get(bot.pages + "/slack/install", allow_redirects=False) as answer,
    ):
        assert f"&scope={','.join([*SCOPES, *READ_BACK])}&" in answer.headers["Location"]


async def test_a_state_counts_once(bot: Many) -> None:
    state, cookie = await bot.begin()
    assert (await bot.end("a", state, cookie))[0] == 200
    assert (await bot.end("a", state, cookie))[0] == 401


@pytest.mark.parametrize(
    ("state", "cookie", "status"),
    [
        (None, "own", 400),
        ("own", None, 400),
        ("own", "slack-app-oauth-state=another", 400),
        ("invented", "slack-app-oauth-state=invented", 401),
    ],
)
async def test_who_did_not_begin_here_installs_nothing(
    bot: Many, ledger: Ledger, state: str | None, cookie: str | None, status: int
) -> None:
    own, its_cookie = await bot.begin()
    answer = await bot.end("a", own if state == "own" else state, its_cookie if cookie == "own" else cookie)
    assert answer[0] == status
    assert await kept(ledger) == []
    assert bot.grid.called("oauth.v2.access") == []


async def test_a_code_that_slack_does_not_know_is_401(bot: Many, ledger: Ledger) -> None:
    assert (await bot.end("made-up", *await bot.begin()))[0] == 401
    assert await kept(ledger) == []


async def test_nothing_of_the_address_comes_back_or_is_logged(bot: Many, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marker = "<script>zebra</script>"
    for query in ({"error": marker}, {"state": marker, "code": marker}, {"code": [marker]}):
        async with bot.chat.http.get(bot.pages + "/slack/oauth_redirect", params=query) as answer:
            assert "zebra" not in await answer.text()
    assert "zebra" not in str(bot.chat.told)
    assert not any("zebra" in record.getMessage() for record in caplog.records if record.name.startswith("signpost"))


async def test_a_slack_that_breaks_is_503_with_a_sentence(bot: Many) -> None:
    bot.grid.plan("oauth.v2.access", Answer(drop=True))
    status, page = await bot.end("a", *await bot.begin())
    assert (status, page) == (503, "Signpost could not be installed just now. Try again in a minute.\n")


async def test_a_crowd_at_the_install_page_is_turned_away_before_it_fills_the_database(
    bot: Many, ledger: Ledger
) -> None:
    async def once() -> int:
        async with bot.chat.http.get(bot.pages + "/slack/install", allow_redirects=False) as answer:
            return answer.status

    statuses = await asyncio.gather(*(once() for _ in range(3 * MOST_BEGUN)))
    assert statuses.count(302) == MOST_BEGUN
    assert set(statuses) == {302, 429}
    rows = await ledger.base.run("SELECT count(*) AS number FROM slack_oauth_states")
    assert rows[0]["number"] == MOST_BEGUN


async def test_old_states_do_not_pile_up(bot: Many, ledger: Ledger) -> None:
    await bot.begin()
    await ledger.base.run("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00.000000'")
    await bot.begin()
    assert len(await ledger.base.run("SELECT id FROM slack_oauth_states")) == 1


async def test_nobody_who_installs_is_kept(bot: Many, ledger: Ledger) -> None:
    await bot.install("a")
    tables = await ledger.base.run("SELECT name FROM sqlite_master WHERE type = 'table'")
    rows = [await ledger.base.run(f'SELECT * FROM "{row["name"]}"') for row in tables]  # noqa: S608 -- names of our own
    assert f"xoxb-{A}" in str(rows)
    assert "U0ADMIN" not in str(rows)


async def test_installing_again_replaces_the_token(bot: Many, ledger: Ledger) -> None:
    await bot.install("a")
    await bot.install("a")
    assert [row["bot_token"] for row in await kept(ledger)] == [f"xoxb-{A}-2"]
    assert await bot.says("hello", A) == 200
    assert bot.grid.calls[-1].token == f"xoxb-{A}-2"


async def test_it_all_works_on_postgresql(postgresql: str, grid: Grid) -> None:
    ledger = await Ledger.open(await asyncio.to_thread(fresh_database, postgresql))
    try:
        async with many(respond, lambda _: POST, ledger.base, grid, FORCES) as bot:
            grid.rotates, grid.lives = True, 60
            await bot.install("a")
            grid.lives = 43_200
            await bot.install("org")
            assert await bot.says("hello", A) == 200
            assert await bot.says("hello", WITHIN, ORGANISATION) == 200
            assert bot.tokens_of("chat.postMessage") == [f"xoxb-{A}", f"xoxb-{ORGANISATION}"]
            gone = envelope({"type": "app_uninstalled"}, "EvGone", team_id=A, authorizations=[])
            await bot.chat.send(json.dumps(gone).encode())
            await _until(lambda: ("slack.uninstalled", {}) in bot.chat.told)
            assert [row["team_id"] for row in await kept(ledger)] == [None]
    finally:
        await ledger.close()


async def test_two_processes_may_make_the_tables_at_once(tmp_path: Path) -> None:
    ledgers = [await Ledger.open(f"sqlite:///{tmp_path}/both.sqlite3") for _ in range(2)]

    async def start(ledger: Ledger) -> None:
        async with many(respond, lambda _: POST, ledger.base, Grid(), FORCES):
            pass

    await asyncio.gather(*(start(ledger) for ledger in ledgers))
    for ledger in ledgers:
        await ledger.close()


# answering


async def test_each_workspace_is_answered_with_its_own_token_and_its_own_forces_words(bot: Many) -> None:
    await bot.install("a")
    await bot.install("b")
    for team in (A, B, B, A):
        assert await bot.says("hello", team) == 200
    said = [(call.token.rpartition("-")[0], call.arguments["channel"], "derbyshire" in call.arguments["text"])
            for call in bot.grid.calls if call.method == "chat.postMessage"]  # fmt: skip
    a, b = (f"xoxb-{A}", f"D0IN{A}", True), (f"xoxb-{B}", f"D0IN{B}", False)
    assert said == [a, b, b, a]


async def test_slack_is_not_asked_who_we_are_at_every_message(bot: Many) -> None:
    await bot.install("a")
    before = len(bot.grid.called("auth.test"))
    for _ in range(20):
        await bot.says("hello", A)
    assert len(bot.grid.called("auth.test")) == before


async def test_a_workspace_that_nobody_installed_gets_no_other_ones_token(bot: Many) -> None:
    await bot.install("a")
    assert await bot.says("hello", B) == 200
    assert f"xoxb-{A}" not in bot.tokens_of("chat.postMessage")


async def test_a_command_is_answered_even_where_nothing_is_installed(bot: Many) -> None:
    assert await bot.chat.command("i want to kill myself", team_id=B) == 200
    await bot.chat.settle()
    assert pinned.NUMBER in str(bot.grid.called("response_url"))


async def test_an_organisation_installs_once_for_all_its_workspaces(bot: Many) -> None:
    await bot.install("org")
    assert await bot.says("hello", WITHIN, ORGANISATION) == 200
    assert bot.tokens_of("chat.postMessage") == [f"xoxb-{ORGANISATION}"]
    assert "For north-wales." in bot.grid.posted[0]["text"]


async def test_a_workspaces_own_installation_goes_before_its_organisations(bot: Many) -> None:
    await bot.install("org")
    await bot.install("a")
    assert await bot.says("hello", A, None) == 200
    assert bot.tokens_of("chat.postMessage") == [f"xoxb-{A}"]


# posting


async def test_each_workspace_is_posted_to_with_its_own_token(bot: Many) -> None:
    await bot.install("a")
    await bot.install("b")
    for workspace in (A, B):
        assert isinstance(await bot.chat.slack.post(channel(workspace), POST, "key"), Sent)
    assert bot.tokens_of("chat.postMessage") == [f"xoxb-{A}", f"xoxb-{B}"]


@pytest.mark.parametrize("change", ["post", "edit", "notice"])
async def test_a_channel_of_a_never_gets_what_bs_token_sends(bot: Many, change: str) -> None:
    await bot.install("b")
    call: Callable[..., Any] = getattr(bot.chat.slack, change)
    outcome = await (call(channel(A), POST, "key") if change == "post" else call(channel(A), "1700.1", POST))
    assert isinstance(outcome, Refused)
    assert "Signpost is not installed in workspace T0AAA" in outcome.reason
    assert bot.tokens_of("chat.postMessage") + bot.tokens_of("chat.update") == []


async def test_every_pair_of_workspace_and_channel_goes_where_it_belongs_or_nowhere(bot: Many) -> None:
    await bot.install("a")
    await bot.install("b")
    for workspace, other in itertools.product((A, B), (A, B)):
        outcome = await bot.chat.slack.post(channel(workspace, f"C{other[1:]}"), POST, "key")
        assert isinstance(outcome, Sent) == (workspace == other)
    assert sorted(m["channel"] for m in bot.grid.messages) == ["C0AAA", "C0BBB"]


async def test_a_channel_without_an_installation_is_named_with_what_to_do(bot: Many) -> None:
    assert await bot.chat.slack.unreachable(channel(A)) == (
        "Signpost is not installed in workspace T0AAA: open /slack/install as its administrator."
    )
    await bot.install("a")
    assert await bot.chat.slack.unreachable(channel(A)) is None


@pytest.mark.parametrize("named", [WITHIN, ORGANISATION])
async def test_a_channel_of_an_organisation_is_posted_to_with_the_organisations_token(bot: Many, named: str) -> None:
    await bot.install("org")
    assert isinstance(await bot.chat.slack.post(channel(named, "C0WITHIN"), POST, "key"), Sent)
    assert bot.tokens_of("chat.postMessage") == [f"xoxb-{ORGANISATION}"]


async def test_a_database_that_is_gone_makes_a_post_wait_not_fail(bot: Many, ledger: Ledger) -> None:
    await ledger.base.run("ALTER TABLE slack_bots RENAME TO elsewhere")
    assert isinstance(await bot.chat.slack.post(channel(A), POST, "key"), RetryLater)
    await ledger.base.run("ALTER TABLE elsewhere RENAME TO slack_bots")


async def test_a_database_that_is_gone_makes_slack_send_the_message_again(bot: Many, ledger: Ledger) -> None:
    await bot.install("a")
    await ledger.base.run("ALTER TABLE slack_bots RENAME TO elsewhere")
    assert await bot.says("hello", A) == 503
    await ledger.base.run("ALTER TABLE elsewhere RENAME TO slack_bots")


# tokens that expire


async def test_an_old_token_is_renewed_once_however_many_write(bot: Many, ledger: Ledger) -> None:
    bot.grid.rotates, bot.grid.lives = True, 60
    await bot.install("a")
    bot.grid.lives = 43_200
    assert await asyncio.gather(*(bot.says("hello", A) for _ in range(8))) == [200] * 8
    renewals = [call for call in bot.grid.called("oauth.v2.access") if call.get("grant_type") == "refresh_token"]
    assert len(renewals) == 1
    assert set(bot.tokens_of("chat.postMessage")) == {f"xoxb-{A}"}
    assert {c.token for c in bot.grid.calls if c.method == "chat.postMessage"} == {f"xoxb-{A}-2"}
    assert [row["bot_token"] for row in await kept(ledger)] == [f"xoxb-{A}-2"]


async def test_a_token_is_renewed_before_a_post(bot: Many) -> None:
    bot.grid.rotates, bot.grid.lives = True, 60
    await bot.install("a")
    bot.grid.lives = 43_200
    assert isinstance(await bot.chat.slack.post(channel(A), POST, "key"), Sent)
    assert bot.grid.calls[-1].token == f"xoxb-{A}-2"


async def test_a_renewal_that_fails_uses_what_is_still_good(bot: Many) -> None:
    bot.grid.rotates, bot.grid.lives = True, 3600
    await bot.install("a")
    bot.grid.plan("oauth.v2.access", refused("internal_error"))
    assert await bot.says("hello", A) == 200
    assert bot.grid.calls[-1].token == f"xoxb-{A}-1"


async def test_what_another_process_renewed_is_taken_up(bot: Many, ledger: Ledger) -> None:
    bot.grid.rotates, bot.grid.lives = True, 60
    await bot.install("a")
    bot.grid.refresh.clear()  # another process has used it
    bot.grid.tokens["xoxb-newer-1"] = (None, A)
    later = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime(time.time() + 40_000))
    await ledger.base.run("UPDATE slack_bots SET bot_token = 'xoxb-newer-1', bot_token_expires_at = :at", at=later)
    assert await bot.says("hello", A) == 200
    assert bot.grid.calls[-1].token == "xoxb-newer-1"


# leaving


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}],
    ids=lambda event: str(event["type"]),
)
async def test_a_workspace_that_leaves_is_forgotten_and_no_other(
    bot: Many, ledger: Ledger, event: dict[str, Any]
) -> None:
    await bot.install("a")
    await bot.install("b")
    await bot.says("hello", A)
    body = envelope(event, "EvLeaves", team_id=A, authorizations=[])
    assert await bot.chat.send(json.dumps(body).encode()) == 200
    await _until(lambda: ("slack.uninstalled", {}) in bot.chat.told)
    assert [row["team_id"] for row in await kept(ledger)] == [B]
    before = bot.tokens_of("chat.postMessage").count(f"xoxb-{A}")
    await bot.says("hello", A)
    assert bot.tokens_of("chat.postMessage").count(f"xoxb-{A}") == before


async def test_a_persons_revoked_token_ends_no_installation(bot: Many, ledger: Ledger) -> None:
    await bot.install("a")
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U0PERSON"], "bot": []}}
    assert await bot.chat.send(json.dumps(envelope(event, "EvPerson", team_id=A)).encode()) == 200
    await asyncio.sleep(0.1)
    assert len(await kept(ledger)) == 1


async def test_an_organisation_that_leaves_is_forgotten(bot: Many, ledger: Ledger) -> None:
    await bot.install("org")
    granted = {"enterprise_id": ORGANISATION, "team_id": None, "is_enterprise_install": True, "user_id": "UBOT"}
    body = envelope(
        {"type": "app_uninstalled"}, "EvOrg", team_id=WITHIN, enterprise_id=ORGANISATION,
        authorizations=[granted], is_enterprise_install=True,
    )  # fmt: skip
    assert await bot.chat.send(json.dumps(body).encode()) == 200
    await _until(lambda: ("slack.uninstalled", {}) in bot.chat.told)
    assert await kept(ledger) == []


async def _until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not seen():  # noqa: ASYNC110 -- Bolt runs the listener after it has acknowledged
            await asyncio.sleep(0.01)
