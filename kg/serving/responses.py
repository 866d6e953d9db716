"""Replies over HTTP; a refusal is a page where a page is preferred."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.serving import pages
from kg.serving.negotiation import preferred
from kg.serving.protocol import RefusedRequest
from kg.serving.replies import TEXT, Reply, refused
from kg.serving.results import HTML
from kg.serving.served import VARY

_PASSING = ("busy", "ended")
"""Refusals that the same request may not meet again a moment later."""


def response_of(request: Request, reply: Reply, text: str | None = None, **named: Any) -> Response:
    """The reply; ``text`` is the query that was asked, and ``named`` which shipped one with which parameters."""
    if reply.cause and preferred(request.headers.get("accept"), (TEXT, HTML)) == HTML:
        line = reply.body.decode().strip()
        page = pages.refusal_page(line, text, **named) if text else pages.notice_page("Not answered", line)
        reply = replace(reply, media_type=HTML, body=page.encode())
    headers = VARY | ({"Retry-After": "5"} if reply.cause in _PASSING else {})
    headers |= {"Connection": "close"} if reply.status == 408 else {}
    return Response(reply.body, reply.status, media_type=reply.media_type, headers=headers)


async def refused_request(request: Request, error: Exception) -> Response:
    """What it asks cannot be made out."""
    if not isinstance(error, RefusedRequest):
        raise error
    return response_of(request, error.reply)


async def failed(request: Request, error: Exception) -> Response:
    """No such address, or no such method there."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    lines = {
        404: f"{request.url.path[:80]}: there is nothing here; begin at /",
        405: f"{request.method[:20]} is not understood here; use GET",
    }
    reply = refused(status, "unknown", lines.get(status, str(error)))
    response = response_of(request, reply)
    response.headers.update(getattr(error, "headers", None) or {})
    return response
