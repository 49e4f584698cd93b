"""What the door costs: how fast it turns each hostile call away, and what a flood of them does to honest people.

make flood        (two minutes; needs root for a network of its own)
"""

import sys
import tempfile
from pathlib import Path

from tests.door.visit import played, possible

SLOWEST = 5
BAR = 50.0


def main() -> int:
    """Play both scenes and print what was measured."""
    if not possible():
        print("make flood needs root, ip and unshare, to lay a network where the platforms' names lead here.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        for scene in ("rows", "flood"):
            (Path(folder) / scene).mkdir()
        rows = played(Path(folder) / "rows", "rows")["rows"]
        flood = played(Path(folder) / "flood", "flood")
    slowest = sorted(rows.items(), key=lambda row: -float(row[1]["ms"]))
    within = sum(row["ms"] <= BAR for row in rows.values())
    right = sum(row["status"] == row["wanted"] for row in rows.values())
    print(f"{len(rows)} hostile calls, {right} answered as they should be, {within} within {BAR:.0f} ms; the slowest:")
    for name, row in slowest[:SLOWEST]:
        print(f"  {row['ms']:6.1f} ms  {row['status']}  {name}")
    for when in ("alone", "amid"):
        print(f"{when:6}" + "  ".join(f"{what} {value}" for what, value in flood[when].items()))
    print("hostile " + ", ".join(f"{what} {count}" for what, count in flood["hostile"].items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
