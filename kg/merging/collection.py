"""The merge of a collection, kept, and brought up to date by the articles that came, changed or went.

Who is who comes first (:mod:`kg.merging.who`), then the claims of each article in those terms, then what claims make
together: revisions, conflicts and facts of each subject, and analogies. What comes out are those parts of the merged
graph that are not what they were.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from rdflib import URIRef

from kg.alignment.decisions import Decisions
from kg.graphs.written import Written
from kg.knowledge import Knowledge
from kg.merging.analogies import Drawn, find_analogies
from kg.merging.articles import ArticleTask, Brought
from kg.merging.copies import Copies
from kg.merging.families import tie_families
from kg.merging.likeness import Likeness
from kg.merging.linking import Linker
from kg.merging.portraits import Portraits
from kg.merging.records import record_identifier, recorded_incident
from kg.merging.reducing import revise
from kg.merging.shuffle import Shuffle
from kg.merging.tasks import Doing, EntityTask, Here, Noted, NoteTask, SubjectTask, Task
from kg.merging.telling import TOLD
from kg.merging.who import WhoIsWho
from kg.model import Analogy, Decision, Extraction, Kind, Mention, Part, known_iri

_TABLES = """
CREATE TABLE IF NOT EXISTS merge_article(iri TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merge_analogy(one TEXT, two TEXT, digest TEXT NOT NULL, PRIMARY KEY(one, two)
) WITHOUT ROWID;
"""

Changed = Iterator[tuple[str, Part | Written | None]]
"""Parts of the merged graph by what they are called, *entity IRI*; None for one that is gone.

One is written already where its task was done elsewhere.
"""


class Collection:
    """The merged graph of a collection.

    Args:
        connection: of an SQLite database; whoever calls commits, as :meth:`settle` does on its way, and begins anew
            where another program, ontology or other decisions made what is in it.
        knowledge: the ontology.
        decisions: what people decided; they outrank every score.
        record: gives an article that was put, as :func:`kg.graphs.records.encode` writes it.
        doing: who does the tasks; None does them here.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        knowledge: Knowledge,
        decisions: Decisions,
        record: Callable[[URIRef], bytes],
        doing: Doing | None = None,
    ) -> None:
        connection.executescript(_TABLES)
        self.connection, self.knowledge, self.decisions = connection, knowledge, decisions
        self._load, self._doing = record, doing or self._here
        self._shuffle, self._linker = Shuffle(connection), Linker(knowledge)
        self._who = WhoIsWho(connection, self._shuffle, knowledge, decisions, self._lean, self._doing.stage)
        self._copies, self._likeness = Copies(connection), Likeness()
        self._portraits = Portraits(connection, self._who.assigned, knowledge)

    @cached_property
    def _here(self) -> Here:
        return Here(self.knowledge, self.decisions)

    def ahead(self) -> None:
        """Read what is held of all incidents; for whoever has time before articles come, as the end needs it."""
        if self._portraits.any():
            self._likeness.update(self._portraits.all())

    def put(self, extraction: Extraction) -> None:
        """Take in an article, in place of what it was."""
        self.take(self._here.bring(extraction))

    def take(self, found: Brought) -> None:
        """Take in what an article brings, in place of what it was."""
        row = (found.iri, found.record)
        self.connection.execute("INSERT OR REPLACE INTO merge_article VALUES (?, ?)", row)
        self._copies.put(found.iri, None)
        self._copies.take(found.iri, found.name, found.shingles)
        self._who.take(found.iri, found.entities)

    def remove(self, article: URIRef) -> None:
        """Forget an article."""
        self.connection.execute("DELETE FROM merge_article WHERE iri = ?", (article,))
        self._copies.put(article, None)
        self._who.remove(article)

    def settle(self) -> Changed:
        """The parts that have changed since the last time; to be read to the end.

        One may commit after each: what is not done by then is done, and given, the next time.
        """
        self._who.settle()
        self._shuffle.mark("claims", self._copies.settle())
        for incident in self._shuffle.changed("records"):
            self._shuffle.mark("claims", [self._record_iri(known_iri(incident))])
        self.connection.commit()
        yield from self._articles("claims")
        self._revise()
        yield from self._articles("superseded")
        yield from self._subjects()
        yield from self._entities()
        yield from self._analogies()

    def unheeded(self) -> list[Decision]:
        """The decisions that could not be followed."""
        heeded = set(self._heeded())
        return [decision for decision in self.decisions.rows if decision not in heeded]

    def _lean(self, article: URIRef) -> bytes | None:
        """The record of an article without its words."""
        found = self.connection.execute("SELECT record FROM merge_article WHERE iri = ?", (article,)).fetchone()
        return None if found is None else bytes(found[0])

    def _record_iri(self, incident: URIRef) -> URIRef:
        return self.knowledge.minter.iri(Kind.ARTICLE, record_identifier(incident))

    def _record(self, article: URIRef) -> bytes | None:
        """The record of an article, empty where it is one of the reference data; None for one that is gone."""
        if self.connection.execute("SELECT 1 FROM merge_article WHERE iri = ?", (article,)).fetchone() is not None:
            return self._load(article)
        incident = recorded_incident(article, self.knowledge.minter)
        known = incident in self.knowledge.reference and self._record_iri(incident) == article
        return b"" if known and self._shuffle.values("records", incident) else None

    def _articles(self, stage: str) -> Changed:
        """The parts of the articles that are marked, with what they put under keys where that may be new."""
        gone: list[URIRef] = []
        for done in self._doing.do(self._tasks(stage, gone)):
            for each, told in done.told.items():
                self._shuffle.take(each, done.name.partition(" ")[2], told, reduced=each != "drawn")
            yield done.name, done.part
        for article in gone:
            for each in TOLD:
                self._shuffle.put(each, article)
            yield f"article {article}", None
        self._shuffle.unmark(stage)

    def _tasks(self, stage: str, gone: list[URIRef]) -> Iterator[ArticleTask]:
        heeded = frozenset(self._heeded())
        for name in self._shuffle.marked(stage):
            article = known_iri(name)
            record = self._record(article)
            if record is None:
                gone.append(article)
                continue
            places = self._who.assigned.places(article)
            told = self._shuffle.values("superseded", article)
            superseded = tuple((known_iri(new), known_iri(old)) for new, old in told)
            copy_of = self._copies.original(article)
            yield ArticleTask(article, record, places, superseded, copy_of, heeded, again=stage == "superseded")

    def _heeded(self) -> Iterator[Decision]:
        """The decisions that are followed."""

        def cluster_of(iri: URIRef) -> URIRef | None:
            return self._who.assigned.cluster_of(iri) or (iri if self._linker.knows(iri) else None)

        for decision in self.decisions.rows:
            one, two = cluster_of(decision.subject), cluster_of(decision.object)
            if one is not None and two is not None and (one == two) == decision.same:
                yield decision

    def _revise(self) -> None:
        """Find anew which claims supersede others, by speaker, subject and property."""
        for key in self._shuffle.changed("revisions"):
            superseded, replaced = revise(self._shuffle.values("revisions", key), self.knowledge)
            self._shuffle.put("superseded", key, superseded)
            self._shuffle.put("subjects", f"revision {key}", replaced)

    def _made(self, tasks: Iterable[Task]) -> Changed:
        for done in self._doing.do(tasks):
            yield done.name, done.part

    def _subjects(self) -> Changed:
        subjects = map(known_iri, self._shuffle.marked("subjects"))
        yield from self._made(SubjectTask(iri, self._shuffle.texts("subjects", iri)) for iri in subjects)
        self._shuffle.unmark("subjects")

    def _entities(self) -> Changed:
        """The merged entities; the families of systems and what is there to be linked to follow from them."""
        yield from self._gather()
        if list(self._shuffle.changed("families")):
            systems = {
                known_iri(iri): {(family, tuple(parts)) for family, parts in told}
                for iri, told in self._shuffle.values("families", "")
            }
            tied = tie_families(systems, self.knowledge.reference)
            self._shuffle.put("clusters", "families", [(iri, ["broader", wider]) for iri, wider in tied])
            yield from self._gather()
        yield from self._made(self._linked())
        self._shuffle.unmark("linked")

    def _gather(self) -> Changed:
        """The merged entities that are the same whatever else there is; the others are marked for *linked*."""
        changed = map(known_iri, self._shuffle.marked("clusters"))
        for noted in self._doing.note(NoteTask(iri, self._shuffle.texts("clusters", iri)) for iri in changed):
            self._note(noted)
            if not noted.targets:
                yield f"entity {noted.iri}", noted.part
        self._shuffle.unmark("clusters")
        for iri in self._shuffle.changed("there"):
            self._shuffle.mark("linked", self._shuffle.sources("pointing", iri))

    def _note(self, noted: Noted) -> None:
        """Note whether there is an entity, what it links to, and of a system its models."""
        iri = noted.iri
        if self._there(iri) != noted.there:
            self._shuffle.note("there", iri, [iri] if noted.there else ())
            self._shuffle.mark("there", [iri])
        self._shuffle.put("pointing", iri, [(target, None) for target in noted.targets], reduced=False)
        self._shuffle.put("families", iri, [("", [iri, noted.models])] if noted.models else [])
        if noted.targets:
            self._shuffle.mark("linked", [iri])

    def _linked(self) -> Iterator[EntityTask]:
        """The entities, each with what is there of that which it links to."""
        for iri in map(known_iri, self._shuffle.marked("linked")):
            there = filter(self._there, self._shuffle.keys_of("pointing", iri))
            yield EntityTask(iri, self._shuffle.texts("clusters", iri), frozenset(there))

    def _there(self, iri: str) -> bool:
        return bool(self._shuffle.keys_of("there", iri))

    def _analogies(self) -> Changed:
        for incident in self._shuffle.changed("portraits"):
            self._portraits.portray(incident, self._shuffle.values("portraits", incident))
        self._likeness.update(self._portraits.all())
        query = "SELECT one, two, digest FROM merge_analogy"
        held = {(one, two): follows for one, two, follows in self.connection.execute(query)}
        fresh = dict[tuple[str, str], str]()
        yield from self._made(self._new_analogies(held, fresh))
        rows = [(*incidents, follows) for incidents, follows in fresh.items()]
        self.connection.executemany("INSERT OR REPLACE INTO merge_analogy VALUES (?, ?, ?)", rows)
        for one, two in sorted(held):
            self.connection.execute("DELETE FROM merge_analogy WHERE one = ? AND two = ?", (one, two))
            yield f"analogy {self.knowledge.minter.hashed(Kind.ANALOGY, one, two)}", None

    def _new_analogies(self, held: dict[tuple[str, str], str], fresh: dict[tuple[str, str], str]) -> Iterator[Analogy]:
        """Those that are not held as they are, noted in ``fresh``; what there is again is taken out of ``held``."""
        for found in find_analogies(self._likeness, self._comparisons(), self._copies.all(), self.knowledge):
            if held.pop((found.one, found.two), None) != found.digest:
                fresh[found.one, found.two] = found.digest
                yield found.make()

    def _comparisons(self) -> Drawn:
        found: Drawn = {}
        for key in self._shuffle.keys("drawn"):
            one, two = key.split()
            found[one, two] = {
                (known_iri(article), Mention(*told)) for article, *told in self._shuffle.values("drawn", key)
            }
        return found
