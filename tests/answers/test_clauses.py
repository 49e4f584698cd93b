"""The table of what is promised of answers names tests and dialogues that are there."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.findall(r"`([^`]+(?:::|\.yaml: )[^`]+)`", (ROOT / "tests" / "answers" / "CLAUSES.md").read_text("utf-8"))


@pytest.mark.parametrize("named", NAMED)
def test_what_the_table_names_is_there(named: str) -> None:
    if "::" in named:
        path, name = named.split("::")
        assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    else:
        file, about = named.split(": ", 1)
        path = ROOT / "tests" / "conversations" / file
        dialogues = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- text only
        assert about in [dialogue["about"] for dialogue in dialogues]
