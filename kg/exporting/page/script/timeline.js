// When it happened and when it was told: a lane an incident.

import { articleName, articles, nameOf } from "./data.js";
import { count, el } from "./dom.js";
import { longList } from "./entities.js";
import { lanesOf, nameBeside } from "./pair.js";
import { pick } from "./quotes.js";
import { go, state } from "./state.js";
import { drawingOf, ruled, marker, shapeAt, svg, svgLabel } from "./svg.js";

const DAY = 864e5;
const EDGE = 14;
const APART = 19;
const TALLEST = 150;

// The days since 1970 that a day, month or year begins and ends with.
function daysOf(text) {
  const [year, month, day] = text.split("-").map(Number);
  const to = day ? Date.UTC(year, month - 1, day + 1) : month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  return [Date.UTC(year, (month ?? 1) - 1, day ?? 1) / DAY, to / DAY];
}

const dayText = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function since(lane, moment) {
  const zero = daysOf(lane.start)[0];
  const [from, to] = daysOf(moment.date).map((day) => day - zero);
  return (to - from === 1 ? `day ${from}` : `days ${from} to ${to - 1}`).replaceAll("-", "−");
}

function momentName(lane, moment) {
  const article = articles.get(moment.id);
  const claims = moment.claims ? count(moment.claims, "claim") : "";
  const when = state().scale && lane.start ? `${moment.date} (${since(lane, moment)})` : moment.date;
  return `${when}: ${article ? `${claims} in ${articleName(article)}` : [nameBeside(moment.id, lane.incident), claims].filter(Boolean).join("; ")}`;
}

// Round numbers of days, or of years where days would be too many.
function ticks(from, to, most, counting) {
  const years = !counting && (to - from) / most > 99;
  const [first, last] = years ? [from, to].map((day) => new Date(day * DAY).getUTCFullYear()) : [from, to];
  const least = Math.max(1, (last - first) / most);
  const step = [1, 2, 5, 10].map((n) => n * 10 ** Math.floor(Math.log10(least))).find((n) => n >= least);
  const found = [];
  for (let n = Math.ceil(first / step) * step; n <= last; n += step) {
    const day = years ? Date.UTC(n, 0, 1) / DAY : n;
    if (day >= from) found.push([day, counting || years ? String(n).replace("-", "−") : dayText(n)]);
  }
  return found;
}

// Marks that would lie on one another are stacked.
function stacked(marks) {
  const ends = [];
  for (const mark of marks.sort((x, y) => x.left - y.left || x.right - y.right)) {
    mark.level = ends.findIndex((end) => end + APART <= mark.left);
    if (mark.level < 0) mark.level = ends.push(0) - 1;
    ends[mark.level] = mark.right;
  }
  return Math.max(ends.length, 1);
}

function drawLane(lane, marks, top, width) {
  const levels = stacked(marks);
  const step = Math.min(APART, TALLEST / levels);
  const base = top + 30 + levels * step;
  const shapes = marks.map(({ moment, left, right, level }) => {
    const y = base - 11 - level * step;
    const wide = right > left;
    const shape = wide ? svg("rect", { x: left - 5, y: y - 5, width: right - left + 10, height: 10, rx: 5 }) : shapeAt(articles.has(moment.id) ? "square" : "circle", left, y);
    return marker(moment.id, momentName(lane, moment), `${articles.has(moment.id) ? "tone-article" : "tone-event"}${wide ? " wide" : ""}`, shape);
  });
  return [base, [svgLabel(EDGE / 2, top + 16, nameOf(lane.incident), "lane"), ruled(0, base, width, base, "axis"), ...shapes]];
}

function drawing(lanes, width) {
  const counting = Boolean(state().scale);
  const zero = (lane) => (counting ? daysOf(lane.start)[0] : 0);
  const spans = lanes.map((lane) => lane.moments.map((moment) => daysOf(moment.date).map((day) => day - zero(lane))));
  const all = spans.flat(2);
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(1, (last - first) * 0.03);
  const [from, to] = [first - room, last + room];
  const place = (day) => Math.round(EDGE + ((day - from) / (to - from)) * (width - 2 * EDGE));
  const drawn = [];
  let top = 0;
  lanes.forEach((lane, i) => {
    const marks = lane.moments.map((moment, j) => {
      const [begin, end] = spans[i][j];
      const whole = end - begin > 1;
      return { moment, left: place(whole ? begin : begin + 0.5), right: place(whole ? end : begin + 0.5) };
    });
    const [base, shapes] = drawLane(lane, marks, top, width);
    drawn.push(...shapes);
    top = base + 8;
  });
  const grid = ticks(from, to, Math.max(2, Math.floor(width / 95)), counting).flatMap(([day, text]) => {
    const x = place(day);
    return [ruled(x, 0, x, top, "grid"), svgLabel(Math.min(Math.max(x, 34), width - 36), top + 14, text, "", "middle")];
  });
  const told = `Time line of ${lanes.map((lane) => nameOf(lane.incident)).join(" and ")}; the lists below say the same`;
  return drawingOf(told, width, top + 22, ...grid, ...drawn);
}

function undated(lane) {
  const claims = lane.undated_claims && `${lane.undated_claims} of ${count(lane.claims, "claim")} ${lane.undated_claims === 1 ? "stands" : "stand"} in an article or record without a date`;
  const events = lane.undated_events && `${count(lane.undated_events, "event")} ${lane.undated_events === 1 ? "has" : "have"} no date`;
  const missing = [claims, events].filter(Boolean);
  return missing.length > 0 && el("p", { class: "note", "data-undated": lane.incident }, `Not placed: ${missing.join("; ")}.`);
}

function laneList(lane) {
  const items = lane.moments.map((moment) => el("li", {}, pick(moment.id, momentName(lane, moment), { class: "pick", "data-pick": moment.id })));
  return el("section", { "data-lane": lane.incident }, el("h3", {}, nameOf(lane.incident)), items.length ? longList(items) : el("p", {}, "Nothing about it has a date."), undated(lane));
}

function scales() {
  const radio = (key, text) => {
    const input = el("input", { type: "radio", name: "scale", value: key || "calendar", checked: state().scale === key });
    input.addEventListener("change", () => {
      go({ scale: key });
      document.querySelector("#panel input:checked").focus();
    });
    return el("label", {}, input, text);
  };
  return el("fieldset", { class: "scales" }, el("legend", {}, "Scale"), radio("", "calendar"), radio("since", "days since the incident"));
}

export function drawTimeline(width) {
  const lanes = lanesOf(state());
  const lists = el("div", { class: "lists" }, lanes.map(laneList));
  const dated = lanes.filter((lane) => lane.moments.length);
  const number = lanes.reduce((sum, lane) => sum + lane.moments.length, 0);
  if (!dated.length) return [[el("p", {}, "No event and no article here has a date, so there is no time line to draw."), lists], "Time line: no dates."];
  const drawn = state().scale ? dated.filter((lane) => lane.start) : dated;
  const left = dated.filter((lane) => !drawn.includes(lane));
  const content = [
    scales(),
    drawn.length > 0 && drawing(drawn, width),
    left.map((lane) => el("p", {}, `No day is told for ${nameOf(lane.incident)}, so its days cannot be counted.`)),
    el("p", { class: "note" }, "Circle: an event. Square: an article with claims about the incident, on the day it was published. Bar: only the month or year is told."),
    lists,
  ];
  return [content, `Time line: ${count(number, "dated mark")}.`];
}
