// The filter's controls: made once, and set to what the address says whenever that changes.

import { articleName, page, STANCE_WORDS } from "./data.js";
import { button, count, el, fill } from "./dom.js";
import { cleanFilter, CONFIDENCE_STEP, DAY_RANGE, dayOf, FILTER_KEYS, ofDispute, readSources, readStances, writeSources, writeStances } from "./filter.js";
import { filterIsOn, passingWords } from "./passing.js";
import { go, state } from "./state.js";

const ROOMY = "(min-width: 821px)";
const setters = [];

function changeFilter(changes) {
  const wanted = cleanFilter({ ...state(), ...changes });
  if (FILTER_KEYS.some((key) => wanted[key] !== state()[key])) go(wanted);
  else syncFilter();
}

function facet(words, ...content) {
  return el("fieldset", {}, el("legend", {}, words), content);
}

function tick(words, number, isOn, onTurn, { apart, ...options }) {
  const box = el("input", { type: "checkbox", ...options });
  box.addEventListener("change", () => onTurn(box.checked));
  setters.push(() => {
    const on = isOn();
    box.checked = on === true;
    box.indeterminate = on === "partly";
  });
  return el("label", { class: apart && "apart" }, box, el("span", { class: "words" }, words), " ", el("span", { class: "number" }, number));
}

const claimsOf = (list) => list.reduce((sum, article) => sum + article.claims, 0);

function sourceTick(words, list, options) {
  const isOn = () => {
    const off = readSources(state().off);
    const out = list.filter((article) => off.has(article.id)).length;
    return out === 0 || (out < list.length ? "partly" : false);
  };
  const turn = (on) => {
    const off = readSources(state().off);
    for (const { id } of list) if (on) off.delete(id);
    else off.add(id);
    changeFilter({ off: writeSources(off) });
  };
  return tick(words, claimsOf(list), isOn, turn, options);
}

// An outlet is told beside its article, unless it has no name but that of the article.
function sourceName(article) {
  const outlet = article.publisher.text;
  const told = articleName(article);
  return [told, !outlet.includes(article.identifier) && outlet !== told && el("span", { class: "note" }, ` ${outlet}`)];
}

function outletRow(list) {
  const row = (article, words) => sourceTick(words, [article], { "data-source": article.id });
  if (list.length === 1) return el("li", {}, row(list[0], sourceName(list[0])));
  const own = list.map((article) => el("li", {}, row(article, articleName(article))));
  return el("li", {}, sourceTick(list[0].publisher.text, list, { "data-outlet": list[0].publisher.text }), el("ul", {}, own));
}

function sourcesFacet() {
  const rows = [...byOutlet().values()].map(outletRow);
  const every = (off) => changeFilter({ off: writeSources(new Set(off ? page.articles.map((article) => article.id) : [])) });
  return facet(
    "Reported by",
    el("div", { class: "buttons" }, button("All", () => every(false), { "aria-label": "All sources" }), button("None", () => every(true), { "aria-label": "No source" })),
    el("ul", { class: "source-list" }, rows),
  );
}

function byOutlet() {
  const found = new Map();
  for (const article of page.articles) {
    const key = article.publisher.id ?? article.id;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(article);
  }
  return found;
}

function dayInput(words, key, edge) {
  const box = el("input", { type: "date", id: `filter-${key}`, min: DAY_RANGE.first, max: DAY_RANGE.last });
  // While a year is being typed, the input holds days of the first centuries.
  box.addEventListener("change", () => box.validity.valid && changeFilter({ [key]: box.value }));
  box.addEventListener("blur", () => box.validity.valid || syncFilter());
  setters.push(() => {
    const day = state()[key] || edge;
    if (box.value !== day || box.validity.badInput) box.value = day;
  });
  return el("label", {}, el("span", { class: "words" }, words), box);
}

function timeFacet() {
  const undated = page.articles.filter((article) => !dayOf(article)).length;
  const always = undated > 0 && `${count(undated, "source has", "sources have")} no date and ${undated === 1 ? "is" : "are"} always counted.`;
  const { first, last } = DAY_RANGE;
  if (!first) return facet("Published", el("p", { class: "note" }, "No source has a date."));
  return facet(
    "Published",
    dayInput("From", "since", first),
    dayInput("To", "until", last),
    el("p", { class: "note" }, first === last ? `All that is dated is of ${first}. ` : `The dates are from ${first} to ${last}. `, always),
  );
}

function stanceFacet() {
  const rows = Object.entries(STANCE_WORDS).map(([stance, words]) => {
    const turn = (on) => {
      const others = readStances(state().stance).filter((other) => other !== stance);
      changeFilter({ stance: writeStances(Object.keys(STANCE_WORDS).filter((one) => others.includes(one) || (on && one === stance))) });
    };
    const number = page.claims.filter((claim) => claim.stance === stance).length;
    return tick(words, number, () => readStances(state().stance).includes(stance), turn, { "data-stance": stance });
  });
  const disputed = page.claims.filter(ofDispute).length;
  return facet(
    "Stance",
    rows,
    tick("only disputed or contested", disputed, () => state().disputed === "1", (on) => changeFilter({ disputed: on ? "1" : "" }), { id: "filter-disputed", apart: true }),
  );
}

function confidenceFacet() {
  const box = el("input", { type: "range", id: "filter-conf", min: 0, max: 1, step: CONFIDENCE_STEP, "aria-describedby": "filter-conf-note" });
  const told = el("output", { for: "filter-conf" });
  const tell = () => fill(told, el("span", {}, Number(box.value).toFixed(2)));
  box.addEventListener("input", tell);
  box.addEventListener("change", () => changeFilter({ conf: box.value }));
  setters.push(() => {
    box.value = state().conf || "0";
    tell();
  });
  const silent = page.claims.filter((claim) => !claim.confidence).length;
  const always = silent > 0 && ` ${count(silent, "claim has", "claims have")} none and ${silent === 1 ? "is" : "are"} always counted.`;
  return facet(
    "Confidence",
    el("label", {}, el("span", { class: "words" }, "At least"), box, told),
    el("p", { class: "note", id: "filter-conf-note" }, "How sure the extractor is that it read the claim rightly; nothing about whether the claim is true.", always),
  );
}

export function clearedFilter() {
  return Object.fromEntries(FILTER_KEYS.map((key) => [key, ""]));
}

export function syncFilter() {
  for (const set of setters) set();
  fill("filter-state", filterIsOn() && el("span", { class: "tag" }, passingWords()));
}

export function startFilter(onClear) {
  document.getElementById("filter").open = matchMedia(ROOMY).matches;
  fill(
    "filter-controls",
    sourcesFacet(),
    timeFacet(),
    stanceFacet(),
    confidenceFacet(),
    el("div", { class: "buttons" }, button("Clear filters", onClear, { id: "filter-clear" })),
  );
  syncFilter();
}
