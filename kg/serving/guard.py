"""What every answer carries for the browser's sake, and the count of every request."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serving.metrics import Metrics
from kg.serving.pages import POLICY

_OWN_POLICY = "/graph.html"
"""The page has inline scripts and says itself, by their hashes, what may run."""


class Guard:
    """Adds the headers; ``shared`` where pages of other sites may read the answers."""

    def __init__(self, app: ASGIApp, metrics: Metrics, shared: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "cross-origin" if shared else "same-origin",
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

        await self._app(scope, receive, guarded)
