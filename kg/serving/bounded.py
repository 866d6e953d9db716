"""What the graph says of one node, as triples, with the claims of its facts and their words.

A concise bounded description (https://www.w3.org/submissions/CBD/) that follows a fact to its proposition, its claims,
their mentions, and the label of whatever is named.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.querying.reader import Reader
from kg.vocabulary import DCTERMS, KG, NIF, PROV, RDF, RDFS, SKOS

_WORDS = (PROV.wasDerivedFrom, KG.claimerMention, KG.cueMention, KG.contentMention, KG.groundedIn)
_NAMES = {str(p) for p in (SKOS.prefLabel, RDFS.label, DCTERMS.identifier, DCTERMS.title)}


def description(reader: Reader, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
    """The triples, sorted; none where the graph does not speak of the node."""
    propositions = _each(reader.subjects(p, node) for p in (RDF.subject, RDF.object))
    propositions += reader.nodes(node, KG.proposition)
    members = reader.nodes(node, KG.hasMember)  # propositions, or claims, that disagree
    propositions += members
    claims = _each(reader.subjects(KG.proposition, p) for p in [node, *propositions]) + members
    claims += [each for each in reader.subjects(KG.article, node) if reader.nodes(each, KG.proposition)]
    claims += reader.subjects(KG.claimer, node) + reader.subjects(KG.contests, node) + reader.nodes(node, KG.contests)
    propositions += _each(reader.nodes(claim, KG.proposition) for claim in claims)
    mentions = _each(reader.nodes(claim, p) for claim in [node, *claims] for p in _WORDS)
    mentions += _each(reader.nodes(mention, KG.antecedent) for mention in mentions)
    memberships = _each(reader.subjects(p, node) for p in (KG.cluster, KG.member))
    locals_ = _each(reader.nodes(each, KG.member) for each in memberships)
    conflicts = _each(reader.subjects(KG.hasMember, each) for each in [node, *propositions, *claims])
    found = {ox.Triple(node, p, o) for p, o in reader.statements(node)}
    for each in {*propositions, *claims, *mentions, *memberships, *locals_, *conflicts}:
        found |= {ox.Triple(each, p, o) for p, o in reader.statements(each) if p.value != str(NIF.isString)}
    named = {part for t in found for part in (t.predicate, t.object) if isinstance(part, ox.NamedNode)}
    for each in named:
        found |= {ox.Triple(each, p, o) for p, o in reader.statements(each) if p.value in _NAMES}
    return tuple(sorted(found, key=str))


def _each(lists: Iterable[list[ox.NamedNode]]) -> list[ox.NamedNode]:
    return list(dict.fromkeys(each for one in lists for each in one))
