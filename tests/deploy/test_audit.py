"""What ``make audit`` says about what pip-audit found, and about what it could not ask."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "deploy" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def _report(*packages: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"dependencies": list(packages)}]


CLEAN = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
BAD = {"name": "pyyaml", "version": "5.3", "vulns": [{"id": "PYSEC-2021-142", "fix_versions": ["5.4"]}]}
UNASKED = {"name": "yarl", "skip_reason": "Dependency not found on PyPI and could not be audited: yarl (1.25.1)"}


def test_nothing_known_is_zero(audit: ModuleType) -> None:
    assert audit.verdict(_report(CLEAN)) == (0, "No known vulnerability in 1 packages.")


def test_what_is_known_is_named_with_the_release_that_mends_it(audit: ModuleType) -> None:
    assert audit.verdict(_report(CLEAN, BAD)) == (1, "pyyaml 5.3: PYSEC-2021-142, mended in 5.4")


@pytest.mark.parametrize("report", [[{}], _report(UNASKED)], ids=["no answer", "an answer that knows no package"])
def test_an_advisory_service_out_of_reach_is_one_sentence_and_never_a_clean_bill(
    audit: ModuleType, report: Any
) -> None:
    code, said = audit.verdict(report)
    assert code == 3
    assert said.startswith("Nothing was audited")


def test_a_package_that_was_passed_over_is_no_clean_bill_either(audit: ModuleType) -> None:
    code, said = audit.verdict(_report(CLEAN, UNASKED))
    assert code == 3
    assert "yarl" in said
