// A statement, once, and who takes which side on it.

import { articles, claims, propositions } from "./data.js";
import { el } from "./dom.js";
import { claimPasses, statementPasses } from "./passing.js";
import { claimRow, pick } from "./quotes.js";
import { siftedList, siftedNumber } from "./sifted.js";

function side(words, tone, ids, selected, proposition) {
  if (!ids.length) return undefined;
  const passes = (id) => id === selected || claimPasses(id);
  const row = (id) => claimRow(claims.get(id), id === selected, proposition);
  return el(
    "section",
    { class: `side side-${tone}`, "aria-label": words },
    el("h3", {}, words, siftedNumber(ids, passes)),
    siftedList(ids, passes, row),
  );
}

export function sidesSummary(p) {
  const told = [
    [p.asserts, "asserted by"],
    [p.denies, "denied by"],
    [p.neutral, "no position taken by"],
    [p.otherwise, "answered otherwise by"],
  ];
  const words = told.filter(([ids]) => ids.length).map(([ids, side]) => `${side} ${speakers(ids)}`);
  return words.join(" · ") || "no claim";
}

function speakers(ids) {
  return new Set(ids.map((id) => speaker(claims.get(id)))).size;
}

// Who prints a copy is no second voice beside the publisher of the original.
function speaker(claim) {
  const article = articles.get(claim.article);
  const prints = article?.copy_of && article.publisher.id === claim.speaker.id;
  return (prints ? articles.get(article.copy_of)?.publisher : claim.speaker)?.text;
}

export function propositionPanel(id, selectedClaim) {
  const p = propositions.get(id);
  const rivals = p.rivals.map((rival) => propositions.get(rival)).filter(Boolean);
  return {
    kicker: `${p.dispute || "claimed"} statement`,
    heading: p.sentence,
    tone: p.dispute ? "disputed" : "claim",
    body: [
      el("p", { class: "note" }, sidesSummary(p)),
      rivals.length > 0 &&
        el("div", { class: "rivals" }, el("h3", {}, "Other values that are given"), siftedList(rivals, (r) => statementPasses(r.id), (r) => el("li", {}, pick(r.id, r.sentence), el("div", { class: "note" }, sidesSummary(r))))),
      side("Asserts", "asserts", p.asserts, selectedClaim, id),
      side("Denies", "denies", p.denies, selectedClaim, id),
      side("Takes no position", "neutral", p.neutral, selectedClaim, id),
      side("Says otherwise", "otherwise", p.otherwise, selectedClaim, id),
    ],
  };
}

export function claimPanel(id) {
  const claim = claims.get(id);
  const proposition = claim.propositions.find((p) => propositions.has(p));
  if (proposition) return propositionPanel(proposition, id);
  return { kicker: "Claim", heading: claim.speaker.text, tone: "claim", body: [el("ul", {}, claimRow(claim, true))] };
}
