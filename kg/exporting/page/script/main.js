// Puts the parts together.

import { describeView, draw, drawnCount, fit, mark, refine, siftDrawing, startCanvas, viewPlaces } from "./canvas.js";
import { drawCards } from "./cards.js";
import { incidents, nodes } from "./data.js";
import { drawDetails, focusDetails } from "./details.js";
import { button, el, fill } from "./dom.js";
import { drawDownloads } from "./downloads.js";
import { clearedFilter, startFilter, syncFilter } from "./filterpanel.js";
import { keepFragmentsInside } from "./frames.js";
import { drawLegend, hiddenKinds } from "./legend.js";
import { drawPanel, markPanel, panelViews } from "./panels.js";
import { filterChanged, filterIsOn, passingWords } from "./passing.js";
import { drawPath } from "./paths.js";
import { drawResults, startSearch } from "./search.js";
import { drawSources } from "./sources.js";
import { go, onChange, state } from "./state.js";
import { drawTables } from "./tables.js";

function drawViews() {
  const { a, b, view, from, to } = state();
  const views = [
    b && ["bridge", "Bridge"],
    a && ["first", incidents.get(a).label],
    b && ["second", incidents.get(b).label],
    ["everything", "Everything"],
    ...panelViews(),
    view === "around" && ["around", "Neighbours"],
    from && to && ["path", "Path"],
  ].filter(Boolean);
  const focused = document.activeElement?.dataset?.view;
  fill("views", views.map(([key, words]) => button(words, () => go({ view: key }), { "aria-pressed": String(key === view), "data-view": key })));
  if (focused) document.querySelector(`#views [data-view="${focused}"]`)?.focus();
}

let panelTold = "";

function drawGraph() {
  panelTold = drawPanel();
  const places = viewPlaces();
  draw();
  drawLegend(places, filter);
  fill("status", el("span", {}, status()));
}

function filter() {
  refine();
  fill("status", el("span", {}, status()));
}

function sift() {
  siftDrawing();
  drawLegend(viewPlaces(), filter);
  syncFilter();
  drawTables();
  fill("status", el("span", {}, status()));
}

function clearFilter() {
  if (hiddenKinds().size) {
    hiddenKinds().clear();
    drawGraph();
  }
  if (filterIsOn()) go(clearedFilter());
}

let found = "";

function status() {
  const drawn = panelTold || `${drawnCount()} of ${nodes.size} nodes drawn: ${describeView()}. ${passingWords()}.`;
  return found ? `${found}. ${drawn}` : drawn;
}

function searched() {
  found = drawResults();
  drawTables();
  fill("status", el("span", {}, status()));
}

function sameView(now, before) {
  return ["view", "a", "b", "from", "to", "scale"].every((key) => now[key] === before[key]) && (now.view !== "around" || now.id === before.id);
}

onChange((now, before) => {
  if (now.a !== before.a || now.b !== before.b) drawCards();
  drawViews();
  drawPath();
  const sifted = filterChanged(now, before);
  const redrawn = !sameView(now, before) || (sifted && now.view === "path");
  if (redrawn) {
    drawGraph();
    fit();
  }
  if (sifted) sift();
  if (!redrawn && (!sifted || now.id !== before.id)) {
    mark();
    markPanel();
  }
  if (sifted || now.id !== before.id || now.view !== before.view || now.from !== before.from || now.to !== before.to) drawDetails();
  if (now.id && now.id !== before.id) focusDetails();
});

startCanvas();
keepFragmentsInside();
startSearch(searched);
startFilter(clearFilter);
drawCards();
drawViews();
drawPath();
drawGraph();
fit();
drawDetails();
drawTables();
drawSources();
drawDownloads();
document.documentElement.dataset.ready = "true";
