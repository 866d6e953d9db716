"""What struck: weapons that the words say were used, or are held responsible."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.cast import Occurrence
from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.parse import Token
from kg.extraction.syntax import direct_object, is_passive
from kg.model import Kind
from kg.vocabulary import KG

_WARDING = ("intercept", "deflect", "repel", "threaten", "display", "activate")


def weapons(text: Text) -> Iterator[Fact]:
    """The weapon of each incident, at every phrase that says that it was used."""
    for occurrence in text.cast.occurrences:
        if occurrence.draft.kind is not Kind.SYSTEM or not text.is_a(occurrence.draft, KG.WeaponSystem):
            continue
        token = text.doc[occurrence.head]
        if _only_refers_back(occurrence, token) or _in_a_larger(text, occurrence, token) or not _used(text, token):
            continue
        incident = text.incidents.near(token)
        if incident is not None:
            yield Fact(incident, KG.weaponSystem, occurrence.draft, token)


def _in_a_larger(text: Text, occurrence: Occurrence, token: Token) -> bool:
    """*Xyz* of *Xyz missile*: the phrase is read, not the name in it."""
    larger = text.cast.covering(token) if occurrence.form == "name" else None
    return larger is not None and larger.head != occurrence.head


def _only_refers_back(occurrence: Occurrence, token: Token) -> bool:
    """*the missile* of *a Ruritanian missile* that somebody spoke of: it is as sure as those words were."""
    bare = occurrence.end - occurrence.start == 1 and len(occurrence.draft.label.split()) > 1
    return occurrence.form == "nominal" and bare and any(c.lower_ == "the" for c in token.children)


def _used(text: Text, weapon: Token) -> bool:
    """Whether the sentence says of the weapon that it struck, or is what was used or held responsible."""
    doc, chain = weapon.doc, list(weapon.ancestors)[:5]
    if any(above.lemma_ in _WARDING for above in chain):
        return False
    for above in [weapon, *chain]:
        if above.dep_ == "prep" and above.lower_ in ("for", "to", "about", "like"):
            return False
        if above is not weapon and _strikes(text, above):
            return _strikes_the_vehicle(text, above, weapon)
        if any(c.lemma_ == "responsible" for c in above.children) and above.lemma_ == "be":
            return True
    following = doc[weapon.i + 1] if weapon.i + 1 < len(doc) else None
    return following is not None and _strikes(text, following) and following.pos_ == "NOUN"


def _strikes_the_vehicle(text: Text, strike: Token, weapon: Token) -> bool:
    """Whether what is struck is the vehicle, or not said; of a launch, whether the weapon is what is launched."""
    trigger, target = text.incidents.trigger(strike), direct_object(strike)
    if strike.pos_ != "VERB" or trigger is None:
        return True
    if text.knowledge.taxonomy.is_a(trigger.class_, KG.Launch):
        return is_passive(strike) or (target is not None and target.left_edge.i <= weapon.i <= target.right_edge.i)
    return target is None or any(t.i in text.incidents.at for t in target.subtree)


def _strikes(text: Text, token: Token) -> bool:
    trigger = text.incidents.trigger(token)
    if trigger is None:
        return token.lemma_ in ("cause", "use") and any(
            text.incidents.trigger(t) is not None for t in token.subtree if t is not token
        )
    taxonomy = text.knowledge.taxonomy
    return any(taxonomy.is_a(trigger.class_, c) for c in (KG.Strike, KG.Destruction, KG.Launch))
