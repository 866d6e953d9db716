"""Who is who in a collection, kept, and brought up to date by the articles that came, changed or went.

The stages follow one another: names, incidents with their vehicles, systems without a name, events. Each marks for the
next the articles for which its answer is another than before, so that the cost is that of what changed, and the result
that of a merge from nothing.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from rdflib import URIRef

from kg.alignment.alignment import Alignment
from kg.alignment.decisions import Decisions
from kg.alignment.entities import entity_alignment
from kg.alignment.incidents import incident_alignment
from kg.alignment.rows import Brought
from kg.knowledge import Knowledge
from kg.merging.assigned import STAGES, Assigned, Reasons
from kg.merging.bodies import Body, told_read
from kg.merging.bringing import Staged, StageTask, decided_keys
from kg.merging.following import Following, follow, joined_keys
from kg.merging.making import Maker, call
from kg.merging.naming import Named, name_groups, name_key
from kg.merging.shuffle import Shuffle
from kg.model import Kind, known_iri

_LEVELS = ("incidents", "unnamed", "events", "claims")
"""What reads an article's entities in the terms of the stages before it."""
_AT_ONCE = 10_000
"""Articles that are marked together."""


class WhoIsWho:
    """The merged entities of a collection and the members of each.

    Args:
        connection: of an SQLite database.
        shuffle: in the same database.
        knowledge: the ontology.
        decisions: what people decided.
        record: gives an article that was put as :func:`kg.graphs.records.encode` writes it, words and mentions left out
            or not; None for one that is gone.
        read: reads articles for a stage, in any order.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        shuffle: Shuffle,
        knowledge: Knowledge,
        decisions: Decisions,
        record: Callable[[URIRef], bytes | None],
        read: Callable[[Iterable[StageTask]], Iterable[Staged]],
    ) -> None:
        self.knowledge, self.decisions, self._record, self._read = knowledge, decisions, record, read
        self._connection, self.shuffle, self.assigned = connection, shuffle, Assigned(connection)
        self._entities = entity_alignment(connection, knowledge, decisions)
        self._incidents = incident_alignment(connection, knowledge, decisions)
        self._maker, self._moved = Maker(knowledge), defaultdict[str, set[str]](set)

    def take(self, article: URIRef, entities: Iterable[Brought]) -> None:
        """Take in an article by what :meth:`bring` made of it."""
        self._entities.take(article, entities)
        self._mark(_LEVELS, [article])

    def remove(self, article: URIRef) -> None:
        """Forget an article."""
        self._entities.put(article, ())
        self._incidents.put(article, ())
        for stage in ("unnamed", "events"):
            self.shuffle.put(f"{stage} keys", article)
            self.shuffle.put(f"{stage} decided", article)
        self._mark(("claims",), [article])

    def settle(self) -> None:
        """Find anew who is who; the articles for which that is new are then marked for the stage *claims*.

        Each stage is committed: one huge transaction would slow SQLite down.
        """
        self._align("entities", self._entities)
        for staged in self._staged("incidents"):
            self._incidents.take(staged.article, staged.rows)
        self._align("incidents", self._incidents)
        for stage in ("unnamed", "events"):
            for staged in self._staged(stage):
                self._follow(stage, staged)
            self._settle_followers(stage)
        self._mark(("claims",), (a for iri in self.decisions.named for a in self.assigned.articles_naming(iri)))

    def _staged(self, stage: str) -> Iterable[Staged]:
        """What the marked articles bring to a stage."""
        return self._read(self._tasks(stage))

    def _tasks(self, stage: str) -> Iterator[StageTask]:
        for article in map(known_iri, self.shuffle.changed(stage)):
            record = self._record(article)
            if record is not None:
                yield StageTask(stage, record, self.assigned.places_before(article, stage))

    def _mark(self, levels: Iterable[str], articles: Iterable[str]) -> None:
        articles = list(articles)
        for level in levels:
            self.shuffle.mark(level, articles)

    def _mark_moved(self) -> None:
        """Mark the articles for which a stage's answer is new."""
        for stage, articles in self._moved.items():
            self._mark(_LEVELS[STAGES.index(stage) :], articles)
        self._moved.clear()

    def _move(self, stage: str, articles: set[str]) -> None:
        """Note articles for which a stage's answer is new: each is met with every one of its entities."""
        moved = self._moved[stage]
        moved |= articles
        if len(moved) > _AT_ONCE:
            self._mark_moved()

    def _align(self, stage: str, alignment: Alignment[Any]) -> None:
        """Take in what an alignment has found anew."""
        for first, group in alignment.settle():
            name = f"{stage} {first}"
            self._move(stage, self.assigned.place_group(name, group))
            if group is None:
                self._remove(name)
                continue
            entity = "" if group.whole else group.name
            told = [told_read(text) for text in alignment.rows.told(group.rows, entity)]
            if stage == "entities":
                kind = Kind(alignment.rows.features(group.rows[0]).kind)
                body = self._maker.entity(kind, told, group.reference)
            else:
                body = self._maker.incident(told, group.reference)
            rank = Named(0, group.reference is None, -len(group.members), first, name)
            self._put(name, stage, body, name_key(body.kind, body.label, group.reference), rank)
        self._end_stage()

    def _put(self, name: str, stage: str, body: Body, key: str, rank: Named) -> None:
        """Note a cluster and the name that it would have."""
        if self.assigned.put(name, stage, body):
            self.shuffle.mark("naming", [key])
        self.shuffle.put("naming", name, [(key, rank)])

    def _remove(self, name: str) -> None:
        """Forget a cluster."""
        self.assigned.put(name, "", None)
        for stage in ("naming", "clusters", "records"):
            self.shuffle.put(stage, name)
        self.shuffle.put("clusters", f"vehicle of {name}")

    def _end_stage(self) -> None:
        """Give IRIs to what the stage has made, and mark the articles for which that is new."""
        for key in self.shuffle.changed("naming"):
            held = [Named(*value) for value in self.shuffle.values("naming", key)]
            for name, iri in name_groups(key, held, self.knowledge.reference, self.knowledge.minter).items():
                self._call(name, iri)
        self._mark_moved()
        self._connection.commit()

    def _call(self, name: str, iri: URIRef) -> None:
        """Give a cluster its IRI."""
        stage, body = self.assigned.made(name)
        called = call(body, iri, self.knowledge.minter)
        self._move(stage, self.assigned.call(name, iri, called))
        self.shuffle.put("clusters", name, [(iri, called.is_)])
        if stage == "incidents":
            beside = () if called.vehicle is None else [(str(called.vehicle), called.vehicle_is)]
            self.shuffle.put("clusters", f"vehicle of {name}", beside)
            self.shuffle.put("records", name, [(iri, None)] if iri in self.knowledge.reference else ())

    def _follow(self, stage: str, staged: Staged) -> None:
        """Put the followers of an article under their keys."""
        emitted = [(each.key, [each.entity, each.article, each.told, each.part]) for each in staged.followers]
        decided = [("", [iri, key]) for iri, key in decided_keys(staged.followers, self.decisions).items()]
        self.shuffle.put(f"{stage} keys", staged.article, emitted)
        self.shuffle.put(f"{stage} decided", staged.article, decided)

    def _settle_followers(self, stage: str) -> None:
        done: set[str] = set()
        decided = {known_iri(iri): key for iri, key in self.shuffle.values(f"{stage} decided", "")}
        if list(self.shuffle.changed(f"{stage} decided")):
            self.shuffle.mark(f"{stage} keys", decided.values())
        for key in self.shuffle.changed(f"{stage} keys"):
            if key not in done:
                keys = joined_keys(key, decided, self.decisions)
                done |= keys
                self._settle_keys(stage, sorted(keys))
        self._end_stage()

    def _settle_keys(self, stage: str, keys: list[str]) -> None:
        """Group anew what is under some keys."""
        followers = [
            Following(key, known_iri(iri), article, told, part)
            for key in keys
            for iri, article, told, part in self.shuffle.values(f"{stage} keys", key)
        ]
        before = {name for key in keys for name in self.shuffle.keys_of(f"{stage} names", key)}
        names: dict[str, list[str]] = {key: [] for key in keys}
        for cluster in follow(stage, followers, self.decisions):
            if cluster.naming is not None:
                self._put(cluster.name, stage, cluster.body, *cluster.naming)
            elif cluster.local is not None:
                self.assigned.put(cluster.name, stage, cluster.body)
                self._call(cluster.name, self.knowledge.minter.iri(Kind.EVENT, cluster.local))
            names[cluster.key].append(cluster.name)
            self._move(stage, self.assigned.follow(cluster.name, cluster.members, cluster.why))
        for key, held in names.items():
            self.shuffle.note(f"{stage} names", key, held)
        for name in sorted(before - set(chain(*names.values()))):
            self._move(stage, self.assigned.follow(name, {}, Reasons(0.0, ())))
            self._remove(name)
