"""The hazard log names every hazard, what holds it and a test that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = {
    cells[0]: cells
    for line in (ROOT / "deploy" / "HAZARDS.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| H\d+ ", line) and (cells := [cell.strip() for cell in line.strip("|").split("|")])
}
HAZARDS = [f"H{number}" for number in range(1, 16)]


def test_all_fifteen_hazards_are_there_in_order() -> None:
    assert list(ROWS) == HAZARDS


@pytest.mark.parametrize("hazard", HAZARDS)
def test_each_has_a_cause_what_holds_it_and_what_is_left(hazard: str) -> None:
    assert all(ROWS[hazard]), ROWS[hazard]
    assert len(ROWS[hazard]) == 6


@pytest.mark.parametrize("hazard", HAZARDS)
def test_each_names_tests_that_are_there(hazard: str) -> None:
    named = re.findall(r"`(tests/[^`]+\.py)::(test_\w+)`", ROWS[hazard][4])
    assert named, ROWS[hazard][4]
    for file, test in named:
        assert re.search(rf"def {test}\(", (ROOT / file).read_text(encoding="utf-8")), f"{file}::{test}"
