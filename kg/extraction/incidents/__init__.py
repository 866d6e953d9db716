"""Finds the incidents of an article: which phrases and events speak of the same loss of one vehicle."""

from kg.extraction.incidents.finder import IncidentFinder
from kg.extraction.incidents.model import Incident, Reference, Signals

__all__ = ["Incident", "IncidentFinder", "Reference", "Signals"]
