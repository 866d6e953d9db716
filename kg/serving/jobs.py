"""What a process that answers is asked: a query, a shipped query with its parameters, an entity, or the overview."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import KgError
from kg.querying.named import find_query
from kg.querying.reader import Reader
from kg.querying.run import Graphs, Result, TooManyRows, run_query
from kg.querying.store import base_iri
from kg.serving.bounded import description
from kg.serving.entities import entity_view
from kg.serving.leads import leads
from kg.serving.limits import Limits
from kg.serving.negotiation import preferred
from kg.serving.pages import answer_page, entity_page
from kg.serving.replies import Reply, refused
from kg.serving.results import HTML, TRIPLES, offered, triples_written, written

INCIDENTS = """SELECT DISTINCT ?incident ?label {
  ?incident a/rdfs:subClassOf kg:Incident ; skos:prefLabel ?label
  FILTER NOT EXISTS { ?incident a kg:LocalEntity }
} ORDER BY ?label ?incident
"""


MOST_INCIDENTS = 100
"""Incidents that the first page shows; it says how many there are, and leads to all."""


def answer(store: ox.Store, limits: Limits, job: dict[str, Any]) -> Reply:
    """The reply to one job; what it is told apart by is ``kind``."""
    kinds = {"query": _query, "entity": _entity, "overview": _overview}
    return kinds[job["kind"]](store, limits, job)


def _query(store: ox.Store, limits: Limits, job: dict[str, Any]) -> Reply:
    """``text`` or the shipped query ``name`` with ``params``, asked of ``graphs``, written as ``accept`` prefers."""
    name, params = job.get("name"), job.get("params", {})
    graphs = Graphs(*map(tuple, job["graphs"])) if job.get("graphs") else None
    text = find_query(name).text if name else job["text"]
    try:
        result = run_query(store, text, params, most=limits.rows, graphs=graphs, base_iri=job.get("base"))
    except TooManyRows as error:
        return refused(400, "rows", f"{error}; or start `kg serve` with a larger --max-rows")
    except KgError as error:
        return refused(400, "query", str(error))
    types = (*offered(result), HTML)
    chosen = preferred(job.get("accept"), types)
    if chosen is None:
        return refused(406, "accept", f"the answer is not written in such a type; accept one of {', '.join(types)}")
    rows = len(result.rows if result.triples is None else result.triples)
    if chosen == HTML:
        table = _table(result)
        links = leads(store, (term for row in table.rows for term in row))
        page = answer_page(text, table, links, base_iri(store), name=name, params=params)
        return Reply(200, HTML, page.encode(), rows)
    return Reply(200, chosen, written(result, chosen), rows)


def _table(result: Result) -> Result:
    """The answer as rows: triples as three columns."""
    if result.triples is None:
        return result
    rows = tuple((t.subject, t.predicate, t.object) for t in result.triples)
    return Result(("subject", "predicate", "object"), rows, prefixes=result.prefixes, triples=result.triples)


def _entity(store: ox.Store, limits: Limits, job: dict[str, Any]) -> Reply:
    """The instance at ``path`` below the graph's namespace, as a page or as triples."""
    path, accept = job["path"], job.get("accept")
    for known, forced in ((path, None), (path.removesuffix(".ttl"), "text/turtle"), (path.removesuffix(".html"), HTML)):
        node = _node(base_iri(store) + quote(known, safe="/:@!$&'()*+,;=~-._"))
        reader = Reader(store)
        if node is None or (forced and known == path) or not reader.statements(node):
            continue
        chosen = preferred(forced or accept, (HTML, *TRIPLES))
        if chosen is None:
            types = ", ".join((HTML, *TRIPLES))
            return refused(406, "accept", f"an entity is not written in such a type; accept one of {types}")
        if chosen == HTML:
            return Reply(200, HTML, entity_page(entity_view(reader, node), base_iri(store), known).encode())
        triples = description(reader, node)
        return Reply(200, chosen, triples_written(triples, chosen, reader.prefixes), len(triples))
    return refused(404, "unknown", f"the graph has nothing of that IRI: {base_iri(store)}{path}; ask for it at /sparql")


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _overview(store: ox.Store, limits: Limits, job: dict[str, Any]) -> Reply:
    """How much there is, the first incidents by name, and the query for all of them, as JSON."""
    found = run_query(store, INCIDENTS)
    incidents = [[getattr(cell, "value", "") for cell in row] for row in found.rows[:MOST_INCIDENTS]]
    triples = next(iter(run_query(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows))[0]
    told = {
        "triples": int(getattr(triples, "value", 0)),
        "base": base_iri(store),
        "incidents": incidents,
        "of": len(found.rows),
        "query": INCIDENTS,
    }
    return Reply(200, "application/json", json.dumps(told).encode())
