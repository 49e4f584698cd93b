"""The table that a run of faults ends with."""

from collections.abc import Mapping

from tests.delivery.faults.scene import Result

HEADS = ("wanted", "posted", "doubled", "lost", "unsure", "refused", "told", "kills")


def table(found: Mapping[str, Result]) -> str:
    """One line a row, and their sum."""
    whole = Result()
    for result in found.values():
        whole.add(result)
    width = max(len(name) for name in found) + 2
    lines = ["".ljust(width) + "".join(head.rjust(9) for head in HEADS) + "  faults met"]
    for name, result in [*found.items(), ("all", whole)]:
        numbers = "".join(str(getattr(result, head)).rjust(9) for head in HEADS)
        met = sum(result.met.values())
        lines.append(f"{name.ljust(width)}{numbers}  {met or ''}".rstrip())
    return "\n".join(lines)
