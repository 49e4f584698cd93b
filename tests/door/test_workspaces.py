"""Forces that install Signpost over its own pages, in the shipped process, with Slack's name leading to our server."""

from typing import Any

import pytest

from tests.door.visit import played, possible
from tests.door.workspaces import PUBLIC
from tests.platforms.slack_grid import ORGANISATION, A, B

pytestmark = pytest.mark.skipif(not possible(), reason="needs root, ip and unshare to lay a network of its own")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return played(tmp_path_factory.mktemp("workspaces"), "workspaces")


def test_two_workspaces_and_an_organisation_install_it(seen: dict[str, Any]) -> None:
    assert seen["installed"] == [200, 200, 200]
    assert set(seen["asked for"]) == {f"{PUBLIC}/slack/oauth_redirect"}


def test_each_workspace_is_answered_with_its_own_token_and_its_own_forces_words(seen: dict[str, Any]) -> None:
    ((a, to_a),) = seen["a"]["posted"]
    ((b, to_b),) = seen["b"]["posted"]
    assert (a, b) == (f"xoxb-{A}-1", f"xoxb-{B}-2")
    assert "Derbyshire Constabulary offers" in to_a
    assert "Gwent Police offers" in to_b


def test_a_workspace_of_an_organisation_is_answered_with_the_organisations_token(seen: dict[str, Any]) -> None:
    assert [token for token, _ in seen["within"]["posted"]] == [f"xoxb-{ORGANISATION}-3"]


def test_eight_messages_at_once_renew_an_old_token_once(seen: dict[str, Any]) -> None:
    assert seen["at once"] == [200] * 8
    assert seen["renewals"] == 1
    assert {token for token, _ in seen["renewed"]["posted"]} == {f"xoxb-{A}-5"}


def test_who_uninstalls_or_revokes_is_forgotten_and_nobody_else(seen: dict[str, Any]) -> None:
    assert {token for said in seen["gone"] for token, _ in said["posted"]} <= {""}
    assert seen["taken"] == 0
    assert [token for token, _ in seen["still"]["posted"]] == [f"xoxb-{ORGANISATION}-3"]


def test_no_token_stands_in_the_log(seen: dict[str, Any]) -> None:
    assert not any(word in seen["log"] for word in ("xoxb-", "xoxe-", "a-client-secret", "Traceback"))
