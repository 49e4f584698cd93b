"""The app's manifest: valid, and asking for no more than it needs."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from bot.platforms.slack import PROMPTS
from bot.platforms.slack_history import SCOPES as READ_BACK
from bot.platforms.slack_listeners import COMMAND

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT.parent / "shared" / "schemas"

SCOPES = [
    "app_mentions:read",
    "assistant:write",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:history",
    "im:write",
]
EVENTS = ["app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "message.im", "tokens_revoked"]


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "deploy/slack/manifest.yaml").read_text())
    return loaded


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_the_manifest_is_valid_in_slacks_own_schema(manifest: dict[str, Any], version: str) -> None:
    path = SCHEMAS / f"slack-manifest.schema.{version}.json"
    if not path.exists():
        pytest.skip("Slack's schema is not beside this repository")
    jsonschema.validate(manifest, json.loads(path.read_text()))


def test_it_asks_for_these_scopes_and_no_others(manifest: dict[str, Any]) -> None:
    assert manifest["oauth_config"]["scopes"] == {"bot": SCOPES}


def test_with_its_optional_lines_it_asks_for_what_reading_back_needs_and_no_more() -> None:
    written = (ROOT / "deploy/slack/manifest.yaml").read_text()
    assert written.count("      # - ") == len(READ_BACK)
    scopes = yaml.safe_load(written.replace("      # - ", "      - "))["oauth_config"]["scopes"]["bot"]
    assert scopes == [*SCOPES, *READ_BACK]


def test_it_listens_to_these_events_and_no_others(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == EVENTS


def test_every_address_is_https_and_one_of_ours(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    addresses = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *manifest["oauth_config"]["redirect_urls"],
        *(command["url"] for command in manifest["features"]["slash_commands"]),
    ]
    assert {urlsplit(address).scheme for address in addresses} == {"https"}
    assert {urlsplit(address).path for address in addresses} == {"/slack/events", "/slack/oauth_redirect"}


def test_the_command_and_the_prompts_are_those_the_bot_knows(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert [prompt["message"] for prompt in features["agent_view"]["suggested_prompts"]] == list(PROMPTS)
    assert "assistant_view" not in features
