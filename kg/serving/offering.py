"""The routes that ask nothing of the store: the first page, the files, the terms, the state of the server."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from kg.serving import pages, terms
from kg.serving.metrics import CONTENT_TYPE
from kg.serving.negotiation import preferred
from kg.serving.protocol import accepted, once, parsed
from kg.serving.replies import refused
from kg.serving.responses import response_of
from kg.serving.results import HTML, TRIPLES, triples_written
from kg.serving.served import VARY, served_of, stamp
from kg.vocabulary import PREFIXES

FILES = {"graph.html": HTML, "graph.ttl": "text/turtle", "dataset.ttl": "text/turtle"}
"""What ``kg build`` wrote and is given, with its media type."""


async def home(request: Request) -> Response:
    """What there is to ask."""
    return Response(pages.home_page(served_of(request).overview), media_type=HTML)


async def ontology(request: Request) -> Response:
    """The terms that the graph is written in."""
    accept = accepted(request, once(parsed(request.url.query)))
    chosen = preferred("text/turtle" if request.url.path.endswith(".ttl") else accept, (HTML, *TRIPLES))
    if chosen is None:
        types = ", ".join((HTML, *TRIPLES))
        return response_of(request, refused(406, "accept", f"the ontology is written in one of {types}"))
    if chosen == HTML:
        return Response(pages.ontology_page(list(terms.ontology_terms())), media_type=HTML, headers=VARY)
    return Response(triples_written(terms.ontology_triples(), chosen, PREFIXES), media_type=chosen, headers=VARY)


async def file(request: Request) -> Response:
    """One of the files that ``kg build`` wrote."""
    name = request.url.path.removeprefix("/")
    path = served_of(request).directory / name
    if not path.is_file():
        return response_of(
            request, refused(404, "unknown", f"{name}: the folder has no such file; `kg build` writes it")
        )
    return FileResponse(path, media_type=FILES[name])


async def style(request: Request) -> Response:
    """The style of the pages."""
    return Response(pages.style(), media_type="text/css")


async def health(request: Request) -> Response:
    """Whether it answers, and whether ``graph.ttl`` is still the one that was loaded."""
    served = served_of(request)
    changed = stamp(served.directory) != served.stamp
    return JSONResponse({"status": "ok", "triples": served.overview["triples"], "graph_changed_since_start": changed})


async def metrics(request: Request) -> Response:
    """The counters."""
    return Response(served_of(request).metrics.written(), headers={"Content-Type": CONTENT_TYPE})
