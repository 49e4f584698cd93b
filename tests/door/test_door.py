"""Nobody comes in who is not Slack or Teams: the shipped process, at its own addresses, and every row of the table.

Each row was played once; every test looks at one of them. No request may leave, nothing of a message may be logged.
"""

from pathlib import Path
from typing import Any

import pytest

from bot.core import pinned
from tests.door import callers
from tests.door.hosts import LOGIN, MACHINE
from tests.door.visit import REGISTERED, played, possible
from tests.platforms.connector_server import TENANT, Microsoft
from tests.platforms.test_slack_edges import MARKER

pytestmark = pytest.mark.skipif(not possible(), reason="needs root, ip and unshare to lay a network of its own")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return played(tmp_path_factory.mktemp("door"), "rows")


@pytest.mark.parametrize("name", [caller.name for caller in callers.everybody(Microsoft())])
def test_a_hostile_call_is_turned_away_and_leaves_nothing(seen: dict[str, Any], name: str) -> None:
    row = seen["rows"][name]
    assert row["status"] == row["wanted"]
    assert row["outbound"] == []
    assert "Traceback" not in row["log"]
    assert MARKER not in row["log"] + row["said"]


def test_a_command_counts_once_whoever_sends_it_again(seen: dict[str, Any]) -> None:
    assert seen["replayed"] == [200, 401]


def test_after_all_that_an_honest_person_is_answered_on_both_platforms(seen: dict[str, Any]) -> None:
    assert seen["honest"] == [200, 201]
    assert any(pinned.NUMBER in text and "hard right now" in text for text in seen["slack"])
    assert pinned.NUMBER in seen["teams"]
    assert seen["authorization"] == "Bearer connector-token-1"


def test_no_token_and_no_word_stands_in_the_whole_log(seen: dict[str, Any]) -> None:
    for word in ("kill myself", MARKER, "connector-token", "xoxb-", "Bearer", "made up", "Traceback"):
        assert word not in seen["log"]


def test_the_admin_port_is_this_machines_own_where_the_public_one_is_everybodys(seen: dict[str, Any]) -> None:
    assert seen["open elsewhere"] == [True, False]


TOKENS_FROM = {
    "SingleTenant": [f"{LOGIN} /{TENANT}/token", f"{LOGIN} /{TENANT}/v2.0/.well-known/openid-configuration"],
    "MultiTenant": [
        f"{LOGIN} /botframework.com/token",
        f"{LOGIN} /botframework.com/v2.0/.well-known/openid-configuration",
    ],
    "UserAssignedMSI": [f"{MACHINE} /metadata/identity/oauth2/token"],
}


@pytest.mark.parametrize("kind", sorted(REGISTERED))
def test_a_registration_of_each_kind_gets_its_token_and_gives_each_force_its_own_words(
    tmp_path: Path, kind: str
) -> None:
    found = played(tmp_path, kind)
    assert found["asked"] == sorted(TOKENS_FROM[kind])
    token = "managed-token" if kind == "UserAssignedMSI" else "connector-token-1"
    assert found["authorizations"] == [f"Bearer {token}"]
    derbyshire, gwent, stranger = found["texts"]
    assert "Derbyshire Constabulary offers" in derbyshire
    assert "Gwent Police offers" in gwent
    assert not any(name in stranger for name in ("Derbyshire Constabulary offers", "Gwent Police offers"))
