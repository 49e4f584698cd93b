"""Half-set credentials are refused with a sentence that names what is missing."""

import os

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, TeamsType, is_loopback


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SLACK_", "MicrosoftApp", "SIGNPOST_")):
            monkeypatch.delenv(name)


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return Settings.read()


def test_with_nothing_set_neither_platform_is_configured() -> None:
    settings = Settings.read()
    assert settings.slack() is None
    assert settings.teams() is None
    assert (settings.host, settings.port, settings.admin_port) == ("127.0.0.1", 3978, 3979)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode) is missing"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "   "}, "SLACK_SIGNING_SECRET (or"),
        ({"SLACK_CLIENT_ID": "1"}, "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET"),
        (
            {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_APP_TOKEN": "x"},
            "SLACK_SIGNING_SECRET is missing",
        ),
    ],
)
def test_half_set_slack_is_refused_and_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        _set(monkeypatch, **values).slack()
    assert named in str(refused.value)


@pytest.mark.parametrize(("value", "on"), [("1", True), ("", False), ("no", False)])
def test_own_posts_are_read_back_only_when_asked_for(monkeypatch: pytest.MonkeyPatch, value: str, on: bool) -> None:
    assert _set(monkeypatch, SIGNPOST_SLACK_READ_BACK=value).slack_read_back is on


def test_many_workspaces_are_set_up_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _set(monkeypatch, SLACK_CLIENT_ID="1", SLACK_CLIENT_SECRET="2", SLACK_SIGNING_SECRET="3")
    slack = settings.slack()
    assert slack is not None
    assert (slack.client_id, slack.client_secret, slack.bot_token) == ("1", "2", None)


def test_a_token_for_one_workspace_beside_oauth_for_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3"}
    with pytest.raises(SettingsError, match="unset the token, or both of the others"):
        _set(monkeypatch, **many, SLACK_BOT_TOKEN="xoxb-1").slack()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"MicrosoftAppId": "a"}, "MicrosoftAppPassword and MicrosoftAppTenantId are missing"),
        ({"MicrosoftAppPassword": "p"}, "MicrosoftAppId and MicrosoftAppTenantId"),
        ({"MicrosoftAppType": "UserAssignedMSI", "MicrosoftAppId": "a"}, "MicrosoftAppTenantId is missing"),
        ({"MicrosoftAppType": "MultiTenant", "MicrosoftAppId": "a"}, "MicrosoftAppPassword is missing"),
        ({"MicrosoftAppType": "Multi", "MicrosoftAppId": "a"}, "must be SingleTenant, UserAssignedMSI or MultiTenant"),
    ],
)
def test_half_set_teams_is_refused_and_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        _set(monkeypatch, **values).teams()
    assert named in str(refused.value)


def test_a_full_teams_registration_is_single_tenant_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    teams = _set(monkeypatch, MicrosoftAppId="a", MicrosoftAppPassword="p", MicrosoftAppTenantId="t").teams()
    assert teams is not None
    assert teams.type is TeamsType.SINGLE_TENANT


def test_anonymous_teams_is_refused_where_others_can_reach_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _set(monkeypatch, SIGNPOST_TEAMS_ANONYMOUS="1", SIGNPOST_HOST="0.0.0.0")  # noqa: S104 -- the mistake itself
    with pytest.raises(SettingsError, match="loopback"):
        settings.teams()


def test_anonymous_teams_is_served_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    teams = _set(monkeypatch, SIGNPOST_TEAMS_ANONYMOUS="1").teams()
    assert teams is not None
    assert teams.type is TeamsType.ANONYMOUS


def test_a_port_that_is_no_number_is_named_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="SIGNPOST_PORT"):
        _set(monkeypatch, SIGNPOST_PORT="http")


def test_secrets_never_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _set(monkeypatch, SLACK_BOT_TOKEN="xoxb-very-secret", SLACK_SIGNING_SECRET="also-secret")
    assert "secret" not in repr(settings).replace("slack_client_secret", "").replace("slack_signing_secret", "")


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("bot.example", False)],
)
def test_only_this_machine_counts_as_loopback(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_a_token_for_the_desk_that_could_be_guessed_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError, match="SIGNPOST_DESK_TOKEN has 6 characters") as refused:
        _set(monkeypatch, SIGNPOST_DESK_TOKEN="hunter").desk()
    assert "hunter" not in str(refused.value)


def test_without_a_token_the_desk_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _set(monkeypatch, SIGNPOST_DESK_TOKEN="  ").desk() is None
