// The drawing as a picture: the same places, shapes, captions and colours as an SVG document.

import { shownDrawing } from "./canvas.js";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const BASELINE = 0.34;
const ARROW = 9;
const ROUNDING = 6;

function svgShape(name, attributes, ...children) {
  const element = document.createElementNS(SVG_NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === "number" ? Math.round(value * 100) / 100 : value);
  }
  element.append(...children);
  return element;
}

function svgPolygon(points, paint) {
  return svgShape("polygon", { points: points.map((point) => point.map((n) => n.toFixed(2)).join(",")).join(" "), ...paint });
}

function svgCorners(corners, at) {
  return Array.from({ length: corners }, (_, i) => at(i, (2 * Math.PI * i) / corners));
}

// vis-network holds the bounds of a box wider than its border, by the rounding of the corners.
function svgBox({ left, top, right, bottom }) {
  return [right - left - 2 * ROUNDING, bottom - top - 2 * ROUNDING];
}

// The shapes as vis-network draws them.
const OUTLINES = {
  dot: ({ x, y, size }, paint) => svgShape("circle", { cx: x, cy: y, r: size, ...paint }),
  square: ({ x, y, size }, paint) => svgShape("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, ...paint }),
  diamond: ({ x, y, size }, paint) => svgPolygon([[x, y + size], [x + size, y], [x, y - size], [x - size, y]], paint),
  triangle({ x, y, size }, paint) {
    const side = 1.15 * size;
    const low = y + 0.275 * side + (Math.sqrt(3) / 3) * side;
    return svgPolygon([[x, low - Math.sqrt(3) * side], [x + side, low], [x - side, low]], paint);
  },
  star({ x, y, size }, paint) {
    const [r, middle] = [0.82 * size, y + 0.082 * size];
    return svgPolygon(svgCorners(10, (i, angle) => [x + r * (i % 2 ? 0.5 : 1.3) * Math.sin(angle), middle - r * (i % 2 ? 0.5 : 1.3) * Math.cos(angle)]), paint);
  },
  hexagon: ({ x, y, size }, paint) => svgPolygon(svgCorners(6, (_, angle) => [x + size * Math.cos(angle), y + size * Math.sin(angle)]), paint),
  box({ x, y, bounds }, paint) {
    const [width, height] = svgBox(bounds);
    return svgShape("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: ROUNDING, ...paint });
  },
};

// Lines of text with their middle at `x`, the middle of the whole at `y`.
function svgWords({ lines, font, x, y, weight }) {
  const height = font.size;
  return svgShape(
    "text",
    {
      "text-anchor": "middle", "font-family": font.face, "font-size": font.size, fill: font.color,
      "paint-order": "stroke", stroke: font.strokeColor, "stroke-width": font.strokeWidth, "stroke-linejoin": "round",
      ...(weight && { "font-weight": weight }),
    },
    ...lines.map((line, i) => svgShape("tspan", { x, y: y + (i - (lines.length - 1) / 2 + BASELINE) * height }, line)),
  );
}

// How far the border of a node is from its middle, in the direction of the line.
function svgReach({ shape: name, size, bounds }, dx, dy) {
  if (name !== "box") return size + 2;
  const [width, height] = svgBox(bounds);
  return Math.min(width / 2 / (Math.abs(dx) || 1e-9), height / 2 / (Math.abs(dy) || 1e-9)) * Math.hypot(dx, dy);
}

function svgLine(edge, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const [start, end] = [svgReach(from, dx, dy), length - svgReach(to, dx, dy)];
  if (end <= start) return [];
  const at = (distance, aside = 0) => [from.x + (dx * distance - dy * aside) / length, from.y + (dy * distance + dx * aside) / length];
  const arrow = edge.arrows === "to";
  const [[x1, y1], [x2, y2]] = [at(start), at(arrow ? end - ARROW / 2 : end)];
  const tone = edge.color.color;
  return [
    svgShape("line", { x1, y1, x2, y2, stroke: tone, "stroke-width": edge.width }),
    arrow && svgPolygon([at(end), at(end - ARROW, ARROW / 2.5), at(end - ARROW, -ARROW / 2.5)], { fill: tone }),
  ].filter(Boolean);
}

function svgFigure(node) {
  const paint = { fill: node.color.background, stroke: node.selected ? node.color.highlight.border : node.color.border, "stroke-width": node.selected ? 3 : 1.5 };
  const label = node.lines.length
    ? [svgWords({ lines: node.lines, font: node.font, weight: node.selected && "bold", x: node.x, y: node.shape === "box" ? node.y : node.y + node.size + (node.lines.length * node.font.size) / 2 + 4 })]
    : [];
  return svgShape("g", {}, svgShape("title", {}, node.label), OUTLINES[node.shape](node, paint), ...label);
}

// The SVG element of what the canvas shows, in the size in which it is shown.
export function pictureOf({ nodes, edges, view, width, height, background }, title) {
  const places = new Map(nodes.map((node) => [node.id, node]));
  const ends = edges.filter((edge) => places.has(edge.from) && places.has(edge.to));
  const captions = ends.filter((edge) => edge.label).map((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    return svgWords({ lines: edge.label.split("\n"), font: edge.font, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  });
  const svg = svgShape("svg", { xmlns: SVG_NAMESPACE, viewBox: [view.x, view.y, view.width, view.height].map((n) => n.toFixed(2)).join(" "), width, height, role: "img" });
  svg.append(
    svgShape("title", {}, title),
    svgShape("rect", { ...view, fill: background }),
    ...ends.flatMap((edge) => svgLine(edge, places.get(edge.from), places.get(edge.to))),
    ...captions,
    ...nodes.map(svgFigure),
  );
  return svg;
}

export function svgText(title) {
  // XML 1.0 has no place for most control characters, whatever a news text holds.
  const text = new XMLSerializer().serializeToString(pictureOf(shownDrawing(), title));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(/[^\t\n\r\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cf}\p{Co}]/gu, "\ufffd")}\n`;
}

// The same picture in pixels, at `scale` times the size in which it is shown.
export async function pngBlob(title, scale) {
  const { width, height } = shownDrawing();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(title))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * scale, height * scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((found, failed) => canvas.toBlob((blob) => (blob ? found(blob) : failed(new Error("no picture"))), "image/png"));
}
