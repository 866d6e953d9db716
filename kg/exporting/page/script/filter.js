// What the reader lets through, as it stands in the address, and the test of one claim that follows from it.

import { articles, claims, page, propositions, STANCE_WORDS } from "./data.js";

export const FILTER_KEYS = ["off", "since", "until", "stance", "disputed", "conf"];
export const CONFIDENCE_STEP = 0.05;
const ALL_BUT = "*";
const NO_STANCE = "none";

// Without a full day an article counts as undated.
export function dayOf(article) {
  return /^\d{4}-\d{2}-\d{2}/.exec(article?.issued ?? "")?.[0] ?? "";
}

const days = page.articles.map(dayOf).filter(Boolean).sort();
export const DAY_RANGE = { first: days[0] ?? "", last: days[days.length - 1] ?? "" };

// The claims that a disputed statement lists on any of its sides.
const ofDisputes = new Set(
  page.propositions.filter((p) => p.dispute).flatMap((p) => [...p.asserts, ...p.denies, ...p.neutral, ...p.otherwise]),
);

export function ofDispute(claim) {
  return ofDisputes.has(claim.id);
}

// Keeps of an address what has a meaning here and changes something; the rest is as if it were not there.
export function cleanFilter(given) {
  return {
    off: writeSources(readSources(given.off)),
    since: isDay(given.since) && given.since > DAY_RANGE.first ? given.since : "",
    until: isDay(given.until) && given.until < DAY_RANGE.last ? given.until : "",
    stance: writeStances(readStances(given.stance)),
    disputed: given.disputed === "1" ? "1" : "",
    conf: cleanConfidence(given.conf),
  };
}

function isDay(text) {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return DAY_RANGE.first !== "" && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function cleanConfidence(text) {
  const least = Number(text);
  if (!(least > 0 && least <= 1)) return "";
  const stepped = Math.round(least / CONFIDENCE_STEP) * CONFIDENCE_STEP;
  return stepped ? String(Number(stepped.toFixed(2))) : "";
}

// The articles that are off. An IRI has no space, so that a space can part them.
export function readSources(text) {
  const words = text.split(" ");
  const named = new Set(words.filter((id) => articles.has(id)));
  if (words[0] !== ALL_BUT) return named;
  return new Set(page.articles.map((article) => article.id).filter((id) => !named.has(id)));
}

export function writeSources(off) {
  const [out, kept] = [true, false].map((side) => page.articles.map((a) => a.id).filter((id) => off.has(id) === side));
  return (out.length > kept.length + 1 ? [ALL_BUT, ...kept] : out).join(" ");
}

export function readStances(text) {
  if (text === NO_STANCE) return [];
  const known = Object.keys(STANCE_WORDS);
  const named = known.filter((stance) => text.split(",").includes(stance));
  return named.length ? named : known;
}

export function writeStances(stances) {
  if (!stances.length) return NO_STANCE;
  return stances.length === Object.keys(STANCE_WORDS).length ? "" : stances.join(",");
}

export function isFiltered(values) {
  return FILTER_KEYS.some((key) => values[key]);
}

// The ids of the claims that pass, and of the statements of which one does.
export function sieve(values) {
  if (!isFiltered(values)) return { claims: new Set(claims.keys()), statements: new Set(propositions.keys()) };
  const passing = page.claims.filter(claimTest(values));
  const said = passing.flatMap((claim) => claim.propositions);
  const statements = values.disputed ? said.filter((id) => propositions.get(id)?.dispute) : said;
  return { claims: new Set(passing.map((claim) => claim.id)), statements: new Set(statements) };
}

function claimTest(values) {
  const off = readSources(values.off);
  const stances = readStances(values.stance);
  return (claim) => {
    const day = dayOf(articles.get(claim.article));
    const outside = day && ((values.since && day < values.since) || (values.until && day > values.until));
    const unsure = values.conf && claim.confidence && Number(claim.confidence) < Number(values.conf);
    const calm = values.disputed && !ofDispute(claim);
    return !off.has(claim.article) && stances.includes(claim.stance) && !outside && !unsure && !calm;
  };
}
