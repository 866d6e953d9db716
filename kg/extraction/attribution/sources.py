"""Who speaks: the actor behind a noun phrase, and the whole phrase that names it here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.extraction.attribution.quotations import Quotations
from kg.extraction.cast import Cast, Occurrence
from kg.extraction.coreference import Coreference
from kg.extraction.parse import Token
from kg.extraction.syntax import (
    SUBJECTS,
    agent,
    before_or_after,
    is_passive,
    is_pointed_at,
    preposition_object,
    prepositions,
    sentence_number,
    subject,
)
from kg.knowledge import Lexicon
from kg.model import Kind
from kg.vocabulary import KG

_LONGEST = 45
"""A source phrase of more tokens is a misparse."""
_LONGEST_NAME = 12
"""Tokens of a description that may be a name."""
_AUTHOR = ("i", "we", "me", "us", "my", "our")
_MUTE = ("vehicle", "system", "place")
_FINITE = ("VBD", "VBZ", "VBP")
_NOMINAL = ("NOUN", "PROPN", "PRON")
_BEFORE_NOUN = ("det", "amod", "compound", "poss", "case", "nummod")
_ASIDES = ("relcl", "appos", "acl")
_SOME = frozenset(
    (
        *("one", "some", "many", "most", "several", "both", "two", "three", "another", "others", "half", "third"),
        *("quarter", "majority", "minority", "dozens", "hundreds", "number"),
    )
)
_EMPTY = ("it", "there", "which", "that", "this", "what", "these", "those", "all", "some", "one", "here")


class SourceFinder:
    """Finds who utters what a verb or noun of saying tells."""

    def __init__(self, lexicon: Lexicon, cast: Cast, coreference: Coreference, quotations: Quotations) -> None:
        self.lexicon, self.cast, self.coreference = lexicon, cast, coreference
        self.quotations, self.doc = quotations, cast.doc
        self.last: tuple[Occurrence, ...] = ()

    def of_verb(self, verb: Token, *, speakers_only: bool = False) -> list[Occurrence]:
        """The speakers that a verb tells: its subject, or the agent of a passive.

        ``speakers_only`` leaves out things that are no document: what holes in a wing suggest is nobody's claim.
        """
        if (saying := self._goes_on_to(verb)) is not None:
            return self.of_verb(saying, speakers_only=speakers_only)
        source = agent(verb) if is_passive(verb) else subject(verb) or self._beside(verb)
        if source is None or self._is_in_talk(source) or any(c.lower_ == "no" for c in source.lefts):
            return []
        named = [c for c in verb.children if c.dep_ == "nsubj" and c.i > source.i and c.nbor(-1).text == ","]
        sources = [source, *source.conjuncts, *named]
        found = [o for t in sources for o in self.behind(t, verb, speakers_only=speakers_only)]
        if named:  # *the watchdog, X, said* and *X, an analyst, said*, which the parser gives two subjects
            found = sorted(found, key=lambda o: o.form != "name")[:1]
        if not found and verb.dep_ == "conj":
            # "X said that the plane was shot down and criticized Y": the second verb is X's too
            saying = next((a for a in verb.ancestors if self._says(a)), None)
            found = self.of_verb(saying, speakers_only=speakers_only) if saying is not None else []
        return list(dict.fromkeys(found))

    def _goes_on_to(self, verb: Token) -> Token | None:
        """*called it X's doing before blaming Y*: whoever called blames, whatever verb the parser hangs it on."""
        before = before_or_after(verb)
        above = before.ancestors if before is not None else ()
        return next((t for t in above if self._says(t) and t.tag_ in _FINITE), None)

    def _beside(self, verb: Token) -> Token | None:
        """The noun that stands right before a finite verb of saying, or right after it, where the parser lost it."""
        if verb.tag_ not in _FINITE or verb.dep_ not in ("ROOT", "ccomp", "parataxis", "advcl"):
            return None
        before = verb.i - 1
        while before > verb.sent.start and (self.doc[before].pos_ in ("ADV", "AUX") or self._ends_aside(before)):
            before -= 1 if not self._ends_aside(before) else self._aside(before)
        candidate = self.doc[before]
        if before >= verb.sent.start and candidate.pos_ in _NOMINAL and not self._quoted(candidate):
            return candidate
        after = verb.i + 1
        while after < verb.sent.end and self.doc[after].dep_ in _BEFORE_NOUN:
            after += 1
        mark = self.doc[verb.i - 1].is_punct and after < verb.sent.end
        return (
            self.doc[after] if mark and self.doc[after].pos_ in _NOMINAL and not self._quoted(self.doc[after]) else None
        )

    def _aside(self, comma: int) -> int:
        """How far back from a comma the noun stands that an aside between commas adds to: *X, who knows, said*."""
        ending = [t for t in self.doc[comma].sent if t.right_edge.i == comma - 1 and t.dep_ in _ASIDES]
        clause = max(ending, key=lambda t: t.left_edge.i, default=None)
        return comma - clause.head.i if clause is not None and clause.head.i < clause.left_edge.i else 0

    def _ends_aside(self, token: int) -> bool:
        return self.doc[token].text == "," and self._aside(token) > 0

    def _quoted(self, token: Token) -> bool:
        return self.quotations.around(token) is not None

    def _is_in_talk(self, token: Token) -> bool:
        """*I think* and *you know* within a quotation: the quotation itself is the claim."""
        return (token.lower_ == "you" or _is_author(token)) and self._quoted(token)

    def behind(self, token: Token, cue: Token | None = None, *, speakers_only: bool = False) -> list[Occurrence]:
        """Who speaks through a noun: the actor it names, or who stands behind a finding or statement."""
        if speakers_only and token.lower_ in _EMPTY and not self._goes_on(token):
            return []
        if _is_author(token) and not self._quoted(token):
            return self._unknown(token, cue)
        if (members := self._members(token)) is not None:
            return [members]
        if (again := self._again(token)) is not None:
            return [self._at(token, again)]
        examples = [self._phrase(n, o, cue) for n in _examples(token) if (o := self.coreference.actor(n)) is not None]
        if examples:
            return examples
        is_event = (token.lemma_.lower(), "NOUN") in self.lexicon.triggers
        inquirer = agent(token) if is_event else None
        actor = (self.coreference.actor(inquirer) if inquirer is not None else None) or self.coreference.actor(token)
        if actor is not None:
            return [self._phrase(token, actor, cue)]
        if token.lemma_.lower() in self.lexicon.documents or (token.lemma_.lower(), "NOUN") in self.lexicon.cues:
            authors = [self._phrase(token, o, cue) for o in self.holders(token)] or self.giver(token)
            if authors or is_pointed_at(token):
                return authors or list(self.last)
        elif cue is not None and cue.lower_ == "according" and (makers := self.holders(token)):
            return [self._phrase(token, o, cue) for o in makers]
        elif speakers_only and token.pos_ == "NOUN" and not self._speaks(token):
            return []
        return self._unknown(token, cue)

    def _again(self, pronoun: Token) -> Occurrence | None:
        """Who spoke last, where a pronoun goes on with him: *He said …* after something that somebody said."""
        if pronoun.lower_ not in ("he", "she", "they") or len({o.draft for o in self.last}) != 1:
            return None
        last = self.last[0]
        if pronoun.lower_ != "they" and self._other_person(last, pronoun):
            return None
        near = sentence_number(pronoun) - sentence_number(self.doc[min(last.head, pronoun.i)]) <= 3
        person = KG.Person in last.draft.types
        return last if near and last.head < pronoun.i and person == (pronoun.lower_ != "they") else None

    def _other_person(self, last: Occurrence, pronoun: Token) -> bool:
        """Whether the words between name another person as their subject: *X said so. Y went further. … he said*."""
        between = self.cast.within(last.head + 1, pronoun.i)
        others = (o for o in between if o.form == "name" and KG.Person in o.draft.types and o.draft is not last.draft)
        return any(self.doc[o.head].dep_ in SUBJECTS and not self._quoted(self.doc[o.head]) for o in others)

    def _members(self, token: Token) -> Occurrence | None:
        """*one of them*, *some of the officials*: unnamed members of a group that spoke or is named."""
        of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        group = preposition_object(of) if of is not None and token.lower_ in _SOME else None
        if group is None or group.tag_ in ("WP", "WDT"):
            return None
        whole = self.coreference.actor(group) or (self.last[0] if group.pos_ == "PRON" and self.last else None)
        if whole is None:
            return None
        draft = self.cast.draft(("source", token.lower_, whole.draft.key), Kind.ACTOR, [KG.AnonymousSource])
        draft.canonical = f"{token.lower_} of {whole.draft.label}"
        return self.cast.occur(draft, token.i, group.right_edge.i + 1, token.i, "nominal")

    def _goes_on(self, pronoun: Token) -> bool:
        """*It suggests …* after something that the same source said; else *it* is what was told."""
        actor = self.coreference.actor(pronoun) if pronoun.lower_ == "it" else None
        return actor is not None and any(o.draft is actor.draft for o in self.last)

    def _speaks(self, noun: Token) -> bool:
        """Whether a common noun names people, or a source: *voters*, *the publication t-online*."""
        if noun.lemma_.lower() in self.lexicon.people:
            return True
        beside = (self.lexicon.nouns.get(c.lemma_.lower()) for c in noun.children if c.dep_ == "compound")
        return any(entry is not None and entry.role == "source" for entry in beside)

    def holders(self, noun: Token) -> list[Occurrence]:
        """Whose statement a noun is: *the ministry's*, *of*, *from* or *published by the ministry*."""
        owners = [c for c in noun.children if c.dep_ in ("poss", "compound", "nmod")]
        owners += prepositions(noun, "from", "by", "of")
        made = (c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in self.lexicon.light_verbs)
        owners += [by for c in made if (by := agent(c)) is not None]
        return self.actors(owners)

    def giver(self, document: Token) -> list[Occurrence]:
        """Who puts a document out: *the ministry* of *the ministry issued a statement saying that …*."""
        verb = document.head
        light = document.dep_ == "dobj" and verb.lemma_.lower() in self.lexicon.light_verbs
        source = subject(verb) if light else None
        return self.behind(source, verb) if source is not None else []

    def unsaid(self, verb: Token) -> list[Occurrence]:
        """Whoever stands behind *it is believed that*."""
        draft = self.cast.draft(("source", "unnamed"), Kind.ACTOR, [KG.AnonymousSource])
        draft.canonical = "unnamed source"
        return [Occurrence(verb.i, verb.i, verb.i, draft, "unsaid")]

    def actors(self, tokens: Iterable[Token]) -> list[Occurrence]:
        """The actors that the tokens and those coordinated with them name."""
        return [o for t in tokens for x in [t, *t.conjuncts] if (o := self.coreference.actor(x)) is not None]

    def _says(self, token: Token) -> bool:
        return token.pos_ == "VERB" and (token.lemma_.lower(), "VERB") in self.lexicon.cues

    def _unknown(self, token: Token, cue: Token | None) -> list[Occurrence]:
        """A source that is no actor of the cast: *voters*, *the poll*, *another source*; the author as *I* and *we*."""
        if _is_author(token) and not self._quoted(token):
            draft = self.cast.draft(("publisher",), Kind.ACTOR, [KG.Publisher])
            return [self._phrase(token, Occurrence(token.i, token.i + 1, token.i, draft, "pronoun"))]
        if token.lower_ in _EMPTY or token.dep_ == "expl" or token.pos_ in ("VERB", "AUX", "PUNCT", "SPACE", "NUM"):
            return []
        noun, named = self.lexicon.nouns.get(token.lemma_.lower()), self.cast.at(token)
        if named is not None and named.draft.kind is Kind.PLACE and named.form == "name" and _speaks_for_itself(token):
            draft = self.cast.draft(("metonym", named.draft.key), Kind.ACTOR, [KG.Organisation])
            return [self.cast.occur(draft, named.start, named.end, named.head, "name")]
        if (noun is not None and noun.role in _MUTE) or (named is not None and named.draft.kind is not Kind.ACTOR):
            return []
        if token.tag_ in ("WP", "WDT"):
            clause = next((a for a in token.ancestors if a.dep_ in ("relcl", "acl")), None)
            return [self._at(token, o) for o in self.behind(clause.head, cue)] if clause is not None else []
        if token.pos_ == "PRON":
            return []  # it stands for somebody whom the text does not lead to
        head = token.lemma_.lower() if token.pos_ != "PROPN" else token.text
        telling = [t.lower_ for t in token.lefts if t.dep_ in ("amod", "compound", "nmod", "nummod")]
        draft = self.cast.draft(("source", *telling, head), Kind.ACTOR, [KG.AnonymousSource])
        known = self.cast.at(token)
        if known is None or known.draft is not draft:
            start = min([t.i for t in token.lefts if t.lower_ in telling], default=token.i)
            known = self.cast.occur(draft, start, token.i + 1, token.i, "nominal")
        return [self._phrase(token, known, cue)]

    def _at(self, token: Token, occurrence: Occurrence) -> Occurrence:
        return Occurrence(token.i, token.i + 1, token.i, occurrence.draft, "pronoun")

    def _leaves(self, child: Token, cue: Token | None) -> bool:
        """Whether what hangs on the noun is no part of its name: another noun, the cue itself, an added participle."""
        if child.dep_ in ("cc", "conj", "parataxis", "dep"):
            return True
        if cue is not None and child.left_edge.i <= cue.i <= child.right_edge.i:
            return True
        return child.dep_ in ("acl", "advcl") and child.left_edge.i > 0 and child.left_edge.nbor(-1).text == ","

    def _phrase(self, token: Token, occurrence: Occurrence, cue: Token | None = None) -> Occurrence:
        """The occurrence widened to the noun phrase that names the source, its relative clauses and titles included."""
        if token.tag_ in ("WP", "WDT"):
            return self._at(token, occurrence)
        start, end = token.left_edge.i, token.right_edge.i + 1
        for child in token.children:
            if child.i > token.i and self._leaves(child, cue):
                end = min(end, child.left_edge.i)
        if token.dep_ == "conj":
            start = max(start, token.head.i + 1)
        if self.doc[token.sent.start].is_space:
            start = max(start, token.sent.start + 1)
        while start < token.i and (
            self.doc[start].is_punct or self.doc[start].is_space or self.doc[start].dep_ in ("cc", "preconj")
        ):
            start += 1
        while end > token.i + 1 and (
            self.doc[end - 1].text in (",", "-", "–", "—", ":", ";") or self.doc[end - 1].is_space
        ):
            end -= 1
        start, end = min(start, occurrence.start), max(end, occurrence.end)
        if end - start > _LONGEST:
            start, end = occurrence.start, occurrence.end
        self._describe(occurrence, end)
        return replace(occurrence, start=start, end=end)

    def _describe(self, occurrence: Occurrence, end: int) -> None:
        """Let *an official with the board* be a name too, where the text tells no other than *official*."""
        comma = next((t.i for t in self.doc[occurrence.end : end] if t.text == "," or t.dep_ == "relcl"), end)
        words = self.doc[occurrence.start : comma]
        if occurrence.form == "nominal" and occurrence.end < comma and len(words) <= _LONGEST_NAME:
            occurrence.draft.names[" ".join(words.text.split())] += 0  # known by it, not called by it


def _speaks_for_itself(place: Token) -> bool:
    """*The capital said so*: the town stands for whoever governs there; not *a man in the capital said so*."""
    according = place.dep_ == "pobj" and place.head.head.lower_ == "according"
    return according or place.dep_ == "nsubj" or (place.dep_ == "pobj" and place.head.dep_ == "agent")


def _is_author(token: Token) -> bool:
    """Whether a pronoun of the first person stands there: *us*, but not a name in capitals."""
    return token.lower_ in _AUTHOR and (token.text == "I" or not token.text.isupper())


def _examples(token: Token) -> list[Token]:
    """*services, such as X*: the one that is named."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "as" and any(c.lower_ == "such" for c in child.children):
            noun = preposition_object(child)
            return [noun, *noun.conjuncts] if noun is not None else []
    return []
