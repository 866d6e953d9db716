"""The application: what is served at which address, and who is answered."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from kg.serving.asking import entity, shipped, sparql
from kg.serving.guard import Guard
from kg.serving.offering import FILES, file, health, home, metrics, ontology, style
from kg.serving.protocol import RefusedRequest
from kg.serving.responses import failed, refused_request
from kg.serving.served import Served


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
        *(Route(f"/{name}", file) for name in FILES),
        Route("/style.css", style),
        Route("/health", health),
        Route("/metrics", metrics),
    ]
    guards = [Middleware(Guard, metrics=served.metrics, origins=origins)]
    if origins:
        guards.append(Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"]))
    handlers = {HTTPException: failed, RefusedRequest: refused_request}
    app = Starlette(routes=routes, middleware=guards, exception_handlers=handlers)
    app.state.served = served
    return app
