"""Who is answered, what every answer carries for the browser's sake, and the count of every request.

Fetch Metadata, https://www.w3.org/TR/fetch-metadata/ : browsers say there whose page asks, and what for.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serving.metrics import Metrics
from kg.serving.pages import POLICY
from kg.serving.replies import Reply, refused

_OWN_POLICY = "/graph.html"
"""The page has inline scripts and says itself, by their hashes, what may run."""

_HOSTS = ("127.0.0.1", "localhost")


class Guard:
    """Refuses who may not ask and adds the headers; ``origins`` are the sites whose pages may read the answers."""

    def __init__(self, app: ASGIApp, metrics: Metrics, origins: list[str]) -> None:
        self._app = app
        self._origins = origins
        self._metrics = metrics
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "cross-origin" if origins else "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                policy = "frame-ancestors 'none'" if scope["path"] == _OWN_POLICY else POLICY
                headers["Content-Security-Policy"] = policy
                endpoint = getattr(scope.get("endpoint"), "__name__", "none")
                self._metrics.requested(endpoint, message["status"])
            await send(message)

        reply = self._refusal(Headers(scope=scope))
        app = Response(reply.body, reply.status, media_type=reply.media_type) if reply else self._app
        await app(scope, receive, guarded)

    def _refusal(self, headers: Headers) -> Reply | None:
        """Why a request is not answered: it came by another name, or a page of another site sent it unseen."""
        if headers.get("host", "").partition(":")[0].lower() not in _HOSTS:
            return refused(400, "host", f"this server answers only as {_HOSTS[0]}; send Host: {_HOSTS[0]}")
        foreign = headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"
        if foreign and not {"*", headers.get("origin")} & set(self._origins):
            return refused(403, "origin", "pages of other sites may not ask; name the site in `kg serve --cors ORIGIN`")
        return None
