"""Writes files so that nobody ever sees half of one: aside in ``DIR/.state/new``, then renamed into place.

A file that is not renamed yet is no part of DIR: what a killed run left there is removed by the next one. Against a
killed process a rename is enough. Against a power cut the merged files are also synchronised with the disk before they
are renamed; the articles' graphs, of which there may be very many, are not, since one that is lost is read again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

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
            whole = self._write([data], path.name)
            described = whole.stat()
            whole.replace(path)
            return described

    @contextmanager
    def together(self) -> Iterator[Callable[[Iterable[bytes], Path], None]]:
        """A function that writes files which appear when the context ends, or not at all.

        They are renamed one after another, so that a process killed in just that millisecond leaves some of them new
        and the others old, each whole; the next run writes them all again.

        Raises:
            KgError: one cannot be written; all are as they were.
        """
        ready: dict[Path, tuple[Path, Future[None]]] = {}
        with ThreadPoolExecutor(max_workers=1) as disk:  # which is at work while the next file is made

            def write(data: Iterable[bytes], path: Path) -> None:
                with writing(self._directory):
                    whole = self._write(data, path.name)
                    ready[path] = whole, disk.submit(_synchronise, whole)

            yield write
            with writing(self._directory):
                for _, written in ready.values():
                    written.result()
                for path, (whole, _) in ready.items():
                    whole.replace(path)
                _synchronise(self._directory)

    def _write(self, data: Iterable[bytes], name: str) -> Path:
        whole = self._aside / name
        try:
            with whole.open("wb") as file:
                file.writelines(data)
        except OSError:
            whole.unlink(missing_ok=True)  # on a full disk the next file may still fit
            raise
        return whole


def _synchronise(path: Path) -> None:
    """Have what was written of a file, or of a folder's entries, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
