"""Scores pairs of rows with Splink on its embedded DuckDB.

Each level that two rows reach on a comparison adds log2(m / u) bits to their match weight, m being how often two names
of one thing reach it and u how often those of two things do: the model of Fellegi and Sunter, "A Theory for Record
Linkage", JASA 64 (1969), in the terms of Splink (https://moj-analytical-services.github.io/splink/).
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import KgError

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_WEIGHT = 2.0
"""Bits from which two rows are held to be one: a probability of 0.8."""
ALL_NAMES = 1_000_000
"""How many names there are taken to be, of which those of the collection are some: one more makes no other rarer."""
_BATCH = 10_000
"""Rows that are turned into columns at once."""


class Pair(NamedTuple):
    """Two rows, by their numbers, the first not above the second, and how much speaks for their being one, in bits."""

    left: int
    right: int
    weight: float
    levels: str
    """Of each comparison its level and the bits that it adds, as *2:3.98*, with spaces between."""


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

    @cached_property
    def adjusted(self) -> list[str]:
        """The columns whose values count for less the more rows have them."""
        levels = (level for c in self.settings["comparisons"] for level in c["comparison_levels"])
        return sorted({level["tf_adjustment_column"] for level in levels if "tf_adjustment_column" in level})

    def levels(self, told: str) -> Iterator[tuple[str, str, float]]:
        """Of each comparison of a pair its name, the text of the level reached, its columns in braces, and its bits."""
        for number, (comparison, each) in enumerate(zip(self.comparisons.values(), told.split(), strict=True)):
            gamma, _, bits = each.partition(":")
            yield comparison, self._level(number, int(gamma)), float(bits)

    def _level(self, comparison: int, gamma: int) -> str:
        """The text of the level that Splink numbers ``gamma``: -1 is the null level, the others count down to 0."""
        levels = self.settings["comparisons"][comparison]["comparison_levels"]
        told = [level for level in levels if level.get("is_null_level", False) == (gamma == -1)]
        return str(told[0 if gamma == -1 else len(told) - 1 - gamma]["label_for_charts"])


def probability(weight: float) -> float:
    """A match weight as a probability."""
    return float(1 / (1 + 2**-weight))


class Compared(NamedTuple):
    """A row to be compared."""

    number: int
    features: Any
    """An instance of the same dataclass for all."""
    keys: Sequence[int]
    """It is compared with the rows that share one."""
    again: bool
    """Whether it is compared with those that are not compared again as well."""
    twin: bool
    """Whether it is compared with a copy of itself as well."""


def score(rows: Iterable[Compared], model: Model, frequencies: Mapping[str, Mapping[str, float]]) -> Iterator[Pair]:
    """The pairs of rows, one of them compared ``again``, that share a key and weigh :data:`LEAST_WEIGHT` bits or more.

    Args:
        rows: all that are compared; one that is compared with itself makes a pair of one number.
        model: the Splink model; its columns are the fields of the class.
        frequencies: of each adjusted column how often each value of the rows is met, as a share of all names.
    """
    table = _table(rows)
    if table is None:
        return
    import pyarrow as pa
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI
    from splink.internals.exceptions import SplinkException

    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    linker = Linker(database.register(table), _settings(model), log_level=logging.ERROR, validate_settings=False)
    for column in model.adjusted:
        shares = sorted(frequencies[column].items())
        lookup = pa.table({column: [name for name, _ in shares], f"tf_{column}": [share for _, share in shares]})
        linker.table_management.register_term_frequency_lookup(database.register(lookup), column)
    try:
        found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")
    except SplinkException as error:
        raise KgError(f"{model.path}: Splink cannot use the model ({str(error).splitlines()[-1]})") from error
    relation = found.as_duckdbpyrelation()
    told = ", ".join(_told(name, relation.columns) for name in model.comparisons)
    one, other = "abs(unique_id_l)", "abs(unique_id_r)"
    chosen = relation.select(
        f"least({one}, {other}) AS l, greatest({one}, {other}) AS r, match_weight AS weight, "
        f"concat_ws(' ', {told}) AS levels"
    )
    for batch in chosen.to_arrow_reader(_BATCH):
        yield from map(Pair, *(batch.column(name).to_pylist() for name in ("l", "r", "weight", "levels")))


def _settings(model: Model) -> dict[str, Any]:
    """The model's, so that of two rows one is to be compared again."""
    name = "blocking_rules_to_generate_predictions"
    rules = [
        rule | {"blocking_rule": f"({rule['blocking_rule']}) and (l.again or r.again)"} for rule in model.settings[name]
    ]
    return model.settings | {name: rules}


def _told(comparison: str, columns: Sequence[str]) -> str:
    """The level and the bits of a comparison, as SQL."""
    adjusted = f" + mw_tf_adj_{comparison}" if f"mw_tf_adj_{comparison}" in columns else ""
    return f"concat(gamma_{comparison}, ':', mw_{comparison}{adjusted})"


def _table(rows: Iterable[Compared]) -> pa.Table | None:
    """The rows as Splink takes them; the copy of one has its number negative, and a key that only the two have."""
    import pyarrow as pa

    batches = []
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        twins = [row for row in some if row.twin]
        numbers = [*(row.number for row in some), *(-row.number for row in twins)]
        keys = [[*row.keys, -row.number] if row.twin else list(row.keys) for row in some]
        columns = {"unique_id": pa.array(numbers, pa.int64())} | columns_of([row.features for row in (*some, *twins)])
        columns["again"] = pa.array([*(row.again for row in some), *(True for _ in twins)], pa.bool_())
        columns["blocks"] = pa.array([*keys, *([-row.number] for row in twins)], pa.list_(pa.int64()))
        batches.append(pa.record_batch(columns))
    return pa.Table.from_batches(batches) if batches else None


def columns_of(features: Sequence[Any]) -> dict[str, pa.Array]:
    """The fields of a dataclass as columns, of one text or of a list of texts each."""
    import pyarrow as pa

    columns = {}
    for field in fields(features[0]):
        values = [getattr(each, field.name) for each in features]
        many = isinstance(values[0], tuple)
        columns[field.name] = pa.array(values, pa.list_(pa.string()) if many else pa.string())
    return columns
