"""The house stays as it is drawn: names, sizes, and which way imports point."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "bot").rglob("*.py"))
ASKED_FOR = {"pyproject.toml", "README.md", "bot", "knowledge", "schedules", "tests", "deploy"}
ALSO = {"Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}
CATCH_ALLS = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_the_top_holds_what_the_user_asked_for_and_no_more() -> None:
    top = {path.split("/")[0] for path in _tracked()}
    assert top >= ASKED_FOR
    assert {name for name in top if not name.startswith(".")} <= ASKED_FOR | ALSO


def test_imports_point_the_way_the_house_is_drawn() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_named_after_one_thing(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
    assert module.stem not in CATCH_ALLS


def _imported(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_teams_platform_imports_botbuilder() -> None:
    importers = {m.relative_to(ROOT).as_posix() for m in MODULES if _imported(m) & {"botbuilder", "botframework"}}
    assert importers
    assert all(name.startswith("bot/platforms/teams") for name in importers), importers


def test_torch_is_imported_only_where_the_reader_is_trained() -> None:
    importers = [m for m in MODULES if "torch" in _imported(m)]
    assert all(m.parent.name == "model" and m.name != "load.py" for m in importers), importers


def test_the_core_knows_no_log_environment_network_or_platform() -> None:
    outside = {
        "logging",
        "os",
        "structlog",
        "aiohttp",
        "slack_sdk",
        "slack_bolt",
        "sqlalchemy",
        "yaml",
        "socket",
        "asyncio",
    }
    for module in (ROOT / "bot" / "core").rglob("*.py"):
        assert not _imported(module) & outside, module


def test_only_the_command_line_exits() -> None:
    for module in MODULES:
        if module.name not in ("__main__.py", "train.py"):
            text = module.read_text(encoding="utf-8")
            assert "sys.exit" not in text, module
            assert "SystemExit" not in text, module
