"""When two values of one property can both be true."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rdflib import Literal, URIRef

from kg.alignment.marks import same_designator
from kg.knowledge import Knowledge
from kg.model import Proposition, Value

_TOLERANCE = 0.1
"""What a round figure may be off, as a share of it."""


def clash(one: Proposition, two: Proposition, knowledge: Knowledge) -> bool:
    """Whether two values of one property, or bounds of it, cannot both be true.

    Bounds and round figures are ranges: *at least 38* has no end, *some 70* reaches a tenth to either side.
    """
    bounds = knowledge.taxonomy.bounds
    if one.predicate in bounds or two.predicate in bounds:
        (low, high), (low2, high2) = _range(one, bounds), _range(two, bounds)
        return low > high2 or low2 > high
    return not compatible(one.object, two.object)


def _range(told: Proposition, bounds: Mapping[URIRef, str]) -> tuple[float, float]:
    number = float(str(told.object))
    match bounds.get(told.predicate):
        case "least":
            return number, math.inf
        case "most":
            return 0.0, number
        case "about":
            return number * (1 - _TOLERANCE), number * (1 + _TOLERANCE)
        case _:
            return number, number


def compatible(a: Value, b: Value) -> bool:
    """Whether two values can both be true: equal, one a coarser date, or one flight number written in two ways."""
    if not isinstance(a, Literal) or not isinstance(b, Literal):
        return a == b
    x, y = str(a), str(b)
    if x == y:
        return True
    if a.datatype != b.datatype:
        return x.startswith(y) or y.startswith(x)
    return any(c.isalpha() for c in x + y) and same_designator(x, y)


def coarser(a: Value, b: Value) -> bool:
    """Whether ``b`` says all that ``a`` says, and more: a day of the year, a flight number with the airline's code."""
    return (
        a != b and isinstance(a, Literal) and isinstance(b, Literal) and len(str(a)) < len(str(b)) and compatible(a, b)
    )


def broader(narrow: Value, wide: Value, knowledge: Knowledge) -> bool:
    """Whether ``wide`` is a family that the reference data hold ``narrow`` to be of, at any distance."""
    return any(wide == family for family in knowledge.families(narrow))
