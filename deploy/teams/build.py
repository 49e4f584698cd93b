"""Builds the package that a Teams administrator uploads: build/signpost-teams.zip.

    make teams-package APP_ID=<MicrosoftAppId> WEBSITE=https://... [PRIVACY=https://...] [TERMS=...] [DEVELOPER=...]

Needs nothing but Python. The same values always give the same file.
"""

import json
import os
import re
import struct
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "build" / "signpost-teams.zip"
ICONS = {"color.png": 192, "outline.png": 32}
UNSET = "https://example.org/"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Wrong(Exception):  # noqa: N818 -- it says what is wrong
    """What is wrong, in one sentence."""


def version() -> str:
    """Signpost's version, as three numbers."""
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)', (ROOT / "bot" / "__init__.py").read_text("utf-8"), re.M)
    if found is None:
        raise Wrong("bot/__init__.py names no version.")
    return found[1]


def filled(values: Mapping[str, str]) -> dict[str, Any]:
    """The manifest with *values* in it, checked for what its schema does not see."""
    app_id = (values.get("APP_ID") or values.get("MicrosoftAppId") or "").strip().lower()
    if not _GUID.fullmatch(app_id):
        raise Wrong("Name the bot's app id: make teams-package APP_ID=<the MicrosoftAppId of your registration>")
    website = values.get("WEBSITE") or UNSET
    wanted = {
        "APP_ID": app_id,
        "VERSION": version(),
        "DEVELOPER": values.get("DEVELOPER") or "Your wellbeing team",
        "WEBSITE": website,
        "PRIVACY": values.get("PRIVACY") or website,
        "TERMS": values.get("TERMS") or website,
    }
    if len(wanted["DEVELOPER"]) > 32:
        raise Wrong("DEVELOPER may have 32 characters at most.")
    for name in ("WEBSITE", "PRIVACY", "TERMS"):
        parts = urlsplit(wanted[name])
        if parts.scheme != "https" or not parts.hostname:
            raise Wrong(f"{name} must be an https address, not {wanted[name]!r}.")
    quoted = {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in wanted.items()}
    manifest: dict[str, Any] = json.loads(Template((HERE / "manifest.json").read_text("utf-8")).safe_substitute(quoted))
    return manifest


def icon(name: str) -> bytes:
    """An icon's bytes; Teams refuses one of another size."""
    data = (HERE / name).read_bytes()
    size = struct.unpack(">II", data[16:24])
    if data[:8] != b"\x89PNG\r\n\x1a\n" or size != (ICONS[name], ICONS[name]):
        raise Wrong(f"{name} must be a PNG of {ICONS[name]} by {ICONS[name]} pixels.")
    return data


def build(values: Mapping[str, str], package: Path = PACKAGE) -> Path:
    """Write the package; everything lies at its top."""
    text = json.dumps(filled(values), indent=2, ensure_ascii=False) + "\n"
    files = {"manifest.json": text.encode(), **{name: icon(name) for name in ICONS}}
    package.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return package


def main() -> int:
    """Build from the environment; what is wrong becomes a sentence."""
    try:
        package = build(os.environ)
    except Wrong as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(f"{package.relative_to(ROOT)} is ready: a Teams administrator uploads it under Manage apps.\n")
    if not os.environ.get("WEBSITE"):
        sys.stdout.write(f"It names {UNSET} as your site: set WEBSITE and PRIVACY before people see it.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
