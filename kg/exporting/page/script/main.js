// Puts the parts together.

import { describeView, draw, drawnCount, fit, mark, startCanvas, viewPlaces } from "./canvas.js";
import { drawCards } from "./cards.js";
import { incidents, nodes } from "./data.js";
import { drawDetails, focusDetails } from "./details.js";
import { button, el, fill } from "./dom.js";
import { drawLegend } from "./legend.js";
import { drawPanel, markPanel, panelViews } from "./panels.js";
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
  draw();
  fill("status", el("span", {}, status()));
}

let found = "";

function status() {
  const drawn = panelTold || `${drawnCount()} of ${nodes.size} nodes drawn: ${describeView()}.`;
  return found ? `${found}. ${drawn}` : drawn;
}

function searched() {
  found = drawResults();
  drawTables();
  fill("status", el("span", {}, status()));
}

function sameView(now, before) {
  return ["view", "a", "b", "from", "to", "scale"].every((key) => now[key] === before[key]) && now.view !== "around";
}

onChange((now, before) => {
  if (now.a !== before.a || now.b !== before.b) drawCards();
  drawViews();
  drawPath();
  if (sameView(now, before)) {
    mark();
    markPanel();
  } else {
    drawGraph();
    fit();
  }
  if (now.id !== before.id || now.view !== before.view || now.from !== before.from || now.to !== before.to) drawDetails();
  if (now.id && now.id !== before.id) focusDetails();
});

startCanvas();
startSearch(searched);
drawCards();
drawViews();
drawPath();
drawGraph();
fit();
drawDetails();
drawTables();
drawSources();
document.documentElement.dataset.ready = "true";
