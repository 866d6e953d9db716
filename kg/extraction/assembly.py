"""Puts together what the finders read: drafts become entities, facts and utterances become propositions and claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from rdflib import Literal, URIRef

from kg.extraction.attribution import Utterance
from kg.extraction.cast import Cast, Draft
from kg.extraction.circumstances import Fact
from kg.extraction.comparisons import Compared
from kg.extraction.events import Told
from kg.extraction.grounding import Grounder, Reading
from kg.extraction.incidents import Incident, IncidentFinder
from kg.extraction.modality import Modality, modality, stance
from kg.extraction.parse import Doc, Span, Token
from kg.extraction.syntax import DEMONSTRATIVES, SUBJECTS, is_passive, subject, tidy
from kg.knowledge import Knowledge
from kg.minting import digest, slug
from kg.model import (
    Article,
    Claim,
    Comparison,
    Entity,
    Epistemic,
    Extraction,
    Kind,
    Mention,
    Proposition,
    Value,
)
from kg.vocabulary import KG

_DISPUTABLE = (KG.weaponSystem, KG.responsibleActor)
_TOLLS = (KG.fatalities, KG.survivors, KG.injured)
"""What a verb asserts: *may have killed 38* is a guess. Who was aboard is taken for granted."""
_POINTING = (*DEMONSTRATIVES, "it", "them")
_THINGS = (Kind.SYSTEM, Kind.EVENT)
_CONFIDENCE = {"name": 0.9, "nominal": 0.85, "pronoun": 0.7, "unsaid": 0.6}


@dataclass(frozen=True)
class Findings:
    """What the finders read in one article."""

    cast: Cast
    incidents: IncidentFinder
    facts: list[Fact]
    utterances: list[Utterance]
    told: list[Told]
    compared: list[Compared]


class Assembler:
    """Builds the extraction of one article from its findings."""

    def __init__(self, knowledge: Knowledge, article: Article, doc: Doc, findings: Findings) -> None:
        self.knowledge, self.article, self.doc, self.findings = knowledge, article, doc, findings
        self.minter = knowledge.minter
        self.iri = self.minter.iri(Kind.ARTICLE, article.id)
        self.publisher = self._publisher()
        self.iris = self._mint()
        self.answers: set[URIRef] = set()
        """The claims that deny or call for caution, and so may contest another."""
        self.revisions: set[URIRef] = set()
        """The claims with which a speaker takes back what he said before."""
        self.said: list[tuple[Utterance, Incident | None, list[Reading]]] = []
        """What was said so far, for later speakers to answer."""
        self.grounder = Grounder(findings.cast, findings.incidents, findings.utterances, findings.told)

    def assemble(self) -> Extraction:
        """The extraction: entities, claims in the order of the text, comparisons."""
        spoken, taken = self._spoken()
        claims = _contested([*spoken, *self._own_voice(taken), *self._told()], self.answers)
        claims = _superseded(claims, self.revisions)
        return Extraction(
            article=self.article,
            iri=self.iri,
            publisher=self.publisher.iri,
            entities=tuple(sorted([self.publisher, *self._entities()], key=lambda e: e.iri)),
            claims=tuple(sorted(claims, key=lambda c: c.iri)),
            comparisons=tuple(dict.fromkeys(self._comparison(c) for c in self.findings.compared)),
        )

    # -- entities ------------------------------------------------------------------------------------------------------

    def _publisher(self) -> Entity:
        name = self.article.publisher
        local = slug(name) if name else f"publisher-of-{self.article.id}"
        iri = self.minter.iri(Kind.ACTOR, f"{self.article.id}.{local}" if name else local)
        return Entity(iri, Kind.ACTOR, (KG.Publisher,), name or f"publisher of {self.article.id}")

    def _mint(self) -> dict[Draft, URIRef]:
        """One IRI a draft, below the article's id; a short hash tells namesakes apart."""
        authors = [d for d in self.findings.cast.drafts.values() if d.types == {KG.Publisher}]  # who says *I* and *we*
        named = [d for d in self.findings.cast.drafts.values() if d not in authors]
        drafts = sorted(named, key=lambda d: (d.kind, slug(d.label), str(d.key)))
        taken: dict[tuple[Kind, str], Draft] = {}
        iris: dict[Draft, URIRef] = {}
        for draft in drafts:
            local = f"{self.article.id}.{slug(draft.label)}"
            if (draft.kind, local) in taken or self.minter.iri(draft.kind, local) == self.publisher.iri:
                local = f"{local}-{digest(*map(str, draft.key))[:6]}"  # type: ignore[call-overload]
            taken[draft.kind, local] = draft
            iris[draft] = self.minter.iri(draft.kind, local)
        return iris | {author: self.publisher.iri for author in authors}

    def _entities(self) -> Iterable[Entity]:
        for draft, iri in self.iris.items():
            if iri == self.publisher.iri:
                continue
            links = {(predicate, self.iris[other]) for predicate, other in draft.links if other is not draft}
            if draft.kind is Kind.ACTOR and KG.State in draft.types:
                governed = next((d for d in self.iris if d.key == ("country", draft.country)), None)
                links |= {(KG.governs, self.iris[governed])} if governed is not None else set()
            yield Entity(
                iri=iri,
                kind=draft.kind,
                types=self.knowledge.taxonomy.specific(draft.types),
                label=draft.label,
                names=tuple(sorted(draft.names)),
                mentions=tuple(Mention(b, e, self.article.text[b:e]) for b, e in sorted(draft.spans)),
                links=tuple(sorted(links)),
            )

    # -- claims --------------------------------------------------------------------------------------------------------

    def _spoken(self) -> tuple[list[Claim], set[Fact]]:
        """One claim an utterance, and the facts that the utterances state."""
        claims, taken = [], set()
        for utterance in self.findings.utterances:
            facts = [f for f in self.findings.facts if self._stated(f, utterance) and not self._retold(f, utterance)]
            taken |= set(facts)
            claims += self._claims_of(utterance, facts)
        return claims, taken

    def _retold(self, fact: Fact, utterance: Utterance) -> bool:
        """Whether another within it says so: of *A said that B said C*, C is B's."""
        others = (u for u in self.findings.utterances if u.claimer.draft is not utterance.claimer.draft)
        return any(u.holds(fact.token.i) and utterance.holds(u.cue.start) for u in others)

    def _stated(self, fact: Fact, utterance: Utterance) -> bool:
        """Whether an utterance states a fact, rather than taking it for granted.

        *The possibility that a missile caused the crash, killing 38*: the missile is claimed, the 38 are not.
        """
        if not utterance.holds(fact.token.i):
            return False
        if fact.predicate in _DISPUTABLE or utterance.content[0][0].is_quote:
            return True
        for above in [fact.token, *fact.token.ancestors]:
            if above == utterance.top:
                return True
            if above.dep_ in ("relcl", "acl", "advcl") or self.findings.incidents.trigger(above) is not None:
                return False
        return False

    def _claims_of(self, utterance: Utterance, facts: list[Fact]) -> list[Claim]:
        """The claim of an utterance; facts that it holds with another stance make claims of their own."""
        incident = self._incident(utterance)
        by_stance: dict[Epistemic, list[Reading]] = {}
        for fact in facts:
            held = self._held(fact, utterance)
            by_stance.setdefault(held, []).append(_reading(fact))
        base = stance(utterance.polarity, utterance.modality)
        responsible = self._responsibility(utterance, incident)
        if responsible is not None:
            by_stance.setdefault(base, []).append(responsible)
        if not by_stance and (denied := self._answered(utterance, incident)):
            by_stance[base] = denied
        self.said.append((utterance, incident, [r for readings in by_stance.values() for r in readings]))
        if not by_stance and (described := self._described(utterance, incident)) is not None:
            by_stance[base] = [described]
        claims = [self._claim(utterance, held, readings, incident, facts) for held, readings in by_stance.items()]
        if utterance.polarity in ("denies", "questions"):
            self.answers |= {c.iri for c in claims if not c.epistemic.affirms}
        if utterance.revises:
            self.revisions |= {c.iri for c in claims}
        return claims

    def _incident(self, utterance: Utterance) -> Incident | None:
        inside = [self.findings.incidents.at[t.i] for t in utterance.span if t.i in self.findings.incidents.at]
        return inside[0] if inside else self.findings.incidents.focus(utterance.cue[0])

    def _held(self, fact: Fact, utterance: Utterance) -> Epistemic:
        inner = modality(fact.token, self.knowledge.lexicon.modality, top=utterance.top)
        negated = inner.negated and fact.predicate in _DISPUTABLE
        polarity = utterance.polarity
        if negated and polarity in ("asserts", "denies"):
            polarity = "denies" if polarity == "asserts" else "asserts"
        return stance(polarity, replace(utterance.modality.weaker(inner.certainty), conditional=False))

    def _responsibility(self, utterance: Utterance, incident: Incident | None) -> Reading | None:
        """*accuses X of involvement* holds X responsible; *rejects any accountability* denies it of the speaker."""
        if incident is None or incident.draft is None:
            return None
        lexicon, triggers = self.knowledge.lexicon, self.findings.incidents
        words = [t for part in utterance.content for t in part]
        nouns = [t for t in words if lexicon.responsibility.get((t.lemma_.lower(), t.pos_))]
        if utterance.accused is not None:
            loss = any((x := triggers.trigger(t)) is not None and x.by == "responsibleActor" for t in words)
            vague = any(t.lower_ in ("it", "this") and t.head.lemma_ == "do" for t in words)
            if nouns or loss or vague or utterance.cue[0].lemma_ in ("blame", "hold"):
                return Reading(incident.draft, KG.responsibleActor, utterance.accused.draft, utterance.cue[0])
            return None
        ascribed = utterance.top in nouns or (nouns and words[0] in (nouns[0], *nouns[0].lefts))
        if utterance.polarity == "denies" and ascribed:
            return Reading(incident.draft, KG.responsibleActor, utterance.claimer.draft, utterance.cue[0])
        return None

    def _answered(self, utterance: Utterance, incident: Incident | None) -> list[Reading]:
        """What *disputed this* and *denied the allegations* deny: what another said of who or what did it."""
        words = (t for part in utterance.content for t in part)
        if utterance.polarity != "denies" or not all(self._points_back(t) for t in words):
            return []
        for earlier, about, readings in reversed(self.said):
            held = [r for r in readings if r.predicate in _DISPUTABLE]
            other = earlier.claimer.draft is not utterance.claimer.draft
            if held and other and about is incident and earlier.polarity == "asserts":
                return [replace(r, token=utterance.cue[0], words=None) for r in held]
        return []

    def _points_back(self, word: Token) -> bool:
        """Whether a word only leads back to what was said: *this*, *the*, *allegations*."""
        if word.dep_ == "det" or word.lower_ in _POINTING:
            return True
        return word.pos_ == "NOUN" and (word.lemma_.lower(), "NOUN") in self.knowledge.lexicon.cues

    def _described(self, utterance: Utterance, incident: Incident | None) -> Reading | None:
        """The content in its own words; None where an unnamed source speaks of nothing that has a name."""
        words = Literal(utterance.words.removeprefix("that "), lang="en")
        if incident is not None and incident.draft is not None:
            return Reading(incident.draft, KG.describedAs, words, utterance.cue[0])
        theme = subject(utterance.top)
        named = self.findings.cast.at(theme) if theme is not None and utterance.holds(theme.i) else None
        if named is None and utterance.claimer.form == "unsaid":
            return None
        about = named.draft if named is not None else self._named_in(utterance) or utterance.claimer.draft
        return Reading(about, KG.describedAs, words, utterance.cue[0])

    def _named_in(self, utterance: Utterance) -> Draft | None:
        """The first system or event that a content names."""
        inside = (o for part in utterance.content for o in self.findings.cast.within(part.start, part.end))
        return next((o.draft for o in inside if o.form == "name" and o.draft.kind in _THINGS), None)

    def _claim(
        self,
        utterance: Utterance,
        held: Epistemic,
        readings: list[Reading],
        incident: Incident | None,
        facts: list[Fact],
    ) -> Claim:
        about = {self.iris[f.incident.draft] for f in facts if f.incident.draft is not None}
        if not about and incident is not None and incident.draft is not None:
            about = {self.iris[incident.draft]}
        speaker = utterance.claimer
        mention = self._mention(utterance.span)
        return Claim(
            iri=self._claim_iri(mention, self.iris[speaker.draft], held, utterance.cue.start_char),
            article=self.iri,
            claimer=self.iris[speaker.draft],
            epistemic=held,
            propositions=self._propositions(readings),
            mention=mention,
            confidence=_CONFIDENCE[speaker.form] - (0.1 if utterance.cue[0].pos_ == "NOUN" else 0.0),
            about=tuple(sorted(about)),
            cue=self._mention(utterance.cue),
            act=utterance.event,
            claimer_mention=self._mention(self.doc[speaker.start : speaker.end])
            if speaker.end > speaker.start
            else None,
            content_mentions=tuple(self._mention(part) for part in utterance.content),
            relays=tuple(self.iris[o.draft] for o in utterance.relays),
            relayed_by=tuple(self.iris[o.draft] for o in utterance.relayed_by),
            grounds=self.grounder.ground(utterance.span, readings),
        )

    def _own_voice(self, taken: set[Fact]) -> list[Claim]:
        """What the article states itself: one claim a sentence and stance."""
        grouped: dict[tuple[int, Epistemic], list[Fact]] = {}
        for fact in self.findings.facts:
            if fact not in taken:
                held = stance("asserts", self._own_modality(fact.token, disputable=fact.predicate in _DISPUTABLE))
                counted = self.knowledge.taxonomy.bounded.get(fact.predicate, fact.predicate)
                verb = self._clause_of(fact.token)
                if counted in _TOLLS and held is Epistemic.TRUE_CERTAIN and verb.pos_ == "VERB":
                    held = stance("asserts", modality(verb, self.knowledge.lexicon.modality, top=verb))
                grouped.setdefault((fact.token.sent.start, held), []).append(fact)
        claims = []
        for (_, held), facts in grouped.items():
            about = sorted({self.iris[f.incident.draft] for f in facts if f.incident.draft is not None})
            readings = [_reading(f) for f in facts]
            claims.append(self._own_claim(tidy(facts[0].token.sent), held, readings, tuple(about)))
        return claims

    def _own_modality(self, token: Token, *, disputable: bool = True) -> Modality:
        """How sure the article itself is of what it says at a token.

        What is merely somebody's claim (*the claim that …*, *it is said that …*) or asked is not said by the article;
        what hangs on a noun of loss (*the possibility that … caused the crash of a plane in …*) is taken for granted.
        """
        lexicon = self.knowledge.lexicon
        if not disputable:
            return modality(token, lexicon.modality, top=self._clause_of(token))
        found = modality(token, lexicon.modality)
        path = [token, *token.ancestors]
        reported = any(self._reports(above, below) for below, above in pairwise(path))
        asked = token.sent.text.rstrip().endswith("?")
        return replace(found, conditional=found.conditional or reported or asked)

    def _reports(self, above: Token, below: Token) -> bool:
        """Whether a word tells of what hangs on it as somebody's claim: not its subject, nor what it does besides."""
        cue = self.knowledge.lexicon.cues.get((above.lemma_.lower(), "NOUN" if above.pos_ == "NOUN" else "VERB"))
        if cue is None or cue.frame in ("according", "decline") or below.dep_ in (*SUBJECTS, "agent"):
            return False
        if below.dep_ == "conj" and not is_passive(below):
            return False  # *said so and accused …*, but *said that it turned back but was hit*
        if below.dep_ == "advcl" and not any(c.lower_ == "as" for c in below.children):
            return False  # *calls it an accident, citing …*, but *characterises it as shooting down …*
        return not (cue.frame == "clause" and below.dep_ == "xcomp")  # *continues to reject*

    def _clause_of(self, token: Token) -> Token:
        """The noun of loss, or the clause of its own, within which a circumstance is told."""
        for above in [token, *token.ancestors]:
            if above.dep_ in ("relcl", "acl", "advcl") or self.findings.incidents.trigger(above) is not None:
                return above
        return token.sent.root

    def _told(self) -> list[Claim]:
        """The participants of the other events, in the article's voice."""
        claims = []
        for told in self.findings.told:
            readings = [Reading(f.event, f.predicate, f.value, f.token) for f in told.facts]
            if readings:
                held = self._held_of(told)
                about = (self.iris[told.incident.draft],) if told.incident is not None and told.incident.draft else ()
                span = self.grounder.reach(told.span, readings)
                claims.append(self._own_claim(span, held, readings, about, self.iris[told.draft]))
        return claims

    def _held_of(self, told: Told) -> Epistemic:
        """How sure the article is of an event: of one that only somebody else tells it takes no side."""
        token = told.facts[0].token
        if not told.span.start <= token.i < told.span.end:
            token = told.span.root  # *accused X of firing it*: who fires stands outside of what is told
        if told.facts[0].predicate in (KG.speaker, KG.accuser):
            retold = any(u.holds(token.i) and u.cue[0] != token for u in self.findings.utterances)
            retold = retold and not _tells_when(told.span.root)  # *when X apologised*: he did
            return Epistemic.UNKNOWN if retold else Epistemic.TRUE_CERTAIN
        return stance("asserts", self._own_modality(token, disputable=self._is_asserted(told)))

    def _is_asserted(self, told: Told) -> bool:
        """Whether the words assert the event, or take it for granted: *the plane, which crashed*, *the 1988 attack*."""
        token, root = told.facts[0].token, told.span.root
        definite = told.span[0].lower_ == "the" or any(c.lower_ == "the" or c.dep_ == "poss" for c in root.children)
        granted = root.pos_ == "NOUN" and definite
        granted = granted or any(
            a.dep_ in ("relcl", "acl") for a in [token, *token.ancestors] if a.i >= told.span.start
        )
        return not granted or any(f.predicate in _DISPUTABLE for f in told.facts)

    def _own_claim(
        self,
        span: Span,
        held: Epistemic,
        readings: list[Reading],
        about: tuple[URIRef, ...],
        *more: object,
    ) -> Claim:
        mention, propositions = self._mention(span), self._propositions(readings)
        iri = self._claim_iri(mention, self.publisher.iri, held, *more, *(p.iri for p in propositions))
        grounds = self.grounder.ground(span, readings)
        return Claim(iri, self.iri, self.publisher.iri, held, propositions, mention, 0.8, about, grounds=grounds)

    # -- small parts ---------------------------------------------------------------------------------------------------

    def _propositions(self, readings: list[Reading]) -> tuple[Proposition, ...]:
        """What the readings say, each once."""
        return tuple(dict.fromkeys(self._proposition(r) for r in readings))

    def _proposition(self, reading: Reading) -> Proposition:
        subject, predicate = self.iris[reading.subject], reading.predicate
        value: Value = reading.value if isinstance(reading.value, Literal) else self.iris[reading.value]
        iri = self.minter.hashed(Kind.PROPOSITION, subject, predicate, value.n3())
        return Proposition(iri, subject, predicate, value)

    def _claim_iri(self, mention: Mention, claimer: URIRef, *more: object) -> URIRef:
        return self.minter.iri(Kind.CLAIM, f"{self.article.id}-{mention.begin}-{digest(mention.end, claimer, *more)}")

    def _mention(self, span: Span) -> Mention:
        return Mention(span.start_char, span.end_char, self.article.text[span.start_char : span.end_char])

    def _comparison(self, compared: Compared) -> Comparison:
        first, second = compared.first.draft, compared.second.draft
        assert first is not None and second is not None  # noqa: S101 - as in _reading
        pair = sorted((self.iris[first], self.iris[second]))
        return Comparison((pair[0], pair[1]), self._mention(compared.span))


def _tells_when(verb: Token) -> bool:
    """Whether a verb tells when something else was, and so is taken for granted."""
    return verb.dep_ == "advcl" and any(c.lower_ in ("when", "after", "since") for c in verb.children)


def _reading(fact: Fact) -> Reading:
    assert fact.incident.draft is not None  # noqa: S101 - every incident has its draft once they are found
    return Reading(fact.incident.draft, fact.predicate, fact.value, fact.token, fact.words)


def _contested(claims: list[Claim], answers: set[URIRef]) -> list[Claim]:
    """Let each denial or call for caution contest the last claim before it that holds someone or something to blame."""
    ordered = sorted(claims, key=lambda c: (c.mention.begin, c.mention.end, c.iri))
    out = []
    for i, claim in enumerate(ordered):
        answered = next(
            (
                c
                for c in reversed(ordered[:i])
                if claim.iri in answers
                and c.epistemic.affirms
                and c.cue is not None
                and c.claimer != claim.claimer
                and set(c.about) & set(claim.about)
                and any(p.predicate in _DISPUTABLE for p in c.propositions)
            ),
            None,
        )
        out.append(replace(claim, contests=(answered.iri,)) if answered is not None else claim)
    return out


def _superseded(claims: list[Claim], revisions: set[URIRef]) -> list[Claim]:
    """Let each claim that takes something back supersede the last that its speaker made of the incident before.

    What is admitted was denied before, and what is withdrawn was asserted.
    """
    out = []
    for i, claim in enumerate(claims):
        earlier = (
            c
            for c in reversed(claims[:i])
            if claim.iri in revisions
            and c.cue is not None
            and c.claimer == claim.claimer
            and set(c.about) & set(claim.about)
            and c.epistemic.denies != claim.epistemic.denies
        )
        taken_back = next(earlier, None)
        out.append(replace(claim, supersedes=(taken_back.iri,)) if taken_back is not None else claim)
    return out
