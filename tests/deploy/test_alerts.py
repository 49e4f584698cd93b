"""The dashboard and the alerts ask for what the bot really exposes, and the runbook says what each alert means."""

import json
import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import App
from bot.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "signpost.rules.yaml"
PLAYED = DEPLOY / "prometheus" / "signpost.rules.test.yaml"
ALERTS: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "signpost.json").read_text(encoding="utf-8"))
EXPRESSIONS = [rule["expr"] for rule in ALERTS] + [panel["targets"][0]["expr"] for panel in DASHBOARD["panels"]]
RUNBOOK = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")
DEMANDED = (
    "SignpostCrisisPathFailing",
    "SignpostContentStale",
    "SignpostReminderUnsure",
    "SignpostCredentialExpiring",
    "SignpostNoEvents",
)


@pytest.fixture(scope="module")
def exposed() -> dict[str, set[str]]:
    """The label names of each series that the bot's own page describes."""
    page = App(Settings.read()).telemetry.metrics.registry
    found: dict[str, set[str]] = {}
    for metric in page._collector_to_names:
        labels = set(getattr(metric, "_labelnames", ()))
        for name in page._collector_to_names[metric]:
            found[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return found


def test_every_series_that_is_asked_for_is_exposed(exposed: dict[str, set[str]]) -> None:
    asked = {name for expression in EXPRESSIONS for name in re.findall(r"signpost_[a-z_]+", expression)}
    assert asked - exposed.keys() == set()


def test_every_label_that_is_asked_for_is_exposed(exposed: dict[str, set[str]]) -> None:
    for expression in EXPRESSIONS:
        given = {"instance", "job"}.union(*(exposed[name] for name in re.findall(r"signpost_[a-z_]+", expression)))
        asked = set(re.findall(r"[{,]\s*(\w+)\s*=", expression))
        for grouped in re.findall(r"by \(([^)]*)\)", expression):
            asked |= set(grouped.replace(" ", "").split(","))
        assert asked <= given, expression


@pytest.mark.parametrize("alert", DEMANDED)
def test_what_a_force_must_be_woken_for_has_an_alert(alert: str) -> None:
    assert alert in {rule["alert"] for rule in ALERTS}


@pytest.mark.parametrize("rule", ALERTS, ids=[rule["alert"] for rule in ALERTS])
def test_every_alert_says_what_it_is_and_has_its_section_in_the_runbook(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["annotations"]["runbook"] == f"deploy/RUNBOOK.md#{rule['alert'].lower()}"
    section = RUNBOOK.partition(f"\n### {rule['alert']}\n")[2].partition("\n### ")[0]
    assert len(section.split()) >= 12


def test_the_runbook_explains_no_alert_that_is_gone() -> None:
    assert set(re.findall(r"^### (Signpost\w+)$", RUNBOOK, re.MULTILINE)) == {rule["alert"] for rule in ALERTS}


def test_the_dashboard_is_what_its_list_makes() -> None:
    assert runpy.run_path(str(DEPLOY / "grafana" / "make.py"))["DASHBOARD"] == DASHBOARD


@pytest.mark.parametrize("arguments", [("check", "rules", RULES), ("test", "rules", PLAYED)])
def test_prometheus_takes_the_rules_and_they_ring_when_they_should(arguments: tuple[str, ...]) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here; Debian's package prometheus has it")
    done = subprocess.run([promtool, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
