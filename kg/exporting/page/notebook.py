"""The page within a notebook.

https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-srcdoc : the page has an origin of its own
there, so that its scripts run, but reach nothing of the notebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Page:
    """A page to be shown as the last value of a notebook's cell.

    Args:
        html: the document, as :func:`kg.exporting.page.render_page` gives it or ``graph.html`` holds it.
        height: of the frame, in CSS pixels.
    """

    html: str
    height: int = 900

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="Who says what" sandbox="allow-scripts allow-downloads" width="100%" '
            f'height="{self.height}" style="border: 0" srcdoc="{escape(self.html)}"></iframe>'
        )
