"""The sound little content and the ways to break it, for the tests beside this file."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent


@dataclass(frozen=True)
class Case:
    """One broken file: *change* replaces text that is there once; *line* is part of the line that must be named."""

    name: str
    file: str
    says: str
    line: str
    change: Mapping[str, str] = field(default_factory=dict)

    def apply(self, folder: Path) -> None:
        """Break the file in *folder*."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        for old, new in self.change.items():
            assert text.count(old) == 1, f"{self.name}: {old!r} stands {text.count(old)} times in {self.file}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8", newline="")


def lay_out(folder: Path) -> tuple[Path, Path]:
    """The sound content in *folder*, with the crisis block as it is shipped."""
    shutil.copytree(HERE / "sound", folder, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "knowledge" / "crisis.yaml", folder / "knowledge" / "crisis.yaml")
    return folder / "knowledge", folder / "schedules"
