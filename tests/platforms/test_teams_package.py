"""The package that a Teams administrator uploads: valid by the schema, and by what it does not see."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema.validators import validator_for
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT.parent / "shared" / "schemas" / "teams-manifest-1.29.json"
BUILD = ROOT / "deploy" / "teams" / "build.py"
APP_ID = "00000000-aaaa-bbbb-cccc-000000000001"
GOOD = {"APP_ID": APP_ID, "WEBSITE": "https://force.example/signpost", "DEVELOPER": 'The "wellbeing" team'}


def run(values: Mapping[str, str], root: Path) -> subprocess.CompletedProcess[str]:
    """Build in a copy of the repository's few files, so that nothing is left behind."""
    for name in ("bot/__init__.py", "deploy/teams/build.py", "deploy/teams/manifest.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    for name in ("color.png", "outline.png"):
        (root / "deploy/teams" / name).write_bytes((ROOT / "deploy/teams" / name).read_bytes())
    command = [sys.executable, "-I", str(root / "deploy/teams/build.py")]
    kept = {"PATH": os.environ["PATH"]}
    return subprocess.run(command, env=kept | values, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    root = tmp_path_factory.mktemp("package")
    done = run(GOOD, root)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(root / "build" / "signpost-teams.zip")


@pytest.fixture(scope="module")
def manifest(package: zipfile.ZipFile) -> dict[str, Any]:
    return dict(json.loads(package.read("manifest.json")))


def test_the_manifest_is_valid(manifest: dict[str, Any]) -> None:
    if not SCHEMA.is_file():
        pytest.skip("the schema lies beside the repository and is not here")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(manifest)] == []


def test_everything_lies_at_the_top_of_the_package(package: zipfile.ZipFile) -> None:
    assert package.namelist() == ["manifest.json", "color.png", "outline.png"]
    assert package.testzip() is None


def test_the_bot_is_the_registered_app(manifest: dict[str, Any]) -> None:
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP_ID
    assert manifest["developer"]["name"] == 'The "wellbeing" team'
    assert "${" not in json.dumps(manifest)


def test_no_more_is_asked_for_than_is_used(manifest: dict[str, Any]) -> None:
    assert manifest["permissions"] == ["messageTeamMembers"]  # a private answer to who asked in a channel
    assert manifest["validDomains"] == []
    assert not {"authorization", "webApplicationInfo", "composeExtensions", "staticTabs", "connectors"} & set(manifest)
    (bot,) = manifest["bots"]
    assert sorted(bot["scopes"]) == ["groupChat", "personal", "team"]
    assert bot["supportsFiles"] is False


def test_every_address_is_https(manifest: dict[str, Any]) -> None:
    urls = [value for name, value in manifest["developer"].items() if name.endswith("Url")]
    assert len(urls) == 3
    assert all(url.startswith("https://") for url in urls)


def test_commands_fit_what_teams_shows(manifest: dict[str, Any]) -> None:
    for commands in manifest["bots"][0]["commandLists"]:
        assert 1 <= len(commands["commands"]) <= 10
        assert all(len(command["title"]) <= 32 for command in commands["commands"])


def test_it_claims_nothing_it_cannot_keep(manifest: dict[str, Any]) -> None:
    said = json.dumps(manifest).lower()
    assert "confidential" not in said
    assert "anonymous" not in said
    assert "not a crisis service" in said


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_icons_have_the_size_teams_wants(package: zipfile.ZipFile, name: str, size: int) -> None:
    with package.open(name) as file:
        assert Image.open(file).size == (size, size)


def test_the_outline_is_white_on_nothing(package: zipfile.ZipFile) -> None:
    with package.open("outline.png") as file:
        picture = Image.open(file).convert("RGBA")
    pixels = list(picture.get_flattened_data())
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {(255, 255, 255)}
    assert any(pixel[3] == 0 for pixel in pixels)


def test_the_same_values_give_the_same_package(tmp_path: Path) -> None:
    made = []
    for folder in ("one", "two"):
        assert run(GOOD, tmp_path / folder).returncode == 0
        made.append((tmp_path / folder / "build" / "signpost-teams.zip").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"APP_ID": ""}, "app id"),
        ({"APP_ID": "signpost"}, "app id"),
        ({"WEBSITE": "http://force.example"}, "WEBSITE must be an https address"),
        ({"PRIVACY": "force.example/privacy"}, "PRIVACY must be an https address"),
        ({"DEVELOPER": "x" * 33}, "32 characters"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_no_package(tmp_path: Path, change: dict[str, str], sentence: str) -> None:
    done = run(GOOD | change, tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "build").exists()


def test_without_a_website_the_package_says_what_to_set(tmp_path: Path) -> None:
    done = run({"MicrosoftAppId": APP_ID.upper()}, tmp_path)
    assert done.returncode == 0
    assert "set WEBSITE" in done.stdout
