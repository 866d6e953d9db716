"""What an article says of each incident: date, place, route, operator, vehicle, weapon, who is held responsible."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from spacy.tokens import Span, Token

from kg.extraction.cast import Cast, Draft, Occurrence
from kg.extraction.dates import read_date
from kg.extraction.incidents import Incident, IncidentFinder
from kg.extraction.quantities import QuantityFinder
from kg.extraction.syntax import agent, conjuncts, direct_object, is_passive, preposition_object, subject
from kg.knowledge import Knowledge
from kg.model import Kind
from kg.vocabulary import KG, SEM

_AT = ("in", "near", "over", "at", "off", "outside", "above", "around", "into", "onto", "from")
_WARDING = ("intercept", "deflect", "repel", "threaten", "display", "activate")
_CLIMBED = ("advcl", "relcl", "acl", "prep", "agent", "pobj", "pcomp", "conj", "appos", "compound")
_HAPPEN = ("occur", "happen", "crash", "land", "fly", "go", "take", "come")


@dataclass(frozen=True)
class Fact:
    """One triple as the article words it; ``token`` is where it is read, ``incident`` what it is about.

    ``words`` are those that a count was read from.
    """

    incident: Incident
    predicate: URIRef
    value: Draft | Literal
    token: Token
    words: Span | None = None


class CircumstanceFinder:
    """Reads the facts of the incidents of one article."""

    def __init__(self, knowledge: Knowledge, cast: Cast, incidents: IncidentFinder, published: dt.date | None) -> None:
        self.knowledge, self.cast, self.incidents, self.published = knowledge, cast, incidents, published
        self.doc = cast.doc
        self.quantities = QuantityFinder(knowledge.lexicon)

    def find(self) -> list[Fact]:
        """Every fact, in the order of the text, the same fact once a token."""
        found: dict[tuple[int, URIRef, object, int], Fact] = {}
        for fact in [
            *self._identity(),
            *self._casualties(),
            *self._routes(),
            *self._places(),
            *self._dates(),
            *self._weapons(),
            *self._responsible(),
        ]:
            key = (fact.incident.number, fact.predicate, fact.value, fact.token.i)
            found.setdefault(key, fact)
        return sorted(found.values(), key=lambda f: f.token.i)

    # -- what the phrases themselves say -----------------------------------------------------------------------------

    def _identity(self) -> Iterator[Fact]:
        for incident in self.incidents.incidents:
            for reference in incident.references:
                signals = reference.signals
                kind = self.knowledge.taxonomy.incident_kind(incident.class_)
                if signals.designator and kind is not None and kind.designator is not None:
                    words = Literal(self.incidents.designator(reference.head) or signals.designator)
                    yield Fact(incident, kind.designator, words, reference.head)
                if signals.operator is not None:
                    yield Fact(incident, KG.operator, signals.operator, reference.head)
                if signals.model is not None and kind is not None and kind.model is not None:
                    yield Fact(incident, kind.model, signals.model, reference.head)
                if signals.year and reference.head.pos_ != "VERB":
                    yield Fact(incident, SEM.hasTimeStamp, Literal(signals.year, datatype=XSD.gYear), reference.head)
            yield from self._predicated_models(incident)

    def _predicated_models(self, incident: Incident) -> Iterator[Fact]:
        """*the aircraft was a* model, *the plane, a* model."""
        kind = self.knowledge.taxonomy.incident_kind(incident.class_)
        for reference in incident.references:
            vehicle = reference.vehicle
            if vehicle is None or kind is None or kind.model is None:
                continue
            predicates = [c for c in vehicle.children if c.dep_ == "appos"]
            if vehicle.dep_ == "nsubj" and vehicle.head.lemma_ == "be":
                predicates += [c for c in vehicle.head.children if c.dep_ == "attr"]
            for token in predicates:
                occurrence = self.cast.at(token)
                if occurrence is not None and self.knowledge.taxonomy.any_is_a(occurrence.draft.types, KG.VehicleModel):
                    yield Fact(incident, kind.model, occurrence.draft, token)

    # -- numbers -------------------------------------------------------------------------------------------------------

    def _casualties(self) -> Iterator[Fact]:
        for count in self.quantities.find(self.doc):
            incident = self._counted(count.token)
            if incident is not None:
                value = Literal(str(count.value), datatype=XSD.integer)
                yield Fact(incident, count.property, value, count.token, count.words)

    def _counted(self, token: Token) -> Incident | None:
        """The incident of a count: one that its sentence names, else the one in focus."""
        spoken = self.incidents.of_sentence(token.sent)
        if not spoken:
            return self.incidents.focus(token)
        return self.incidents.near(token)

    # -- places --------------------------------------------------------------------------------------------------------

    def _routes(self) -> Iterator[Fact]:
        for start in (t for t in self.doc if t.lower_ == "from"):
            origin = self._place_after(start, 8)
            goal = next(
                (t for t in self.doc[start.i + 1 : start.i + 14] if t.lower_ == "to" and t.sent == start.sent), None
            )
            if origin is None or goal is None or self._travels(start) is False:
                continue
            origin = self._city_between(start.i, goal.i) or origin
            destination = self._place_after(goal, 4)
            incident = self.incidents.near(start) if self.incidents.of_sentence(start.sent) else None
            if incident is not None and destination is not None and origin is not destination:
                yield Fact(incident, KG.origin, origin, start)
                yield Fact(incident, KG.destination, destination, goal)

    def _travels(self, token: Token) -> bool:
        words = [token.head, token.head.head, *(self.doc[max(0, token.i - 2) : token.i])]
        return any(w.lemma_.lower() in self.knowledge.lexicon.travel for w in words)

    def _place_after(self, token: Token, reach: int) -> Draft | None:
        for occurrence in self.cast.within(token.i + 1, min(token.i + 1 + reach, token.sent.end)):
            if occurrence.draft.kind is Kind.PLACE and self.knowledge.taxonomy.any_is_a(
                occurrence.draft.types, KG.City
            ):
                return occurrence.draft
        return None

    def _city_between(self, start: int, end: int) -> Draft | None:
        cities = [
            o.draft for o in self.cast.within(start, end) if self.knowledge.taxonomy.any_is_a(o.draft.types, KG.City)
        ]
        return cities[-1] if cities else None

    def _places(self) -> Iterator[Fact]:
        for token in self.doc:
            if token.dep_ != "prep" or token.lower_ not in _AT or token.lower_ in ("from", "into", "onto"):
                continue
            incident = self._located(token)
            if incident is None:
                continue
            place = self._most_specific(token)
            if place is not None:
                yield Fact(incident, SEM.hasPlace, place, token)

    def _located(self, preposition: Token) -> Incident | None:
        """The incident whose loss, wreck or happening the preposition locates."""
        head, at = preposition.head, self.incidents.at
        for _ in range(4):
            trigger = self.incidents.trigger(head)
            if head.i in at and (trigger is not None and trigger.loss):
                return at[head.i]
            site = next((c for c in head.children if c.dep_ == "compound" and c.i in at), None)
            if site is not None:
                return at[site.i]
            if head.pos_ in ("VERB", "AUX"):
                subject_ = subject(head)
                loss = trigger is not None and trigger.loss == "yes"
                if subject_ is not None and head.lemma_ in _HAPPEN and not loss:
                    spoken = self._subject_incident(head, subject_)
                    if spoken is not None:
                        return spoken
            object_of_loss = head.dep_ in ("dobj", "nsubjpass") and self.incidents.trigger(head.head) is not None
            astray = head.dep_ in ("pobj", "pcomp") and head.head.lower_ not in ("by", "with", "of")
            if (object_of_loss or head.dep_ in _CLIMBED) and not astray and head.head != head:
                head = head.head
            else:
                break
        return None

    def _subject_incident(self, verb: Token, subject_: Token) -> Incident | None:
        """*the incident, which occurred near …*, *wreckage from the aircraft landed near …*, *it went down*."""
        at = self.incidents.at
        if subject_.i in at:
            trigger = self.incidents.trigger(subject_)
            fallen = verb.lemma_ in ("crash", "fall") or any(
                c.dep_ == "prt" and c.lower_ == "down" for c in verb.children
            )
            return at[subject_.i] if trigger is not None or fallen else None
        if subject_.tag_ == "WDT":
            return at.get(verb.head.i)
        inner = next((t for t in subject_.subtree if t.i in at), None)
        if inner is not None and verb.lemma_ in ("land", "crash", "come", "fall"):
            return at[inner.i]
        return None

    def _most_specific(self, preposition: Token) -> Draft | None:
        """The first place that the preposition's object names, that is no larger one's container."""
        noun = preposition_object(preposition)
        if noun is None:
            return None
        inside = [
            o
            for o in self.cast.within(noun.left_edge.i, noun.right_edge.i + 1)
            if o.draft.kind is Kind.PLACE and o.form in ("name", "nominal") and not self._of_route(o.head)
        ]
        for outer, inner in zip(inside[1:], inside, strict=False):
            if outer.draft is not inner.draft and outer.start - inner.end <= 2:
                inner.draft.links.add((KG.within, outer.draft))
        return inside[0].draft if inside else None

    def _of_route(self, head: int) -> bool:
        token = self.doc[head]
        return token.dep_ == "pobj" and token.head.lower_ in ("from", "to", "between")

    # -- dates ---------------------------------------------------------------------------------------------------------

    def _dates(self) -> Iterator[Fact]:
        for span in self.doc.ents:
            if span.label_ != "DATE":
                continue
            incident = self._dated(span)
            value = read_date(span.text, self.published)
            if incident is None and value is not None and re.search(r"\b(?:19|20)\d\d\b", span.text):
                incident = self._told_that_day(span)
            if incident is None:
                continue
            if value is not None:
                yield Fact(incident, SEM.hasTimeStamp, value, span.root)
            elif any(w in span.text.lower() for w in ("day", "yesterday")) and len(span) <= 3:
                yield Fact(incident, KG.dateText, Literal(span.text), span.root)

    def _dated(self, span: Span) -> Incident | None:
        """The incident whose own verb or noun the date modifies, not one that is merely spoken of that day."""
        at = self.incidents.at
        head = span.root.head
        if head.dep_ == "prep" or head.pos_ == "ADP":
            head = head.head
        for _ in range(2):
            trigger = self.incidents.trigger(head)
            if head.i in at and trigger is not None and trigger.loss:
                return at[head.i]
            if head.lemma_ in ("occur", "happen", "be", "take") and (s := subject(head)) is not None:
                spoken = at.get(s.i) or (at.get(head.head.i) if s.tag_ == "WDT" else None)
                if spoken is not None and self.incidents.trigger(s if s.tag_ != "WDT" else head.head) is not None:
                    return spoken
            if head.dep_ in ("prep", "pobj", "relcl", "acl"):
                head = head.head
            else:
                break
        return None

    def _told_that_day(self, span: Span) -> Incident | None:
        """The incident whose loss is the main verb of the sentence, for a year or date that hangs elsewhere in it."""
        root = span.sent.root
        trigger = self.incidents.trigger(root)
        if (
            trigger is None
            or trigger.loss != "yes"
            or any(t.dep_ == "conj" and t.head == root for t in span.root.ancestors)
        ):
            return None
        return self.incidents.at.get(root.i)

    # -- weapons and responsibility ------------------------------------------------------------------------------------

    def _weapons(self) -> Iterator[Fact]:
        taxonomy = self.knowledge.taxonomy
        for occurrence in self.cast.occurrences:
            if occurrence.draft.kind is not Kind.SYSTEM or not taxonomy.any_is_a(
                occurrence.draft.types, KG.WeaponSystem
            ):
                continue
            token = self.doc[occurrence.head]
            if (
                occurrence.form == "name"
                and (larger := self.cast.covering(token)) is not None
                and larger.head != occurrence.head
            ):
                continue
            if occurrence.form == "nominal" and self._only_refers_back(occurrence):
                continue
            if self._used(token):
                incident = self.incidents.near(token)
                if incident is not None:
                    yield Fact(incident, KG.weaponSystem, occurrence.draft, token)

    def _only_refers_back(self, occurrence: Occurrence) -> bool:
        """*the missile* of *a Russian missile* that somebody spoke of: it is as sure as those words were."""
        bare = occurrence.end - occurrence.start == 1 and len(occurrence.draft.label.split()) > 1
        return bare and any(c.lower_ == "the" for c in self.doc[occurrence.head].children)

    def _used(self, weapon: Token) -> bool:
        """Whether the sentence says of the weapon that it struck, or is what was used or held responsible."""
        doc, chain = weapon.doc, list(weapon.ancestors)[:5]
        if any(above.lemma_ in _WARDING for above in chain):
            return False
        for above in [weapon, *chain]:
            if above.dep_ == "prep" and above.lower_ in ("for", "to", "due", "about", "like") and above.lower_ != "due":
                return False
            if above is not weapon and self._strikes(above):
                return self._strikes_the_vehicle(above, weapon)
            if any(c.lemma_ == "responsible" for c in above.children) and above.lemma_ == "be":
                return True
        following = doc[weapon.i + 1] if weapon.i + 1 < len(doc) else None
        return following is not None and self._strikes(following) and following.pos_ == "NOUN"

    def _strikes_the_vehicle(self, strike: Token, weapon: Token) -> bool:
        """Whether what is struck is the vehicle, or not said; of a launch, whether the weapon is what is launched."""
        trigger, target = self.incidents.trigger(strike), direct_object(strike)
        if strike.pos_ != "VERB" or trigger is None:
            return True
        if self.knowledge.taxonomy.is_a(trigger.class_, KG.Launch):
            return is_passive(strike) or (target is not None and target.left_edge.i <= weapon.i <= target.right_edge.i)
        return target is None or any(t.i in self.incidents.at for t in target.subtree)

    def _strikes(self, token: Token) -> bool:
        trigger = self.incidents.trigger(token)
        if trigger is None:
            return token.lemma_ in ("cause", "use") and any(
                self.incidents.trigger(t) is not None for t in token.subtree if t is not token
            )
        taxonomy = self.knowledge.taxonomy
        return any(taxonomy.is_a(trigger.class_, c) for c in (KG.Strike, KG.ShootDown, KG.Launch))

    def _responsible(self) -> Iterator[Fact]:
        for incident in self.incidents.incidents:
            for reference in incident.references:
                if reference.trigger is None or reference.trigger.by != "responsibleActor":
                    continue
                verb = reference.head
                active = verb.pos_ == "VERB" and not is_passive(verb)
                source = subject(verb) if active else agent(verb)
                for one in conjuncts(source) if source is not None else []:
                    actor = self.actor(one)
                    if actor is not None:
                        yield Fact(incident, KG.responsibleActor, actor, verb)
        for token in self.doc:
            if self.knowledge.lexicon.responsibility.get((token.lemma_.lower(), token.pos_)) != "subject":
                continue
            doer = subject(token.head) if token.dep_ in ("acomp", "attr", "prep") else None
            actor = self.actor(doer) if doer is not None else None
            held = self.incidents.near(token)
            if actor is not None and held is not None:
                yield Fact(held, KG.responsibleActor, actor, token)

    def actor(self, token: Token) -> Draft | None:
        """The actor that a noun names, if any."""
        occurrence = self.cast.speaker(token)
        return occurrence.draft if occurrence is not None and occurrence.draft.kind is Kind.ACTOR else None
