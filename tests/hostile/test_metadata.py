"""No address that stands in an article is ever asked for, nor made a link that runs a script."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

from rdflib import Graph

from kg.exporting.formats import FORMATS, export
from kg.running import build
from kg.vocabulary import SCHEMA
from tests.hostile.strategies import ENGLISH, URLS


def test_a_build_opens_no_address_of_the_metadata(tmp_path: Path) -> None:
    taken: list[object] = []
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]

    def listen() -> None:
        while True:
            try:
                connection, address = listening.accept()
            except OSError:
                return
            taken.append(address)
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    own = [f"http://127.0.0.1:{port}/a", f"http://localhost:{port}/", f"http://user@127.0.0.1:{port}/"]
    lines = [
        {
            "id": f"a{i}",
            "text": f"{ENGLISH}The ministry said that {url} was shot down.",
            "url": url,
            "publisher": url,
            "title": url,
        }
        for i, url in enumerate((*own, *URLS))
    ]
    page = f"<meta property='og:url' content='{own[0]}'><img src='{own[0]}'><link href='{own[0]}'><p>{ENGLISH}"
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    (tmp_path / "c.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "c.toml").write_text(f'url = "{own[0]}"', encoding="utf-8")
    report = build([tmp_path], tmp_path / "out")
    for name in FORMATS:
        export(tmp_path / "out", name)
    listening.close()
    assert taken == []
    assert report.articles == len(lines) + 2
    graph = Graph().parse(tmp_path / "out" / "graph.ttl")
    kept = {str(url) for url in graph.objects(None, SCHEMA.url)}
    assert kept >= set(own) and all(urlsplit(url).scheme in ("http", "https") for url in kept)
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    assert (
        "default-src &#39;none&#39;" in page and "img-src data: blob:;" in page
    )  # the browser itself may fetch nothing
    assert 'href="javascript:' not in page and 'src="http' not in page
