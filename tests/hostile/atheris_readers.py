"""The readers under a fuzzer that is led by coverage, in an environment that has ``atheris`` beside the program:

``python -m tests.hostile.atheris_readers -max_total_time=600``
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["kg.reading", "bs4", "html", "tomllib", "json"]):
    from kg.reading import read_sources

_KINDS = (".txt", ".html", ".jsonl", ".md", ".toml")
_FOLDER = Path(tempfile.mkdtemp())
(_FOLDER / "a.txt").write_text("The plane was on its way to the city.", encoding="utf-8")


def one(data: bytes) -> None:
    """The first byte chooses the kind of file."""
    if not data:
        return
    path = _FOLDER / f"{'a' if data[0] % 5 == 4 else 'b'}{_KINDS[data[0] % 5]}"
    path.write_bytes(data[1:])
    try:
        for refusal in read_sources([_FOLDER])[1]:
            assert str(refusal).isprintable()
    finally:
        if path.name != "a.txt":
            path.unlink()


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
