"""No slip in crisis.yaml gets past ``check`` or goes live: every digit, every swap, every line."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.checks import check
from bot.content.library import Library
from bot.core import pinned
from tests.content.cases import lay_out

TODAY = dt.date(2026, 11, 24)
NUMBER_LINES = re.compile(r"0300 131 2789|\b999\b")


def _slips(text: str) -> Iterator[tuple[str, str]]:
    """Each digit of each pinned number raised by one, each two different neighbours swapped, each pinned line lost.

    Digits further apart are swapped too: every pair in the first two places a number stands, two pairs in the others.
    """
    seen = 0
    for found in NUMBER_LINES.finditer(text):
        if text[text.rfind("\n", 0, found.start()) + 1 : found.start()].lstrip().startswith("#"):
            continue
        for at in range(found.start(), found.end()):
            if text[at].isdigit():
                yield f"digit at {at}", text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
            after = at + 2 if text[at + 1 : at + 2] == " " else at + 1
            if after < found.end() and text[at] != text[after] and text[at].isdigit():
                yield f"swap at {at}", text[:at] + text[after] + text[at + 1 : after] + text[at] + text[after + 1 :]
        digits = [at for at in range(found.start(), found.end()) if text[at].isdigit()]
        far = [(a, b) for n, a in enumerate(digits) for b in digits[n + 2 :] if text[a] != text[b]]
        seen += bool(far)
        for a, b in far if seen <= 2 else far[:: len(far) // 2 + 1]:
            yield f"swap of {a} and {b}", text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]
    rows = text.split("\n")
    said = {row for texts in pinned.PINNED.values() for both in texts for row in both.split("\n")}
    for number, row in enumerate(rows):
        if row.strip() in said:
            yield f"line {number + 1} lost", "\n".join(rows[:number] + rows[number + 1 :])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return lay_out(tmp_path_factory.mktemp("content"))


def test_every_slip_in_the_pinned_block_is_refused_and_never_live(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "crisis.yaml"
    sound = path.read_text(encoding="utf-8")
    library = Library(*folders, settled=0.0, suspected=0.0)
    live = library.open()
    passed, taken, count = [], [], 0
    try:
        for name, slip in _slips(sound):
            count += 1
            path.write_text(slip, encoding="utf-8")
            if not any(p.is_error and p.path.endswith("crisis.yaml") for p in check(*folders, TODAY)):
                passed.append(name)
            if library.refresh() or library.current is not live:
                taken.append(name)
    finally:
        path.write_text(sound, encoding="utf-8")
    assert count > 200
    assert (passed, taken) == ([], [])
