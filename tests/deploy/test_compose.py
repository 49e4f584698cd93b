"""compose.yaml: the bot and its database, with as little as each can live on."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
SETTINGS = {str(field.alias) for field in Settings.model_fields.values()}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_can_change_nothing_and_gain_nothing(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)


def test_the_bot_gets_no_capability_back_and_runs_as_a_number() -> None:
    assert "cap_add" not in SERVICES["bot"]
    assert SERVICES["bot"]["user"] == "65532:65532"


def test_no_secret_stands_in_the_environment() -> None:
    for service in SERVICES.values():
        assert all(
            name.endswith("_FILE") or not value for name, value in service["environment"].items() if _secret(name)
        )


def _secret(name: str) -> bool:
    return any(word in name.upper() for word in ("TOKEN", "SECRET", "PASSWORD", "DATABASE_URL"))


def test_every_secret_is_a_file_and_the_bots_are_settings_by_their_own_names() -> None:
    assert set(SERVICES["bot"]["secrets"]) <= SETTINGS
    used = {secret for service in SERVICES.values() for secret in service["secrets"]}
    assert used == set(COMPOSE["secrets"])
    assert all(secret == {"file": f"./secrets/{name}"} for name, secret in COMPOSE["secrets"].items())


def test_settings_that_are_given_are_known() -> None:
    assert set(SERVICES["bot"]["environment"]) <= SETTINGS


def test_only_the_bot_is_published_and_only_to_this_machine() -> None:
    assert SERVICES["bot"]["ports"] == ["127.0.0.1:3978:3978"]
    assert "ports" not in SERVICES["postgres"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == ["inside"]


def test_the_bot_has_more_time_to_stop_than_it_takes() -> None:
    assert SERVICES["bot"]["stop_grace_period"] == "30s"
