"""The main text of an HTML page and what its head says of it."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import Tag

for _doubt in (MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning):  # what stands in a file is taken as it is
    warnings.filterwarnings("ignore", category=_doubt)

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


_LONG_TAG = 100_000_000
"""Characters that the parser may look at for the tags that never end; see :func:`_calmed`."""


def read_html(markup: str) -> tuple[str, dict[str, object]]:
    """The text, a block a line, and the metadata of the page's head."""
    soup = BeautifulSoup(_calmed(markup), "html.parser")
    known = _metadata(soup)
    for tag in soup(list(_DROPPED)):
        tag.decompose()
    root = soup.find("article") or soup.find("main") or soup.body or soup
    lines = [" ".join(block.get_text(" ").split()) for block in _innermost(root)] or [
        " ".join(root.get_text(" ").split())
    ]
    return "\n".join(line for line in lines if line), known


def _calmed(markup: str) -> str:
    """The markup, with the signs written out that open a comment which never ends, or very many tags that do not.

    The parser reads on from each of them to the next end of a tag, which takes the square of the time.
    """
    closed, end, rest = markup.rpartition("-->")
    markup = closed + end + rest.replace("<!--", "&lt;!--")  # a comment that never ends is none
    parts = markup.split(">")
    if sum(part.count("<") * len(part) for part in parts) <= _LONG_TAG:
        return markup
    opened = (part.partition("<") for part in parts)
    return ">".join(before + sign + rest.replace("<", "&lt;") for before, sign, rest in opened)


def _innermost(root: Tag) -> list[Tag]:
    """The blocks that hold no other, in order, by one walk: pages may be nested as deep as they are long."""
    around: dict[int, Tag | None] = {id(root): None}
    found: dict[int, Tag] = {}
    for tag in root.descendants:
        if isinstance(tag, Tag) and tag.parent is not None:
            above = tag.parent if tag.parent.name in _BLOCKS else around[id(tag.parent)]
            around[id(tag)] = above
            if tag.name in _BLOCKS:
                found[id(tag)] = tag
                if above is not None:
                    found.pop(id(above), None)
    return list(found.values())


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
