"""Reads the merged graph in a store: the values of a node's properties, and how a node is named."""

from __future__ import annotations

import pyoxigraph as ox

from kg.querying.render import printable, value_of
from kg.querying.store import MERGED, graph_prefixes, shorten
from kg.vocabulary import DCTERMS, KG, RDF, RDFS, SKOS


class Reader:
    """Reads a store: the values of a node's properties, and how a node is named."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.prefixes = graph_prefixes(store)
        self._values: dict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = {}

    def statements(self, subject: ox.NamedNode) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
        """Predicates and values of a node, sorted."""
        quads = self.store.quads_for_pattern(subject, None, None, MERGED)
        pairs = [(q.predicate, q.object) for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)]
        return sorted(pairs, key=str)

    def values(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """The values of one property, sorted; read once, as what many claims speak of has many."""
        found = self._values.get((subject.value, str(predicate)))
        if found is None:
            quads = self.store.quads_for_pattern(subject, ox.NamedNode(str(predicate)), None, MERGED)
            values = (q.object for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal))
            found = self._values[subject.value, str(predicate)] = sorted(values, key=str)
        return found

    def nodes(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """The nodes among the values."""
        return [value for value in self.values(subject, predicate) if isinstance(value, ox.NamedNode)]

    def literals(self, subject: ox.NamedNode, predicate: str) -> list[str]:
        """The words of the literals among the values."""
        return [printable(v.value) for v in self.values(subject, predicate) if isinstance(v, ox.Literal)]

    def subjects(self, predicate: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        """The nodes that have this value, sorted."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(str(predicate)), value, MERGED)
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
