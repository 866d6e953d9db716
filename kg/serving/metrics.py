"""What the server counts, in a registry of its own.

Prometheus text format, https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from kg.serving.replies import Reply

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Metrics:
    """Counters of one server."""

    def __init__(self, triples: int) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("kg_requests", "Requests.", ["endpoint", "status"], registry=self._registry)
        self._seconds = Histogram("kg_answer_seconds", "Seconds to an answer.", ["kind"], registry=self._registry)
        self._refusals = Counter("kg_refusals", "Answers refused.", ["cause"], registry=self._registry)
        self._rows = Counter("kg_rows", "Rows and triples answered.", registry=self._registry)
        self.asking = Gauge("kg_asking", "Questions that wait or are being answered.", registry=self._registry)
        Gauge("kg_triples", "Triples of the merged graph.", registry=self._registry).set(triples)

    def requested(self, endpoint: str, status: int) -> None:
        """Count a request, by the function that answered it."""
        self._requests.labels(endpoint, str(status)).inc()

    def answered(self, kind: str, seconds: float, reply: Reply) -> None:
        """Count an answer of the store."""
        self._seconds.labels(kind).observe(seconds)
        self._rows.inc(reply.rows)
        if reply.cause:
            self._refusals.labels(reply.cause).inc()

    def written(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self._registry)
