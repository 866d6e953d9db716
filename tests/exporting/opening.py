"""What the tests of the page share: how it is opened, and what it may say and ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from playwright.sync_api import Page

from kg.exporting.page.document import bundled_script

FIXTURE = Path(__file__).with_name("fixture.ttl")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Opened:
    """A page with all that it said and asked for."""

    page: Page
    noise: list[str] = field(default_factory=list)


Open = Callable[..., Opened]


def listen(page: Page, path: Path) -> Opened:
    """Everything that the page says, and every request for anything but its own file."""
    opened = Opened(page)
    page.on("console", lambda message: opened.noise.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: opened.noise.append(f"error: {error}"))
    page.on("request", lambda request: opened.noise.extend(_foreign(request.url, path)))
    return opened


def _foreign(url: str, path: Path) -> list[str]:
    own = (path.as_uri(), "data:", "blob:", "about:srcdoc")
    return [] if url.startswith(own) else [f"request: {url}"]


def script_of(*names: str) -> str:
    """Some of the page's modules, with all that they import, as plain declarations, as the bundle has them."""
    bundle = "\n\n" + bundled_script()
    parts = dict(part.split(".js\n", 1) for part in re.split(r"\n\n// (?=[a-z]+\.js\n)", bundle)[1:])
    wanted = list(names)
    for name in wanted:
        wanted += set(re.findall(r'from "\./([a-z]+)\.js"', source_of(name))) - set(wanted)
    return "\n".join(part for name, part in parts.items() if name in wanted)


def source_of(name: str) -> str:
    """A module of the page as it stands in its file."""
    return (resources.files("kg.exporting.page") / "script" / f"{name}.js").read_text(encoding="utf-8")
