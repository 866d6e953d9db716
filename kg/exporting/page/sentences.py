"""A proposition as a sentence a reader understands, from the labels of its terms alone."""

from __future__ import annotations

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.exporting.page.lookup import Lookup
from kg.vocabulary import KG, RDF, XSD

_NUMBERS = {XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.int, XSD.decimal, XSD.double}
_PREPOSITIONS = {"about", "at", "by", "for", "from", "in", "near", "of", "on", "to", "with", "within"}


def sentence(lookup: Lookup, subject: Node, predicate: URIRef, value: Node) -> str:
    """The proposition in full, its subject named."""
    name, relation, text = lookup.label(subject), lookup.label(predicate), lookup.label(value)
    if predicate == KG.describedAs:
        return f"{name}: “{text}”"
    if predicate == RDF.type:
        return f"{name} is of the kind “{text}”."
    if isinstance(value, Literal) and value.datatype in _NUMBERS:
        return f"{name}: {text} {relation}."
    words = relation.split()
    if words[0] == "is":
        return f"{name} {relation} {text}."
    if words[-1] in _PREPOSITIONS:
        return f"{name} is {relation} {text}."
    if len(words) == 1 and relation.endswith("s") and not relation.endswith(("ss", "us")):
        return f"{name} {relation} {text}."
    return f"The {relation} of {name} is {text}."


def short(lookup: Lookup, predicate: URIRef, value: Node) -> str:
    """The proposition as a caption beside its subject."""
    text = lookup.label(value)
    return f"“{text}”" if predicate == KG.describedAs else f"{lookup.label(predicate)}: {text}"


def cut(text: str, length: int) -> str:
    """The text, cut between words to at most ``length`` code points."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
