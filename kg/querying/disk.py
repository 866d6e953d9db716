"""The graphs of a folder in a store on disk, loaded once for each state of the folder and never seen half-written.

A store is kept below ``DIR/.store/KEY``; the key is a hash of what was loaded. It is built in a folder of its own and
renamed when it is whole. Two locks keep processes apart (``flock``): one is held while stores are built and removed,
one by everybody who reads a store, so that a store in use is not removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError
from kg.querying.store import base_iri, graph_file

STORE_FOLDER = ".store"
_LAYOUT = "1"
"""Changed when what is loaded from the same files changes."""


@contextmanager
def stored(directory: Path, say: Callable[[str], object] = lambda _: None) -> Iterator[Path]:
    """The path of a store that holds ``graph.ttl`` in the default graph, and each article's graph under its IRI.

    Open it with ``Store.read_only``; it is not removed within the context. Where the folder cannot be written, the
    store is kept in the user's cache, and ``say`` is told so.

    Raises:
        KgError: there is no merged graph, a file is no Turtle, or no store can be written.
    """
    files = [graph_file(directory), *sorted((directory / "articles").glob("*.ttl"))]
    home = _home(directory, say)
    with _locked(home / "lock"):
        key = _key(files)
        reading = _lock(home / f"{key}.lock", fcntl.LOCK_SH)
        if not (home / key).is_dir():
            _load(files, home / f"{key}.part")
            (home / f"{key}.part").rename(home / key)
        _remove_unused(home, key)
    try:
        yield home / key
    finally:
        reading.close()


def _home(directory: Path, say: Callable[[str], object]) -> Path:
    beside = directory / STORE_FOLDER
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    other = caches / "incident-kg" / hashlib.sha256(str(directory.resolve()).encode()).hexdigest()[:16]
    for home in (beside, other):
        try:
            home.mkdir(parents=True, exist_ok=True)
            _lock(home / "lock", fcntl.LOCK_SH).close()
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        if home == other:
            say(f"{beside}: cannot be written; the store is kept in {other}")
        return home
    raise KgError(f"{beside}: cannot be written ({reason}), nor can {other}; set XDG_CACHE_HOME to a folder that can")


def _key(files: list[Path]) -> str:
    found = hashlib.sha256(f"{_LAYOUT} {ox.__version__}".encode())
    for path in files:
        with path.open("rb") as stream:
            found.update(f"\n{path.name} ".encode() + hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()[:32]


def _load(files: list[Path], part: Path) -> None:
    shutil.rmtree(part, ignore_errors=True)
    path = files[0]
    try:
        store = ox.Store(str(part))
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
        base = base_iri(store)
        for path in files[1:]:
            graph = ox.NamedNode(f"{base}article/{path.stem}")
            store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=graph)
        store.optimize()
        store.flush()
    except (OSError, SyntaxError, ValueError) as error:
        shutil.rmtree(part, ignore_errors=True)
        raise KgError(f"{path}: cannot be loaded ({' '.join(str(error).split())}); build it again") from error


def _remove_unused(home: Path, key: str) -> None:
    """What an interrupted load left, and the stores of earlier graphs that nobody reads."""
    for path in home.iterdir():
        if path.suffix == ".part":
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix == ".lock" and path.stem != key:
            try:
                lock = _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # somebody reads it
            shutil.rmtree(home / path.stem, ignore_errors=True)
            path.unlink()
            lock.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = _lock(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        lock.close()


def _lock(path: Path, kind: int) -> IO[bytes]:
    """The open file that holds the lock; closing it, or the end of the process, lets go of it."""
    stream = path.open("ab")
    try:
        fcntl.flock(stream, kind)
    except OSError:
        stream.close()
        raise
    return stream
