// Colour and shape by kind; the legend is the filter.

import { KIND_WORDS, nodes, page } from "./data.js";
import { el, fill } from "./dom.js";
import { nodePasses } from "./passing.js";

const hidden = new Set();
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  diamond: "M8 1l7 7-7 7-7-7z",
  square: "M2.5 2.5h11v11h-11z",
  triangle: "M8 1.5l7 12.5H1z",
  box: "M0.8 4.5h14.4v7H0.8z",
  star: "M8 .8l2.1 4.7 5.1.5-3.8 3.4 1.1 5L8 11.8l-4.5 2.6 1.1-5L.8 6l5.1-.5z",
  hexagon: "M4.5 2h7l3.5 6-3.5 6h-7L1 8z",
};

export function hiddenKinds() {
  return hidden;
}

export function icon(shape, tone) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon tone-${tone}`);
  path.setAttribute("d", SHAPES[shape]);
  svg.append(path);
  return svg;
}

export function drawLegend(places, onFilter) {
  const numbers = {};
  for (const id of Object.keys(places).filter(nodePasses)) {
    const kind = nodes.get(id)?.kind;
    numbers[kind] = (numbers[kind] ?? 0) + 1;
  }
  const rows = page.legend.map(({ kind, shape }) => {
    const box = el("input", { type: "checkbox", checked: !hidden.has(kind), "data-kind": kind });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(kind);
      else hidden.add(kind);
      onFilter();
    });
    return el("label", {}, box, icon(shape, kind), KIND_WORDS[kind], el("span", { class: "number" }, numbers[kind] ?? 0));
  });
  const key = (shape, tone, text) => el("li", {}, icon(shape, tone), text);
  const line = (tone, text) => el("li", {}, el("span", { class: `line tone-${tone}`, "aria-hidden": "true" }), text);
  fill(
    "legend",
    el("div", { class: "kinds" }, rows),
    el(
      "ul",
      { class: "key" },
      key("star", "event", "incident"),
      key("hexagon", "system", "any of a class"),
      key("box", "disputed", "disputed"),
      line("asserts", "asserts"),
      line("denies", "denies"),
      line("neutral", "no position"),
    ),
  );
}
