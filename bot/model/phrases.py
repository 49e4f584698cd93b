"""Fit what phrases weigh, for a bot without its trained reader: ``python -m bot.model.phrases``, `make phrases`.

Logistic regression by stochastic gradients with a step for each phrase (AdaGrad: Duchi, Hazan and Singer, 2011), first
over every phrase that four lines share, then once more over those that told most. Seeded; a few minutes, no torch.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.core.phrases import phrases
from bot.model.material import Line, fingerprint, read_lines

TABLE = Path(__file__).resolve().parents[1] / "core" / "phrases.txt"
KEPT = 6_000
SHARED_BY = 4
ROUNDS = 10
STEP = 0.15
SHRINKING = 3e-4
ONE_QUESTION_IN = 3
"""Of the ordinary questions without a level of their own: all of them would drown the lines that say something."""

Example = tuple[tuple[str, ...], bool, float]
"""Its phrases, whether it is what is looked for, and how much it counts."""


def main() -> None:
    lines = [
        line for at, line in enumerate(_levelled()) if line.level or not _is_question(line) or not at % ONE_QUESTION_IN
    ]
    said = [phrases(line.text) for line in lines]
    shared = Counter(phrase for spoken in said for phrase in spoken)
    known = {phrase for phrase, count in shared.items() if count >= SHARED_BY}
    first = _fit_all(lines, said, known)
    telling = {
        phrase: math.sqrt(shared[phrase]) * (abs(first[0].get(phrase, 0)) + abs(first[1].get(phrase, 0)))
        for phrase in known
    }
    kept = set(sorted(known, key=lambda phrase: (-telling[phrase], phrase))[:KEPT])
    _write(_fit_all(lines, said, kept), sorted(kept, key=lambda phrase: (-telling[phrase], phrase)), len(lines))


def _levelled() -> list[Line]:
    return [line for line in read_lines() if line.level is not None and line.follows is None]


def _is_question(line: Line) -> bool:
    return line.topic is not None and line.level == 0


def _fit_all(
    lines: Sequence[Line], said: Sequence[frozenset[str]], known: set[str]
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    spoken = [tuple(sorted(known & phrases_)) for phrases_ in said]

    def fitted(wanted: Callable[[Line], bool], counts: Callable[[Line], float]) -> dict[str, float]:
        pairs = zip(lines, spoken, strict=True)
        return _fit([(text, wanted(line), counts(line)) for line, text in pairs if counts(line)])

    return (
        fitted(lambda line: line.level == 2, lambda line: 0.7 if line.level == 1 else 1.0),
        fitted(lambda line: bool(line.level), lambda _: 1.0),
        fitted(lambda line: bool(line.other), lambda line: 1.0 if line.other is not None else 0.0),
    )


def _fit(examples: Sequence[Example]) -> dict[str, float]:
    chance = random.Random(1)  # noqa: S311 -- the order of the lines
    weights: dict[str, float] = {"*": 0.0}
    slopes: dict[str, float] = {}
    order = list(range(len(examples)))
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for at in order:
            text, wanted, counts = examples[at]
            share = 1 / math.sqrt(max(len(text), 4))
            weighed = weights["*"] + share * sum(weights.get(phrase, 0.0) for phrase in text)
            error = counts * (1 / (1 + math.exp(-max(-30.0, min(30.0, weighed)))) - wanted)
            weights["*"] -= 0.02 * error
            for phrase in text:
                weight = weights.get(phrase, 0.0)
                slope = error * share + SHRINKING * weight
                slopes[phrase] = slopes.get(phrase, 0.01) + slope * slope
                weights[phrase] = weight - STEP / math.sqrt(slopes[phrase]) * slope
    return weights


def _write(fitted: Sequence[dict[str, float]], kept: Sequence[str], lines: int) -> None:
    rows = [
        "# What phrases weigh, in tenths: for crisis, for crisis or concern, for somebody else; most telling first.",
        f"# Made by `make phrases` from {lines} lines; sha256 of all lines {fingerprint()}",
    ]
    for phrase in ("*", *kept):
        tenths = (str(round(10 * weights.get(phrase, 0))) for weights in fitted)
        rows.append("\t".join((phrase, *tenths)))
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
