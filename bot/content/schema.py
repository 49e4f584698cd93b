"""JSON schemas for editors: completion and help while typing. ``check`` alone judges; the schemas only help.

They are made from the models, so that they cannot differ from them. Editors read YAML their own way (14:00 as a
number in some, a date as a date), so wherever a text may stand, what an editor makes of it may stand too.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.content.files import Sort
from bot.content.source import MODELS

FOLDER = ".schemas"
NAMES: Mapping[Sort, str] = {
    Sort.ENTRIES: "entries",
    Sort.CRISIS: "crisis",
    Sort.FORCE: "force",
    Sort.SCHEDULE: "schedule",
    Sort.CHANNELS: "channels",
}
_IN_SCHEDULES = frozenset({Sort.SCHEDULE, Sort.CHANNELS})


def schema(sort: Sort) -> dict[str, Any]:
    """The schema of one sort of file."""
    made: dict[str, Any] = _eased(MODELS[sort].model_json_schema(by_alias=True))
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made}


def rendered(sort: Sort) -> str:
    """The text of the schema file of one sort of file."""
    return json.dumps(schema(sort), ensure_ascii=False, indent=1) + "\n"


def write(knowledge_dir: Path, schedules_dir: Path) -> list[Path]:
    """Write every schema beside the files it is for; the paths written."""
    written = []
    for sort, name in NAMES.items():
        folder = (schedules_dir if sort in _IN_SCHEDULES else knowledge_dir) / FOLDER
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.json"
        path.write_text(rendered(sort), encoding="utf-8")
        written.append(path)
    return written


def _eased(node: Any) -> Any:
    """*node* such that whatever an editor takes a text for is accepted where a text is."""
    if isinstance(node, list):
        return [_eased(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        named = {name: _eased(part) for name, part in node["properties"].items()}
        return {**_eased({k: v for k, v in node.items() if k not in ("properties", "title")}), "properties": named}
    eased = {name: _eased(part) for name, part in node.items() if name not in ("title", "default")}
    if isinstance(node.get("description"), str):
        eased["description"] = _for_leads(node["description"])
    if set(map(str, node.get("enum", ()))) == {"yes", "no"}:
        return {"anyOf": [{"enum": ["yes", "no"]}, {"type": "boolean"}, {"pattern": _YES_OR_NO}], **_described(node)}
    if "on" in node.get("enum", ()):
        return {**{k: v for k, v in eased.items() if k != "type"}, "enum": [*node["enum"], True]}
    if node.get("type") == "string" and "enum" not in node and "const" not in node:
        return {**eased, "type": ["string", "number", "boolean"]}
    return eased


def _for_leads(docstring: str) -> str:
    """*docstring* without what marks code for programmers."""
    return re.sub(r"``([^`]+)``|\*(\w+)\*", r"'\1\2'", " ".join(docstring.split()))


def _described(node: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": node["description"]} if "description" in node else {}


_YES_OR_NO = "^(?:[yY][eE][sS]|[nN][oO]|[oO][nN]|[oO][fF][fF]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])$"
