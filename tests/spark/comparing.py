"""Whether what Spark wrote is what one machine writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

_SHOWN = 5


def differences(one: bytes, out: Path) -> Iterator[str]:
    """What is another in the folder ``out`` than in ``one``, the N-Quads of one machine."""
    parts = sorted((out / "graph.nq").glob("part-*"))
    many = b"".join(part.read_bytes() for part in parts)
    if many != one:
        ours, theirs = set(one.splitlines()), set(many.splitlines())
        yield f"{len(ours - theirs)} quads are missing, {len(theirs - ours)} are too many"
        yield from (f"missing: {line.decode()[:300]}" for line in sorted(ours - theirs)[:_SHOWN])
        yield from (f"too many: {line.decode()[:300]}" for line in sorted(theirs - ours)[:_SHOWN])
        if ours == theirs:
            yield "the same quads in another order"
    columns = ("subject", "predicate", "object", "graph")
    rows = {tuple(row[c] for c in columns) for row in pq.read_table(out / "graph.parquet").to_pylist()}
    told = {_columns(line) for line in one.decode().splitlines()}
    if rows != told:
        yield f"the Parquet lacks {len(told - rows)} quads and has {len(rows - told)} others"


def _columns(line: str) -> tuple[str, ...]:
    match = re.fullmatch(r"<(\S+)> <(\S+)> (.*) <(\S+)> \.", line)
    assert match is not None, line
    return match.groups()
