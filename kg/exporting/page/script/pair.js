// What the views of the chosen pair need to know before they are drawn.

import { nameOf, page } from "./data.js";

export function pair({ a, b }) {
  return [a, b].filter(Boolean);
}

// The places of the pair, each with what it is to whom.
export function placesOf(state) {
  const chosen = pair(state);
  return page.points
    .map((point) => ({ ...point, roles: point.roles.filter(([incident]) => chosen.includes(incident)) }))
    .filter((point) => point.roles.length);
}

export function located(state) {
  return placesOf(state).filter((point) => point.at);
}

export function lanesOf(state) {
  return pair(state).map((id) => page.lanes.find((lane) => lane.incident === id));
}

// An event's name without the incident that it stands beside.
export function nameBeside(id, incident) {
  return nameOf(id).replace(` (${nameOf(incident)})`, "");
}

export function names(ids) {
  return [...ids].sort((x, y) => nameOf(x).localeCompare(nameOf(y), "en"));
}
