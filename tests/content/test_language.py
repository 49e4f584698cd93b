"""A lead whose channels are Welsh is told while English would go out."""

import shutil
from pathlib import Path

import pytest

from bot.content import checks

ROOT = Path(__file__).resolve().parents[2]
CHANNEL = (
    "{name: Gwent response, force: gwent, platform: slack, workspace: T0123, channel: C0123, reminders: [today]%s}"
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("knowledge", "schedules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "knowledge", tmp_path / "schedules"


def _warned(folders: tuple[Path, Path], extra: str) -> list[str]:
    (folders[1] / "channels.yaml").write_text(f"channels:\n  - {CHANNEL % extra}\n", encoding="utf-8")
    found = [one for one in checks.check(*folders, None) if "in Welsh" in one.sentence]
    assert not any(one.is_error for one in found)
    return [str(one) for one in found]


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_welsh_channel_whose_welsh_nobody_has_checked_is_named_with_what_to_do(folders: tuple[Path, Path]) -> None:
    (sentence,) = _warned(folders, ", language: cy")
    assert sentence.startswith("schedules/channels.yaml:2:")
    assert "'Gwent response'" in sentence
    assert "'today' and 'changes_cy'" in sentence
    assert "checked_by" in sentence


def test_the_language_of_its_force_counts_as_well(folders: tuple[Path, Path]) -> None:
    _change(folders[0] / "forces" / "gwent.yaml", "name: Gwent Police", "name: Gwent Police\nlanguage: cy")
    assert len(_warned(folders, "")) == 1
    assert _warned(folders, ", language: en") == []


def test_an_english_channel_is_let_be(folders: tuple[Path, Path]) -> None:
    assert _warned(folders, "") == []


def test_checked_welsh_mends_it(folders: tuple[Path, Path]) -> None:
    week = folders[1] / "2026.yaml"
    _change(week, "checked_by: null", "checked_by: The Welsh language team")
    assert _warned(folders, ", language: cy") == []
