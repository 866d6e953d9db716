"""The server from its start to its end."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kg.errors import KgError
from kg.querying.disk import stored
from kg.serving.app import make_app
from kg.serving.connections import ACCEPTED_AT_ONCE, Connection, most_connections, quiet_when_full
from kg.serving.limits import Limits
from kg.serving.metrics import Metrics
from kg.serving.pool import Pool
from kg.serving.served import Served, stamp

HOST = "127.0.0.1"
_LONGEST_ADDRESS = 1 << 17
_OVERVIEW = 60
"""Seconds to count what there is, once."""


def serve(
    directory: Path,
    port: int,
    limits: Limits,
    origins: list[str],
    ready: Callable[[str], object],
    say: Callable[[str], object],
) -> None:
    """Serve a folder until SIGINT or SIGTERM; ``ready`` is told the address, ``say`` what else is worth a line.

    Raises:
        KgError: there is no graph, it cannot be loaded, or the port is taken.
    """
    loaded = stamp(directory)
    with _listening(port) as listener, stored(directory, say) as store:
        asyncio.run(_serve(directory, loaded, store, listener, limits, origins, ready, say))


class _Server(uvicorn.Server):
    """Ends what is still being answered before it waits for the connections to close."""

    def __init__(self, pool: Pool, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._pool.stop()
        await super().shutdown(sockets)


async def _serve(
    directory: Path,
    loaded: tuple[int, int],
    store: Path,
    listener: socket.socket,
    limits: Limits,
    origins: list[str],
    ready: Callable[[str], object],
    say: Callable[[str], object],
) -> None:
    Connection.most = most_connections()
    asyncio.get_running_loop().set_exception_handler(quiet_when_full(say))
    pool = Pool(store, limits)
    try:
        await pool.start()
        told = await pool.ask({"kind": "overview"}, _OVERVIEW)
        if told.cause:
            raise KgError(f"{directory}: {told.body.decode()}")
        overview = json.loads(told.body)
        app = make_app(Served(directory, pool, overview, Metrics(overview["triples"]), loaded), origins)
        server = _Server(
            pool,
            uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                http=Connection,
                backlog=ACCEPTED_AT_ONCE,
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=_LONGEST_ADDRESS,
            ),
        )

        def end(*_: object) -> None:
            server.should_exit = True  # uvicorn takes the signals over, and raises them once more at its end

        signal.signal(signal.SIGINT, end)
        signal.signal(signal.SIGTERM, end)
        listener.listen(ACCEPTED_AT_ONCE)
        ready(f"http://{HOST}:{listener.getsockname()[1]}/")
        await server.serve(sockets=[listener])
    finally:
        await pool.stop()


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise KgError(f"port {port}: {error.strerror or error}; choose another --port, or 0 for any") from error
    return listener
