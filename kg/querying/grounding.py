"""No fact without words: every subject and object of every claim traced to a mention that names it.

Not a SHACL shape: in SPARQL the whole question (within the claim, no pronoun, a value or a name) is long to read and
many times slower in rdflib than walking the triples, and each ``articles/ID.ttl`` is asked as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal
from rdflib.namespace import PROV, RDF
from rdflib.term import Node

from kg.vocabulary import GAF, KG, NIF

Gap = tuple[Node, str, Node, Node]
"""A proposition, ``subject`` or ``object``, what stands there, and the claim whose words do not show it."""

_PRONOUNS = frozenset(
    [
        *("he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"),
        *("they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves"),
        *("i", "me", "my", "mine", "myself", "you", "your", "yours", "yourself", "yourselves"),
        *("this", "that", "these", "those", "who", "whom", "whose", "which"),
    ]
)
_Span = tuple[Node | None, int, int]


def gaps(graph: Graph) -> Iterator[Gap]:
    """Every side of a proposition to which the words of one of its claims do not lead, in no order.

    The claims of a reference record are exempt: it is data, and its lines were written from them. So is a publisher,
    who speaks as *we* and whose name is the article's metadata.
    """
    publishers = set(graph.subjects(RDF.type, KG.Publisher))
    records = set(graph.subjects(RDF.type, KG.ReferenceRecord))
    for claim in graph.subjects(RDF.type, KG.Claim):
        if graph.value(claim, KG.article) in records:
            continue
        words = _Words(graph, claim)
        for proposition in graph.objects(claim, KG.proposition):
            predicate = graph.value(proposition, RDF.predicate)
            for side, name in ((RDF.subject, "subject"), (RDF.object, "object")):
                for value in graph.objects(proposition, side):
                    if value not in publishers and not words.tell(value, predicate):
                        yield proposition, name, value, claim


class _Words:
    """What the words of one claim name or lead back to, and the values that were read from them."""

    def __init__(self, graph: Graph, claim: Node) -> None:
        self.graph = graph
        wholes = [_span(graph, m) for m in graph.objects(claim, PROV.wasDerivedFrom)]
        grounds = [m for m in graph.objects(claim, KG.groundedIn) if _within(_span(graph, m), wholes)]
        reached = {n for m in grounds for n in graph.transitive_objects(m, KG.antecedent)}
        self.names = {m for m in reached if not _is_pronoun(graph, m)}
        self.values = {v for m in grounds for v in graph.objects(m, KG.readAs)}
        contents = (w for m in graph.objects(claim, KG.contentMention) for w in graph.objects(m, NIF.anchorOf))
        self.contents = [_plain(words) for words in contents]

    def tell(self, value: Node, predicate: Node | None) -> bool:
        """Whether the words lead to a name of the entity, or the literal was read from them."""
        if not isinstance(value, Literal):
            return any((value, GAF.denotedBy, m) in self.graph for m in self.names)
        if predicate == KG.describedAs:
            return all(any(p in content for content in self.contents) for p in _plain(value).split(" … "))
        return value in self.values


def _is_pronoun(graph: Graph, mention: Node | None) -> bool:
    """Whether a mention is no more than a pronoun, at the head of a sentence or not: *It*, but not *US*."""
    words = [str(w) for w in graph.objects(mention, NIF.anchorOf)]
    return all(word[:1].lower() + word[1:] in _PRONOUNS for word in words)


def _span(graph: Graph, mention: Node) -> _Span:
    """The article, begin and end of a mention; -1 where they are no offsets."""
    begin, end = (str(graph.value(mention, p)) for p in (NIF.beginIndex, NIF.endIndex))
    context = graph.value(mention, NIF.referenceContext)
    return context, int(begin) if begin.isdecimal() else -1, int(end) if end.isdecimal() else -1


def _within(inner: _Span, wholes: list[_Span]) -> bool:
    return any(inner[0] == w[0] and w[1] <= inner[1] < inner[2] <= w[2] for w in wholes)


def _plain(words: Node) -> str:
    return " ".join(str(words).split())
