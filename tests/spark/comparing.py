"""Whether what Spark wrote is what one machine writes; the quads of a large collection are never in memory at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path

import pyarrow.parquet as pq

_SHOWN = 5
_COLUMNS = ("subject", "predicate", "object", "graph")


def differences(one: Path, out: Path) -> Iterator[str]:
    """What is another in the folder ``out`` than in ``one``, the N-Quads of one machine."""
    yield from islice(_lines_that_differ(one, sorted((out / "graph.nq").glob("part-*"))), _SHOWN)
    with one.open("rb") as file:
        lines = _sum(file)
    rows = _sum(_quads(out / "graph.parquet"))
    if rows != lines:
        yield f"the Parquet holds other quads than the N-Quads: {rows[0]} and {lines[0]}"


def _lines_that_differ(one: Path, parts: list[Path]) -> Iterator[str]:
    with one.open("rb") as file:
        for number, (ours, theirs) in enumerate(zip_longest(file, _lines(parts), fillvalue=b"(nothing)"), start=1):
            if ours != theirs:
                yield f"line {number} is {ours.decode()[:300]!r} and on Spark {theirs.decode()[:300]!r}"


def _lines(paths: list[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            yield from file


def _quads(folder: Path) -> Iterator[bytes]:
    """The rows of the Parquet as lines of N-Quads."""
    for path in sorted(folder.glob("part-*")):
        for batch in pq.ParquetFile(path).iter_batches(columns=list(_COLUMNS)):
            for row in zip(*(batch.column(name).to_pylist() for name in _COLUMNS), strict=True):
                yield "<{}> <{}> {} <{}> .\n".format(*row).encode()


def _sum(lines: Iterable[bytes]) -> tuple[int, int]:
    """How many lines there are, and the sum of their hashes, which no order changes."""
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(hashlib.sha256(line).digest()[:8])
    return count, total
