"""The data that the stages hand to one another: frozen, and without the behaviour of any stage."""

from kg.model.article import Article, Mention
from kg.model.extraction import Claim, Comparison, Entity, Extraction, Ground, Proposition
from kg.model.merged import (
    Analogy,
    ArticlePart,
    Conflict,
    Connection,
    Decision,
    Membership,
    Merged,
    Part,
    SubjectPart,
)
from kg.model.terms import Epistemic, Kind, Value, known_iri

__all__ = [
    "Analogy",
    "Article",
    "ArticlePart",
    "Claim",
    "Comparison",
    "Conflict",
    "Connection",
    "Decision",
    "Entity",
    "Epistemic",
    "Extraction",
    "Ground",
    "Kind",
    "Membership",
    "Mention",
    "Merged",
    "Part",
    "Proposition",
    "SubjectPart",
    "Value",
    "known_iri",
]
