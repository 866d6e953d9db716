// An actor, system, place or event; a class that incidents share; an article.

import { articleName, articles, classes, drawnFrom, entities, KIND_WORDS, propositions, speakingOf, spokenBy, STANCE_WORDS } from "./data.js";
import { count, el, link } from "./dom.js";
import { claimPasses, statementPasses } from "./passing.js";
import { copyNote, pick, quote } from "./quotes.js";
import { siftedList, siftedNumber } from "./sifted.js";

const SHOWN = 12;

// A list that shows its beginning and keeps the rest one step away.
export function longList(items) {
  if (items.length <= SHOWN) return el("ul", {}, items);
  const rest = el("details", {}, el("summary", {}, `${items.length - SHOWN} more`), el("ul", {}, items.slice(SHOWN)));
  return [el("ul", {}, items.slice(0, SHOWN)), rest];
}

function block(words, items) {
  return items.length > 0 && el("div", {}, el("h3", {}, words, el("span", { class: "number" }, items.length)), longList(items));
}

function sifted(words, records, passes, item) {
  return records.length > 0 && el("div", {}, el("h3", {}, words, siftedNumber(records, passes)), siftedList(records, passes, item, longList));
}

function statementItem(p) {
  return el("li", {}, pick(p.id, p.sentence), p.dispute && el("span", { class: "tag disputed" }, p.dispute));
}

function speech(claim) {
  const p = propositions.get(claim.propositions[0]);
  const stance = el("span", { class: `stance stance-${claim.stance}` }, STANCE_WORDS[claim.stance]);
  return [stance, " ", pick(claim.id, p?.sentence ?? "a statement")];
}

function mentionItems(entity) {
  return [...byArticle(entity.mentions)].map(([id, mentions]) => {
    const words = mentions.map((m) => `“${m.text}”${m.times > 1 ? ` ×${m.times}` : ""}`).join(", ");
    return el("li", {}, articles.has(id) && [pick(id, articleName(articles.get(id))), ": "], words);
  });
}

function byArticle(mentions) {
  const found = new Map();
  for (const mention of mentions) found.set(mention.article, [...(found.get(mention.article) ?? []), mention]);
  return found;
}

function membershipItem(membership) {
  const article = articles.get(membership.article);
  return el(
    "li",
    {},
    el("strong", {}, membership.name),
    article && ` in ${article.name}`,
    membership.score && el("span", { class: "tag" }, `score ${membership.score}`),
    el("ul", { class: "reasons" }, membership.reasons.map((reason) => el("li", {}, reason))),
  );
}

export function entityPanel(id) {
  const entity = entities.get(id);
  const statements = [...(speakingOf.get(id) ?? [])].sort((a, b) => Boolean(b.dispute) - Boolean(a.dispute));
  return {
    kicker: entity.types.join(", ") || KIND_WORDS[entity.kind],
    heading: entity.label,
    tone: entity.kind,
    body: [
      entity.names.length > 0 && el("p", { class: "note" }, `Also called ${entity.names.join(", ")}`),
      entity.same_as.length > 0 && el("p", { class: "note" }, "The same as ", entity.same_as.map((url) => [link(url, url), " "])),
      block("Undisputed", entity.facts.map(([relation, ref]) => el("li", {}, el("span", { class: "note" }, `${relation}: `), pick(ref.id, ref.text)))),
      sifted("Named in statements", statements, (p) => statementPasses(p.id), statementItem),
      sifted("What it says", spokenBy.get(id) ?? [], (claim) => claimPasses(claim.id), (claim) => el("li", {}, speech(claim))),
      block("Named in", mentionItems(entity)),
      entity.memberships.length > 0 &&
        el("details", {}, el("summary", {}, `Why these ${count(entity.memberships.length, "name is", "names are")} one entity`), el("ul", { class: "memberships" }, entity.memberships.map(membershipItem))),
    ],
  };
}

export function classPanel(id) {
  const cls = classes.get(id);
  return {
    kicker: `${KIND_WORDS[cls.kind]}: a class that incidents share`,
    heading: `Any ${cls.label}`,
    tone: cls.kind,
    body: [block("Members", cls.members.map((member) => el("li", {}, pick(member.id, member.text))))],
  };
}

export function articlePanel(id) {
  const article = articles.get(id);
  const row = (claim) => {
    const speaker = pick(claim.speaker.id, claim.speaker.text, { class: "pick speaker" });
    const words = claim.quotes.slice(0, 1).map((pieces) => quote(pieces, article.language));
    return el("li", {}, speaker, " ", speech(claim), words);
  };
  return {
    kicker: article.reference ? "Reference data" : "Article",
    heading: articleName(article),
    tone: "article",
    body: [
      el("p", { class: "note" }, [article.publisher.text, article.issued, article.language].filter(Boolean).join(" · ")),
      article.url && el("p", {}, link(article.url, article.url)),
      article.copy_of && el("p", { class: "note" }, "This is ", copyNote(article), ": the two are one source."),
      sifted("Claims drawn from it", drawnFrom.get(id) ?? [], (claim) => claimPasses(claim.id), row),
    ],
  };
}
