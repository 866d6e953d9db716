"""What could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Refusal:
    """One thing that was left out: where it stands, why, and what helps."""

    source: str
    reason: str

    def __str__(self) -> str:
        """One printable line."""
        line = " ".join(f"{self.source}: {self.reason}".split())
        return "".join(c if c.isprintable() else "�" for c in line)
