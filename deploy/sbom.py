"""Writes build/signpost.cdx.json: everything that a running Signpost is made of, as CycloneDX. Run by ``make sbom``.

    python deploy/sbom.py CYCLONEDX_PY ENVIRONMENT

ENVIRONMENT is a Python environment with exactly the pinned requirements and Signpost itself. The trained reader is no
package, so it is added here, with its files' hashes and what it was made from.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
READER = ROOT / "bot" / "model" / "reader"
WRITTEN = ROOT / "build" / "signpost.cdx.json"


def reader() -> dict[str, Any]:
    """The trained reader as a component."""
    files = json.loads((READER / "manifest.json").read_text("utf-8"))["files"]
    return {
        "type": "machine-learning-model",
        "bom-ref": "signpost-reader",
        "name": "signpost-reader",
        "version": files["reader.onnx"][:12],
        "description": "all-MiniLM-L6-v2, trained further on bot/model/lines; see bot/model/reader/NOTICE",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": files["reader.onnx"]}],
        "components": [
            {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
            for name, digest in sorted(files.items())
        ],
        "pedigree": {"ancestors": [{"type": "machine-learning-model", "name": "all-MiniLM-L6-v2"}]},
    }


def main(tool: str, environment: str) -> int:
    """Describe the environment, add the reader, write the file."""
    WRITTEN.parent.mkdir(exist_ok=True)
    command = [
        tool,
        "environment",
        environment,
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--mc-type",
        "application",
    ]
    subprocess.run([*command, "--of", "JSON", "--output-reproducible", "-o", str(WRITTEN)], check=True)
    bom = json.loads(WRITTEN.read_text("utf-8"))
    bom["components"].append(reader())
    root = bom["metadata"]["component"]["bom-ref"]
    for node in bom["dependencies"]:
        if node["ref"] == root:
            node.setdefault("dependsOn", []).append("signpost-reader")
    bom["dependencies"].append({"ref": "signpost-reader"})
    WRITTEN.write_text(json.dumps(bom, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{WRITTEN.relative_to(ROOT)}: {len(bom['components'])} components\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
