// Two incidents side by side: what only one has, and what both have.

import { entities, incidents, nameOf, page } from "./data.js";
import { value } from "./cards.js";
import { count, el } from "./dom.js";
import { longList } from "./entities.js";
import { nameBeside, names } from "./pair.js";
import { pick } from "./quotes.js";
import { state } from "./state.js";

function between({ a, b }, list) {
  return list.find((record) => record.incidents.includes(a) && record.incidents.includes(b));
}

function cells(columns) {
  const { a, b } = state();
  const heads = [`Only ${nameOf(a)}`, "Both", `Only ${nameOf(b)}`];
  return columns.map((content, i) => el("td", { "data-label": heads[i] }, content));
}

function chooser(id, text, note) {
  return el("li", {}, pick(id, text ?? nameOf(id), { class: "pick", "data-pick": id }), note && el("span", { class: "note" }, ` ${note}`));
}

function sideRow(label, columns) {
  return columns.flat().length > 0 && el("tr", {}, el("th", { scope: "row" }, label), cells(columns.map((items) => items.length > 0 && longList(items))));
}

function body(label, rows) {
  const shown = rows.filter(Boolean);
  return shown.length > 0 && el("tbody", {}, el("tr", {}, el("th", { colspan: 4, scope: "rowgroup", class: "group" }, label)), shown);
}

// A value that both have stands between them. Sources are told where there is more than one value.
function factRows(a, b) {
  const sides = [a, b].map((id) => new Map(incidents.get(id).facts.flatMap((fact) => fact.parts.map((part, i) => [fact.parts[1] ? `${fact.label} ${["from", "to"][i]}` : fact.label, { ...fact, part }]))));
  return [...new Set(sides.flatMap((side) => [...side.keys()]))].map((label) => {
    const facts = sides.map((side) => side.get(label) ?? { part: [] });
    const [one, two] = facts.map(({ part }) => part.map((record) => record.text));
    const item = (record, fact) => el("li", {}, value(record, fact.part.length > 1));
    const chosen = (fact, keep) => fact.part.filter((record) => keep(record.text)).map((record) => item(record, fact));
    const columns = [chosen(facts[0], (text) => !two.includes(text)), chosen(facts[0], (text) => two.includes(text)), chosen(facts[1], (text) => !one.includes(text))];
    facts.forEach((fact, i) => fact.contested && columns[2 * i].push(el("li", {}, el("span", { class: "tag disputed" }, "sources differ"))));
    return sideRow(label, columns);
  });
}

function split(one, two, also) {
  const both = new Set([...also, ...one.filter((id) => two.includes(id))]);
  return [one.filter((id) => !both.has(id)), both, two.filter((id) => !both.has(id))];
}

function thingRow(label, one, two, also, note) {
  return sideRow(label, split(one, two, also).map((ids) => names(ids).map((id) => chooser(id, undefined, note?.(id)))));
}

// The events of a phase: those of a class that both have stand as the class, in the middle.
function eventRow(id, label, told, shared, phases) {
  const events = told.map((side) => side[id] ?? []);
  const classes = shared.filter((cls) => events.flat(2).includes(cls));
  const [one, two] = events.map((list, i) => {
    const own = list.filter((event) => !event.some((cls) => classes.includes(cls)));
    return names(own.map(([event]) => event)).map((event) => chooser(event, nameBeside(event, [state().a, state().b][i])));
  });
  const columns = [one, classes.map((cls) => chooser(cls)), two];
  // A phase that the graph tells of without events of it still has its place.
  [state().a, "both", state().b].forEach((key, i) => {
    if (phases[key]?.includes(id) && !columns[i].length) columns[i].push(el("li", { class: "note" }, i === 1 && one.length + two.length ? "in both, by events of different kinds" : label));
  });
  return sideRow(label, columns);
}

export function drawCompare() {
  const { a, b } = state();
  const sides = [a, b].map((id) => page.comparison.incidents[id]);
  const shares = between({ a, b }, page.links)?.shares ?? [];
  const ids = (group) => shares.filter((share) => share.group === group).map((share) => share.id);
  const phases = between({ a, b }, page.comparison.pairs)?.phases ?? {};
  const told = sides.map((side) => side.events);
  const list = (key) => sides.map((side) => side[key]);
  const types = (id) => entities.has(id) && `(${entities.get(id).types.join(", ")})`;
  const table = el(
    "table",
    { class: "compare" },
    el("thead", {}, el("tr", {}, ["", `Only ${nameOf(a)}`, "Both", `Only ${nameOf(b)}`].map((words) => (words ? el("th", { scope: "col" }, words) : el("td", {}))))),
    body("Facts", factRows(a, b)),
    body("Phases", [...page.comparison.phases, ["", "other events"]].map(([id, label]) => eventRow(id, label, told, ids("patterns"), phases))),
    body("Actors and systems", [
      thingRow("actors", ...list("actors"), ids("actors")),
      thingRow("weapons and their classes", ...list("weapons"), ids("systems"), types),
      thingRow("places", [], [], ids("places")),
    ]),
  );
  const both = phases.both?.length ?? 0;
  return [[table], `${nameOf(a)} beside ${nameOf(b)}: ${count(shares.length, "thing")} and ${count(both, "phase")} in both.`];
}
