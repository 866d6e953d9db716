// One claim as a row: who, when, reported by whom, in which words.

import { answeredBy, articleName, articles, claims, propositions, revisedBy } from "./data.js";
import { button, el } from "./dom.js";
import { go } from "./state.js";

export function pick(id, text, options) {
  return id ? button(text, () => go({ id }), { class: "pick", ...options }) : el("span", {}, text);
}

export function quote(pieces, language) {
  const parts = pieces.map((piece) => {
    if (piece.role === "cue") return el("mark", {}, piece.text);
    return piece.role ? el("span", { class: `part-${piece.role}` }, piece.text) : piece.text;
  });
  return el("blockquote", { lang: language || undefined, dir: "auto" }, parts);
}

// Of which article one is a copy; nothing where it is none.
export function copyNote(article) {
  return article?.copy_of && articles.has(article.copy_of) && ["a copy of ", pick(article.copy_of, articleName(articles.get(article.copy_of)))];
}

export function claimRow(claim, selected, proposition) {
  const article = articles.get(claim.article);
  const other = claim.propositions.filter((id) => id !== proposition && propositions.has(id));
  return el(
    "li",
    { class: selected ? "claim selected" : "claim" },
    el(
      "p",
      { class: "voice" },
      pick(claim.speaker.id, claim.speaker.text, { class: "pick speaker" }),
      claim.own_voice && el("span", { class: "note" }, "in its own voice"),
      !claim.certain && claim.stance !== "neutral" && el("span", { class: "tag" }, "not certain"),
    ),
    chain("citing", claim.relays),
    chain("through", claim.relayed_by),
    claim.quotes.map((pieces) => quote(pieces, article?.language)),
    el("p", { class: "note" }, source(claim, article)),
    relation("Answers", claim.contests.map((id) => claims.get(id))),
    relation("Answered by", answeredBy.get(claim.id)),
    relation("Revises what was said earlier", claim.supersedes.map((id) => claims.get(id))),
    relation("Later revised", revisedBy.get(claim.id)),
    other.length > 0 &&
      el("p", { class: "note" }, "The same words also say: ", other.map((id) => [pick(id, propositions.get(id).sentence), " "])),
  );
}

function chain(words, refs) {
  return refs.length > 0 && el("p", { class: "note" }, `${words} `, refs.map((ref, i) => [i ? ", " : "", pick(ref.id, ref.text)]));
}

function source(claim, article) {
  const said = claim.date ? `Said ${claim.date}` : "Date not told";
  if (!article) return said;
  const issued = article.issued && [", ", el("span", { class: "date" }, article.issued)];
  const publisher = claim.own_voice ? "" : ` · reported by ${article.publisher.text}`;
  const copied = copyNote(article);
  return [`${said}${publisher} · `, pick(article.id, articleName(article)), issued || "", copied ? [", ", copied] : ""];
}

function relation(words, list) {
  const known = (list ?? []).filter(Boolean);
  if (!known.length) return undefined;
  return el("p", { class: "note" }, `${words}: `, known.map((claim, i) => [i ? ", " : "", pick(claim.id, claim.speaker.text)]));
}
