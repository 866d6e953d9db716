"""The small closed sets of the model."""

from __future__ import annotations

from enum import StrEnum

from rdflib import Literal, URIRef

Value = URIRef | Literal
"""What a proposition may have as its object."""


def known_iri(text: str) -> URIRef:
    """An IRI that was checked when it was made: :class:`URIRef` looks at each character once more."""
    return str.__new__(URIRef, text)


class Kind(StrEnum):
    """The kinds of node that have a namespace of their own below the base IRI."""

    ACTOR = "actor"
    SYSTEM = "system"
    PLACE = "place"
    EVENT = "event"
    CLAIM = "claim"
    PROPOSITION = "proposition"
    MENTION = "mention"
    ARTICLE = "article"
    MEMBERSHIP = "membership"
    CONFLICT = "conflict"
    ANALOGY = "analogy"
    ACTIVITY = "activity"


class Epistemic(StrEnum):
    """A speaker's stance: the five values of the AIDA Interchange Format (``aida:epistemic``)."""

    TRUE_CERTAIN = "TrueCertain"
    TRUE_UNCERTAIN = "TrueUncertain"
    FALSE_CERTAIN = "FalseCertain"
    FALSE_UNCERTAIN = "FalseUncertain"
    UNKNOWN = "Unknown"

    @property
    def affirms(self) -> bool:
        """Whether the speaker holds the proposition true, for certain or perhaps."""
        return self in (Epistemic.TRUE_CERTAIN, Epistemic.TRUE_UNCERTAIN)

    @property
    def denies(self) -> bool:
        """Whether the speaker holds the proposition false, for certain or perhaps."""
        return self in (Epistemic.FALSE_CERTAIN, Epistemic.FALSE_UNCERTAIN)
