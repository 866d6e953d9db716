"""Says why the graph says what it says: why an entity is one, why a fact is asserted or not, from which words."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from kg.alignment.reasons import PRIOR, bits_of, in_order
from kg.errors import KgError
from kg.querying.facts import claim_lines, fact_lines
from kg.querying.parameters import find_terms
from kg.querying.reader import Reader
from kg.vocabulary import DCTERMS, GAF, KG, NIF, RDF, RDFS, SKOS

_MOST = 5


def explain(store: ox.Store, term: str) -> str:
    """What stands behind an entity, a proposition, a claim or another node of the graph.

    ``term`` is an IRI, a prefixed name or a name; where several entities have that name, each is explained.

    Raises:
        KgError: the graph has nothing of that name, or too much.
    """
    reader = Reader(store)
    found = find_terms(store, term)
    if len(found) > _MOST:
        shown = ", ".join(reader.short(each) for each in found[:_MOST])
        raise KgError(f"{term!r}: {len(found)} entities have such a name ({shown}, …); give one of these instead")
    return "\n\n".join("\n".join(_lines(reader, each)) for each in found)


def _lines(reader: Reader, node: ox.NamedNode) -> list[str]:
    writers: dict[str, Callable[[Reader, ox.NamedNode], list[str]]] = {
        str(KG.Proposition): lambda r, n: [f"Proposition {r.short(n)}", *fact_lines(r, n)],
        str(KG.Claim): lambda r, n: [f"Claim {r.short(n)}", *claim_lines(r, n, details=True)],
        str(KG.Conflict): _conflict,
        str(KG.LocalEntity): _local,
    }
    types = {each.value for each in reader.nodes(node, RDF.type)}
    for type_, write in writers.items():
        if type_ in types:
            return write(reader, node)
    named = (KG.cluster, RDF.subject, RDF.object)
    if str(KG.ReferenceEntity) in types or any(reader.subjects(predicate, node) for predicate in named):
        return _entity(reader, node)
    return _other(reader, node)


def _entity(reader: Reader, node: ox.NamedNode) -> list[str]:
    lines = [*_heading(reader, node), "", "Why it is one entity:"]
    memberships = reader.subjects(KG.cluster, node)
    for membership in memberships:
        lines += _membership(reader, membership)
    if not memberships:
        reference = any(each.value == str(KG.ReferenceEntity) for each in reader.nodes(node, RDF.type))
        lines.append(
            "  the reference data name it; no article does" if reference else "  no article's entity stands for it"
        )
    for heading, inverse in (("What is said of it:", False), ("Where it is named:", True)):
        propositions = reader.subjects(RDF.object if inverse else RDF.subject, node)
        if propositions:
            lines += ["", heading]
        for proposition in sorted(propositions, key=reader.fact_key):
            lines += fact_lines(reader, proposition, indent="  ")
    return lines


def _heading(reader: Reader, node: ox.NamedNode) -> list[str]:
    classes = (each for each in reader.nodes(node, RDF.type) if each.value != str(KG.ReferenceEntity))
    kinds = ", ".join(sorted(reader.label(each) for each in classes))
    lines = [f"{reader.label(node)} ({reader.short(node)}): {kinds or 'no class'}"]
    names = sorted(reader.literals(node, SKOS.altLabel))
    if names:
        lines.append("  other names: " + "; ".join(names))
    matches = sorted(reader.short(each) for each in reader.nodes(node, SKOS.exactMatch))
    lines.append("  the same as: " + "; ".join(matches) if matches else "  no counterpart in a public reference")
    for predicate, words in ((KG.governs, "governs"), (KG.organOf, "is an organ of")):
        lines += (f"  {words} {reader.named(each)}" for each in reader.nodes(node, predicate))
    return lines


def _membership(reader: Reader, membership: ox.NamedNode) -> list[str]:
    lines = []
    for member in reader.nodes(membership, KG.member):
        score = next(iter(reader.literals(membership, KG.score)), "unknown")
        lines.append(f"  {_of_article(reader, member)}, score {score}")
        lines.append(f"    its IRI, for a decision: {member.value}")
        lines += _why(reader, membership)
        words = sorted({w for m in reader.nodes(member, GAF.denotedBy) for w in reader.literals(m, NIF.anchorOf)})
        if words:
            lines.append("    in the words: " + "; ".join(f"“{each}”" for each in words))
    return lines


def _of_article(reader: Reader, member: ox.NamedNode) -> str:
    article = next((reader.identifier(each) for each in reader.nodes(member, KG.article)), None)
    return f'"{reader.label(member)}"' + (f" of article {article}" if article else " of the reference data")


def _why(reader: Reader, membership: ox.NamedNode) -> list[str]:
    """The reasons; those that add bits to a match weight as a waterfall, from the prior to the sum."""
    lines, total = list[str](), 0.0
    for line in in_order(reader.literals(membership, KG.reason)):
        told = bits_of(line)
        if told is None:
            lines.append(f"    because: {line}")
            continue
        if told[1] == PRIOR:
            others = (_of_article(reader, other) for other in reader.nodes(membership, KG.comparedWith))
            lines.append(f"    because, compared with {next(others, 'another')}, in bits:")
        total += told[0]
        lines.append(f"      {told[0]:>+7.2f}  {told[1]}" + (f"  = {total:+.2f}" if told[1] != PRIOR else ""))
    return lines


def _local(reader: Reader, node: ox.NamedNode) -> list[str]:
    lines = [f"{reader.label(node)} ({reader.short(node)}): entity of one article"]
    for membership in reader.subjects(KG.member, node):
        lines += (f"  is {reader.named(cluster)}" for cluster in reader.nodes(membership, KG.cluster))
        lines += _membership(reader, membership)
    return lines


def _conflict(reader: Reader, node: ox.NamedNode) -> list[str]:
    """What disagrees, each side with who says it in which words."""
    kinds = ", ".join(reader.label(each) for each in reader.nodes(node, KG.conflictKind))
    about = ", ".join(reader.named(each) for each in reader.nodes(node, KG.about))
    lines = [f"Conflict {reader.short(node)}: {kinds}, about {about}"]
    for member in reader.nodes(node, KG.hasMember):
        if reader.nodes(member, KG.proposition):
            lines += claim_lines(reader, member)
        else:
            lines += fact_lines(reader, member, indent="  ")
    return lines


def _other(reader: Reader, node: ox.NamedNode) -> list[str]:
    """Any other node: what the graph states of it, without the whole text of an article."""
    lines = [f"{reader.label(node)} ({reader.short(node)})"]
    for original in reader.nodes(node, KG.copyOf):
        lines.append(f"  a copy of {reader.identifier(original)} ({reader.short(original)}): the two are one source")
    for copy in reader.subjects(KG.copyOf, node):
        lines.append(f"  copied in {reader.identifier(copy)} ({reader.short(copy)}): the two are one source")
    skipped = {str(p) for p in (NIF.isString, SKOS.prefLabel, RDFS.label, GAF.denotedBy, KG.copyOf)}
    for predicate, value in reader.statements(node):
        if predicate.value not in skipped:
            lines.append(f"  {reader.label(predicate)}: {reader.named(value)}")
    if str(DCTERMS.identifier) in {predicate.value for predicate, _ in reader.statements(node)}:
        count = len(reader.subjects(KG.article, node))
        lines.append(f"  {count} claims and entities come from it")
    return lines
