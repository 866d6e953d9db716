"""The routes: what is served at which address."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from kg.querying.named import find_query, named_queries
from kg.serving import pages, terms
from kg.serving.guard import Guard
from kg.serving.metrics import CONTENT_TYPE, Metrics
from kg.serving.negotiation import preferred
from kg.serving.pool import Pool
from kg.serving.protocol import RefusedRequest, accepted, parsed, read_question
from kg.serving.replies import TEXT, Reply, refused
from kg.serving.results import HTML, TRIPLES, triples_written
from kg.serving.service import service_description
from kg.vocabulary import FORMATS, PREFIXES, SD

_HOSTS = ["127.0.0.1", "localhost"]
_FILES = {"graph.html": HTML, "graph.ttl": "text/turtle", "dataset.ttl": "text/turtle"}
_VARY = {"Vary": "Accept"}


@dataclass(frozen=True)
class Served:
    """What the routes share: the folder, the processes that answer, what there is in the graph, the counters."""

    directory: Path
    pool: Pool
    overview: Mapping[str, Any]
    metrics: Metrics
    stamp: tuple[int, int]
    """Time and size of ``graph.ttl`` when it was loaded."""


def make_app(served: Served, origins: list[str]) -> Starlette:
    """The application; ``origins`` are the sites whose pages may read the answers, none as a rule."""
    routes = [
        Route("/", home),
        Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/sparql/", sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/queries/{name}", shipped),
        Route("/id/{path:path}", entity),
        Route("/ontology", ontology),
        Route("/ontology.ttl", ontology),
        *(Route(f"/{name}", file) for name in _FILES),
        Route("/style.css", style),
        Route("/health", health),
        Route("/metrics", metrics),
    ]
    guards = [Middleware(Guard, metrics=served.metrics, shared=bool(origins))]
    guards.append(Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS, www_redirect=False))
    if origins:
        guards.append(Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"]))
    app = Starlette(routes=routes, middleware=guards, exception_handlers={HTTPException: _failed})
    app.state.served = served
    return app


async def home(request: Request) -> Response:
    """What there is to ask."""
    return Response(pages.home_page(_served(request).overview), media_type=HTML)


async def sparql(request: Request) -> Response:
    """The endpoint: an answer; about itself where nothing is asked."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    if request.method != "POST" and not request.url.query:
        return _about(request)
    try:
        question = await read_question(request)
    except RefusedRequest as error:
        return _response(request, error.reply)
    job = {"kind": "query", "text": question.text, "graphs": question.graphs, "base": _endpoint(request)}
    reply = await _ask(request, job | {"accept": question.accept})
    return _response(request, reply, text=question.text)


async def shipped(request: Request) -> Response:
    """One of the shipped queries, narrowed by its parameters."""
    name = request.path_params["name"]
    if name not in {query.name for query in named_queries()}:
        known = ", ".join(query.name for query in named_queries())
        return _response(request, refused(404, "unknown", f"{name[:80]!r}: no such question; there are {known}"))
    try:
        fields = dict(parsed(request.url.query))
        accept = accepted(request, fields)
    except RefusedRequest as error:
        return _response(request, error.reply)
    params = {key: value for key, value in fields.items() if key != "format" and value.strip()}
    reply = await _ask(request, {"kind": "query", "name": name, "params": params, "accept": accept})
    return _response(request, reply, text=find_query(name).text, name=name, params=params)


async def entity(request: Request) -> Response:
    """A node of the graph."""
    job = {"kind": "entity", "path": request.path_params["path"], "accept": request.headers.get("accept")}
    return _response(request, await _ask(request, job))


async def ontology(request: Request) -> Response:
    """The terms that the graph is written in."""
    forced = "text/turtle" if request.url.path.endswith(".ttl") else request.headers.get("accept")
    if preferred(forced, (HTML, "text/turtle")) == HTML:
        return Response(pages.ontology_page(list(terms.ontology_terms())), media_type=HTML, headers=_VARY)
    return Response(terms.ontology_turtle(), media_type="text/turtle", headers=_VARY)


async def file(request: Request) -> Response:
    """One of the files that ``kg build`` wrote."""
    name = request.url.path.removeprefix("/")
    path = _served(request).directory / name
    if not path.is_file():
        return _response(request, refused(404, "unknown", f"{name}: the folder has no such file; `kg build` writes it"))
    return FileResponse(path, media_type=_FILES[name])


async def style(request: Request) -> Response:
    """The style of the pages."""
    return Response(pages.style(), media_type="text/css")


async def health(request: Request) -> Response:
    """Whether it answers, and whether ``graph.ttl`` is still the one that was loaded."""
    served = _served(request)
    changed = stamp(served.directory) != served.stamp
    return JSONResponse({"status": "ok", "triples": served.overview["triples"], "graph_changed_since_start": changed})


async def metrics(request: Request) -> Response:
    """The counters."""
    return Response(_served(request).metrics.written(), headers={"Content-Type": CONTENT_TYPE})


def stamp(directory: Path) -> tuple[int, int]:
    """Time and size of a folder's ``graph.ttl``; zeros where it is not there."""
    try:
        found = (directory / "graph.ttl").stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _served(request: Request) -> Served:
    served: Served = request.app.state.served
    return served


def _endpoint(request: Request) -> str:
    return str(request.url.replace(path="/sparql", query="", fragment=""))


def _about(request: Request) -> Response:
    chosen = preferred(request.headers.get("accept"), (*TRIPLES, HTML))
    if chosen == HTML:
        return Response(pages.home_page(_served(request).overview), media_type=HTML, headers=_VARY)
    if chosen is None:
        types = ", ".join((*TRIPLES, HTML))
        return _response(request, refused(406, "accept", f"the endpoint is described in one of {types}"))
    about = service_description(_endpoint(request), _served(request).overview["triples"])
    return Response(
        triples_written(about, chosen, PREFIXES | {"sd": str(SD), "format": str(FORMATS)}),
        media_type=chosen,
        headers=_VARY,
    )


async def _ask(request: Request, job: dict[str, Any]) -> Reply:
    """The reply of the store; given up where whoever asks has gone."""
    served, start = _served(request), time.monotonic()
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


def _response(request: Request, reply: Reply, text: str | None = None, **named: Any) -> Response:
    """The reply over HTTP; a refusal is a page where a page is preferred."""
    if reply.cause and preferred(request.headers.get("accept"), (TEXT, HTML)) == HTML:
        line = reply.body.decode().strip()
        page = pages.refusal_page(line, text, **named) if text else pages.notice_page("Not answered", line)
        reply = replace(reply, media_type=HTML, body=page.encode())
    headers = _VARY | ({"Retry-After": "5"} if reply.status == 503 else {})
    return Response(reply.body, reply.status, media_type=reply.media_type, headers=headers)


async def _failed(request: Request, error: Exception) -> Response:
    """No such address, or no such method there."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    lines = {
        404: f"{request.url.path[:80]}: there is nothing here; begin at /",
        405: f"{request.method[:20]} is not understood here; use GET",
    }
    reply = refused(status, "unknown", lines.get(status, str(error)))
    response = _response(request, reply)
    response.headers.update(getattr(error, "headers", None) or {})
    return response
