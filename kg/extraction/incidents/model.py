"""An incident of one article, and the phrases that speak of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rdflib import URIRef

from kg.extraction.cast import Draft
from kg.extraction.parse import Span, Token
from kg.knowledge import Trigger


@dataclass(frozen=True)
class Signals:
    """What a phrase says that tells one incident from another. All may be empty."""

    designator: str = ""
    """What the journey or vehicle is called: the number's digits, or the name in lower case."""
    operator: Draft | None = None
    country: str = ""
    model: Draft | None = None
    year: str = ""

    @property
    def any(self) -> bool:
        """Whether the phrase says anything that tells."""
        return bool(self.designator or self.operator or self.country or self.model or self.year)

    def joined(self, other: Signals) -> Signals:
        """With what another phrase for the same thing adds."""
        return Signals(
            self.designator or other.designator,
            self.operator or other.operator,
            self.country or other.country,
            self.model or other.model,
            self.year or other.year,
        )


@dataclass(frozen=True)
class Reference:
    """A phrase that speaks of an incident or its vehicle: the head token, the phrase, and what introduces it."""

    head: Token
    span: Span
    signals: Signals
    trigger: Trigger | None
    vehicle: Token | None
    definite: bool
    demonstrative: bool


@dataclass(eq=False)
class Incident:
    """One incident of the article, and where it is spoken of."""

    number: int
    class_: URIRef
    designator: str = ""
    operators: set[Draft] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    models: set[Draft] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    vehicle: Draft | None = None
    draft: Draft | None = None

    @property
    def nameless(self) -> bool:
        """Whether nothing is known that tells it from another."""
        return not (self.designator or self.operators or self.countries or self.models or self.years)

    @property
    def lost(self) -> bool:
        """Whether the article tells of a loss, or names the journey with its operator, as news does of known losses."""
        told = any(r.trigger is not None for r in self.references)
        return told or bool(self.designator and self.operators)

    def note(self, reference: Reference) -> None:
        """Take a phrase that speaks of the incident, and what it says."""
        signals = reference.signals
        self.references.append(reference)
        self.designator = self.designator or signals.designator
        self.operators |= {signals.operator} if signals.operator is not None else set()
        self.countries |= {signals.country} - {""}
        self.models |= {signals.model} if signals.model is not None else set()
        self.years |= {signals.year} - {""}
