"""Looks up every pinned requirement in the public lists of known vulnerabilities. Run by ``make audit``.

Exit codes: 0 none is known, 1 some are, 3 the lists could not be asked, so that nothing is known.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PINNED = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt", "requirements-tools.txt")
UNREACHED = (
    "Nothing was audited: the advisory service cannot be reached from here. Run `make audit` where pypi.org answers "
    "(its JSON pages, not only its packages)."
)


def verdict(reports: list[dict[str, Any]]) -> tuple[int, str]:
    """The exit code and what to print, from what pip-audit wrote about each file."""
    packages = [package for report in reports for package in report.get("dependencies", [])]
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        return 3, UNREACHED
    found = {
        f"{package['name']} {package['version']}: {vuln['id']}, mended in {' or '.join(vuln['fix_versions']) or 'none'}"
        for package in asked
        for vuln in package["vulns"]
    }
    unasked = sorted({package["name"] for package in packages if "skip_reason" in package})
    lines = sorted(found) or [f"No known vulnerability in {len({package['name'] for package in asked})} packages."]
    if unasked:
        lines.append(f"Not audited, because the advisory service knows nothing of them: {', '.join(unasked)}.")
    return (1 if found else 3 if unasked else 0), "\n".join(lines)


def main() -> int:
    """Ask about each file of pins."""
    reports = []
    for name in PINNED:
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--disable-pip",
            "--no-deps",
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ]
        ran = subprocess.run([*command, "-r", str(HERE / name)], capture_output=True, text=True, check=False)
        try:
            reports.append(json.loads(ran.stdout))
        except ValueError:
            reports.append({})
        if not any("skip_reason" not in package for package in reports[-1].get("dependencies", [])):
            break
    code, said = verdict(reports)
    sys.stdout.write(said + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
