"""Reading made cheaper must read the same: compares how lines are read here and at another revision.

    python -m tests.safety.same [REVISION] [--lines 60000]       (main, unless said)

Lines of danger and of work, each sign's own lines, every disguise, mistakes, lines run together and cut, dotted,
starred and buried among others in messages of up to a megabyte. What is compared of each: its plain form, every sign
in it at its level, and the whole reading without the trained reader, figures of phrases included.
"""

import argparse
import io
import json
import random
import string
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.core.signs import SIGNS
from tests.safety.said import CONCERN, CRISIS
from tests.safety.test_disguises import DISGUISES, ORDINARY, typos

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
READ = """
import json, sys
from dataclasses import asdict
from bot.core import safety
from bot.core.phrases import shipped
for line in sys.stdin:
    text = json.loads(line)
    ruled = safety.apply_rules(text)
    signs = [[(sign.name, level) for sign, level in safety._by_rule(part)] for part in ruled.plain]
    read = asdict(safety.complete(ruled))
    print(json.dumps([signs, ruled.plain, ruled.plainly, read, shipped().weigh_plain(ruled.plain[0])]))
"""
"""Run in a process of its own: one line of JSON in, what was read of it out."""


def lines() -> list[str]:
    """What people say, dangerous and not."""
    kept = (HERE / "later.jsonl", ROOT / "tests" / "answers" / "later.jsonl")
    later = [json.loads(row)["q"] for file in kept for row in file.read_text(encoding="utf-8").splitlines()]
    own = [line for sign in SIGNS for line in (*sign.says, *sign.not_when)]
    return [*CRISIS, *CONCERN, *own, *later]


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """*count* texts and more, the same for the same *seed*."""
    said = lines()
    yield from said
    for name, disguise in DISGUISES.items():
        yield from map(disguise, said[:150] if "4,000" in name else said)  # the longest take the longest
    chance = random.Random(seed)  # noqa: S311 -- a seeded choice of spoilings
    for at in range(count):
        yield _spoilt(chance, said, at)
    for at in range(max(1, count // 200)):
        around = "".join(chance.choices(ORDINARY.split(". "), k=chance.randrange(100, 2_000)))
        cut = chance.randrange(len(around))
        yield around[:cut] + " " + _spoilt(chance, said, at) + " " + around[cut:]
    for line in said[:20]:
        yield ORDINARY * 2_000 + line + " " + ORDINARY * 2_000


def _spoilt(chance: random.Random, said: list[str], at: int) -> str:
    """One to four lines run together and spoilt in some way."""
    text = chance.choice((" ", ". ", ", ", "\n", "")).join(chance.choices(said, k=chance.choice((1, 1, 1, 2, 3, 4))))
    for spoil in chance.sample(_SPOILINGS, chance.choice((0, 1, 1, 2))):
        text = spoil(text, chance, at)
    return text


def _cut(text: str, chance: random.Random, _: int) -> str:
    start = chance.randrange(len(text) or 1)
    return text[start : start + chance.randrange(1, 200)]


def _shuffled(text: str, chance: random.Random, _: int) -> str:
    words = text.split()
    chance.shuffle(words)
    return " ".join(words)


def _parted(text: str, chance: random.Random, _: int) -> str:
    """Something between some words."""
    mark = chance.choice(
        (".", "...", ",", " - ", "*", "'", "!", " x ", "\u200b", "💀", "&amp;", "<br>", " not ", " i ")
    )
    return "".join(letter + mark if letter == " " and chance.random() < 0.3 else letter for letter in text)


def _masked(text: str, chance: random.Random, _: int) -> str:
    marks = "*@$!|013457\u0430\u0435\u043e\u0301\u00e9'" + string.ascii_letters
    return "".join(chance.choice(marks) if chance.random() < 0.06 else letter for letter in text)


def _noised(text: str, chance: random.Random, _: int) -> str:
    """Any characters at all round it and in it."""
    noise = "".join(chr(chance.choice((chance.randrange(32, 127), chance.randrange(160, 0x3000)))) for _ in range(30))
    at = chance.randrange(len(text) + 1)
    return noise[:10] + text[:at] + noise[10:20] + text[at:] + noise[20:]


def _without(text: str, chance: random.Random, _: int) -> str:
    return "".join(letter for letter in text if letter != " " or chance.random() < 0.7)


_SPOILINGS: list[Callable[[str, random.Random, int], str]] = [
    lambda text, _, at: typos(text, at) if any(map(str.isalpha, text[:-1])) else text,
    lambda text, chance, _: chance.choice(list(DISGUISES.values()))(text),
    _cut, _shuffled, _parted, _masked, _noised, _without,
]  # fmt: skip


def read(folder: Path, said: list[str]) -> list[str]:
    """What the code in *folder* makes of each text, as JSON."""
    given = "".join(json.dumps(text) + "\n" for text in said)
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=given, capture_output=True, text=True, check=True, cwd=folder, env={"PYTHONPATH": str(folder)},
    )  # fmt: skip
    return done.stdout.splitlines()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.safety.same")
    parser.add_argument("revision", nargs="?", default="main")
    parser.add_argument("--lines", type=int, default=60_000, help="spoilt lines")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    said = list(texts(chosen.lines, chosen.seed))
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", chosen.revision, "bot"],
            cwd=ROOT, capture_output=True, check=True,
        ).stdout  # fmt: skip
        with tarfile.open(fileobj=io.BytesIO(archive)) as kept:
            kept.extractall(folder, filter="data")
        before, now = read(Path(folder), said), read(ROOT, said)
    other = [text for text, old, new in zip(said, before, now, strict=True) if old != new]
    found = sum(bool(any(json.loads(row)[0])) for row in now)
    print(f"{len(said):,} texts, {sum(map(len, said)):,} characters, signs in {found:,}: {len(other)} read otherwise")
    for text in other[:10]:
        print(f"  {text[:200]!r}")
    return int(bool(other))


if __name__ == "__main__":
    raise SystemExit(main())
