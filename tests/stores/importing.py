"""What other programs make of the exported files that are no RDF."""

from __future__ import annotations

import subprocess
from pathlib import Path


def followthemoney(tools: Path, exported: Path, work: Path) -> list[str]:
    """What ``ftm validate`` (https://followthemoney.tech) refuses or loses, a line each; none where all is well."""
    read = work / "read.json"
    command = [tools / "venv/bin/ftm", "validate", "-i", exported, "-o", read]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return [" ".join(done.stderr.split())[-300:]]
    given, kept = (len(path.read_text(encoding="utf-8").splitlines()) for path in (exported, read))
    return [] if given == kept else [f"keeps {kept} of {given} records"]
