"""The Kubernetes files: valid by Kubernetes' own schemas, and as strict as its own restricted standard."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.files import look
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
VALIDATE = next(
    (
        path
        for path in (
            ROOT / "build/tools/bin/kubernetes-validate",
            Path(sys.executable).with_name("kubernetes-validate"),
        )
        if path.exists()
    ),
    None,
)
RESOURCES = yaml.safe_load((FOLDER / "kustomization.yaml").read_text("utf-8"))["resources"]
OBJECTS: dict[str, dict[str, Any]] = {name: yaml.safe_load((FOLDER / name).read_text("utf-8")) for name in RESOURCES}
POD = OBJECTS["deployment.yaml"]["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
LABELS = {"app.kubernetes.io/name": "signpost"}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``kubectl apply -k`` would send, one file an object."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not on this machine")
    done = subprocess.run(["kubectl", "kustomize", str(FOLDER)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder = tmp_path_factory.mktemp("rendered")
    for number, text in enumerate(done.stdout.split("\n---\n")):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def _valid(files: list[Path]) -> None:
    if VALIDATE is None:
        pytest.skip("kubernetes-validate is not here: make tools")
    done = subprocess.run([str(VALIDATE), "--strict", *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("passed") == len(files), done.stdout


def test_what_kustomize_makes_of_it_is_valid(rendered: Path) -> None:
    _valid(sorted(rendered.glob("*.yaml")))


def test_a_misspelt_field_would_be_found(tmp_path: Path) -> None:
    if VALIDATE is None:
        pytest.skip("kubernetes-validate is not here: make tools")
    wrong = (FOLDER / "poddisruptionbudget.yaml").read_text("utf-8").replace("minAvailable", "minAvailabel")
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    command = [str(VALIDATE), "--strict", str(tmp_path / "wrong.yaml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_kustomize_gives_every_selector_the_same_label(rendered: Path) -> None:
    objects = {made["kind"]: made for made in (yaml.safe_load(path.read_text("utf-8")) for path in rendered.iterdir())}
    assert objects["Deployment"]["spec"]["selector"]["matchLabels"] == LABELS
    assert objects["Deployment"]["spec"]["template"]["metadata"]["labels"].items() >= LABELS.items()
    assert objects["Service"]["spec"]["selector"] == LABELS
    assert objects["NetworkPolicy"]["spec"]["podSelector"].get("matchLabels", LABELS) == LABELS
    assert objects["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == LABELS
    assert all(made["metadata"].get("namespace", "signpost") == "signpost" for made in objects.values())


def test_it_meets_the_restricted_pod_security_standard() -> None:
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["runAsUser"] == 65532
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(POD)
    assert {next(iter(set(volume) - {"name"})) for volume in POD["volumes"]} <= {
        "secret",
        "configMap",
        "projected",
        "emptyDir",
    }
    assert POD["automountServiceAccountToken"] is False


def test_two_replicas_stay_while_one_is_changed_or_moved() -> None:
    spec = OBJECTS["deployment.yaml"]["spec"]
    assert spec["replicas"] == 2
    assert spec["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert OBJECTS["poddisruptionbudget.yaml"]["spec"]["minAvailable"] == 1


def test_no_probe_takes_a_bot_away_for_what_does_not_stop_it_answering() -> None:
    asked = [CONTAINER[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")]
    assert asked == [{"path": "/livez", "port": "admin"}] * 3


def test_a_stopping_pod_has_time_for_what_is_in_flight() -> None:
    assert POD["terminationGracePeriodSeconds"] >= 5 + 20 + 10


def test_secrets_are_only_referred_to() -> None:
    assert all("value" in given for given in CONTAINER["env"])
    assert not any(given["value"] for given in CONTAINER["env"] if "DATABASE" in given["name"])
    assert {given["name"] for given in CONTAINER["env"]} <= {str(f.alias) for f in Settings.model_fields.values()}
    assert not any(made["kind"] == "Secret" for made in OBJECTS.values())


def test_the_policy_lets_the_admin_port_be_seen_by_monitoring_only() -> None:
    ingress = OBJECTS["networkpolicy.yaml"]["spec"]["ingress"]
    froms = {rule["ports"][0]["port"]: rule["from"][0]["namespaceSelector"]["matchLabels"] for rule in ingress}
    assert froms["admin"] == {"kubernetes.io/metadata.name": "monitoring"}
    assert set(froms) == {"http", "admin"}


def test_the_policy_lets_out_names_postgres_and_https_and_nothing_else() -> None:
    ports = {port["port"] for rule in OBJECTS["networkpolicy.yaml"]["spec"]["egress"] for port in rule["ports"]}
    assert ports == {53, 5432, 443}


def test_content_mounted_from_config_maps_is_read_with_its_force_files(tmp_path: Path) -> None:
    knowledge, first = tmp_path / "knowledge", tmp_path / "knowledge" / "..2026_11_24_1"
    items = {item["key"]: item["path"] for item in POD["volumes"][1]["projected"]["sources"][1]["configMap"]["items"]}
    first.mkdir(parents=True)
    for path in (ROOT / "knowledge").glob("*.yaml"):
        shutil.copy(path, first / path.name)
    for key, target in items.items():
        (first / target).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "knowledge" / "forces" / key, first / target)
    (knowledge / "..data").symlink_to(first.name)
    for path in first.iterdir():
        (knowledge / path.name).symlink_to(f"..data/{path.name}")
    mounted = look(knowledge, ROOT / "schedules")
    assert mounted.problems == ()
    assert mounted.version == look(ROOT / "knowledge", ROOT / "schedules").version
