"""Incidents side by side: who and what the claims on each name, its events, and the phases that pairs share."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

from rdflib import URIRef
from rdflib.term import Node

from kg.exporting.page.lookup import Lookup
from kg.vocabulary import KG, RDF, RDFS, SEM


def read_comparison(lookup: Lookup, incidents: list[URIRef]) -> dict[str, Any]:
    """What the compare view sets side by side.

    ``phases`` gives id and label of each phase in its order. ``incidents`` gives of each the actors and weapons that
    its claims name (as :mod:`kg.merging.analogies` counts them: no publishers, no unnamed sources), and by phase its
    events, each with those of its classes that incidents share. ``pairs`` gives for each analogy the phases of both,
    and those of one alone.
    """
    phases = _phases(lookup)
    known = {lookup.id(phase) for phase in phases}
    weapons = set(lookup.instances(KG.WeaponSystem))
    voiceless = set(lookup.instances(KG.Publisher, KG.AnonymousSource))
    named, shared = _named(lookup), set(lookup.values(KG.shares))
    sides = {}
    for incident in incidents:
        things = sorted(t for t in named[incident] if t not in voiceless)
        sides[lookup.id(incident)] = {
            "actors": [lookup.id(t) for t in things if lookup.kinds.get(t) == "actor"],
            "weapons": [lookup.id(t) for t in things if t in weapons and t in lookup.kinds],
            "events": _events(lookup, incident, known, shared),
        }
    return {
        "phases": [[lookup.id(phase), lookup.label(phase)] for phase in phases],
        "incidents": sides,
        "pairs": _pairs(lookup, known),
    }


def incident_events(lookup: Lookup, incident: URIRef) -> list[URIRef]:
    """The events that are parts of an incident or about it, sorted."""
    found = {s for p in (KG.about, SEM.subEventOf) for s in lookup.subjects(p, incident)}
    return sorted(s for s in found if isinstance(s, URIRef) and lookup.kinds.get(s) == "event")


def _phases(lookup: Lookup) -> list[URIRef]:
    """The phases that the graph speaks of, in their order where it is told."""
    told = {o for p in (KG.sharesPhase, KG.phase) for o in lookup.values(p)}
    told |= {
        o
        for s in lookup.subjects(RDF.type, KG.Difference)
        for o in lookup.objects(s, KG.has)
        if lookup.class_kind(o) is None
    }
    phases = [phase for phase in told if isinstance(phase, URIRef)]
    return sorted(phases, key=lambda p: (int(lookup.text(p, KG.order) or 99), str(p)))


def _named(lookup: Lookup) -> dict[URIRef, set[URIRef]]:
    """Incident → what claims about it name: who speaks, whom they cite, the objects of what they say."""
    found: dict[URIRef, set[URIRef]] = defaultdict(set)
    for claim in lookup.instances(KG.Claim):
        about = lookup.iris(claim, KG.about)
        if about:
            told = {*lookup.iris(claim, KG.claimer), *lookup.iris(claim, KG.relays)}
            told.update(o for p in lookup.iris(claim, KG.proposition) for o in lookup.iris(p, RDF.object))
            for incident in about:
                found[incident] |= told
    return found


def _events(lookup: Lookup, incident: URIRef, phases: set[str], shared: set[Node]) -> dict[str, list[list[str]]]:
    """Phase, or nothing → the events of it: each an id, and the ids of its classes that incidents share."""
    found: dict[str, list[list[str]]] = {}
    for event in incident_events(lookup, incident):
        classes = [lookup.id(c) for c in lookup.iris(event, RDF.type) if c in shared]
        found.setdefault(_phase(lookup, event, phases), []).append([lookup.id(event), *classes])
    return found


def _phase(lookup: Lookup, event: URIRef, phases: set[str]) -> str:
    """The phase of an event's nearest class that has one, empty without."""
    classes = lookup.iris(event, RDF.type)
    above = {up for cls in classes for up in lookup.iris(cls, RDFS.subClassOf)} | set(classes)
    for cls in sorted(above, key=lambda c: (-len(lookup.iris(c, RDFS.subClassOf)), c)):
        if (phase := lookup.iri(cls, KG.phase)) is not None and lookup.id(phase) in phases:
            return lookup.id(phase)
    return ""


def _pairs(lookup: Lookup, phases: set[str]) -> list[dict[str, Any]]:
    pairs: dict[tuple[str, str], dict[str, list[str]]] = {}
    for analogy in lookup.instances(KG.Analogy):
        for pair in combinations(sorted(lookup.id(i) for i in lookup.iris(analogy, KG.incident)), 2):
            found = pairs.setdefault(pair, {"both": [], pair[0]: [], pair[1]: []})
            found["both"] += [lookup.id(phase) for phase in lookup.iris(analogy, KG.sharesPhase)]
            for difference in lookup.iris(analogy, KG.difference):
                for incident in lookup.iris(difference, KG.onlyIn):
                    alone = found.setdefault(lookup.id(incident), [])
                    alone += [i for o in lookup.iris(difference, KG.has) if (i := lookup.id(o)) in phases]
    return [{"incidents": list(pair), "phases": found} for pair, found in sorted(pairs.items())]
