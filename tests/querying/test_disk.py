"""The store on disk is whole, made once for each state of the folder, and not taken from under who reads it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.querying.disk import stored

MANY = "".join(f"<http://x.example/{n}> <http://x.example/p> {n} .\n" for n in range(300_000))


def folders(home: Path) -> list[Path]:
    return sorted(path for path in home.iterdir() if path.is_dir())


def test_it_is_made_once_and_anew_when_the_graph_changes(folder: Path) -> None:
    with stored(folder) as first:
        made = first.stat().st_mtime_ns
        count = len(ox.Store.read_only(str(first)))
    with stored(folder) as again:
        assert (again, again.stat().st_mtime_ns) == (first, made)
    with (folder / "graph.ttl").open("a", encoding="utf-8") as graph:
        graph.write("<http://x.example/a> <http://x.example/b> 1 .\n")
    with stored(folder) as other:
        assert other != first
        assert len(ox.Store.read_only(str(other))) == count + 1
        assert folders(folder / ".store") == [other]


def test_one_that_is_read_is_not_removed(folder: Path) -> None:
    with stored(folder) as first:
        (folder / "graph.ttl").write_text("<http://x.example/a> <http://x.example/b> 1 .", encoding="utf-8")
        with stored(folder) as second, stored(folder) as third:
            assert second == third
            assert folders(folder / ".store") == sorted([first, second])
    with stored(folder) as last:
        assert folders(folder / ".store") == [last]


def test_what_an_interrupted_load_left_is_not_used(folder: Path) -> None:
    (folder / "graph.ttl").write_text(MANY, encoding="utf-8")
    loading = subprocess.Popen([sys.executable, "-m", "kg", "serve", str(folder), "--port", "0"])
    end = time.monotonic() + 30
    while not list((folder / ".store").glob("*.part/CURRENT")):
        assert time.monotonic() < end and loading.poll() is None
    loading.kill()
    loading.wait()
    assert [path.suffix for path in folders(folder / ".store")] == [".part"]
    with stored(folder) as whole:
        assert len(ox.Store.read_only(str(whole))) == 300_000
        assert folders(folder / ".store") == [whole]


def test_where_the_folder_cannot_be_written_it_is_kept_elsewhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    (folder / ".store").write_text("in the way", encoding="utf-8")
    said: list[str] = []
    with stored(folder, said.append) as kept:
        assert kept.is_relative_to(cache)
        assert len(ox.Store.read_only(str(kept))) > 500
    assert len(said) == 1
    assert "cannot be written; the store is kept in" in said[0]
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / ".store"))
    with pytest.raises(KgError, match="set XDG_CACHE_HOME"), stored(folder):
        pass


def test_what_cannot_be_loaded_leaves_nothing(folder: Path) -> None:
    (folder / "articles").mkdir()
    (folder / "articles" / "bad.ttl").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(KgError, match=r"bad\.ttl: cannot be loaded"), stored(folder):
        pass
    assert folders(folder / ".store") == []
