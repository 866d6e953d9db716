"""The reasons of a comparison as text: bits first, then what they are for, *+3.98 country: the same, xy*."""

from __future__ import annotations

import re
from collections.abc import Iterable

PRIOR = "before any evidence"
_BITS = re.compile(r"([+-]\d+\.\d+) (.+)", re.DOTALL)


def reason(bits: float, words: str) -> str:
    """One line of a waterfall."""
    return f"{bits:+.2f} {words}"


def bits_of(line: str) -> tuple[float, str] | None:
    """The bits and the words of a line; None of a reason that is no part of a sum."""
    match = _BITS.fullmatch(line)
    return (float(match[1]), match[2]) if match is not None else None


def in_order(lines: Iterable[str]) -> list[str]:
    """Plain reasons first, then the prior and what is added to it, the most telling first."""

    def key(line: str) -> tuple[bool, bool, float, str]:
        told = bits_of(line)
        return told is not None, told is not None and told[1] != PRIOR, -told[0] if told else 0.0, line

    return sorted(lines, key=key)
