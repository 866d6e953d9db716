"""How many cases a property is tried with: few in the tests, as many as one asks ``python -m tests.hostile`` for."""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

CASES, SEED = "KG_HOSTILE_CASES", "KG_HOSTILE_SEED"
"""Environment: cases of all properties together, and the seed; without one each property has a fixed one."""
_FEW = 1_500
counted: Counter[str] = Counter()
"""Property → cases tried so far."""


def cases(share: float) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a property with its share of all cases; stands between ``@given`` and the property."""
    most = max(int(int(os.environ.get(CASES, _FEW)) * share), 3)
    chosen = settings(
        max_examples=most,
        derandomize=SEED not in os.environ,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    def decorated(property_: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(property_)
        def one(*given: Any, **named: Any) -> None:
            counted[property_.__name__] += 1
            property_(*given, **named)

        tried: Callable[..., None] = chosen(one)
        return tried

    return decorated
