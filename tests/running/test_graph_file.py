"""The merged graph's file holds its parts in order, however little of it is written anew."""

from __future__ import annotations

import os
import random
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kg.graphs.written import Written
from kg.minting import Minter
from kg.running.graph_file import GraphFile
from kg.running.parts import Parts
from kg.running.staging import Staging

HEAD = b"# before all\n"


def _written(text: str) -> Written:
    return Written(zlib.compress(text.encode()), "[]", None)


def _leave(path: Path) -> None:
    """Leave the file as it was written."""


def _edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))
    os.utime(path, ns=(1, 1))


def _lengthen(path: Path) -> None:
    described = path.stat()
    with path.open("ab") as file:
        file.write(b"more\n")
    os.utime(path, ns=(described.st_atime_ns, described.st_mtime_ns))


@pytest.mark.parametrize("meanwhile", [_leave, _edit, _lengthen, Path.unlink])
def test_it_is_the_parts_in_order_whatever_changed(tmp_path: Path, meanwhile: Callable[[Path], None]) -> None:
    path, wanted = tmp_path / "graph.ttl", dict[str, str]()
    draw = random.Random(1)  # noqa: S311
    for number in range(12):
        with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection:
            parts = Parts(connection, Minter(), {})
            file = GraphFile(connection, parts, path)
            for _ in range(700 if number == 0 else draw.choice((0, 1, 3, 40, 400))):
                name = f"part {draw.randrange(1_000)}"
                text = draw.choice(("", f"{name} {'a' * draw.randrange(30)}\n"))
                if parts.put(name, _written(text) if text else None):
                    file.touch(name)
                wanted[name] = text
            connection.commit()
            staging = Staging(tmp_path, tmp_path / "aside")
            staging.clear()
            with staging.together() as write:
                write(file.pieces(HEAD), path, file.note)
        whole = HEAD + "".join(text for _, text in sorted(wanted.items())).encode()
        assert path.read_bytes() == whole
        meanwhile(path)


def test_a_run_that_ends_before_the_file_is_there_loses_no_change(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    for text, ends in (("one\n", False), ("two\n", True), ("two\n", False)):
        with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection:
            parts = Parts(connection, Minter(), {})
            file = GraphFile(connection, parts, path)
            if parts.put("part", _written(text)):
                file.touch("part")
            connection.commit()
            if not ends:
                path.write_bytes(b"".join(piece for piece in file.pieces(HEAD) if isinstance(piece, bytes)))
                file.note(path.stat())
    assert path.read_bytes() == HEAD + b"two\n"
