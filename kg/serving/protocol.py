"""From an HTTP request to the query that it asks.

SPARQL 1.1 Protocol, section 2.1, https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.serving.limits import MOST_BODY, SENDING
from kg.serving.replies import Reply, refused
from kg.serving.results import SHORT

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_FIELDS = 1000


class RefusedRequest(Exception):
    """The request asks no query; ``reply`` says why."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.reply: Reply = refused(status, "request", line)


@dataclass(frozen=True)
class Question:
    """A query, the graphs that the request names for it (section 2.1.4), and the media types that it accepts."""

    text: str
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None
    accept: str | None


async def read_question(request: Request) -> Question:
    """The query of a GET, of a POST of a form, or of a POST of the query itself.

    Raises:
        RefusedRequest: there is none, there are several, or it is an update.
    """
    fields = parsed(request.url.query)
    if request.method == "POST":
        kind, charset = _content_type(request)
        if kind == UPDATE:
            raise RefusedRequest(403, "the graph is only read: updates are refused")
        if kind not in (FORM, QUERY):
            remedy = f"send {QUERY} or {FORM}"
            raise RefusedRequest(415, f"a body of type {kind or 'unknown'} cannot be read as a query; {remedy}")
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise RefusedRequest(400, f"the query is in {charset}; send it in UTF-8")
        body = await _body(request)
        fields += parsed(body) if kind == FORM else [("query", body)]
    if any(name == "update" for name, _ in fields):
        raise RefusedRequest(403, "the graph is only read: updates are refused")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        said = "several queries" if len(queries) > 1 else "no query"
        raise RefusedRequest(400, f"the request holds {said}; give one, as query=SELECT…")
    return Question(queries[0], _graphs(fields), accepted(request, dict(fields)))


def parsed(fields: str) -> list[tuple[str, str]]:
    """The fields of a form or of an address.

    Raises:
        RefusedRequest: they are no UTF-8, or too many.
    """
    try:
        return parse_qsl(fields, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise RefusedRequest(400, "the request is not in UTF-8; send it in UTF-8") from error
    except ValueError as error:
        raise RefusedRequest(400, f"the request has more than {_FIELDS} fields; give fewer") from error


def once(fields: list[tuple[str, str]]) -> dict[str, str]:
    """The fields by name.

    Raises:
        RefusedRequest: a name is given twice.
    """
    told = dict(fields)
    for name in told:
        if sum(name == each for each, _ in fields) > 1:
            raise RefusedRequest(400, f"{name[:40]!r} is given more than once; give it once")
    return told


def accepted(request: Request, fields: Mapping[str, str]) -> str | None:
    """The header ``Accept``, or what ``format=`` in the address says in its place: a short name or a media type.

    ``+`` is read as a space in an address, and no media type has one. Some clients send both, with names of their
    own in ``format``: the header then decides.

    Raises:
        RefusedRequest: there is no such format, and the header says nothing.
    """
    header, wanted = ", ".join(request.headers.getlist("accept")), fields.get("format", "").strip().replace(" ", "+")
    if wanted in SHORT or "/" in wanted:
        return SHORT.get(wanted, wanted)
    if wanted and header in ("", "*/*"):
        raise RefusedRequest(400, f"{wanted[:40]!r}: no such format; use one of {', '.join(SHORT)}")
    return header or None


def _graphs(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    default, named = (
        tuple(value for name, value in fields if name == f"{kind}-graph-uri") for kind in ("default", "named")
    )
    return (default, named) if default or named else None


def _content_type(request: Request) -> tuple[str, str]:
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    named = dict(part.strip().partition("=")[::2] for part in rest.split(";"))
    return kind.strip(), named.get("charset", "utf-8").strip("\"'")


async def _body(request: Request) -> str:
    body = b""
    try:
        async with asyncio.timeout(SENDING):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BODY:
                    raise RefusedRequest(413, f"the request is larger than {MOST_BODY >> 10} KiB; send a shorter query")
    except TimeoutError as error:
        raise RefusedRequest(408, f"the request did not arrive within {SENDING} s; send all of it at once") from error
    except ClientDisconnect as error:
        raise RefusedRequest(499, "whoever asked has gone") from error
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedRequest(400, "the request is not in UTF-8; send it in UTF-8") from error
