"""Which of the media types on offer a request prefers.

RFC 9110, section 12.5.1, https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"([\w.+*-]+)/([\w.+*-]+)")
_WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The type that weighs most, the first of those on offer where several do; None where none is acceptable.

    No header, or an empty one, accepts everything.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    weights = {type_: _weight(type_, ranges) for type_ in offered}
    best = max(offered, key=lambda type_: weights[type_])
    return best if weights[best] > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.lower().split(","):
        range_ = _RANGE.match(part.strip())
        weight = _WEIGHT.search(part)
        if range_:
            found.append((range_[1], range_[2], min(float(weight[1]), 1.0) if weight else 1.0))
    return found


def _weight(type_: str, ranges: list[tuple[str, str, float]]) -> float:
    """The weight that the most specific range gives, whatever the others say."""
    main, sub = type_.split("/")
    for wanted in ((main, sub), (main, "*"), ("*", "*")):
        weights = [q for *range_, q in ranges if tuple(range_) == wanted]
        if weights:
            return max(weights)
    return 0.0
