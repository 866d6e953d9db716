// What the reader looks at, kept in the address so that it can be sent to someone.

import { exists, incidents, page } from "./data.js";
import { cleanFilter, FILTER_KEYS } from "./filter.js";
import { located } from "./pair.js";

const KEYS = ["id", "view", "a", "b", "from", "to", "scale", ...FILTER_KEYS];
const VIEWS = ["bridge", "first", "second", "everything", "path", "around", "compare", "time", "map"];
const listeners = [];
let current = read(location.hash.slice(1));

function read(address) {
  const given = new URLSearchParams(address);
  const state = Object.fromEntries(KEYS.map((key) => [key, given.get(key) ?? ""]));
  const ids = page.incidents.map((incident) => incident.id);
  const [first, second] = page.views.bridges[0]?.incidents ?? ids;
  if (!incidents.has(state.a)) state.a = first ?? "";
  if (!incidents.has(state.b) || state.b === state.a) {
    state.b = state.a === (second ?? "") ? (first ?? "") : (second ?? "");
    if (state.b === state.a) state.b = "";
  }
  for (const key of ["id", "from", "to"]) if (!exists(state[key])) state[key] = "";
  if (!VIEWS.includes(state.view)) state.view = defaultView();
  if (state.view === "around" && !state.id) state.view = defaultView();
  if (state.view === "path" && !(state.from && state.to)) state.view = defaultView();
  if (state.view === "compare" && !state.b) state.view = defaultView();
  if (state.view === "time" && !state.a) state.view = defaultView();
  if (state.view === "map" && !located(state).length) state.view = defaultView();
  if (state.scale !== "since") state.scale = "";
  return { ...state, ...cleanFilter(state) };
}

function defaultView() {
  if (page.incidents.length > 1) return "bridge";
  return page.incidents.length ? "first" : "everything";
}

export function state() {
  return current;
}

export function go(changes) {
  const before = current;
  const next = { ...current, ...changes };
  const address = new URLSearchParams(KEYS.filter((key) => next[key]).map((key) => [key, next[key]]));
  remember(address);
  current = read(address);
  for (const listener of listeners) listener(current, before);
}

// A frame of a notebook has no address of its own to keep it in.
function remember(address) {
  if (location.protocol === "about:") return;
  history.pushState(null, "", `#${address}`);
}

export function onChange(listener) {
  listeners.push(listener);
}

window.addEventListener("popstate", () => {
  if (location.hash && !location.hash.includes("=")) return;
  const before = current;
  current = read(location.hash.slice(1));
  for (const listener of listeners) listener(current, before);
});
