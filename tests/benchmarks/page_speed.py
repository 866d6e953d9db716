"""How soon the page can be used, beside pyvis's own page: ``python -m tests.benchmarks.page_speed [NODES...]``.

Prints one JSON line a size. The graph is invented: the tests' fixture again and again under other names, the copies
joined by the actors that they share. Both pages hold the same nodes and edges and are opened in the same Chromium with
the network closed: ours until it says that it is ready and has painted (``ready_ms``), pyvis's until vis-network has
drawn for the first time (``pyvis_ms``; null where that takes longer than 30 s). ``filter_ms`` is one kind unchecked or
checked in *Everything*, up to the next frame, the median of some.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from pyvis.network import Network
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.exporting.page.assembly import page_data
from kg.exporting.page.document import content_of, render_document
from kg.vocabulary import BASE_IRI, SKOS

_FIXTURE = Path(__file__).resolve().parents[1] / "exporting" / "fixture.ttl"
_CAP_MS = 30_000
_ROUNDS = 3
_SHARED_EVERY = 4
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

_READY = """new MutationObserver(() => {
  if (!document.documentElement.dataset.ready || window.readyAt) return;
  requestAnimationFrame(() => setTimeout(() => { window.readyAt = performance.now(); }));
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });"""

_READY_AT = """async () => {
  while (!window.readyAt) await new Promise((done) => setTimeout(done, 5));
  return window.readyAt;
}"""

_FILTER = """async () => {
  const times = [];
  const box = () => document.querySelector('#legend input[data-kind="actor"]');
  for (let round = 0; round < 6; round += 1) {
    const start = performance.now();
    box().click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""


def invented(nodes: int) -> Graph:
    """The fixture as often as it takes to draw about so many nodes; four copies each share their actors."""
    few, more = _drawn(_copies(4)), _drawn(_copies(8))
    return _copies(max(1, 4 + round((nodes - few) / (more - few) * 4)))


def _drawn(graph: Graph) -> int:
    return len(page_data(graph)["network"]["nodes"])


def _copies(number: int) -> Graph:
    fixture, found = Graph().parse(_FIXTURE, format="turtle"), Graph()
    for copy in range(number):
        _add(found, fixture, copy)
    return found


def _add(found: Graph, fixture: Graph, copy: int) -> None:
    def renamed(node: Node) -> Node:
        if isinstance(node, BNode):
            return BNode(f"{node}x{copy}")
        if isinstance(node, URIRef) and node.startswith(BASE_IRI):
            number = copy - copy % _SHARED_EVERY if "/actor/" in node else copy
            return URIRef(f"{node}-{number:03}")
        return node

    for s, p, o in fixture:
        named = Literal(f"{o} {copy:03}", o.language) if p == SKOS.prefLabel and isinstance(o, Literal) else renamed(o)
        found.add((renamed(s), p, named))


def ours(browser: Browser, path: Path) -> dict[str, float]:
    """Milliseconds until the page is ready, and those of a filter; the best of some rounds."""
    ready, filtered = [], []
    for _ in range(_ROUNDS):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(_READY)
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]", state="attached")
        ready.append(page.evaluate(_READY_AT))
        page.locator('[data-view="everything"]').click()
        filtered.append(statistics.median(page.evaluate(_FILTER)))
        page.close()
    return {"ready_ms": round(min(ready)), "filter_ms": round(min(filtered))}


def pyvis_page(data: dict[str, Any]) -> str:
    """The page that pyvis writes of the same nodes and edges, which tells when it has drawn."""
    network = Network(directed=True, cdn_resources="in_line")
    for node in data["network"]["nodes"]:
        network.add_node(node["id"], node["label"], node["shape"], size=node["size"])
    for edge in data["network"]["edges"]:
        network.add_edge(edge["from"], edge["to"], title=edge["caption"])
    html = str(network.generate_html())
    told = "network.once('afterDrawing', () => { window.drawnAt = performance.now(); });"
    mark = "network = new vis.Network(container, data, options);"
    if mark not in html:
        raise RuntimeError("pyvis writes another page than the one this benchmark knows")
    return html.replace(mark, mark + told)


def theirs(browser: Browser, path: Path) -> float | None:
    """Milliseconds until pyvis's page has drawn, or nothing where that takes longer than the cap."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route(re.compile("^https?:"), lambda route: route.abort())
    try:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("window.drawnAt > 0", timeout=_CAP_MS)
        return round(float(page.evaluate("window.drawnAt")))
    except PlaywrightTimeout:
        return None
    finally:
        page.close()


def measure(browser: Browser, nodes: int, folder: Path) -> dict[str, float | None]:
    """The figures of one size."""
    graph = invented(nodes)
    start = time.perf_counter()
    data = page_data(graph)
    html = render_document(content_of(data))
    built = time.perf_counter() - start
    (folder / "ours.html").write_text(html, encoding="utf-8")
    (folder / "pyvis.html").write_text(pyvis_page(data), encoding="utf-8")
    return {
        "nodes": len(data["network"]["nodes"]),
        "edges": len(data["network"]["edges"]),
        "drawn_at_most": len(data["views"]["everything"]),
        "bytes": len(html.encode()),
        "build_s": round(built, 1),
        **ours(browser, folder / "ours.html"),
        "pyvis_bytes": (folder / "pyvis.html").stat().st_size,
        "pyvis_ms": theirs(browser, folder / "pyvis.html"),
    }


def main() -> None:
    """Measure the sizes named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("nodes", nargs="*", type=int, default=[300, 1000, 3000])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        for nodes in arguments.nodes:
            sys.stdout.write(json.dumps(measure(browser, nodes, Path(folder))) + "\n")
            sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main()
