"""Runs one SPARQL query over the store: reading only, and nothing outside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import KgError
from kg.querying.parameters import bind_params
from kg.querying.store import graph_prefixes

Found = TypeVar("Found")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_GAP = r"(?:\s|\#[^\n\r]*+[\n\r])*+"
_MOST_SERVICES = 50
"""How often a query may write the word SERVICE: each time costs a look at all that follows."""
_SERVICE = re.compile(r"(?<![?$])SERVICE", re.IGNORECASE)  # no word boundary: 1SERVICE is two tokens
_CLAUSE = re.compile(
    rf"""{_GAP}(?:SILENT{_GAP})?
    (?:<[^>]*+>|[?$][^\s{{}}\#]++|[^\s{{}}<>"\#:]*+:(?:\\.|[^\s{{}}\#\\])*+){_GAP}\{{""",
    re.IGNORECASE | re.VERBOSE,
)
"""What follows the word in a clause, wherever it stands. What looks like an IRI or a comment may be neither
(``1<2)SERVICE#>``), so that its surroundings are not looked at; a text that holds a whole clause is refused as well."""
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_QUIET = re.compile(
    r"""<[^<>"{}|^`\\\s]*>                       # an IRI
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+(?:\"{3}|\"*+\\?\Z) | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+(?:'{3}|'*+\\?\Z)
    | "(?:[^"\\\n\r]|\\.)*+(?:"|(?=[\n\r])|\\?\Z) | '(?:[^'\\\n\r]|\\.)*+(?:'|(?=[\n\r])|\\?\Z)
    | \#[^\n\r]*                                 # a comment
    | [?$]\w+                                    # a variable
    | [\w.-]*+:[\w.:%\\-]*+                      # a prefixed name
    | @[A-Za-z0-9-]+                             # a language
    | (?P<word>[\w.-]++)                         # a word, taken whole so that a long one is read once
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Result:
    """An answer: rows of a SELECT, the truth of an ASK (``boolean``), or ``triples`` of a CONSTRUCT or DESCRIBE."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    prefixes: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Graphs:
    """The graphs that are asked, by IRI, in place of those that the query itself names; unknown ones are empty."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class TooManyRows(KgError):
    """The answer has more rows or triples than were allowed."""


def run_query(
    store: ox.Store,
    text: str,
    params: Mapping[str, str] | None = None,
    *,
    most: int | None = None,
    graphs: Graphs | None = None,
    base_iri: str | None = None,
) -> Result:
    """Answer a query, narrowed by its parameters; the vocabularies' prefixes need not be declared.

    ``most`` is how many rows or triples the answer may have, ``base_iri`` what relative IRIs in the query start from.

    Raises:
        TooManyRows: the answer has more than ``most``.
        KgError: it is no query, asks for what is refused, or a parameter names nothing.
    """
    _refuse(text)
    prefixes = graph_prefixes(store)
    bound = bind_params(store, text, params or {})
    try:
        answer = store.query(
            bound,
            prefixes=prefixes,
            base_iri=base_iri,
            default_graph=None if graphs is None else [ox.NamedNode(iri) for iri in graphs.default],
            named_graphs=None if graphs is None else [ox.NamedNode(iri) for iri in graphs.named],
        )
        if isinstance(answer, ox.QueryBoolean):
            return Result(boolean=bool(answer), prefixes=prefixes)
        if isinstance(answer, ox.QueryTriples):
            triples = tuple(sorted(set(_at_most(most, answer)), key=str))
            return Result(triples=triples, prefixes=prefixes)
        columns = tuple(variable.value for variable in answer.variables)
        rows = tuple(tuple(solution) for solution in _at_most(most, answer))
        return Result(columns=columns, rows=rows, prefixes=prefixes)
    except SyntaxError as error:
        raise KgError(f"the query cannot be read as SPARQL 1.1: {_one_line(error)}") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise KgError(f"the query cannot be answered: {_one_line(error)}") from error


def _at_most(most: int | None, found: Iterable[Found]) -> Iterable[Found]:
    if most is None:
        return found
    kept = list(islice(found, most + 1))
    if len(kept) > most:
        raise TooManyRows(f"the answer has more than {most:,} rows; narrow the query, or end it with LIMIT {most}")
    return kept


def _refuse(text: str) -> None:
    """Updates and whatever leads out of the store are refused before anything is run.

    The escapes of code points may hide a keyword, so that the query is looked at with and without them.
    """
    for reading in (text, _ESCAPE.sub(lambda m: _character(int(m[1] or m[2], 16)), text)):
        if _leads_out(reading):
            raise KgError("the query asks another endpoint (SERVICE); only the graph itself can be asked")
        words = [word.upper() for word in re.findall(r"[A-Za-z_]+", _QUIET.sub(lambda m: m["word"] or " ", reading))]
        form = next((word for word in words if word in _FORMS | _UPDATES), None)
        if form in _UPDATES:
            raise KgError(f"{form}: the graph is only read; use SELECT, ASK, CONSTRUCT or DESCRIBE")


def _leads_out(text: str) -> bool:
    """Whether a text asks another endpoint, or writes so many times that it might that nobody looks at each."""
    written = list(islice(_SERVICE.finditer(text), _MOST_SERVICES + 1))
    return len(written) > _MOST_SERVICES or any(_CLAUSE.match(text, word.end()) for word in written)


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
