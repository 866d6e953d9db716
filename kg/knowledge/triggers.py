"""The words that tell of events, with the frame that maps what depends on them to the roles of the event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import RDF, URIRef

from kg.knowledge.ontolex import OntoLex
from kg.vocabulary import KG, LEXINFO, ONTOLEX, SYNSEM

_ARGUMENTS = (LEXINFO.subject, LEXINFO.directObject, LEXINFO.prepositionalAdjunct)


@dataclass(frozen=True)
class Trigger:
    """A word that tells of an event; ``subject``, ``object`` and ``by`` name the roles its dependents fill.

    A noun's object follows *of*. ``objects`` are the only head nouns that its object may have, where the frame says so.
    ``loss`` is "yes" where the word tells of the loss of a vehicle as a whole and so may introduce an incident,
    "anaphor" where it only refers back to one. ``vehicle`` is the class of vehicle that the word itself implies.
    """

    lemma: str
    class_: URIRef
    loss: str = ""
    subject: str = ""
    object: str = ""
    by: str = ""
    objects: frozenset[str] = frozenset()
    vehicle: URIRef | None = None


def read_triggers(files: Iterable[Path]) -> dict[tuple[str, str], Trigger]:
    """Every trigger by lemma and part of speech (VERB or NOUN)."""
    lexicon = OntoLex(files)
    found: dict[tuple[str, str], Trigger] = {}
    for entry in lexicon.entries():
        sense = lexicon.sense(entry)
        class_ = URIRef(lexicon.text(sense, ONTOLEX.reference))
        back = "anaphor" if lexicon.flag(sense, KG.refersBack) else ""
        loss = "yes" if lexicon.flag(sense, KG.tellsLoss) else back
        implied = lexicon.text(sense, KG.impliesVehicle)
        roles = {
            pos: _roles(lexicon, entry, frame)
            for pos, frame in (("VERB", LEXINFO.VerbFrame), ("NOUN", LEXINFO.NounFrame))
        }
        for form in lexicon.forms(entry):
            vehicle = URIRef(implied) if implied else None
            found[form.lemma, form.pos] = Trigger(form.lemma, class_, loss, vehicle=vehicle, **roles[form.pos])
    return found


def _roles(lexicon: OntoLex, entry: Any, kind: URIRef) -> dict[str, Any]:
    """What the arguments of the entry's frame of one kind fill."""
    roles: dict[str, Any] = {}
    for frame in lexicon.frames(entry):
        if str(kind) not in (str(t.value) for t in lexicon.values(frame, RDF.type)):
            continue
        for property_ in _ARGUMENTS:
            for argument in lexicon.values(frame, property_):
                place = "subject" if property_ == LEXINFO.subject else "object"
                place = "by" if lexicon.text(argument, SYNSEM.marker) == "by" else place
                roles[place] = lexicon.text(argument, KG.role).rsplit("#", 1)[-1]
                heads = frozenset(str(h.value) for h in lexicon.values(argument, KG.headNoun))
                if heads:
                    roles["objects"] = heads
    return roles
