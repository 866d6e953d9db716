// What passes the reader's filter at the moment.

import { claims, independent, page, propositions } from "./data.js";
import { FILTER_KEYS, isFiltered, sieve } from "./filter.js";
import { state } from "./state.js";

const VOICED = ["asserts", "denies", "neutral"];
let sievedState;
let sievedFor;
let sieved;
let saidAlong;

function passing() {
  if (state() === sievedState) return sieved;
  sievedState = state();
  const key = FILTER_KEYS.map((name) => sievedState[name]).join("\n");
  if (key !== sievedFor) sieved = sieve(sievedState);
  sievedFor = key;
  return sieved;
}

export function filterIsOn() {
  return isFiltered(state());
}

export function filterChanged(now, before) {
  return FILTER_KEYS.some((key) => now[key] !== before[key]);
}

export function claimPasses(id) {
  return passing().claims.has(id);
}

export function statementPasses(id) {
  return passing().statements.has(id);
}

export function nodePasses(id) {
  return !propositions.has(id) || statementPasses(id);
}

// A line that stands for what is said passes with it, one that stands for a speaker's stance with one such claim.
export function edgePasses(edge) {
  if (!edge.proposition) return true;
  return statementPasses(edge.proposition) && (!VOICED.includes(edge.sort) || passingAlong(edge).length > 0);
}

// The caption of a speaker's line counts what passes.
export function captionOf(edge) {
  if (!VOICED.includes(edge.sort) || !filterIsOn()) return edge.caption;
  const words = edge.caption.replace(/ \(\d+\)$/, "");
  const times = independent(passingAlong(edge));
  return times > 1 ? `${words} (${times})` : words;
}

function passingAlong(edge) {
  saidAlong ??= indexSaid();
  return (saidAlong.get(`${edge.from}\n${edge.proposition}\n${edge.sort}`) ?? []).filter(claimPasses);
}

function indexSaid() {
  const found = new Map();
  for (const claim of page.claims) {
    for (const proposition of claim.propositions) {
      const key = `${claim.speaker.id}\n${proposition}\n${claim.stance}`;
      found.set(key, [...(found.get(key) ?? []), claim.id]);
    }
  }
  return found;
}

export function passingWords() {
  return `${passing().claims.size} of ${claims.size} claims pass the filter`;
}
