"""Compare and weigh record pairs with Splink on DuckDB.

Splink (Ministry of Justice, MIT licence) adds up the log of m / u of the levels that two records reach: the model of
Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI
from splink.comparison_level_library import CustomLevel, ElseLevel
from splink.comparison_library import CustomComparison

from tests.evaluation.ecbplus.comparisons import Comparison

Probabilities = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Comparison, level, then `m` and `u`."""

KEPT = ("unique_id_l", "unique_id_r", "match_weight")


def settings(comparisons: tuple[Comparison, ...], probabilities: Probabilities | None, prior: float) -> SettingsCreator:
    """Splink's settings for these comparisons, blocked on the topic."""
    made: list[Any] = []
    for name, levels in comparisons:
        creators: list[Any] = []
        for label, condition in levels:
            level = ElseLevel() if condition == "ELSE" else CustomLevel(condition, label_for_charts=label)
            known = probabilities[name][label] if probabilities else {"m": 0.5, "u": 0.5}
            creators.append(level.configure(m_probability=known["m"], u_probability=known["u"]))
        made.append(CustomComparison(creators, output_column_name=name.replace(" ", "_")))
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=made,
        blocking_rules_to_generate_predictions=[block_on("topic")],
        probability_two_random_records_match=prior,
        retain_matching_columns=probabilities is None,
        retain_intermediate_calculation_columns=probabilities is None,
    )


def compare(
    table: pa.Table, comparisons: tuple[Comparison, ...], probabilities: Probabilities | None, prior: float
) -> pa.Table:
    """Every pair within a topic, with its match weight in bits and, where untrained, its level of each comparison."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    linker = Linker(database.register(table), settings(comparisons, probabilities, prior), log_level=logging.ERROR)
    found = linker.inference.predict(warning_mode="never")
    wanted = [c for c in found.as_duckdbpyrelation().columns if c in KEPT or c.startswith("gamma_")]
    return found.as_duckdbpyrelation().select(", ".join(wanted)).to_arrow_table()
