"""Scores pairs of rows with Splink on its embedded DuckDB.

Each level that two rows reach on a comparison adds log2(m / u) bits to their match weight, m being how often two names
of one thing reach it and u how often those of two things do: the model of Fellegi and Sunter, "A Theory for Record
Linkage", JASA 64 (1969), in the terms of Splink (https://moj-analytical-services.github.io/splink/).
"""

from __future__ import annotations

import json
import logging
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_WEIGHT = 2.0
"""Bits from which two rows are held to be one: a probability of 0.8."""
OTHER_NAMES = 1_000_000
"""The names that are taken to be known beside those of the collection, so that a small one makes no name common."""
MOST_ROWS = 400
"""Rows of one key that are all compared; where more have it, each is compared with its neighbours."""
WINDOW = 100
HINT = "?"
"""Begins a key that tells little where many rows have it, and is passed over there."""


@dataclass(frozen=True)
class Evidence:
    """Why two rows are one: ``weight`` in bits is the sum of the prior and of what each comparison's level adds."""

    weight: float
    prior: float
    other: int
    """The row that it was compared with, by number."""
    levels: tuple[tuple[str, str, float], ...]
    """Comparison, level, bits; the level's text has its columns in braces."""

    @property
    def probability(self) -> float:
        """The match weight as a probability."""
        return float(1 / (1 + 2**-self.weight))


class Model:
    """A Splink model: ``entities.json`` or ``incidents.json`` of ``ontology/alignment``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            self.comparisons: dict[str, str] = {
                c["output_column_name"]: c["comparison_description"] for c in self.settings["comparisons"]
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KgError(f"{path}: is no model of Splink ({error})") from error

    @cached_property
    def prior(self) -> float:
        """The match weight before any evidence, in bits."""
        p: float = float(self.settings["probability_two_random_records_match"])
        return float(math.log2(p / (1 - p)))

    def level(self, comparison: int, gamma: int) -> str:
        """The text of the level that Splink numbers ``gamma``: -1 is the null level, the others count down to 0."""
        levels = self.settings["comparisons"][comparison]["comparison_levels"]
        told = [level for level in levels if level.get("is_null_level", False) == (gamma == -1)]
        return str(told[0 if gamma == -1 else len(told) - 1 - gamma]["label_for_charts"])


def score(rows: Sequence[Any], model: Model, *, twins: bool = False) -> pa.Table:
    """The pairs of rows that share a block and weigh at least :data:`LEAST_WEIGHT` bits.

    Args:
        rows: one or more dataclass instances of one class that has ``blocks``; their place is their number.
        model: the Splink model; its columns are the fields of the class.
        twins: score each row against a copy of itself, and no other pair.

    Returns:
        ``l`` and ``r`` (numbers of rows, ``l`` < ``r`` or, of twins, equal), ``weight`` in bits, and of each
        comparison ``gamma_*``, its level, and ``mw_*``, the bits it adds.
    """
    import pyarrow as pa
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI
    from splink.internals.exceptions import SplinkException

    logging.getLogger("splink").setLevel(logging.ERROR)
    table = table_of(rows, twins=twins)
    database = DuckDBAPI()
    linker = Linker(database.register(table), model.settings, log_level=logging.ERROR, validate_settings=False)
    for column in _adjusted(model.settings):
        counts = Counter(value for row in rows if (value := getattr(row, column)) is not None)
        total = len(rows) + OTHER_NAMES
        names = sorted(counts)
        lookup = pa.table({column: names, f"tf_{column}": [counts[name] / total for name in names]})
        linker.table_management.register_term_frequency_lookup(database.register(lookup), column)
    try:
        found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")
    except SplinkException as error:
        raise KgError(f"{model.path}: Splink cannot use the model ({str(error).splitlines()[-1]})") from error
    count = len(rows)
    kept = [c for c in found.as_duckdbpyrelation().columns if c.startswith(("gamma_", "mw_"))]
    return (
        found.as_duckdbpyrelation()
        .select(
            f"least(unique_id_l, unique_id_r) % {count} AS l, greatest(unique_id_l, unique_id_r) % {count} AS r, "
            f"match_weight AS weight, {', '.join(kept)}"
        )
        .order("weight DESC, l, r")
        .to_arrow_table()
    )


def table_of(rows: Sequence[Any], *, twins: bool = False) -> pa.Table:
    """The rows as Splink takes them, their numbers as ``unique_id``; of twins each row twice, in a block of its own."""
    import pyarrow as pa

    blocks = [[str(number)] for number in range(len(rows))] * 2 if twins else _blocks(rows)
    rows = [*rows, *rows] if twins else rows
    columns: dict[str, Any] = {"unique_id": range(len(rows))}
    for field in fields(rows[0]):
        values = [getattr(row, field.name) for row in rows]
        many = isinstance(values[0], tuple)
        columns[field.name] = pa.array(values, pa.list_(pa.string()) if many else pa.string())
    columns["blocks"] = pa.array(blocks, pa.list_(pa.string()))
    return pa.table(columns)


def _blocks(rows: Sequence[Any]) -> list[list[str]]:
    """The keys of each row; a common one is cut into windows that overlap by half (the sorted neighbourhood method)."""
    counts = Counter(block for row in rows for block in row.blocks)
    met: Counter[str] = Counter()
    found: list[list[str]] = []
    for row in rows:
        keys: list[str] = []
        found.append(keys)
        for block in row.blocks:
            if counts[block] <= MOST_ROWS:
                keys.append(block)
            elif not block.startswith(HINT):
                place = met[block]
                met[block] += 1
                keys += (f"{block} {place // WINDOW} even", f"{block} {(place + WINDOW // 2) // WINDOW} odd")
    return found


def _adjusted(settings: dict[str, Any]) -> list[str]:
    levels = (level for c in settings["comparisons"] for level in c["comparison_levels"])
    return sorted({level["tf_adjustment_column"] for level in levels if "tf_adjustment_column" in level})


def heaviest(found: pa.Table, part_of: Sequence[int], model: Model) -> Iterator[tuple[int, Evidence]]:
    """For each row that a pair of :func:`score` joins to another of its part, the heaviest such pair."""
    import numpy as np

    left, right = (found[side].to_numpy() for side in ("l", "r"))
    parts = np.asarray(part_of)
    within = np.flatnonzero(parts[left] == parts[right])
    rows, first = np.unique(np.stack([left[within], right[within]], axis=1).ravel(), return_index=True)
    for row, pair in zip(rows.tolist(), found.take(within[first // 2]).to_pylist(), strict=True):
        other = pair["r"] if pair["l"] == row else pair["l"]
        levels = tuple(
            (told, model.level(number, pair[f"gamma_{name}"]), pair[f"mw_{name}"] + pair.get(f"mw_tf_adj_{name}", 0.0))
            for number, (name, told) in enumerate(model.comparisons.items())
        )
        yield row, Evidence(pair["weight"], model.prior, other, levels)
