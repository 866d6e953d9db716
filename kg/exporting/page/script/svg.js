// Drawings of our own. They are illustrations: a list of buttons beside each says and does the same.

import { go } from "./state.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const MARKS = { circle: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", square: "M-5-5h10v10h-10z", triangle: "M0-8l8 14h-16z" };

export function svg(name, attributes, ...children) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

export function drawingOf(words, width, height, ...children) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": words }, ...children);
}

export function ruled(x1, y1, x2, y2, look) {
  return svg("line", { x1, y1, x2, y2, class: look });
}

export function svgLabel(x, y, text, look = "", anchor = "start") {
  return svg("text", { x, y, class: look, "text-anchor": anchor }, text);
}

// A mark that can be clicked and tells its name when pointed at.
export function marker(id, told, look, shape) {
  const group = svg("g", { class: `marker ${look}`, "data-pick": id }, svg("title", {}, told), shape);
  group.addEventListener("click", () => go({ id }));
  return group;
}

export function shapeAt(shape, x, y) {
  return svg("path", { d: MARKS[shape], transform: `translate(${x} ${y})` });
}
