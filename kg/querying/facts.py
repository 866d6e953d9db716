"""Facts with what speaks for and against them, in lines to read."""

from __future__ import annotations

import pyoxigraph as ox

from kg.querying.render import printable, value_of
from kg.querying.store import graph_prefixes, shorten
from kg.vocabulary import DCTERMS, GAF, KG, NIF, PROV, RDF, RDFS, SKOS

_DENIES = {str(KG.FalseCertain), str(KG.FalseUncertain)}


class Reader:
    """Reads a store: the values of a node's properties, and how a node is named."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.prefixes = graph_prefixes(store)

    def statements(self, subject: ox.NamedNode) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
        """Predicates and values of a node, sorted."""
        quads = self.store.quads_for_pattern(subject, None, None)
        pairs = [(q.predicate, q.object) for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)]
        return sorted(pairs, key=str)

    def values(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """The values of one property, sorted."""
        return [value for property_, value in self.statements(subject) if property_.value == str(predicate)]

    def nodes(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """The nodes among the values."""
        return [value for value in self.values(subject, predicate) if isinstance(value, ox.NamedNode)]

    def literals(self, subject: ox.NamedNode, predicate: str) -> list[str]:
        """The words of the literals among the values."""
        return [printable(v.value) for v in self.values(subject, predicate) if isinstance(v, ox.Literal)]

    def subjects(self, predicate: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        """The nodes that have this value, sorted."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(str(predicate)), value)
        return sorted((q.subject for q in quads if isinstance(q.subject, ox.NamedNode)), key=str)

    def short(self, node: ox.NamedNode) -> str:
        """The node's prefixed name."""
        return shorten(node.value, self.prefixes)

    def label(self, node: ox.NamedNode) -> str:
        """What the node is called; its prefixed name where it has no label."""
        names = self.literals(node, SKOS.prefLabel) or self.literals(node, RDFS.label)
        return names[0] if names else self.short(node)

    def named(self, value: ox.NamedNode | ox.Literal) -> str:
        """A node with its prefixed name, or a literal's words."""
        if isinstance(value, ox.Literal):
            return printable(value.value)
        label, short = self.label(value), self.short(value)
        return short if label == short else f"{label} ({short})"

    def identifier(self, article: ox.NamedNode) -> str:
        """An article's id."""
        return next(iter(self.literals(article, DCTERMS.identifier)), self.short(article))

    def cited(self, article: ox.NamedNode) -> str:
        """An article's id, and that of the article that it is a copy of."""
        originals = "".join(f" (a copy of {self.identifier(each)})" for each in self.nodes(article, KG.copyOf))
        return self.identifier(article) + originals

    def fact_key(self, proposition: ox.NamedNode) -> tuple[str, ...]:
        """Sorts propositions by property, subject and value."""
        return tuple(value_of(v) for p in (RDF.predicate, RDF.subject, RDF.object) for v in self.values(proposition, p))


def fact_lines(reader: Reader, proposition: ox.NamedNode, indent: str = "") -> list[str]:
    """A proposition, whether it stands as a fact, why, and every claim of it."""
    parts = [next(iter(reader.values(proposition, p)), None) for p in (RDF.subject, RDF.predicate, RDF.object)]
    subject, predicate, value = parts
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode) or value is None:
        return [f"{indent}{reader.short(proposition)}: incomplete"]
    claims = reader.subjects(KG.proposition, proposition)
    stated = ox.Quad(subject, predicate, value) in reader.store
    disputes = _disputes(reader, proposition, claims, subject, predicate)
    status = "disputed" if disputes else "asserted" if stated else "claimed, not asserted"
    lines = [f"{indent}{reader.label(subject)} — {reader.label(predicate)} — {reader.named(value)}: {status}"]
    if not disputes:
        disputes = [_standing(reader, claims, stated)]
    lines += (f"{indent}  because: {reason}" for reason in disputes)
    for claim in claims:
        lines += claim_lines(reader, claim, indent + "  ")
        lines += _ground_lines(reader, claim, (subject, value), indent + "    ")
    return lines


def claim_lines(reader: Reader, claim: ox.NamedNode, indent: str = "  ", details: bool = False) -> list[str]:
    """Who says so, how surely, in which words of which article; with ``details`` also what it is and answers."""
    speaker = ", ".join(reader.label(each) for each in reader.nodes(claim, KG.claimer)) or "no one"
    stance = ", ".join(each.value.rpartition("#")[2] for each in reader.nodes(claim, KG.epistemic)) or "no stance"
    article = ", ".join(reader.cited(each) for each in reader.nodes(claim, KG.article)) or "unknown"
    words = " … ".join(w for m in reader.nodes(claim, PROV.wasDerivedFrom) for w in reader.literals(m, NIF.anchorOf))
    via = [(KG.relays, "citing"), (KG.relayedBy, "as passed on by")]
    chain = "".join(f", {word} {reader.label(each)}" for p, word in via for each in reader.nodes(claim, p))
    lines = [f"{indent}{speaker}{chain} [{stance}] in {article}: “{words}”"]
    if details:
        for predicate, heading in ((KG.contests, "answers"), (KG.supersedes, "replaces")):
            for other in reader.nodes(claim, predicate):
                lines.append(f"{indent}{heading} {reader.short(other)}:")
                lines += claim_lines(reader, other, indent + "  ")
        for answer in reader.subjects(KG.contests, claim):
            lines.append(f"{indent}is answered by {reader.short(answer)}:")
            lines += claim_lines(reader, answer, indent + "  ")
        for proposition in sorted(reader.nodes(claim, KG.proposition), key=reader.fact_key):
            lines += fact_lines(reader, proposition, indent)
    return lines


def _ground_lines(
    reader: Reader, claim: ox.NamedNode, sides: tuple[ox.NamedNode | ox.Literal, ...], indent: str
) -> list[str]:
    """The words within a claim that tell its subject and object, and what they lead back to."""
    grounds = reader.nodes(claim, KG.groundedIn)
    wholes = reader.nodes(claim, PROV.wasDerivedFrom)
    found = [_words(reader, side, grounds, wholes) for side in sides]
    shown = "; ".join(dict.fromkeys(words for words in found if words))
    return [f"{indent}rests on: {shown}"] if shown else []


def _words(
    reader: Reader, side: ox.NamedNode | ox.Literal, grounds: list[ox.NamedNode], wholes: list[ox.NamedNode]
) -> str:
    """The words of one side: a name, a value's words, or else what leads back to a name."""
    if isinstance(side, ox.Literal):
        read = (_quoted(reader, g) for g in grounds if side in reader.values(g, KG.readAs))
        words = next(read, "")
        return words if words in ("", f"“{printable(side.value)}”") else f"{words}, read as {printable(side.value)}"
    names = reader.nodes(side, GAF.denotedBy)
    direct = [g for g in grounds if g in names]
    back = [(g, n) for g in grounds for n in reader.nodes(g, KG.antecedent) if n in names]
    if not back:
        return " and ".join(dict.fromkeys(_quoted(reader, g) for g in direct))
    ground, name = back[0]
    said = f"{reader.label(side)} (unsaid)" if ground in wholes else _quoted(reader, ground)
    return f"{said}, back to {_quoted(reader, name)}"


def _quoted(reader: Reader, mention: ox.NamedNode) -> str:
    return " … ".join(f"“{words}”" for words in reader.literals(mention, NIF.anchorOf))


def _standing(reader: Reader, claims: list[ox.NamedNode], stated: bool) -> str:
    """Why an undisputed proposition stands as a fact, or does not."""
    if stated:
        return "stated as certain in a source's own voice, and no claim contests it"
    for claim in claims:
        certain = str(KG.TrueCertain) in {stance.value for stance in reader.nodes(claim, KG.epistemic)}
        types = {t.value for each in reader.nodes(claim, KG.claimer) for t in reader.nodes(each, RDF.type)}
        if certain and str(KG.Publisher) in types:
            return "another value, more precise, stands instead"
    return "no source states it as certain in its own voice"


def _disputes(
    reader: Reader,
    proposition: ox.NamedNode,
    claims: list[ox.NamedNode],
    subject: ox.NamedNode,
    predicate: ox.NamedNode,
) -> list[str]:
    """What speaks against a proposition: denials, answers, other values."""
    reasons = []
    for claim in claims:
        speakers = ", ".join(reader.label(each) for each in reader.nodes(claim, KG.claimer))
        if any(stance.value in _DENIES for stance in reader.nodes(claim, KG.epistemic)):
            reasons.append(f"{speakers} denies it ({reader.short(claim)})")
        for answer in reader.subjects(KG.contests, claim):
            who = ", ".join(reader.label(each) for each in reader.nodes(answer, KG.claimer))
            reasons.append(f"{who} contests what {speakers} says ({reader.short(answer)})")
    for conflict in reader.subjects(KG.hasMember, proposition):
        if subject in reader.nodes(conflict, KG.about):
            others = [each for each in reader.nodes(conflict, KG.hasMember) if each != proposition]
            values = ", ".join(sorted(_value(reader, each, predicate) for each in others))
            if not any(kind.value == str(KG.Revision) for kind in reader.nodes(conflict, KG.conflictKind)):
                reasons.append(f"other sources say {values} ({reader.short(conflict)})")
            elif all(reader.subjects(KG.supersedes, claim) for claim in claims):
                reasons.append(f"its own source said {values} later ({reader.short(conflict)})")
    return reasons


def _value(reader: Reader, proposition: ox.NamedNode, predicate: ox.NamedNode) -> str:
    """The value of a proposition, after its property where that is another: *dead, at least 40*."""
    told = "".join(f"{reader.label(p)} " for p in reader.nodes(proposition, RDF.predicate) if p != predicate)
    return ", ".join(told + reader.named(value) for value in reader.values(proposition, RDF.object))
