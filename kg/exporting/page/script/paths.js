// The shortest path between two nodes, around those who report everything where there is such a way.

import { edgesAt, nameOf, page } from "./data.js";
import { button, el, fill } from "./dom.js";
import { edgePasses, filterIsOn } from "./passing.js";
import { pick } from "./quotes.js";
import { go, state } from "./state.js";

function shortest(from, to, avoided) {
  const before = new Map([[from, null]]);
  const queue = [from];
  while (queue.length && !before.has(to)) {
    const node = queue.shift();
    for (const edge of edgesAt.get(node) ?? []) {
      if (!edgePasses(edge)) continue;
      const next = edge.from === node ? edge.to : edge.from;
      if (before.has(next) || (avoided.has(next) && next !== to)) continue;
      before.set(next, node);
      queue.push(next);
    }
  }
  if (!before.has(to)) return [];
  const path = [];
  for (let node = to; node !== null; node = before.get(node)) path.unshift(node);
  return path;
}

export function pathNodes() {
  const { from, to } = state();
  if (!from || !to) return [];
  const direct = shortest(from, to, new Set(page.hubs));
  return direct.length ? direct : shortest(from, to, new Set());
}

export function drawPath() {
  const { from, to, view } = state();
  const bar = document.getElementById("path");
  bar.hidden = !from && !to;
  if (bar.hidden) return;
  const path = pathNodes();
  const end = (id) => (id ? pick(id, nameOf(id)) : el("em", {}, "choose in the details"));
  const found = path.length ? path.map((id) => el("li", {}, pick(id, nameOf(id)))) : [];
  fill(
    bar,
    el("p", {}, "Path from ", end(from), " to ", end(to), from && to ? (path.length ? `: ${path.length - 1} steps` : filterIsOn() ? ": no path through what passes the filter" : ": no path") : "", " "),
    found.length > 0 && el("ol", {}, found),
    el("div", { class: "buttons" }, found.length > 0 && view !== "path" && button("Draw the path", () => go({ view: "path" })), button("Clear the path", () => go({ from: "", to: "", view: view === "path" ? "" : view }))),
  );
}
