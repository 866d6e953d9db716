// The incidents side by side, and what links them.

import { articleName, articles, incidents, page, propositions } from "./data.js";
import { sidesSummary } from "./claims.js";
import { button, el, fill } from "./dom.js";
import { pick, quote } from "./quotes.js";
import { go, state } from "./state.js";

const GROUP_WORDS = { actors: "Actors", systems: "Systems", places: "Places", patterns: "Patterns" };

export function value(record, detailed) {
  const told = detailed && record.sources.length > 0 && `(${record.sources.join(", ")})`;
  const denied = record.denied_by.length > 0 && `(denied: ${record.denied_by.join(", ")})`;
  const notes = [told, denied].filter(Boolean).map((note) => el("span", { class: "note" }, ` ${note}`));
  return el("span", { class: "value" }, pick(record.id, record.text), notes);
}

function factRow(fact) {
  const parts = fact.parts.filter((part) => part.length);
  const detailed = fact.contested || new Set(parts.flat().map((record) => record.sources.join())).size > 1;
  const content = parts.map((part, i) => [
    i > 0 && " → ",
    part.map((record, j) => [j > 0 && el("span", { class: "slash" }, " / "), value(record, detailed && part.length > 1)]),
  ]);
  return el(
    "div",
    { class: "fact" },
    el("dt", {}, fact.label),
    el("dd", {}, content, fact.contested && el("span", { class: "tag disputed" }, "sources differ")),
  );
}

function contestedList(incident) {
  if (!incident.contested.length) return undefined;
  const items = incident.contested.map((id) => {
    const p = propositions.get(id);
    return el("li", {}, pick(id, p.sentence), el("div", { class: "note" }, sidesSummary(p)));
  });
  return el("div", { class: "contested" }, el("h3", {}, "Most contested"), el("ul", {}, items));
}

// An article and its copies are one source.
function tellers({ articles: told, sources }, number) {
  if (sources === told) return number(told, "article");
  return el("li", {}, el("strong", {}, sources), ` ${sources === 1 ? "source" : "sources"} (${told} articles)`);
}

function card(id) {
  const incident = incidents.get(id);
  const number = (n, word) => el("li", {}, el("strong", {}, n), ` ${n === 1 ? word : `${word}s`}`);
  return el(
    "article",
    { class: "card", "data-incident": id },
    el("h2", {}, pick(id, incident.label)),
    el("dl", {}, incident.facts.map(factRow)),
    el(
      "ul",
      { class: "numbers" },
      tellers(incident, number),
      number(incident.claims, "claim"),
      number(incident.disputes, "dispute"),
    ),
    contestedList(incident),
  );
}

function links(a, b) {
  const link = page.links.find((candidate) => candidate.incidents.includes(a) && candidate.incidents.includes(b));
  const groups = Object.entries(GROUP_WORDS).map(([group, words]) => {
    const shares = (link?.shares ?? []).filter((share) => share.group === group);
    if (!shares.length) return undefined;
    const items = shares.map((share) => el("li", {}, button(share.text, () => go({ id: share.id }), { class: "chip" })));
    return el("div", {}, el("h3", {}, words), el("ul", { class: "chips" }, items));
  });
  const drawn = (link?.drawn ?? []).map(([article, pieces]) =>
    el("div", { class: "drawn" }, quote(pieces, articles.get(article)?.language), el("p", { class: "note" }, pick(article, articleName(articles.get(article))))),
  );
  return el(
    "div",
    { class: "links" },
    el("h2", {}, "Linked by"),
    link ? groups : el("p", {}, "The graph records nothing that the two share."),
    drawn.length > 0 && el("div", {}, el("h3", {}, "Compared in these words"), drawn),
  );
}

function picker(key, words) {
  const other = key === "a" ? state().b : state().a;
  const options = page.incidents.map((incident) => {
    const drawn = page.views.bridges.some((bridge) => bridge.incidents.includes(incident.id) && bridge.incidents.includes(other));
    const chosen = incident.id === state()[key];
    return el("option", { value: incident.id, selected: chosen, disabled: !drawn && !chosen }, incident.label);
  });
  const select = el("select", { id: `pick-${key}` }, options);
  select.addEventListener("change", () => {
    go({ [key]: select.value });
    document.getElementById(`pick-${key}`).focus();
  });
  return el("label", {}, words, select);
}

export function drawCards() {
  const { a, b } = state();
  if (!a) return fill("incidents", el("p", {}, "The graph tells of no incident; everything it holds is below."));
  return fill(
    "incidents",
    page.incidents.length > 2 && el("div", { class: "pickers" }, picker("a", "Compare"), picker("b", "with")),
    el("div", { class: b ? "cards two" : "cards" }, card(a), b && links(a, b), b && card(b)),
  );
}
