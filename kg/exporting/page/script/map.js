// Where it happened: points on a grid of degrees, without any map data.

import { nameOf } from "./data.js";
import { el } from "./dom.js";
import { located, pair, placesOf } from "./pair.js";
import { pick } from "./quotes.js";
import { state } from "./state.js";
import { drawingOf, ruled, marker, shapeAt, svg, svgLabel } from "./svg.js";

const HIGHEST = 460;
const LEAST_DEGREES = 8;
const STEPS = [1, 2, 5, 10, 20, 30];
const ROLE_WORDS = { place: "place", origin: "from", destination: "to" };

function degrees(value, [plus, minus], digits = 2) {
  return `${Number(Math.abs(value).toFixed(digits))}°${value ? ` ${value > 0 ? plus : minus}` : ""}`;
}

// Places on both sides of the 180th meridian are drawn around it.
function eastward(points) {
  const longs = points.map((point) => point.at[1]);
  const turned = longs.map((long) => (long < 0 ? long + 360 : long));
  const span = (list) => Math.max(...list) - Math.min(...list);
  return span(turned) < span(longs) ? turned : longs;
}

function projection(points, width) {
  const lats = points.map((point) => point.at[0]);
  const longs = eastward(points);
  const middle = (list) => (Math.min(...list) + Math.max(...list)) / 2;
  const span = (list) => Math.max(LEAST_DEGREES, (Math.max(...list) - Math.min(...list)) * 1.3);
  const [lat, long] = [middle(lats), middle(longs)];
  const narrow = Math.max(0.2, Math.cos((lat * Math.PI) / 180));
  const scale = Math.min(width / (span(longs) * narrow), HIGHEST / span(lats));
  const height = Math.round(Math.max(220, span(lats) * scale));
  const x = (value) => Math.round(width / 2 + (value - long) * narrow * scale);
  const y = (value) => Math.round(height / 2 - (value - lat) * scale);
  const bounds = [long - width / 2 / narrow / scale, long + width / 2 / narrow / scale, lat - height / 2 / scale, lat + height / 2 / scale];
  return { x, y, height, bounds, scale, spots: points.map((point, i) => ({ ...point, x: x(longs[i]), y: y(point.at[0]) })) };
}

function graticule({ x, y, height, bounds, scale }, width) {
  const [west, east, south, north] = bounds;
  const step = STEPS.find((candidate) => candidate * scale >= 55) ?? 30;
  const lines = [];
  for (let long = Math.ceil(west / step) * step; long <= east; long += step) {
    lines.push(ruled(x(long), 0, x(long), height, "grid"));
    if (x(long) > 60 && x(long) < width - 30) lines.push(svgLabel(x(long), height - 5, degrees(((long + 540) % 360) - 180, "EW"), "degrees", "middle"));
  }
  for (let lat = Math.ceil(Math.max(south, -90) / step) * step; lat <= Math.min(north, 90); lat += step) {
    lines.push(ruled(0, y(lat), width, y(lat), "grid"));
    if (y(lat) > 16) lines.push(svgLabel(4, y(lat) - 4, degrees(lat, "NS"), "degrees"));
  }
  return lines;
}

// A name stands beside its point, where it lies on nothing else.
function labels(spots, width, height) {
  const taken = [[0, 0, 44, height], ...spots.map(({ x, y }) => [x - 8, y - 8, x + 8, y + 8])];
  return spots.map(({ id, x, y, area }) => {
    const off = area ? 13 : 0;
    const text = nameOf(id);
    const long = text.length * 8;
    const tries = [["start", 12 + off, 5], ["end", -12 - off, 5], ["middle", 0, -14 - off], ["middle", 0, 24 + off], ["start", 8, -14 - off], ["end", -8, 24 + off]].map(([anchor, dx, dy]) => {
      const left = x + dx - { start: 0, middle: long / 2, end: long }[anchor];
      return { anchor, at: [x + dx, y + dy], box: [left, y + dy - 13, left + long, y + dy + 4] };
    });
    const free = ({ box: [l, t, r, b] }) => l > 0 && r < width && t > 0 && b < height - 16 && !taken.some((other) => l < other[2] && r > other[0] && t < other[3] && b > other[1]);
    const { anchor, at, box } = tries.find(free) ?? tries[0];
    taken.push(box);
    return svgLabel(...at, text, "name", anchor);
  });
}

function ways(spots) {
  return pair(state()).flatMap((incident, i) => {
    const ends = (role) => spots.filter((spot) => spot.roles.some(([of, as]) => of === incident && as === role));
    return ends("origin").flatMap((from) => ends("destination").map((to) => ruled(from.x, from.y, to.x, to.y, `way way-${i}`)));
  });
}

function rolesOf(point) {
  return point.roles.map(([incident, role]) => `${role} of ${nameOf(incident)}`).join(", ");
}

function spot(point) {
  const second = point.roles.every(([incident]) => incident === state().b);
  const here = point.roles.some(([, role]) => role === "place");
  const shape = point.area ? svg("circle", { cx: point.x, cy: point.y, r: 20 }) : shapeAt(here ? "triangle" : "circle", point.x, point.y);
  return marker(point.id, `${nameOf(point.id)}: ${rolesOf(point)}`, `${here ? "tone-event" : "tone-place"}${second ? " open" : ""}${point.area ? " area" : ""}`, shape);
}

function placeList(incident, points) {
  const items = points.flatMap((point) => point.roles.filter(([of]) => of === incident).map(([, role]) => {
    const where = point.at ? `${degrees(point.at[0], "NS")}, ${degrees(point.at[1], "EW")}${point.area ? ", somewhere in it" : ""}` : "no coordinates known";
    return el("li", {}, el("span", { class: "note" }, `${ROLE_WORDS[role]} `), pick(point.id, nameOf(point.id), { class: "pick", "data-pick": point.id }), el("span", { class: "note" }, ` ${where}`));
  }));
  return el("section", {}, el("h3", {}, nameOf(incident)), items.length ? el("ul", {}, items) : el("p", {}, "No place of it is told."));
}

export function drawMap(width) {
  const points = located(state());
  const plan = projection(points, width);
  const chosen = pair(state());
  const told = `Map of ${chosen.map(nameOf).join(" and ")} on a grid of degrees; the lists below say the same`;
  const key = chosen.length > 1 ? `Filled: ${nameOf(chosen[0])}. Open: only ${nameOf(chosen[1])}. ` : "";
  const content = [
    drawingOf(told, width, plan.height, ...graticule(plan, width), ...ways(plan.spots), ...plan.spots.map(spot), ...labels(plan.spots, width, plan.height)),
    el("p", { class: "note" }, `${key}Triangle: where it happened. Circle: origin or destination; the dashed line joins the two and is not the way flown. Ring: somewhere in a country or region.`),
    el("div", { class: "lists" }, chosen.map((incident) => placeList(incident, placesOf(state())))),
  ];
  const missing = placesOf(state()).length - points.length;
  return [content, `Map: ${points.length} of ${points.length + missing} places have coordinates.`];
}
