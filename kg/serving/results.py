"""Writes answers in the formats of SPARQL 1.1.

Rows: https://www.w3.org/TR/sparql11-results-json/ , https://www.w3.org/TR/rdf-sparql-XMLres/ and
https://www.w3.org/TR/sparql11-results-csv-tsv/ . The truth of an ASK has no form in CSV and TSV.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.querying.render import render, value_of
from kg.querying.run import Result, Term
from kg.vocabulary import XSD

HTML = "text/html"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"

TRUTHS = {JSON: "json", "application/json": "json", XML: "xml", "application/xml": "xml", "text/xml": "xml"}
"""Media type → format of an ASK's answer, the usual one first."""

ROWS = TRUTHS | {"text/csv": "csv", "text/tab-separated-values": "tsv"}
"""Media type → format of a SELECT's answer."""

TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
"""Media type → format of the answer of CONSTRUCT and DESCRIBE."""

SHORT = {
    "json": JSON, "xml": XML, "csv": "text/csv", "tsv": "text/tab-separated-values", "turtle": "text/turtle",
    "ntriples": "application/n-triples", "rdfxml": "application/rdf+xml", "jsonld": "application/ld+json", "html": HTML,
}  # fmt: skip
"""What ``format=`` in the address may say, in place of the header ``Accept``."""

_NAMESPACE = "http://www.w3.org/2005/sparql-results#"
_STRING = str(XSD.string)


def offered(result: Result) -> tuple[str, ...]:
    """The media types that an answer can be written in, the usual one first."""
    types: Mapping[str, object] = TRUTHS if result.boolean is not None else ROWS
    return tuple(types if result.triples is None else TRIPLES)


def written(result: Result, media_type: str) -> bytes:
    """The answer as bytes, in one of the types that are on offer for it."""
    if result.triples is not None:
        return triples_written(result.triples, media_type, result.prefixes or {})
    writers: dict[str, Callable[[Result], str]] = {"json": lambda r: render(r, "json"), "xml": _xml, "csv": _csv}
    return writers.get(ROWS[media_type], _tsv)(result).encode("utf-8")


def triples_written(triples: tuple[ox.Triple, ...], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples as bytes, in one of the types of :data:`TRIPLES`."""
    return ox.serialize(triples, format=TRIPLES[media_type], prefixes=dict(sorted(prefixes.items()))) or b""


def _csv(result: Result) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(result.columns)
    writer.writerows([str(t) if isinstance(t, ox.BlankNode) else value_of(t) for t in row] for row in result.rows)
    return page.getvalue()


def _tsv(result: Result) -> str:
    lines = ["\t".join(f"?{name}" for name in result.columns)]
    lines += ("\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) for row in result.rows)
    return "".join(f"{line}\n" for line in lines)


def _xml(result: Result) -> str:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in result.columns)
    parts = [f'<?xml version="1.0"?>\n<sparql xmlns="{_NAMESPACE}"><head>{names}</head>']
    if result.boolean is not None:
        parts.append(f"<boolean>{'true' if result.boolean else 'false'}</boolean>")
    else:
        parts.append("<results>")
        for row in result.rows:
            told = zip(result.columns, row, strict=True)
            cells = (f"<binding name={quoteattr(n)}>{_xml_term(t)}</binding>" for n, t in told if t is not None)
            parts.append(f"<result>{''.join(cells)}</result>")
        parts.append("</results>")
    return "\n".join([*parts, "</sparql>\n"])


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{n}>{_xml_term(t)}</{n}>' for n, t in parts)}</triple>"
    words = "".join(c if _allowed(c) else "\ufffd" for c in term.value)
    kind = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if not term.language and term.datatype.value != _STRING:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{escape(words, {chr(13): '&#13;'})}</literal>"


def _allowed(character: str) -> bool:
    """Whether XML 1.0 can hold it, https://www.w3.org/TR/xml/#charsets ."""
    return (
        character in "\t\n\r"
        or " " <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character > "\uffff"
    )
