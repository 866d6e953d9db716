"""From the graph to everything the page shows, as one JSON-ready mapping."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import combinations
from typing import Any

import networkx as nx

from kg.exporting.page.articles import read_articles
from kg.exporting.page.bridge import bridge, everything, paths_graph, surroundings, ways_from
from kg.exporting.page.claims import read_claims, read_propositions
from kg.exporting.page.comparison import read_comparison
from kg.exporting.page.drawing import draw, legend
from kg.exporting.page.entities import read_entities
from kg.exporting.page.incidents import Cards, incident_iris
from kg.exporting.page.layout import Lay, View, laid_out
from kg.exporting.page.links import read_classes, read_links
from kg.exporting.page.lookup import Lookup, Triple
from kg.exporting.page.moments import read_lanes
from kg.exporting.page.network import build_network
from kg.exporting.page.points import read_points
from kg.exporting.page.records import ArticleRecord, IncidentRecord, LinkRecord
from kg.vocabulary import KG, PROV, SCHEMA

_PAIRS_CAP = 100


def page_data(graph: Iterable[Triple], lay: Lay = laid_out) -> dict[str, Any]:
    """The page's data. Same graph, same data, whatever order the graph gives its triples in; ``lay`` lays views out."""
    lookup = Lookup(graph)
    articles, claims, entities = read_articles(lookup), read_claims(lookup), read_entities(lookup)
    propositions, links = read_propositions(lookup, claims), read_links(lookup)
    classes = read_classes(lookup, links)
    cards = Cards(lookup, articles, claims, propositions)
    incidents = sorted(
        (cards.card(iri) for iri in incident_iris(lookup)), key=lambda i: (-i.claims, i.label.casefold(), i.id)
    )
    names = [incident.id for incident in incidents]
    network = build_network(lookup, entities, claims, propositions, classes, links, names)
    hubs = {lookup.id(iri) for iri in lookup.instances(KG.Publisher)}
    told = [article for article in articles if not article.reference]
    return {
        "title": _title(incidents),
        "made_with": next((lookup.text(a, SCHEMA.softwareVersion) for a in lookup.instances(PROV.Activity)), ""),
        "summary": _summary(told, len(claims), len(incidents), len(lookup.disputes)),
        "incidents": [asdict(i) for i in incidents],
        "links": [asdict(link) for link in links],
        "articles": [asdict(article) for article in articles],
        "claims": [asdict(claim) for claim in claims],
        "propositions": [asdict(proposition) for proposition in propositions],
        "entities": [asdict(entity) for entity in entities],
        "classes": [asdict(cls) for cls in classes],
        "legend": legend(),
        "hubs": sorted(hubs),
        "network": draw(network),
        "comparison": read_comparison(lookup, incident_iris(lookup)),
        "lanes": [asdict(lane) for lane in read_lanes(lookup, incident_iris(lookup))],
        "points": [asdict(point) for point in read_points(lookup, incident_iris(lookup))],
        "views": _views(network, paths_graph(network, hubs), names, links, lay),
    }


def _views(
    network: nx.MultiDiGraph, paths: nx.Graph, incidents: list[str], links: list[LinkRecord], lay: Lay
) -> dict[str, Any]:
    """The nodes of each view with their places."""
    shares = {link.incidents: [share.id for share in link.shares] for link in links}
    plain, ways = nx.Graph(network), ways_from(paths, incidents)
    views = [View(nx.Graph(plain.subgraph(everything(network, set(incidents)))))]  # what takes longest goes first
    for incident in incidents:
        views.append(View(nx.Graph(plain.subgraph(surroundings(network, paths, ways.get(incident, {}))))))
    pairs = sorted(combinations(incidents, 2), key=lambda p: -len(shares.get(_ordered(p), [])))[:_PAIRS_CAP]
    for pair in pairs:
        nodes = bridge(network, paths, ways, *pair, shares.get(_ordered(pair), []))
        views.append(View(nx.Graph(paths.subgraph(nodes)), pair))
    whole, *places = lay(views)
    around, between = places[: len(incidents)], places[len(incidents) :]
    bridges = [{"incidents": list(pair), "nodes": nodes} for pair, nodes in zip(pairs, between, strict=True)]
    return {"bridges": bridges, "incidents": dict(zip(incidents, around, strict=True)), "everything": whole}


def _ordered(pair: tuple[str, str]) -> tuple[str, str]:
    return (pair[0], pair[1]) if pair[0] <= pair[1] else (pair[1], pair[0])


def _title(incidents: list[IncidentRecord]) -> str:
    if not incidents:
        return "Who says what"
    if len(incidents) <= 2:
        return f"{' and '.join(incident.label for incident in incidents)}: who says what"
    return f"{len(incidents)} incidents: who says what"


def _summary(articles: list[ArticleRecord], claims: int, incidents: int, disputes: int) -> str:
    sources = len([a for a in articles if not a.copy_of])
    tellers = _count(len(articles), "article")
    if sources < len(articles):
        tellers = f"{_count(sources, 'source')} ({tellers})"
    told = f"{tellers} {'makes' if sources == 1 else 'make'} {_count(claims, 'claim')}"
    about = f" about {_count(incidents, 'incident')}" if incidents else ""
    if not disputes:
        return f"{told}{about}; none of them is in dispute."
    return f"{told}{about}; {_count(disputes, 'dispute')} {'is' if disputes == 1 else 'are'} shown with every side."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
