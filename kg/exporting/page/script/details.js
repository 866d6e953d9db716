// The details panel: what the reader has selected, and where one can go from it.

import { articles, claims, classes, edgesAt, entities, independent, nameOf, nodeFor, nodes, page, propositions } from "./data.js";
import { claimPanel, propositionPanel, sidesSummary } from "./claims.js";
import { button, el, fill } from "./dom.js";
import { articlePanel, classPanel, entityPanel, longList } from "./entities.js";
import { icon } from "./legend.js";
import { edgePasses, nodePasses, statementPasses } from "./passing.js";
import { pick } from "./quotes.js";
import { siftedList, siftedNumber } from "./sifted.js";
import { go, state } from "./state.js";

function panel(id) {
  if (propositions.has(id)) return propositionPanel(id);
  if (claims.has(id)) return claimPanel(id);
  if (entities.has(id)) return entityPanel(id);
  if (classes.has(id)) return classPanel(id);
  if (articles.has(id)) return articlePanel(id);
  return undefined;
}

function neighbours(node) {
  const edges = edgesAt.get(node) ?? [];
  if (!edges.length) return undefined;
  const item = (edge) => {
    const out = edge.from === node;
    const other = out ? edge.to : edge.from;
    const { shape, kind, role } = nodes.get(other);
    return el("li", {}, el("span", { class: "note" }, out ? `${edge.caption} → ` : `← ${edge.caption} `), icon(shape, role === "disputed" ? role : kind), pick(other, nameOf(other)));
  };
  return el("div", { class: "neighbours" }, el("h3", {}, "Connections", siftedNumber(edges, edgePasses)), siftedList(edges, edgePasses, item, longList));
}

function steps(node) {
  if (!node) return undefined;
  return el(
    "div",
    { class: "buttons" },
    button("Show its neighbours", () => go({ view: "around" }), { "aria-pressed": String(state().view === "around") }),
    button("Path from here", () => go({ from: node, view: state().to && state().to !== node ? "path" : state().view })),
    button("Path to here", () => go({ to: node, view: state().from && state().from !== node ? "path" : state().view })),
  );
}

function disputedList() {
  const disputed = page.propositions.filter((p) => p.dispute);
  if (!disputed.length) return undefined;
  disputed.sort((p, q) => voices(q) - voices(p));
  const passes = (p) => statementPasses(p.id);
  const item = (p) => el("li", {}, pick(p.id, p.sentence), el("div", { class: "note" }, sidesSummary(p)));
  return el("div", {}, el("h3", {}, "Disputed and contested statements", siftedNumber(disputed, passes)), siftedList(disputed, passes, item, longList));
}

function voices(p) {
  return (p.dispute === "disputed" ? 1000 : 0) + (p.asserts.length ? 100 : 0) * (p.denies.length ? 2 : 1) + independent(p.asserts) + independent(p.denies) + independent(p.neutral);
}

export function drawDetails() {
  const { id } = state();
  const content = panel(id);
  if (!content) {
    fill(
      "details",
      el("h2", { id: "details-heading", tabindex: "-1" }, "Details"),
      el("p", { class: "note" }, "Select an incident, something that links them, or a node of the drawing. A statement shows who asserts it, who denies it and who takes no position, in the exact words of the article."),
      disputedList(),
    );
    return;
  }
  const node = nodeFor(id);
  fill(
    "details",
    el("p", { class: `kicker tone-${content.tone}` }, content.kicker),
    el("h2", { id: "details-heading", tabindex: "-1" }, content.heading),
    node && !nodePasses(node) && el("p", { class: "note" }, "The filter leaves this statement out of the drawing."),
    content.body,
    steps(node),
    node && neighbours(node),
    el("p", {}, button("Close", () => { go({ id: "", view: state().view === "around" ? "" : state().view }); }, { class: "pick" })),
  );
  document.getElementById("details").scrollTop = 0;
  document.querySelector("#details .claim.selected")?.scrollIntoView({ block: "nearest" });
}

export function focusDetails() {
  document.getElementById("details-heading").focus({ preventScroll: matchMedia("(min-width: 1100px)").matches });
}
