"""The main text of an HTML page and what its head says of it."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Tag

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "figure",
    "iframe",
    "svg",
)
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "td", "pre")
_META = {
    "og:title": "title", "og:site_name": "publisher", "og:url": "url", "article:published_time": "published",
}  # fmt: skip


def read_html(markup: str) -> tuple[str, dict[str, object]]:
    """The text, a block a line, and the metadata of the page's head."""
    soup = BeautifulSoup(markup, "html.parser")
    known = _metadata(soup)
    for tag in soup(list(_DROPPED)):
        tag.decompose()
    root = soup.find("article") or soup.find("main") or soup.body or soup
    blocks = [b for b in root.find_all(list(_BLOCKS)) if isinstance(b, Tag) and b.find(list(_BLOCKS)) is None]
    lines = [" ".join(block.get_text(" ").split()) for block in blocks] or [" ".join(root.get_text(" ").split())]
    return "\n".join(line for line in lines if line), known


def _metadata(soup: BeautifulSoup) -> dict[str, object]:
    known: dict[str, object] = {}
    if soup.title is not None and soup.title.string:
        known["title"] = str(soup.title.string)
    for meta in soup.find_all("meta"):
        key = _META.get(str(meta.get("property") or meta.get("name") or ""))
        if key is not None and meta.get("content"):
            known[key] = str(meta["content"])
    root = soup.find("html")
    if isinstance(root, Tag) and root.get("lang"):
        known["language"] = str(root["lang"])
    return known
