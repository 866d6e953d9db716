"""Names an incident and its vehicle by the article's own phrases."""

from __future__ import annotations

from kg.extraction.cast import Cast, Draft
from kg.extraction.incidents.designators import Designators, designator_key
from kg.extraction.incidents.model import Incident, Reference
from kg.extraction.incidents.phrases import PhraseReader
from kg.extraction.parse import Span
from kg.knowledge import Taxonomy
from kg.model import Kind
from kg.vocabulary import KG


class Naming:
    """Gives the incidents of one article their drafts in its cast."""

    def __init__(self, taxonomy: Taxonomy, cast: Cast, designators: Designators, phrases: PhraseReader) -> None:
        self.taxonomy, self.cast, self.doc = taxonomy, cast, cast.doc
        self.designators, self.phrases = designators, phrases

    def name(self, incident: Incident) -> None:
        """Make the drafts of an incident and its vehicle, with their names, words and labels."""
        draft = incident.draft = self.cast.draft(("incident", incident.number), Kind.EVENT, [incident.class_])
        kind = self.taxonomy.incident_kind(incident.class_)
        noun = kind.vehicle if kind is not None else KG.Vehicle
        vehicle = incident.vehicle = self.cast.draft(("vehicle", incident.number), Kind.SYSTEM, [noun])
        draft.links.add((KG.vehicle, vehicle))
        for reference in incident.references:
            self._take_names(draft, vehicle, reference)
        if not any(c.isupper() or c.isdigit() for name in draft.names for c in name[1:]):
            draft.spans.add(self._introduction(incident.references[0]))
        telling = sorted(
            (n for n in vehicle.names if len(n.split()) > 1), key=lambda n: (-vehicle.names[n], -len(n), n)
        )
        vehicle.canonical = next(iter([*telling, *sorted(vehicle.names)]), self.taxonomy.labels.get(noun))
        draft.canonical = self._label(incident, draft, vehicle if telling else None)

    def _label(self, incident: Incident, draft: Draft, vehicle: Draft | None) -> str:
        """The longest name with the designator, else the most frequent telling phrase, else *loss of …*."""
        numbered = [
            n
            for n in draft.names
            if incident.designator and designator_key(n).endswith(incident.designator) and " " in n
        ]
        phrases = sorted(
            (n for n in draft.names if len(n.split()) > 2 and any(w[0].isupper() for w in n.split())),
            key=lambda n: (-draft.names[n], len(n), n),
        )
        described = [f"loss of {vehicle.canonical}"] if vehicle is not None else []
        unnamed = [] if draft.names else [self.taxonomy.labels.get(incident.class_, draft.label)]
        return next(iter([*sorted(numbered, key=lambda n: (-len(n), n)), *phrases, *described, *unnamed]), draft.label)

    def _take_names(self, draft: Draft, vehicle: Draft, reference: Reference) -> None:
        head, token = reference.head, reference.vehicle
        if reference.trigger is not None and head.pos_ != "VERB":
            end = token.i + 1 if token is not None and token.i > head.i else reference.span.end
            self._take(draft, self.doc[reference.span.start : end])
        elif reference.signals.designator and self.designators.at(head) is not None:
            self._take(draft, self._designated(reference))
        if token is not None and token.pos_ in ("NOUN", "PROPN") and self.phrases.is_vehicle(token):
            phrase = self.phrases.phrase(token)
            occurrence = self.cast.at(token)
            start = min(phrase.start, occurrence.start) if occurrence is not None else phrase.start
            self._take(vehicle, self.doc[start : phrase.end])

    def _designated(self, reference: Reference) -> Span:
        """The whole of *Example Airlines Flight 17*, whichever of its words is the head."""
        head, words = reference.head, self.designators.words
        start, end = reference.span.start, max(reference.span.end, head.i + 1)
        while start > head.sent.start and (self.doc[start - 1].lower_ in words or self.doc[start - 1].pos_ == "PROPN"):
            start -= 1
        while start < head.i and self.doc[start].text.islower() and self.doc[start].lower_ not in words:
            start += 1
        if head.lower_ in words and end < len(self.doc):
            end = max(end, head.i + 2)
        return self.doc[start:end]

    def _introduction(self, reference: Reference) -> tuple[int, int]:
        """The words that introduce an incident that no phrase names: the verb with its vehicle, *shot down a jet*."""
        vehicle = reference.vehicle
        phrases = [reference.span, *([self.phrases.phrase(vehicle)] if vehicle is not None else [])]
        return min(p.start_char for p in phrases), max(p.end_char for p in phrases)

    def _take(self, draft: Draft, span: Span) -> None:
        start = span.start
        while start < span.end - 1 and (self.doc[start].pos_ == "DET" or self.doc[start].tag_ == "PRP$"):
            start += 1
        span = self.doc[start : span.end]
        draft.names[" ".join(span.text.split())] += 1
        draft.spans.add((span.start_char, span.end_char))
