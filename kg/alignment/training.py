"""Fits the model of the entities to a larger collection: what each level of a comparison weighs there.

``python -m kg.alignment.training DIR OUT.json`` reads the folder that ``kg build`` wrote. The u probabilities are
counted in random pairs, the m probabilities estimated by expectation maximisation (Splink's; after Winkler 1988), once
among rows of one name and once among rows of one context. A level that the collection never reaches keeps its shipped
value. Put the file into the ``alignment`` folder of an ontology, as ``entities.json``, and give that ontology to ``kg
merge``.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.alignment.features import Describer, EntityFeatures
from kg.alignment.scoring import Model, columns_of
from kg.errors import KgError
from kg.graphs import read_extraction, write_bytes
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Extraction, Kind

LEAST_ROWS = 1_000
_LEAST_M, _LEAST_U = 0.0001, 0.000000001
"""No probability is taken for 0 or 1: a single pair must not outweigh all other evidence."""
_PAIRS, _SEED = 5_000_000, 1


def collect(extractions: Iterable[Extraction], knowledge: Knowledge) -> list[EntityFeatures]:
    """The different rows of all articles' actors, systems and places, sorted."""
    describer, rows = Describer(knowledge), set[EntityFeatures]()
    for extraction in extractions:
        others = {e.iri: e for e in extraction.entities}
        told = (describer.features(e, others, None) for e in extraction.entities if e.kind is not Kind.EVENT)
        rows.update(row for row in told if row is not None)
    return sorted(rows, key=repr)


def train(rows: Sequence[EntityFeatures], model: Model) -> dict[str, Any]:
    """The settings of the model with the probabilities that the rows show.

    Raises:
        KgError: there are fewer than :data:`LEAST_ROWS`.
    """
    if len(rows) < LEAST_ROWS:
        raise KgError(f"{len(rows)} different names in context are too few to train on; {LEAST_ROWS} are needed")
    import pyarrow as pa
    from splink import Linker, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings, database = copy.deepcopy(model.settings), DuckDBAPI()
    table = pa.table({"unique_id": range(len(rows))} | columns_of(rows) | {"blocks": [list(r.blocks) for r in rows]})
    linker = Linker(database.register(table), copy.deepcopy(settings), log_level=logging.ERROR, validate_settings=False)
    linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=_SEED)
    for rule in (block_on("heard_name"), block_on("kind", "classes", "countries", "roles")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    trained = linker.misc.save_model_to_json()
    for comparison, fitted in zip(settings["comparisons"], trained["comparisons"], strict=True):
        for level, found in zip(comparison["comparison_levels"], fitted["comparison_levels"], strict=True):
            for name, least in (("m_probability", _LEAST_M), ("u_probability", _LEAST_U)):
                if name in level and isinstance(found.get(name), float):
                    level[name] = round(min(max(found[name], least), 1 - least), 9)
    return settings


def main() -> None:
    """Train on a folder and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("out", type=Path, metavar="OUT.json")
    parser.add_argument("--ontology", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    knowledge = load_knowledge(arguments.ontology)
    paths = sorted((arguments.directory / "articles").glob("*.ttl"))
    rows = collect((read_extraction(path, knowledge.minter) for path in paths), knowledge)
    settings = train(rows, Model(knowledge.model("entities")))
    write_bytes((json.dumps(settings, indent=1) + "\n").encode(), arguments.out)


if __name__ == "__main__":
    try:
        main()
    except KgError as error:
        sys.exit(f"kg: {error}")
