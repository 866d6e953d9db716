// The drawing: vis-network with places computed beforehand, colours from the style sheet.

import { classes, edgesAt, nameOf, nodeFor, nodes, page, propositions } from "./data.js";
import { button, fill } from "./dom.js";
import { hiddenKinds } from "./legend.js";
import { captionOf, edgePasses, nodePasses } from "./passing.js";
import { pathNodes } from "./paths.js";
import { go, state } from "./state.js";

const NARROW = 560;
const ROOM_FOR_FACTS = 30;
const ROOM_FOR_STANCES = 70;
const STANCES = ["asserts", "denies", "neutral"];
const CAPTIONED = [...STANCES, "fact", "analogy"];
let network;
let drawnEdges = [];
const shown = { nodes: new vis.DataSet(), edges: new vis.DataSet() };

const tones = new Map();

function colour(name) {
  if (!tones.has(name)) tones.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  return tones.get(name);
}

// Narrow screens are higher than wide; there the drawing stands upright.
export function viewPlaces() {
  const upright = document.getElementById("canvas").clientWidth < NARROW;
  const places = Object.entries(widePlaces());
  return Object.fromEntries(upright ? places.map(([id, [x, y]]) => [id, [y * 1.1, x]]) : places);
}

function widePlaces() {
  const { view, a, b, id } = state();
  if (view === "everything") return page.views.everything;
  if (view === "first") return page.views.incidents[a] ?? {};
  if (view === "second") return page.views.incidents[b] ?? {};
  if (view === "around") return ring(nodeFor(id));
  if (view === "path") return row(pathNodes());
  const found = page.views.bridges.find((bridge) => bridge.incidents.includes(a) && bridge.incidents.includes(b));
  if (!found) return {};
  const turn = found.incidents[0] === a ? 1 : -1;
  return Object.fromEntries(Object.entries(found.nodes).map(([name, [x, y]]) => [name, [x * turn, y]]));
}

function ring(centre) {
  if (!centre) return {};
  const around = [...new Set((edgesAt.get(centre) ?? []).map((edge) => (edge.from === centre ? edge.to : edge.from)))];
  const places = { [centre]: [0, 0] };
  around.slice(0, 60).forEach((id, i, all) => {
    const layer = all.length > 16 && i % 2 ? 1.5 : 1;
    const angle = (2 * Math.PI * i) / all.length - Math.PI / 2;
    const radius = Math.max(230, all.length * 17) * layer;
    places[id] = [Math.round(radius * 1.35 * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
  });
  return places;
}

function row(path) {
  return Object.fromEntries(path.map((id, i) => [id, [i * 220, i % 2 ? 90 : 0]]));
}

function drawNode(id, [x, y]) {
  const node = nodes.get(id);
  const disputed = node.role === "disputed";
  const tone = colour(disputed ? "disputed" : node.kind);
  const box = node.shape === "box";
  const fillColour = box ? colour(disputed ? "disputed-soft" : "claim-soft") : tone;
  const paint = { background: fillColour, border: tone, highlight: { background: fillColour, border: colour("focus") } };
  return {
    id, x, y,
    hidden: !nodePasses(id),
    label: node.label,
    shape: node.shape,
    size: node.size,
    color: { ...paint, hover: { background: fillColour, border: colour("focus") } },
    font: { color: colour("ink"), size: node.role === "incident" ? 20 : 15, face: "system-ui, sans-serif", strokeWidth: box ? 0 : 3, strokeColor: colour("canvas") },
    widthConstraint: { maximum: box ? 170 : 150 },
    margin: 7,
  };
}

function caption(edge) {
  const dispute = propositions.get(edge.proposition)?.dispute;
  if (dispute && edge.sort === "subject") return dispute;
  const selected = nodeFor(state().id);
  const room = shown.nodes.length <= (edge.sort === "fact" ? ROOM_FOR_FACTS : ROOM_FOR_STANCES);
  const told = CAPTIONED.includes(edge.sort) && (room || edge.from === selected || edge.to === selected);
  return told ? captionOf(edge) : "";
}

function drawEdge(edge) {
  const dispute = propositions.get(edge.proposition)?.dispute;
  const tone = STANCES.includes(edge.sort) ? colour(edge.sort) : colour(dispute ? "disputed" : "line");
  return {
    id: edge.id, from: edge.from, to: edge.to,
    arrows: edge.arrows,
    hidden: !edgePasses(edge),
    label: caption(edge),
    width: dispute || STANCES.includes(edge.sort) ? 1.8 : 1,
    color: { color: tone, highlight: tone, hover: tone },
    font: { size: 12, color: dispute || STANCES.includes(edge.sort) ? tone : colour("muted"), face: "system-ui, sans-serif", strokeWidth: 4, strokeColor: colour("canvas") },
  };
}

function visible() {
  const hidden = hiddenKinds();
  const places = viewPlaces();
  return Object.entries(places).filter(([id]) => nodes.has(id) && !hidden.has(nodes.get(id).kind));
}

function edgesWithin(inView) {
  const bridge = state().view === "bridge";
  return page.network.edges.filter((edge) => inView.has(edge.from) && inView.has(edge.to) && !(bridge && edge.sort === "analogy"));
}

export function draw() {
  tones.clear();
  const places = visible();
  drawnEdges = edgesWithin(new Set(places.map(([id]) => id)));
  shown.nodes = new vis.DataSet(places.map(([id, place]) => drawNode(id, place)));
  shown.edges = new vis.DataSet(drawnEdges.map(drawEdge));
  network.setData(shown);
  select();
}

// After a filter: what stays is left as it is, which a large drawing needs to answer at once.
export function refine() {
  const places = new Map(visible());
  const before = shown.nodes.length;
  drawnEdges = edgesWithin(places);
  const lines = new Set(drawnEdges.map((edge) => edge.id));
  shown.edges.remove(shown.edges.getIds().filter((id) => !lines.has(id)));
  shown.nodes.remove(shown.nodes.getIds().filter((id) => !places.has(id)));
  shown.nodes.add([...places].filter(([id]) => !shown.nodes.get(id)).map(([id, place]) => drawNode(id, place)));
  shown.edges.add(drawnEdges.filter((edge) => !shown.edges.get(edge.id)).map(drawEdge));
  if (Math.min(before, shown.nodes.length) <= ROOM_FOR_STANCES) mark();
  else select();
}

export function drawnCount() {
  return shown.nodes.getIds().filter(nodePasses).length;
}

// Hides and shows what the filter has changed, and leaves everything at its place. A line that ends at a hidden node
// is not drawn, whatever it is set to.
export function siftDrawing() {
  const turned = shown.nodes.getIds().filter((id) => shown.nodes.get(id).hidden === nodePasses(id));
  const lines = drawnEdges
    .filter((edge) => nodePasses(edge.from) && nodePasses(edge.to))
    .map((edge) => ({ id: edge.id, hidden: !edgePasses(edge), label: caption(edge) }))
    .filter(({ id, hidden, label }) => shown.edges.get(id).hidden !== hidden || shown.edges.get(id).label !== label);
  // As vis-network does for new data: without this it draws everything twice for each of the updates.
  network.body.emitter.emit("_blockRedraw");
  shown.nodes.update(turned.map((id) => ({ id, hidden: !nodePasses(id) })));
  shown.edges.update(lines);
  network.body.emitter.emit("_allowRedraw");
  network.redraw();
}

// Shows what is selected, and the captions of its lines.
export function mark() {
  shown.edges.update(drawnEdges.map(drawEdge));
  select();
}

function select() {
  const node = nodeFor(state().id);
  const { nodes: chosen, edges } = network.getSelection();
  if (chosen.length || edges.length) network.unselectAll();
  if (node && shown.nodes.get(node)) network.selectNodes([node]);
}

export function fit() {
  network.fit({ animation: false });
}

// What the reader sees, ready to be drawn elsewhere. How captions are broken into lines only vis-network's nodes tell.
export function shownDrawing() {
  const container = document.getElementById("canvas");
  const [width, height] = [container.clientWidth, container.clientHeight];
  const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
  const scale = network.getScale();
  const places = network.getPositions();
  const selected = new Set(network.getSelectedNodes());
  const nodes = shown.nodes.get({ filter: (node) => !node.hidden }).map((node) => ({
    ...node,
    ...places[node.id],
    bounds: network.getBoundingBox(node.id),
    lines: (network.body.nodes[node.id].labelModule.lines ?? []).map(({ blocks }) => blocks.map(({ text }) => text).join("").trim()),
    selected: selected.has(node.id),
  }));
  const inSight = new Set(nodes.map(({ id }) => id));
  const edges = shown.edges.get({ filter: (edge) => !edge.hidden && inSight.has(edge.from) && inSight.has(edge.to) });
  return { nodes, edges, view: { x, y, width: width / scale, height: height / scale }, width, height, background: colour("canvas") };
}

export function startCanvas() {
  const container = document.getElementById("canvas");
  network = new vis.Network(container, shown, { ...page.network.options, interaction: { ...page.network.options.interaction, zoomView: false } });
  network.on("click", ({ nodes: hit, edges }) => {
    if (hit.length) go({ id: hit[0] });
    else if (edges.length) selectEdge(edges[0]);
  });
  // The wheel scrolls the page until the reader has taken hold of the drawing.
  const wheel = (on) => network.setOptions({ interaction: { zoomView: on } });
  container.addEventListener("pointerdown", () => wheel(true));
  container.addEventListener("pointerleave", () => wheel(false));
  window.addEventListener("resize", () => {
    draw();
    fit();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  fill(
    "zoom",
    button("Fit", fit),
    button("+", () => zoom(1.3), { "aria-label": "Zoom in" }),
    button("−", () => zoom(1 / 1.3), { "aria-label": "Zoom out" }),
  );
}

function selectEdge(edgeId) {
  const edge = page.network.edges.find((candidate) => candidate.id === edgeId);
  if (edge?.proposition) go({ id: edge.proposition });
  else if (edge) go({ id: classes.has(edge.to) ? edge.to : edge.from });
}

export function describeView() {
  const { view, a, b, id } = state();
  if (view === "bridge") return `what links ${nameOf(a)} and ${nameOf(b)}`;
  if (view === "first") return `around ${nameOf(a)}`;
  if (view === "second") return `around ${nameOf(b)}`;
  if (view === "around") return `the neighbours of ${nameOf(id)}`;
  return view === "path" ? "the path" : "everything";
}
