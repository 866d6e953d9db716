"""Writes files so that nobody ever sees half of one: aside in ``DIR/.state/new``, then renamed into place.

A file that is not renamed yet is no part of DIR: what a killed run left there is removed by the next one. Against a
killed process a rename is enough. Against a power cut the merged files are also synchronised with the disk before they
are renamed; the articles' graphs, of which there may be very many, are not, since one that is lost is read again.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import KgError


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """What cannot be written below ``directory`` is one line with the reason and the remedy.

    Raises:
        KgError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise not_written(directory, error.strerror or str(error)) from error


def not_written(directory: Path, reason: str) -> KgError:
    """The line for what cannot be written."""
    remedy = "make room there or choose another --out, and run the same command again to go on"
    return KgError(f"{directory}: cannot be written ({reason}); {remedy}")


_CHUNK = 1 << 20
"""Bytes that are copied at once: what the processor's cache holds goes four times as fast as what it does not."""


@dataclass(frozen=True)
class Range:
    """Bytes that are to be copied out of a file."""

    path: Path
    start: int
    length: int


Then = Callable[[os.stat_result], object]
"""Is told size and times of a file when it is in its place."""


class Write(Protocol):
    """Writes a file that appears together with others."""

    def __call__(self, data: Iterable[bytes | Range], path: Path, then: Then = ...) -> None:
        """Write what ``path`` is to hold, and call ``then`` when it does."""
        ...


class Staging:
    """The place aside of one output folder; used by the process that holds the folder's lock."""

    def __init__(self, directory: Path, aside: Path) -> None:
        self._directory, self._aside = directory, aside

    def clear(self) -> None:
        """Remove what an earlier run left."""
        with writing(self._directory):
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside.mkdir(parents=True)

    def write(self, data: bytes, path: Path) -> os.stat_result:
        """Replace ``path`` by ``data``; its size and times as they are then.

        Raises:
            KgError: it cannot be written; ``path`` is as it was.
        """
        with writing(self._directory):
            whole, _ = self._write([data], path.name)
            described = whole.stat()
            whole.replace(path)
            return described

    @contextmanager
    def together(self) -> Iterator[Write]:
        """What writes files that appear when the context ends, or not at all.

        They are renamed one after another, so that a process killed in just that millisecond leaves some of them new
        and the others old, each whole; the next run writes them all again.

        Raises:
            KgError: one cannot be written; all are as they were.
        """
        ready: dict[Path, tuple[Path, Future[None], Then]] = {}
        with ThreadPoolExecutor(max_workers=1) as disk:  # which is at work while the next file is made

            def write(data: Iterable[bytes | Range], path: Path, then: Then = lambda _: None) -> None:
                with writing(self._directory):
                    whole, gaps = self._write(data, path.name)
                    ready[path] = whole, disk.submit(_complete, whole, gaps), then

            yield write
            with writing(self._directory):
                for _, written, _ in ready.values():
                    written.result()
                for path, (whole, *_) in ready.items():
                    whole.replace(path)
                _synchronise(self._directory)
            for path, (*_, then) in ready.items():
                then(path.stat())

    def _write(self, data: Iterable[bytes | Range], name: str) -> tuple[Path, list[tuple[int, Range]]]:
        """What was written, and the gaps left in it for what is to be copied."""
        whole, gaps = self._aside / name, list[tuple[int, Range]]()
        try:
            with whole.open("wb") as file:
                for piece in data:
                    if isinstance(piece, Range):
                        gaps.append((file.tell(), piece))
                        file.seek(piece.length, os.SEEK_CUR)
                    else:
                        file.write(piece)
        except OSError:
            whole.unlink(missing_ok=True)  # on a full disk the next file may still fit
            raise
        return whole, gaps


def _complete(path: Path, gaps: Iterable[tuple[int, Range]]) -> None:
    """Fill the gaps of a file, and have it on the disk."""
    some = memoryview(bytearray(_CHUNK))
    with path.open("r+b") as file:
        for place, piece in gaps:
            file.seek(place)
            with piece.path.open("rb", buffering=0) as source:
                source.seek(piece.start)
                left = piece.length
                while left:
                    found = source.readinto(some[:left])
                    if not found:
                        raise OSError(errno.EIO, f"{piece.path.name} was cut while it was copied")
                    file.write(some[:found])
                    left -= found
        file.flush()
        os.fsync(file.fileno())


def _synchronise(path: Path) -> None:
    """Have what was written of a file, or of a folder's entries, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
