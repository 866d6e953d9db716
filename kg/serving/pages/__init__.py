"""The pages: HTML rendered here, without a script, so that nothing on them can be made to run or to ask for more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from jinja2 import Environment, FunctionLoader, StrictUndefined

from kg.querying.named import NamedQuery, find_query, named_queries
from kg.querying.render import value_of
from kg.querying.run import Result
from kg.querying.store import shorten
from kg.vocabulary import KG

_HERE = resources.files("kg.serving.pages")
_FORMATS = {
    "rows": ("csv", "json", "xml", "tsv"),
    "boolean": ("json", "xml"),
    "triples": ("turtle", "ntriples", "jsonld"),
}
_SAMPLE = """SELECT ?who ?stance ?words WHERE {
  ?claim kg:claimer/skos:prefLabel ?who ;
         kg:epistemic ?stance ;
         prov:wasDerivedFrom/nif:anchorOf ?words .
} ORDER BY ?who LIMIT 50
"""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content Security Policy Level 3, https://www.w3.org/TR/CSP3/ : nothing runs, nothing is asked of anybody else."""


def home_page(overview: Mapping[str, Any]) -> str:
    """What there is: the incidents, the shipped questions, a question of one's own."""
    incidents = [(href(iri, overview["base"]), label) for iri, label in overview["incidents"]]
    return _render("home.html.j2", overview=overview, incidents=incidents, queries=named_queries(), text=_SAMPLE)


def answer_page(
    text: str,
    result: Result,
    leads: Mapping[ox.Literal, str],
    base: str,
    name: str | None = None,
    params: Mapping[str, str] | None = None,
) -> str:
    """A query with its answer; ``leads`` says which names lead to which node."""
    kind = "boolean" if result.boolean is not None else "rows" if result.triples is None else "triples"
    address = f"/queries/{name}?" if name else "/sparql?"
    asked = {**(params or {})} if name else {"query": text}
    downloads = [(each, address + urlencode({**asked, "format": each})) for each in _FORMATS[kind]]
    prefixes = dict(result.prefixes or {})

    def cell(term: Any) -> tuple[str | None, str, str]:
        if isinstance(term, ox.NamedNode):
            return href(term.value, base), shorten(term.value, prefixes), term.value
        iri = leads.get(term, "") if isinstance(term, ox.Literal) else ""
        return href(iri, base) if iri else None, value_of(term), iri

    rows = [[cell(term) for term in row] for row in result.rows]
    return _query(text, name, params, kind=kind, result=result, rows=rows, downloads=downloads)


def refusal_page(line: str, text: str, name: str | None = None, params: Mapping[str, str] | None = None) -> str:
    """A query with what is wrong with it."""
    return _query(text, name, params, error=line)


def entity_page(view: Any, base: str, path: str) -> str:
    """What the graph says of one node; ``view`` is of :mod:`kg.serving.entities`."""

    def link(node: ox.NamedNode) -> tuple[str | None, str, str]:
        short = shorten(node.value, view.prefixes)
        return href(node.value, base), view.names.get(node.value, short), node.value

    return _render("entity.html.j2", view=view, link=link, path=quote(path), is_node=_is_node, value_of=value_of)


def notice_page(title: str, line: str) -> str:
    """One line, as that there is nothing here."""
    return _render("notice.html.j2", title=title, line=line)


def ontology_page(terms: list[Any]) -> str:
    """The terms of the ontology, each with an anchor of its own."""
    return _render("ontology.html.j2", terms=terms)


def style() -> bytes:
    """The style of all of them."""
    return (_HERE / "style.css").read_bytes()


def href(iri: str, base: str) -> str | None:
    """Where a link to the term leads: on this server, or out of it where the term is a web address."""
    if iri.startswith(base):
        return "/id/" + quote(iri.removeprefix(base), safe="/:@!$&'()*+,;=~%")
    if iri.startswith(str(KG)):
        return "/ontology#" + quote(iri.removeprefix(str(KG)))
    return iri if iri.startswith(("http://", "https://")) else None


def _query(text: str, name: str | None, params: Mapping[str, str] | None, **shown: Any) -> str:
    named: NamedQuery | None = find_query(name) if name else None
    defaults: dict[str, Any] = {"error": "", "kind": "", "result": None, "rows": [], "downloads": []}
    return _render("query.html.j2", text=text, named=named, params=params or {}, **{**defaults, **shown})


def _is_node(value: object) -> bool:
    return isinstance(value, ox.NamedNode)


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: (_HERE / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
