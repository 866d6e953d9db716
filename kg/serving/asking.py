"""The routes that ask the store: the endpoint, the shipped queries, the nodes of the graph."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.querying.named import find_query, named_queries
from kg.serving import pages
from kg.serving.negotiation import preferred
from kg.serving.protocol import accepted, once, parsed, read_question
from kg.serving.replies import Reply, refused
from kg.serving.responses import response_of
from kg.serving.results import HTML, TRIPLES, triples_written
from kg.serving.served import VARY, served_of
from kg.serving.service import service_description
from kg.vocabulary import FORMATS, PREFIXES, SD


async def sparql(request: Request) -> Response:
    """The endpoint: an answer; about itself where nothing is asked."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    if request.method != "POST" and all(name == "format" for name, _ in parsed(request.url.query)):
        return _about(request)
    question = await read_question(request)
    job = {"kind": "query", "text": question.text, "graphs": question.graphs, "base": _endpoint(request)}
    reply = await _ask(request, job | {"accept": question.accept})
    return response_of(request, reply, text=question.text)


async def shipped(request: Request) -> Response:
    """One of the shipped queries, narrowed by its parameters."""
    name = request.path_params["name"]
    if name not in {query.name for query in named_queries()}:
        known = ", ".join(query.name for query in named_queries())
        return response_of(request, refused(404, "unknown", f"{name[:80]!r}: no such question; there are {known}"))
    fields = once(parsed(request.url.query))
    accept = accepted(request, fields)
    params = {key: value for key, value in fields.items() if key != "format" and value.strip()}
    reply = await _ask(request, {"kind": "query", "name": name, "params": params, "accept": accept})
    return response_of(request, reply, text=find_query(name).text, name=name, params=params)


async def entity(request: Request) -> Response:
    """A node of the graph."""
    accept = accepted(request, once(parsed(request.url.query)))
    job = {"kind": "entity", "path": request.path_params["path"], "accept": accept}
    return response_of(request, await _ask(request, job))


def _endpoint(request: Request) -> str:
    return str(request.url.replace(path="/sparql", query="", fragment=""))


def _about(request: Request) -> Response:
    chosen = preferred(accepted(request, once(parsed(request.url.query))), (*TRIPLES, HTML))
    if chosen == HTML:
        return Response(pages.home_page(served_of(request).overview), media_type=HTML, headers=VARY)
    if chosen is None:
        types = ", ".join((*TRIPLES, HTML))
        return response_of(request, refused(406, "accept", f"the endpoint is described in one of {types}"))
    about = service_description(_endpoint(request), served_of(request).overview["triples"])
    return Response(
        triples_written(about, chosen, PREFIXES | {"sd": str(SD), "format": str(FORMATS)}),
        media_type=chosen,
        headers=VARY,
    )


async def _ask(request: Request, job: dict[str, Any]) -> Reply:
    """The reply of the store; given up where whoever asks has gone."""
    served, start = served_of(request), time.monotonic()
    with served.metrics.asking.track_inprogress():
        asked, gone = asyncio.create_task(served.pool.ask(job)), asyncio.create_task(_gone(request))
        try:
            await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
            reply = await asked if asked.done() else refused(499, "gone", "whoever asked has gone")
        finally:
            for task in (asked, gone):
                task.cancel()
    served.metrics.answered(job["kind"], time.monotonic() - start, reply)
    return reply


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
