// Search over names, other names, statements and quotes.

import { entities, KIND_WORDS, kindOf, nameOf, page } from "./data.js";
import { count, el, fill } from "./dom.js";
import { pick } from "./quotes.js";

const RESULTS = 30;
let query = "";

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const haystack = new Map([
  ...page.entities.map((e) => [e.id, fold([e.label, ...e.names].join("\n"))]),
  ...page.propositions.map((p) => [p.id, fold(p.sentence)]),
  ...page.claims.map((c) => [c.id, fold([c.speaker.text, ...c.quotes.map((q) => q.map((piece) => piece.text).join(""))].join("\n"))]),
  ...page.articles.map((a) => [a.id, fold([a.name, a.identifier, a.title, a.publisher.text].join("\n"))]),
]);

export function searching() {
  return query !== "";
}

export function matches(id) {
  return !query || (haystack.get(id) ?? "").includes(query);
}

function resultItem(id) {
  const kind = entities.has(id) || kindOf(id) === "claim" ? KIND_WORDS[kindOf(id)] : "Article";
  const claim = page.claims.find((candidate) => candidate.id === id);
  const text = claim ? `${claim.speaker.text}: ${claim.quotes.map((q) => q.map((piece) => piece.text).join("")).join(" … ")}` : nameOf(id);
  return el("li", {}, el("span", { class: "note" }, `${claim ? "Quote" : kind} · `), pick(id, text));
}

export function drawResults() {
  const box = document.getElementById("results");
  box.hidden = !query;
  if (!query) return "";
  const found = [...haystack.keys()].filter(matches);
  const told = `${count(found.length, "match", "matches")}`;
  const shown = found.length > RESULTS ? `${told}, the first ${RESULTS} shown` : told;
  fill(box, el("ul", {}, found.slice(0, RESULTS).map(resultItem)));
  return shown;
}

export function startSearch(onSearch) {
  const input = document.getElementById("search");
  const run = () => {
    query = fold(input.value.trim());
    onSearch();
  };
  input.addEventListener("input", run);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = "";
    run();
  });
}
