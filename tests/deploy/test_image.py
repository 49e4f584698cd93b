"""The image: small, numeric user, nothing to build with. ``make rehearse-image`` carries the file out step by step."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
JOINED = re.sub(r"\\\n\s*", " ", "\n".join(line for line in FILE.splitlines() if not line.startswith("#")))
STAGES = JOINED.split("FROM ")[1:]
IGNORED = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()


def test_both_stages_begin_from_the_same_slim_python() -> None:
    assert [stage.split()[0] for stage in STAGES] == ["${PYTHON}"] * 2
    assert re.search(r"^ARG PYTHON=python:3\.11-slim", FILE, re.M)


def test_it_runs_as_a_user_with_a_number_and_no_rights() -> None:
    assert re.findall(r"^USER (.*)$", STAGES[-1], re.M) == ["65532:65532"]


def test_the_final_stage_installs_nothing_and_loses_what_could() -> None:
    runs = re.findall(r"^RUN (.*)$", STAGES[-1], re.M)
    assert not any(re.search(r"(pip|apt-get|apk) +install|curl|wget", run) for run in runs)
    assert any("site-packages/*" in run and "bin/pip*" in run and "ensurepip" in run for run in runs)


def test_everything_installed_is_checked_by_its_hash() -> None:
    installs = re.findall(r"^RUN .*pip .*install (.*)$", STAGES[0], re.M)
    assert len(installs) == 3
    assert all("--require-hashes" in install or "--no-index" in install for install in installs)


def test_its_health_check_is_our_own_command() -> None:
    assert re.search(r'^HEALTHCHECK .*CMD \["signpost", "health"\]$', STAGES[-1], re.M)


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"[\w./-]+", " ".join(re.findall(r"^COPY (?!--)(.*) \S+$", JOINED, re.M)))))
)
def test_what_is_copied_exists_and_is_let_through(name: str) -> None:
    assert (ROOT / name).exists()
    assert f"!{name}" in IGNORED


def test_nothing_is_let_through_that_is_not_copied() -> None:
    copied = set(" ".join(re.findall(r"^COPY (?!--)(.*) \S+$", JOINED, re.M)).split())
    assert IGNORED[1] == "*"
    assert {line[1:] for line in IGNORED if line.startswith("!")} == copied
