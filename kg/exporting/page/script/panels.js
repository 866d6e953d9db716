// The views that stand in the place of the graph, so that what one selects in them is read beside them.

import { drawCompare } from "./compare.js";
import { fill } from "./dom.js";
import { drawMap } from "./map.js";
import { located } from "./pair.js";
import { state } from "./state.js";
import { drawTimeline } from "./timeline.js";

const PANELS = { compare: ["Compare", drawCompare], time: ["Time line", drawTimeline], map: ["Map", drawMap] };

export function panelViews() {
  const { a, b } = state();
  const offered = { compare: b, time: a, map: located(state()).length };
  return Object.keys(PANELS).filter((key) => offered[key]).map((key) => [key, PANELS[key][0]]);
}

// What the panel shows, in words; nothing where the view is a graph.
export function drawPanel() {
  const [name, drawContent] = PANELS[state().view] ?? [];
  const panel = document.getElementById("panel");
  panel.hidden = !name;
  document.getElementById("explorer").classList.toggle("without-graph", Boolean(name));
  if (!name) return "";
  panel.setAttribute("aria-label", name);
  const [content, told] = drawContent(panel.clientWidth - 32);
  fill(panel, content);
  markPanel();
  return told;
}

export function markPanel() {
  for (const element of document.querySelectorAll("#panel [data-pick]")) {
    element.classList.toggle("chosen", element.getAttribute("data-pick") === state().id);
  }
}

let drawnAt = 0;
window.addEventListener("resize", () => {
  const width = document.getElementById("panel").clientWidth;
  if (width && width !== drawnAt) drawPanel();
  drawnAt = width;
});
