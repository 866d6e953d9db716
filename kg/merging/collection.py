"""The merge of a collection, kept, and brought up to date by the articles that came, changed or went.

Who is who comes first (:mod:`kg.merging.who`), then the claims of each article in those terms, then what claims make
together: revisions, conflicts and facts of each subject, and analogies. What comes out are those parts of the merged
graph that are not what they were.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from rdflib import URIRef
from rdflib.namespace import SKOS

from kg.alignment.decisions import Decisions
from kg.alignment.names import Namer
from kg.graphs.records import decode, encode
from kg.knowledge import Knowledge
from kg.merging.analogies import Drawn, Portrait, find_analogies
from kg.merging.assigned import Place
from kg.merging.bodies import Body, body_read
from kg.merging.conflicts import find_conflicts
from kg.merging.copies import Copies
from kg.merging.facts import find_facts
from kg.merging.families import Model, models, tie_families
from kg.merging.linking import Linker
from kg.merging.records import record_identifier, reference_record
from kg.merging.revisions import Statement, replaced, revised, single_valued
from kg.merging.rewriting import rewrite_claim
from kg.merging.shuffle import Json, Shuffle
from kg.merging.stands import Stand, by_subject, read, stand_of, written
from kg.merging.who import WhoIsWho
from kg.minting import digest
from kg.model import (
    ArticlePart,
    Claim,
    Decision,
    Entity,
    Extraction,
    Kind,
    Membership,
    Mention,
    Part,
    SubjectPart,
    known_iri,
)
from kg.vocabulary import KG, SEM

_TABLES = """
CREATE TABLE IF NOT EXISTS merge_article(iri TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merge_portrait(incident TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merge_analogy(iri TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""
_ONLY_TO_WHAT_IS_THERE = {KG.governs, KG.organOf, KG.within, KG.about, KG.vehicle, SKOS.broader}

Changed = Iterator[tuple[str, Part | None]]
"""Parts of the merged graph by what they are called, *entity IRI*; None for one that is gone."""


class Collection:
    """The merged graph of a collection.

    Args:
        connection: of an SQLite database; whoever calls commits, and begins anew where another program, ontology or
            other decisions made what is in it.
        knowledge: the ontology.
        decisions: what people decided; they outrank every score.
        load: an article that was put, whole.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        knowledge: Knowledge,
        decisions: Decisions,
        load: Callable[[URIRef], Extraction],
    ) -> None:
        connection.executescript(_TABLES)
        self.connection, self.knowledge, self.decisions, self._load = connection, knowledge, decisions, load
        self._shuffle, self._linker, self._namer = Shuffle(connection), Linker(knowledge), Namer(knowledge)
        self._who = WhoIsWho(connection, knowledge, decisions, self._lean)
        self._copies = Copies(connection)

    def put(self, extraction: Extraction) -> None:
        """Take in an article, in place of what it was."""
        row = (extraction.iri, encode(_without_words(extraction)))
        self.connection.execute("INSERT OR REPLACE INTO merge_article VALUES (?, ?)", row)
        self._copies.put(extraction.iri, extraction.article)
        self._who.put(extraction)

    def remove(self, article: URIRef) -> None:
        """Forget an article."""
        self.connection.execute("DELETE FROM merge_article WHERE iri = ?", (article,))
        self._copies.put(article, None)
        self._who.remove(article)

    def settle(self) -> Changed:
        """The parts that have changed since the last time; to be read to the end."""
        self._who.settle()
        self._shuffle.mark("claims", self._copies.settle())
        for incident in self._shuffle.changed("records"):
            self._shuffle.mark("claims", [self._record_iri(known_iri(incident))])
        heeded = set(self._heeded())
        yield from self._articles("claims", heeded)
        self._revise()
        yield from self._articles("superseded", heeded)
        yield from self._subjects()
        yield from self._entities()
        yield from self._analogies()

    def unheeded(self) -> list[Decision]:
        """The decisions that could not be followed."""
        heeded = set(self._heeded())
        return [decision for decision in self.decisions.rows if decision not in heeded]

    def _lean(self, article: URIRef) -> Extraction | None:
        """An article without its words."""
        found = self.connection.execute("SELECT record FROM merge_article WHERE iri = ?", (article,)).fetchone()
        return None if found is None else decode(found[0], self.knowledge.minter)

    def _record_iri(self, incident: URIRef) -> URIRef:
        return self.knowledge.minter.iri(Kind.ARTICLE, record_identifier(incident))

    def _whole(self, article: URIRef) -> Extraction | None:
        """An article, or a record of the reference data whose incident is told of; None for one that is gone."""
        if self.connection.execute("SELECT 1 FROM merge_article WHERE iri = ?", (article,)).fetchone() is not None:
            return self._load(article)
        incident = self.knowledge.minter.iri(Kind.EVENT, article.rsplit("/", 1)[-1].removeprefix("reference-"))
        known = incident in self.knowledge.reference and self._record_iri(incident) == article
        if known and self._shuffle.values("records", incident):
            return reference_record(self.knowledge.reference[incident], self.knowledge)
        return None

    def _articles(self, stage: str, heeded: set[Decision]) -> Changed:
        for name in self._shuffle.changed(stage):
            article = known_iri(name)
            extraction = self._whole(article)
            if extraction is None:
                for each in ("subjects", "revisions", "portraits", "drawn", "clusters"):
                    self._shuffle.put(each, article)
                yield f"article {article}", None
                continue
            places = self._who.places(extraction)
            merged = {iri: place.cluster for iri, place in places.items()}
            minter = self.knowledge.minter
            claims = sorted((rewrite_claim(c, merged, minter) for c in extraction.claims), key=lambda c: c.iri)
            if stage == "claims":
                self._tell(extraction, claims, merged)
            yield f"article {article}", self._article(extraction, claims, places, heeded)

    def _article(
        self, extraction: Extraction, claims: list[Claim], places: dict[URIRef, Place], heeded: set[Decision]
    ) -> ArticlePart:
        supersedes: dict[str, set[URIRef]] = {}
        for new, old in self._shuffle.values("superseded", extraction.iri):
            supersedes.setdefault(new, set()).add(known_iri(old))
        later = (
            replace(c, supersedes=tuple(sorted({*c.supersedes, *supersedes[str(c.iri)]})))
            if str(c.iri) in supersedes
            else c
            for c in claims
        )
        clusters = {e.iri: places[e.iri].cluster for e in extraction.entities if e.iri in places}
        memberships = (self._membership(e.iri, places[e.iri], heeded) for e in extraction.entities if e.iri in places)
        return ArticlePart(
            extraction,
            tuple(later),
            tuple(sorted(clusters.items())),
            tuple(sorted(memberships, key=lambda m: m.iri)),
            self._copies.original(extraction.iri),
        )

    def _membership(self, member: URIRef, place: Place, heeded: set[Decision]) -> Membership:
        why = place.reasons
        decided = [d for d in self.decisions.of(member) if not heeded.isdisjoint({d, _turned(d)})]
        score = 1.0 if any(d.same for d in decided) else why.score
        lines = (*map(str, decided), *why.lines) or ("what it is to be one with is one",)
        iri = self.knowledge.minter.hashed(Kind.MEMBERSHIP, member, place.cluster)
        return Membership(iri, member, place.cluster, score, lines, why.weight, why.other)

    def _heeded(self) -> Iterator[Decision]:
        """The decisions that are followed."""

        def cluster_of(iri: URIRef) -> URIRef | None:
            return self._who.assigned.cluster_of(iri) or (iri if self._linker.knows(iri) else None)

        for decision in self.decisions.rows:
            one, two = cluster_of(decision.subject), cluster_of(decision.object)
            if one is not None and two is not None and (one == two) == decision.same:
                yield decision

    def _tell(self, extraction: Extraction, claims: list[Claim], merged: dict[URIRef, URIRef]) -> None:
        """Put what an article says where it meets what others say."""
        article, publisher = extraction.iri, merged.get(extraction.publisher, extraction.publisher)
        contested = {iri for claim in claims for iri in claim.contests}
        stands = [
            stand_of(c, own=c.cue is None and c.claimer == publisher, contested=c.iri in contested) for c in claims
        ]
        told: list[tuple[str, Json]] = [
            (subject, ["stand", written(part)]) for stand in stands for subject, part in by_subject(stand).items()
        ]
        by_iri = {stand.iri: stand for stand in stands}
        told += self._told_replaced(
            (by_iri[c.iri], by_iri[old]) for c in claims for old in c.supersedes if old in by_iri
        )
        self._shuffle.put("subjects", article, told)
        self._shuffle.put("revisions", article, self._statements(extraction, claims, by_iri))
        self._shuffle.put("portraits", article, _portraits(extraction, claims, merged))
        self._shuffle.put("drawn", article, _drawn(extraction, merged), reduced=False)
        wanted = {p.object for c in claims for p in c.propositions if p.object in self.knowledge.reference}
        clusters: list[tuple[str, Json]] = [(str(iri), ["wanted"]) for iri in wanted]
        for entity in extraction.entities:
            cluster = merged.get(entity.iri)
            links = [[p, merged.get(v, v)] for p, v in entity.links if isinstance(v, URIRef)]
            if cluster is not None and links:
                clusters.append((cluster, ["links", links]))
            elif cluster is None and extraction.sources:
                clusters.append((entity.iri, ["source", entity.label, entity.types]))
        self._shuffle.put("clusters", article, clusters)

    def _statements(
        self, extraction: Extraction, claims: Iterable[Claim], stands: dict[URIRef, Stand]
    ) -> Iterator[tuple[str, Json]]:
        """What the article's speakers say of properties that have a single value, by speaker, subject and property."""
        day = extraction.article.published
        for claim in claims if day is not None else ():
            for place, told in enumerate(claim.propositions if claim.epistemic.affirms else ()):
                about = single_valued(told, self.knowledge)
                if about is not None and day is not None:
                    key = " ".join((claim.claimer, *about))
                    yield key, [day.isoformat(), extraction.iri, place, written(stands[claim.iri])]

    def _revise(self) -> None:
        """Find anew which claims supersede others, by speaker, subject and property."""
        for key in self._shuffle.changed("revisions"):
            statements, articles = [], {}
            for day, article, place, told in self._shuffle.values("revisions", key):
                stand = read(told)
                articles[stand.iri] = article
                statements.append(Statement(dt.date.fromisoformat(day), stand.propositions[place], stand))
            pairs = list(revised(statements, self.knowledge))
            self._shuffle.put("superseded", key, [(articles[new.iri], [new.iri, old.iri]) for new, old in pairs])
            self._shuffle.put("subjects", f"revision {key}", self._told_replaced(pairs))

    def _told_replaced(self, pairs: Iterable[tuple[Stand, Stand]]) -> Iterator[tuple[str, Json]]:
        for new, old in pairs:
            subjects = {p.iri: p.subject for p in old.propositions}
            for claim, proposition in replaced(new, old, self.knowledge):
                yield subjects[proposition], ["replaced", claim, proposition]

    def _subjects(self) -> Changed:
        for subject in self._shuffle.changed("subjects"):
            values = self._shuffle.values("subjects", subject)
            stands = sorted((read(told) for kind, *(told, *_) in values if kind == "stand"), key=lambda s: s.iri)
            gone = {(known_iri(v[1]), known_iri(v[2])) for v in values if v[0] == "replaced"}
            if not stands:
                yield f"subject {subject}", None
                continue
            conflicts = find_conflicts(stands, gone, self.knowledge)
            facts = find_facts(stands, gone, conflicts, self.knowledge)
            told = sorted({p for stand in stands for p in stand.propositions})
            yield f"subject {subject}", SubjectPart(known_iri(subject), tuple(told), tuple(facts), tuple(conflicts))

    def _entities(self) -> Changed:
        """The merged entities; the families of systems and what is there to be linked to follow from them."""
        self._gather()
        if list(self._shuffle.changed("families")):
            systems = {
                known_iri(iri): {(family, tuple(parts)) for family, parts in told}
                for iri, told in self._shuffle.values("families", "")
            }
            tied = tie_families(systems, self.knowledge.reference)
            self._shuffle.put("clusters", "families", [(iri, ["broader", wider]) for iri, wider in tied])
            self._gather()
        for iri in self._shuffle.changed("linked"):
            entity = self._entity(known_iri(iri))
            yield f"entity {iri}", None if entity is None else self._linked(entity)

    def _gather(self) -> None:
        for iri in self._shuffle.changed("clusters"):
            self._note(known_iri(iri), self._entity(known_iri(iri)))
            self._shuffle.mark("linked", [iri])

    def _entity(self, iri: URIRef) -> Entity | None:
        values = self._shuffle.values("clusters", iri)
        bodies = [body_read(value[1]) for value in values if value[0] == "is"]
        if bodies:
            body = bodies[0]
            body.links |= {(known_iri(p), known_iri(v)) for value in values if value[0] == "links" for p, v in value[1]}
            broader = {(SKOS.broader, known_iri(value[1])) for value in values if value[0] == "broader"}
            if not any(predicate == SKOS.broader for predicate, _ in body.links):
                body.links |= broader
            return body.entity(iri)
        for value in values:
            if value[0] == "source":
                return Body(Kind.ACTOR, value[1], set(map(known_iri, value[2]))).entity(iri)
        if values and iri in self.knowledge.reference:
            record = self.knowledge.reference[iri]
            identity = self._linker.reference(record, "")
            types = {*identity.types, KG.ReferenceEntity}
            return Body(record.kind, identity.label, types, set(record.names), set(identity.links)).entity(iri)
        return None

    def _note(self, iri: URIRef, entity: Entity | None) -> None:
        """Note whether there is an entity, what it links to, and of a system its models."""
        before = bool(self._shuffle.values("there", iri))
        if before != (entity is not None):
            self._shuffle.put("there", iri, [] if entity is None else [(iri, None)], reduced=False)
            self._shuffle.mark("linked", self._shuffle.sources("pointing", iri))
        links = entity.links if entity is not None else ()
        targets = [(str(v), None) for p, v in links if p in _ONLY_TO_WHAT_IS_THERE]
        self._shuffle.put("pointing", iri, targets, reduced=False)
        told: list[Model] = []
        if entity is not None and entity.kind is Kind.SYSTEM and KG.ReferenceEntity not in entity.types:
            told = sorted(models({entity.label, *entity.names}, self._namer))
        self._shuffle.put("families", iri, [("", [iri, told])] if told else [])

    def _linked(self, entity: Entity) -> Entity:
        """The entity with the links that lead somewhere."""
        there = self._shuffle.values
        links = (
            (p, v)
            for p, v in entity.links
            if p not in _ONLY_TO_WHAT_IS_THERE or (v != entity.iri and there("there", str(v)))
        )
        return replace(entity, links=tuple(links))

    def _analogies(self) -> Changed:
        for incident in self._shuffle.changed("portraits"):
            self._portray(incident)
        held = dict(self.connection.execute("SELECT iri, digest FROM merge_analogy"))
        for analogy in find_analogies(self._portraits(), self._comparisons(), self._copies.all(), self.knowledge):
            told = digest(analogy, length=16)
            if held.pop(str(analogy.iri), None) != told:
                self.connection.execute("INSERT OR REPLACE INTO merge_analogy VALUES (?, ?)", (analogy.iri, told))
                yield f"analogy {analogy.iri}", analogy
        for iri in sorted(held):
            self.connection.execute("DELETE FROM merge_analogy WHERE iri = ?", (iri,))
            yield f"analogy {iri}", None

    def _portray(self, incident: str) -> None:
        """Gather what articles tell of an incident: who and what, each with the first claim or event that has it."""
        told: dict[str, dict[str, str]] = {"claim": {}, "event": {}}
        for kind, feature, through in self._shuffle.values("portraits", incident):
            told[kind][feature] = min(through, told[kind].get(feature, through))
        row = (incident, json.dumps(told, sort_keys=True, separators=(",", ":")))
        self.connection.execute("INSERT OR REPLACE INTO merge_portrait VALUES (?, ?)", row)

    def _portraits(self) -> dict[URIRef, Portrait]:
        """Of each incident the actors that speak or are spoken of, weapons, their classes, those of its events."""
        taxonomy, found = self.knowledge.taxonomy, dict[URIRef, Portrait]()
        types = cache(self._types)
        query = """SELECT iri, label, told FROM merge_cluster LEFT JOIN merge_portrait ON incident = iri
                   WHERE stage = 'incidents' ORDER BY iri"""
        for iri, label, text in self.connection.execute(query).fetchall():
            features: dict[URIRef, URIRef] = {}
            told = json.loads(text) if text else {"claim": {}, "event": {}}
            for claim, thing in sorted((claim, thing) for thing, claim in told["claim"].items()):
                classes = types(thing)
                if {KG.Publisher, KG.AnonymousSource} & classes:
                    continue
                if taxonomy.any_is_a(classes, KG.WeaponSystem):
                    weapons = (t for t in sorted(classes) if taxonomy.is_a(t, KG.WeaponSystem))
                    named = [known_iri(thing), *weapons]
                else:
                    named = [known_iri(thing)] if self.knowledge.minter.kind(thing) is Kind.ACTOR and classes else []
                for feature in named:
                    features.setdefault(feature, known_iri(claim))
            for class_, event in told["event"].items():
                features.setdefault(known_iri(class_), known_iri(event))
            found[known_iri(iri)] = Portrait(label, features)
        return found

    def _types(self, iri: str) -> frozenset[URIRef]:
        """The classes of a merged entity."""
        entry = self.knowledge.reference.get(known_iri(iri))
        names = self._who.assigned.names(known_iri(iri))
        if names:
            return frozenset(self._who.assigned.body(names[0]).named(known_iri(iri)).types)
        return frozenset(entry.types) if entry is not None else frozenset()

    def _comparisons(self) -> Drawn:
        found: Drawn = {}
        for key in self._shuffle.keys("drawn"):
            one, two = map(known_iri, key.split())
            found[one, two] = {
                (known_iri(article), Mention(*told)) for article, *told in self._shuffle.values("drawn", key)
            }
        return found


def _without_words(extraction: Extraction) -> Extraction:
    """The entities and claims of an article without its text, mentions and grounds."""
    nothing = Mention(0, 0, "")
    entities = (replace(e, mentions=()) for e in extraction.entities)
    claims = (
        replace(c, mention=nothing, cue=None, claimer_mention=None, content_mentions=(), grounds=())
        for c in extraction.claims
    )
    article = replace(extraction.article, text="")
    return replace(extraction, article=article, entities=tuple(entities), claims=tuple(claims), comparisons=())


def _turned(decision: Decision) -> Decision:
    return replace(decision, subject=decision.object, object=decision.subject)


def _portraits(
    extraction: Extraction, claims: Iterable[Claim], merged: dict[URIRef, URIRef]
) -> Iterator[tuple[str, Json]]:
    """What claims name of the incidents that they are about, and the classes of the events of incidents."""
    first: dict[tuple[URIRef, URIRef], URIRef] = {}
    for claim in claims:
        objects = {p.object for p in claim.propositions if isinstance(p.object, URIRef)}
        for thing in {claim.claimer, *claim.relays} | objects:
            for incident in claim.about:
                first.setdefault((incident, thing), claim.iri)
    yield from ((incident, ["claim", thing, claim]) for (incident, thing), claim in first.items())
    for entity in extraction.entities:
        for predicate, target in entity.links:
            if predicate in (KG.about, SEM.subEventOf) and isinstance(target, URIRef) and entity.iri in merged:
                yield from ((merged.get(target, target), ["event", t, merged[entity.iri]]) for t in entity.types)


def _drawn(extraction: Extraction, merged: dict[URIRef, URIRef]) -> Iterator[tuple[str, Json]]:
    """The pairs of incidents that the article compares, with its words."""
    for comparison in extraction.comparisons:
        one, two = sorted(merged.get(iri, iri) for iri in comparison.incidents)
        if one != two:
            mention = comparison.mention
            yield f"{one} {two}", [extraction.iri, mention.begin, mention.end, mention.words]
