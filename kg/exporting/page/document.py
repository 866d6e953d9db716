"""The one HTML file: template, style, scripts and data, under a policy that lets nothing in or out.

Content Security Policy Level 3, https://www.w3.org/TR/CSP3/ : the two scripts run by their hash, nothing is fetched.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kg.exporting.page.lean import lean

_HERE = resources.files("kg.exporting.page")
_VIS_NETWORK = ("lib", "vis-9.1.2", "vis-network.min.js")
_MODULES = (
    "data", "pair", "dom", "svg", "filter", "state", "passing", "sifted", "quotes", "canvas", "cards", "legend",
    "filterpanel", "claims", "entities", "details", "paths", "search", "tables", "sources", "compare", "timeline",
    "map", "panels", "saving", "picture", "downloads", "frames", "main",
)  # fmt: skip
"""The page's own modules, each after those it imports."""
_ESCAPES = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class Content(NamedTuple):
    """What a page tells, as it stands in the document."""

    title: str
    summary: str
    island: str
    """The data, as by :func:`data_island`."""
    turtle: str
    """What its readers can save, as by :func:`packed`; empty: nothing."""


def content_of(data: dict[str, Any], turtle: bytes = b"") -> Content:
    """What a page tells by its data, with the Turtle that its readers can save where it is given."""
    island = data_island({key: value for key, value in lean(data).items() if key != "summary"})
    return Content(data["title"], data["summary"], island, packed(turtle) if turtle else "")


def render_document(content: Content, of_articles: int | None = None) -> str:
    """The page; ``of_articles`` is the size of the collection that it is a part of, where it is."""
    whole = "" if of_articles is None else f" The whole graph has {of_articles} articles: ask it with SPARQL."
    vis, script = vis_network_script(), bundled_script()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((_HERE / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        title=content.title,
        summary=content.summary + whole,
        policy=_policy(vis, script),
        style=Markup(re.sub(r"\n\s*", "\n", (_HERE / "style.css").read_text(encoding="utf-8"))),  # noqa: S704 - our own file
        data=Markup(content.island),  # noqa: S704 - every character that could end the island is escaped
        turtle=content.turtle,
        vis=Markup(vis),  # noqa: S704 - the script that pyvis ships
        script=Markup(script),  # noqa: S704 - our own files
    )


def data_island(data: dict[str, Any]) -> str:
    """JSON that is inert within HTML: no character of it can end the element or start a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def packed(content: bytes) -> str:
    """The content as gzip in base64, which holds nothing that HTML would read; the same bytes for the same content."""
    found = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=found, mtime=0) as stream:
        stream.write(content)
    return base64.b64encode(found.getvalue()).decode("ascii")


@cache
def vis_network_script() -> str:
    """The vis-network that pyvis ships, without the reference to a source map that would have to be fetched."""
    text = resources.files("pyvis").joinpath(*_VIS_NETWORK).read_text(encoding="utf-8")
    code, reference, _ = text.rpartition("//# sourceMappingURL=")
    return ((code.removesuffix("\n") + "\n") if reference else text).replace("</script", "<\\/script")


@cache
def bundled_script() -> str:
    """Our modules as one: imports, comments and indents removed, exports made plain declarations."""
    parts = []
    for name in _MODULES:
        text = (_HERE / "script" / f"{name}.js").read_text(encoding="utf-8")
        text = _without_imports(text)
        text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
        parts.append(f"// {name}.js\n" + re.sub(r"^ *(//.*)?\n|^ +", "", text, flags=re.MULTILINE).strip())
    return "\n\n".join(parts) + "\n"


def _without_imports(text: str) -> str:
    """A module without its imports, each of which ends with its line."""
    first, *others = f"\n{text}".split("\nimport ")
    return "\n".join([first, *(other.partition(";\n")[2] for other in others)]).removeprefix("\n")


def _policy(*scripts: str) -> str:
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
