"""The guide for leads, read as what it tells them to do: open, find, change, paste, run, and what they will see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Run = Callable[[str], str]

_ACT = re.compile(
    r"[Oo]pen `(?P<open>[^`]+)`"
    r"|find `(?P<find>[^`]+)`"
    r"|`(?P<old>[^`]+)` to `(?P<new>[^`]+)`"
    r"|[Rr]un `signpost (?P<run>[^`]+)`"
    r"|```yaml\n(?P<paste>.+?)```"
    r"|(?<!\*)\*(?!\*)(?P<see>[^*`]{6,})\*(?!\*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Act:
    """One thing a step tells people to do or to look for."""

    kind: str
    what: str
    into: str = ""


def chapters(guide: Path) -> dict[str, list[Act]]:
    """What each part of the ten minutes tells people to do, by its heading."""
    text = guide.read_text(encoding="utf-8").partition("## Your first ten minutes")[2].partition("\n## ")[0]
    parts = re.split(r"^\*\*([^*]+)\.\*\*", text, flags=re.MULTILINE)[1:]
    return {name: list(_acts(body)) for name, body in zip(parts[::2], parts[1::2], strict=True)}


def _acts(body: str) -> Iterator[Act]:
    for found in _ACT.finditer(body):
        kind = str(found.lastgroup)
        if kind == "new":
            yield Act("change", found["old"], found["new"])
        elif kind == "paste":
            yield Act("paste", re.sub(r"^   ", "", found["paste"], flags=re.MULTILINE).rstrip())
        else:
            yield Act(kind, " ".join(found[kind].split()))


def follow(acts: list[Act], folder: Path, run: Run) -> int:
    """Do what the guide says in *folder*; how many times something was seen. Fails where the guide is wrong."""
    file, below, output, seen = folder, "", "", 0
    for act in acts:
        if act.kind == "open":
            file, below = folder / act.what, ""
        elif act.kind == "find":
            below = act.what
        elif act.kind == "change":
            text = file.read_text(encoding="utf-8")
            start = text.index(below)
            place = text.index(act.what, start)
            file.write_text(text[:place] + act.into + text[place + len(act.what) :], encoding="utf-8")
        elif act.kind == "paste":
            file.write_text(f"{file.read_text(encoding='utf-8')}\n{act.what}\n", encoding="utf-8")
        elif act.kind == "run":
            output = " ".join(run(act.what).split())
        elif act.kind == "see":
            assert act.what in output, f"the guide promises {act.what!r}; people see: {output}"
            seen += 1
    return seen
