"""Where the files of one output folder lie (contract, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError


@dataclass(frozen=True)
class Layout:
    """The paths below one output folder."""

    directory: Path

    @property
    def articles(self) -> Path:
        """The folder of the articles' graphs."""
        return self.directory / "articles"

    @property
    def graph(self) -> Path:
        """The merged graph."""
        return self.directory / "graph.ttl"

    @property
    def dataset(self) -> Path:
        """The description of the data set."""
        return self.directory / "dataset.ttl"

    @property
    def page(self) -> Path:
        """The page."""
        return self.directory / "graph.html"

    @property
    def decisions(self) -> Path:
        """What people decided of the alignment, kept from run to run."""
        return self.directory / "decisions.sssom.tsv"

    @property
    def state(self) -> Path:
        """What the program keeps for itself: the lock, the database, files that are not whole yet."""
        return self.directory / ".state"

    @property
    def database(self) -> Path:
        """The state database, see :mod:`kg.running.state`."""
        return self.state / "state.sqlite"

    def article(self, identifier: str) -> Path:
        """The graph of one article."""
        return self.articles / f"{identifier}.ttl"

    def extracted(self) -> list[Path]:
        """The articles' graphs that are there, by name.

        Raises:
            KgError: there is none.
        """
        found = sorted(path for path in self.articles.glob("*.ttl") if not path.name.startswith("."))
        if not found:
            raise KgError(
                f"{self.directory}: holds no articles/*.ttl; run `kg build SOURCE --out {self.directory}` first"
            )
        return found
