"""Tab-separated tables of the lexicon: a header line, ``#`` comments, one entry a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import KgError


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Each row as column → cell; ``-`` stands for an empty cell.

    Raises:
        KgError: a row has another number of cells than the header.
    """
    header: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = ["" if cell == "-" else cell for cell in line.split("\t")]
        if not header:
            header = cells
        elif len(cells) != len(header):
            raise KgError(f"{path.name}, line {number}: {len(cells)} cells where the header has {len(header)}")
        else:
            yield dict(zip(header, cells, strict=True))
