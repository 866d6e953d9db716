"""Who is said to have done it, or what: the doer of a verb of loss, whoever is *responsible*."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.circumstances.model import Fact, Text
from kg.extraction.incidents import Incident
from kg.extraction.parse import Token
from kg.extraction.syntax import agent, conjuncts, is_passive, subject
from kg.minting import slug
from kg.model import Kind
from kg.vocabulary import KG


def responsible(text: Text) -> Iterator[Fact]:
    """The responsible actors of every incident."""
    yield from _doers(text)
    for token in text.cast.tokens:
        if text.knowledge.lexicon.responsibility.get((token.lemma_.lower(), token.pos_)) == "subject":
            yield from _held(text, token)


def _doers(text: Text) -> Iterator[Fact]:
    for incident in text.incidents.incidents:
        for reference in incident.references:
            if reference.trigger is None or reference.trigger.by != "responsibleActor":
                continue
            verb = reference.head
            active = verb.pos_ == "VERB" and not is_passive(verb)
            source = subject(verb) if active else agent(verb)
            for one in conjuncts(source) if source is not None else []:
                yield from _doer(text, incident, one, verb)


def _doer(text: Text, incident: Incident, noun: Token, verb: Token) -> Iterator[Fact]:
    """Who did it; a vehicle is what it was done with: *shot down by two fighter jets*."""
    if noun.i in text.incidents.at:
        return  # *the jet shot down was …*: what was lost did nothing
    models = [o for t in (noun, *noun.lefts) if (o := text.cast.at(t)) and text.is_a(o.draft, KG.VehicleModel)]
    actor, entry = text.actor(noun), text.knowledge.lexicon.nouns.get(noun.lemma_.lower())
    if models:
        yield Fact(incident, KG.weaponSystem, models[0].draft, text.doc[models[0].head])
    elif entry is not None and entry.role == "vehicle":
        start = min([noun.i, *(t.i for t in noun.lefts if t.dep_ in ("amod", "compound"))])
        words = text.doc[start : noun.i + 1]
        draft = text.cast.draft(("attacker", slug(words.text)), Kind.SYSTEM, [entry.class_])
        text.cast.occur(draft, start, noun.i + 1, noun.i, "nominal")
        yield Fact(incident, KG.weaponSystem, draft, noun)
    elif actor is not None:
        yield Fact(incident, KG.responsibleActor, actor, verb)


def _held(text: Text, token: Token) -> Iterator[Fact]:
    """*X was responsible*, *X was behind it*."""
    doer = subject(token.head) if token.dep_ in ("acomp", "attr", "prep") else None
    actor = text.actor(doer) if doer is not None else None
    incident = text.incidents.near(token)
    if actor is not None and incident is not None:
        yield Fact(incident, KG.responsibleActor, actor, token)
