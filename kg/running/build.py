"""The main job: read, extract, merge, export; safe to run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph, Literal

from kg.alignment.decisions import Decisions, decision_rows, read_decisions, sssom_table
from kg.errors import KgError
from kg.graphs import Triple, extraction_triples, merged_triples, read_extraction, write_bytes, write_turtle
from kg.graphs.reading import read_marks
from kg.knowledge import Knowledge, load_knowledge
from kg.merging import merge
from kg.minting import Minter
from kg.model import Article, Decision, Extraction, Kind
from kg.reading import Refusal, read_sources
from kg.running.description import describe
from kg.running.fingerprint import fingerprint, tool_version
from kg.running.layout import Layout
from kg.vocabulary import BASE_IRI, KG, PREFIXES, SCHEMA

if TYPE_CHECKING:
    from kg.extraction import Extractor

BATCH_SIZE = 16
"""Articles a batch; see :mod:`kg.extraction.pipeline`."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did. ``articles`` counts those in the graph, ``read`` those that were read anew."""

    layout: Layout
    articles: int
    read: int
    triples: int
    refusals: tuple[Refusal, ...]
    unheeded: tuple[Decision, ...] = ()
    """The decisions that could not be followed."""


def build(
    sources: Sequence[Path],
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    model: str | None = None,
    ontology: Path | None = None,
    decisions: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Extract, merge and export in one go. The folder then holds exactly the articles of ``sources``.

    ``decisions`` is an SSSOM table, see :func:`merge_directory`.

    Raises:
        KgError: nothing could be read, or the folder cannot be written.
    """
    knowledge = load_knowledge(ontology, base_iri)
    if decisions is not None:
        read_decisions(decisions, _known_prefixes(knowledge.minter))  # better refused now than after the extraction
    identifiers, read, refusals = _extract(sources, Layout(out), knowledge, model, progress)
    layout = Layout(out)
    for path in layout.extracted():
        if path.stem not in identifiers and read_marks(path)[0]:  # only what a build wrote is removed by one
            path.unlink()
    merged = merge_directory(out, base_iri=base_iri, ontology=ontology, decisions=decisions, progress=progress)
    export_page(out)
    return replace(merged, articles=len(identifiers), read=read, refusals=tuple(refusals))


def extract(
    sources: Sequence[Path],
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    model: str | None = None,
    ontology: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """One Turtle file an article, beside those that are there already.

    Raises:
        KgError: nothing could be read, or the folder cannot be written.
    """
    layout = Layout(out)
    identifiers, read, refusals = _extract(sources, layout, load_knowledge(ontology, base_iri), model, progress)
    return BuildReport(layout, len(identifiers), read, 0, tuple(refusals))


def _extract(
    sources: Sequence[Path], layout: Layout, knowledge: Knowledge, model: str | None, progress: Progress | None
) -> tuple[set[str], int, list[Refusal]]:
    articles, refusals = read_sources(sources)
    if not articles:
        reasons = "; ".join(str(r) for r in refusals[:3]) or "no .txt, .md, .html or .jsonl file in it"
        raise KgError(f"no article could be read: {reasons}")
    layout.prepare()
    extractor = _extractor(knowledge, model)
    wanted = {a.id: fingerprint(a, extractor.model, knowledge.minter.base_iri, knowledge.digest) for a in articles}
    changed = [a for a in articles if read_marks(layout.article(a.id))[0] != wanted[a.id]]
    lost: set[str] = set()
    for start in range(0, len(changed), BATCH_SIZE):
        batch = changed[start : start + BATCH_SIZE]
        for article, extraction in zip(batch, _read(extractor, batch), strict=True):
            if isinstance(extraction, Exception):
                reason = (
                    f"the extraction failed ({type(extraction).__name__}: {extraction}); please report it with the text"
                )
                refusals.append(Refusal(article.id, reason))
                lost.add(article.id)
            else:
                _write(extraction, wanted[article.id], extractor.model, layout, knowledge)
        if progress is not None:
            progress("extracting", start + len(batch), len(changed))
    return set(wanted) - lost, len(changed) - len(lost), refusals


def _read(extractor: Extractor, batch: list[Article]) -> list[Extraction | Exception]:
    """The extractions of a batch; where one article fails, each on its own, so that the others are not lost."""
    try:
        return list(extractor.extract(batch))
    except Exception as error:
        return [error] if len(batch) == 1 else [one for article in batch for one in _read(extractor, [article])]


def _extractor(knowledge: Knowledge, model: str | None) -> Extractor:
    from kg.extraction import Extractor  # spaCy takes a second to import

    return Extractor(knowledge, model)


def _write(extraction: Extraction, mark: str, model: str, layout: Layout, knowledge: Knowledge) -> None:
    def triples() -> Iterator[Triple]:
        yield from extraction_triples(extraction, knowledge.minter)
        yield extraction.iri, KG.fingerprint, Literal(mark)
        yield extraction.iri, KG.languageModel, Literal(model)

    write_turtle(triples(), layout.article(extraction.article.id), PREFIXES | knowledge.minter.prefixes())


def merge_directory(
    out: Path,
    *,
    base_iri: str = BASE_IRI,
    ontology: Path | None = None,
    decisions: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Merge the articles' graphs of a folder into ``graph.ttl`` and ``dataset.ttl``.

    ``decisions`` is an SSSOM table of what people decided. It replaces the one that the folder keeps as
    ``decisions.sssom.tsv``; without it that one holds.

    Raises:
        KgError: there are no articles' graphs, one cannot be read, or the decisions cannot be followed.
    """
    layout, knowledge = Layout(out), load_knowledge(ontology, base_iri)
    minter, taxonomy = knowledge.minter, knowledge.taxonomy
    paths = layout.extracted()
    if progress is not None:
        progress("merging", 0, len(paths))
    table = decisions if decisions is not None else layout.decisions
    kept = decisions is not None or table.is_file()
    decided = read_decisions(table, _known_prefixes(minter)) if kept else Decisions()
    merged = merge([read_extraction(path, minter) for path in paths], knowledge, decided)
    told = (taxonomy.ancestors, taxonomy.labels, taxonomy.phases, taxonomy.order)
    models = _models(paths)
    made_with = Literal(f"incident-kg {tool_version()}, language model {models}")
    made = (minter.iri(Kind.ACTIVITY, "merge"), SCHEMA.softwareVersion, made_with)
    triples = list({*merged_triples(merged, minter, *told), made})
    prefixes = PREFIXES | minter.prefixes()
    write_turtle(triples, layout.graph, prefixes)
    write_turtle(describe(merged, minter, triples, models), layout.dataset, prefixes)
    if decisions is not None:
        kept_table = sssom_table(decision_rows(decided.rows, str), _known_prefixes(minter), minter.base_iri)
        write_bytes(kept_table.encode(), layout.decisions)
    return BuildReport(layout, len(paths), 0, len(triples), (), merged.unheeded)


def _known_prefixes(minter: Minter) -> dict[str, str]:
    """The prefixes that a table of decisions may use without declaring them."""
    return minter.prefixes() | {prefix: PREFIXES[prefix] for prefix in ("skos", "semapv")}


def _models(paths: Iterable[Path]) -> str:
    """The language models that the articles' graphs say they were read with."""
    return ", ".join(sorted({read_marks(path)[1] for path in paths} - {""})) or "not known"


def export_page(out: Path) -> Path:
    """Write ``graph.html`` from ``graph.ttl``.

    Raises:
        KgError: there is no ``graph.ttl``.
    """
    from kg.exporting.page import render_page

    layout = Layout(out)
    if not layout.graph.is_file():
        raise KgError(f"{layout.graph}: is not there; run `kg merge {out}` first")
    turtle = layout.graph.read_bytes()
    write_bytes(render_page(Graph().parse(data=turtle, format="turtle"), turtle).encode(), layout.page)
    return layout.page
