"""Chains of relay: whom a speaker cites, through whom an utterance came, and what one says that another said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.attribution.quotations import Quotations
from kg.extraction.attribution.utterance import Utterance
from kg.extraction.cast import Occurrence
from kg.extraction.coreference import Coreference
from kg.extraction.parse import Token
from kg.extraction.syntax import SUBJECTS, agent, before_or_after, direct_object, subject
from kg.vocabulary import KG

_MAIN = ("ROOT", "parataxis")
_PEOPLE = (KG.Person, KG.Officials, KG.Experts, KG.Witnesses)
CITING = ("cite", "quote")
"""Verbs with which a speaker leans on another's words."""


def cited(verb: Token, coreference: Coreference) -> Iterator[Occurrence]:
    """Whom the speaker cites: *media, citing sources in the capital*."""
    source = subject(verb)
    for token in [verb, *([source] if source is not None else [])]:
        for child in token.children:
            if child.dep_ in ("acl", "advcl") and child.lemma_.lower() in CITING:
                noun = direct_object(child)
                for x in [noun, *noun.conjuncts] if noun is not None else []:
                    found = coreference.actor(x)
                    if found is not None:
                        yield found


def reported_by(verb: Token, coreference: Coreference) -> Iterator[Occurrence]:
    """Through whom the utterance came: *…, as reported by news outlets*."""
    for token in verb.subtree:
        if is_relay(token):
            by = agent(token)
            found = coreference.actor(by) if by is not None else None
            if found is not None:
                yield found


def is_relay(token: Token) -> bool:
    """*reported* of *…, as reported by news outlets*."""
    told = token.dep_ == "advcl" and token.lemma_ in ("report", *CITING)
    return told and any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children)


def chained(found: list[Utterance], quotations: Quotations) -> list[Utterance]:
    """Of *A reported that B said …* what B said is relayed by A.

    What stands in quotation marks is its speaker's alone, and what else somebody says of another's wishes, or of
    his own words, is part of what he says.
    """
    kept: list[Utterance] = []
    for inner in found:
        outer = [o for o in found if o.cue.start != inner.cue.start and o.holds(inner.cue.start)]
        if outer and (quotations.around(inner.cue.start) is not None or not _retold(inner, outer)):
            continue
        kept = [_cut(o, inner) if o in outer and o.claimer.draft is inner.claimer.draft else o for o in kept]
        relays = (o.claimer for o in outer if o.claimer.draft is not inner.claimer.draft and o.top == inner.cue[0])
        kept.append(replace(inner, relayed_by=(*inner.relayed_by, *relays)))
    return [outer for outer in kept if not any(_only_relays(outer, inner) for inner in kept)]


def _only_relays(outer: Utterance, inner: Utterance) -> bool:
    """Of *B said C, according to agency A* A says nothing itself: it stands behind B as the one who relays."""
    media = KG.NewsMedia in outer.claimer.draft.types and outer.claimer.draft is not inner.claimer.draft
    speaks = inner.claimer.form == "name" or any(c in inner.claimer.draft.types for c in _PEOPLE)
    told = outer.top == inner.cue[0] or (outer.cue[0].lower_ == "according" and inner.cue[0].dep_ in _MAIN)
    return media and speaks and told and outer.holds(inner.cue.start)


def _cut(outer: Utterance, inner: Utterance) -> Utterance:
    """What one says, up to the next thing that he says."""
    end = inner.cue.start
    parts = [p if p.end <= end else p.doc[p.start : end] for p in outer.content if p.start < end]
    while parts and len(parts[-1]) and _leads(parts[-1][-1], inner.cue[0]):
        parts[-1] = parts[-1][:-1]
    return replace(outer, content=tuple(parts)) if parts and all(len(p) for p in parts) else outer


def _leads(token: Token, cue: Token) -> bool:
    """Whether a word leads to the next thing that one says: *, but he then denied*."""
    own = token.head == cue and token.dep_ in (*SUBJECTS, "mark", "advmod", "aux")
    return own or token.is_punct or token.dep_ in ("cc", "advmod", "aux")


def _retold(inner: Utterance, outer: list[Utterance]) -> bool:
    """Whether one tells what another says, rather than what he wants or what was said before; or says two things."""
    cue = inner.cue[0]
    same = [o for o in outer if o.claimer.draft is inner.claimer.draft]
    if same:
        # "denied it was theirs and accused others": a second deed of the speaker, whatever the parser ties it to
        own = (c for c in cue.children if c.dep_ in SUBJECTS)
        second = cue.dep_ in ("conj", "advcl") or before_or_after(cue) is not None
        return second and all(c.pos_ == "PRON" for c in own)
    return cue.pos_ != "NOUN" and inner.event not in (KG.Wish, KG.Question) and inner.claimer.form != "pronoun"
