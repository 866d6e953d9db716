// The same content as the drawing, for readers and for screen readers.

import { articleName, articles, KIND_WORDS, page, propositions, STANCE_WORDS } from "./data.js";
import { button, el, fill, link } from "./dom.js";
import { claimPasses, filterIsOn } from "./passing.js";
import { pick, quote } from "./quotes.js";
import { matches, searching } from "./search.js";

const FIRST = 200;
let chosen = "entities";
let sorted = { column: -1, down: false };
let all = false;

const TABLES = {
  entities: {
    name: "Entities",
    rows: page.entities,
    columns: [
      ["Name", (e) => e.label, (e) => pick(e.id, e.label)],
      ["Kind", (e) => KIND_WORDS[e.kind]],
      ["Class", (e) => e.types.join(", ")],
      ["Other names", (e) => e.names.join(", ")],
    ],
  },
  claims: {
    name: "Claims",
    rows: page.claims,
    passes: (c) => claimPasses(c.id),
    columns: [
      ["Speaker", (c) => c.speaker.text, (c) => pick(c.speaker.id, c.speaker.text)],
      ["Stance", (c) => stance(c), (c) => el("span", { class: `stance stance-${c.stance}` }, stance(c))],
      ["Statement", (c) => statement(c), (c) => pick(c.id, statement(c))],
      ["Exact words", (c) => c.quotes.flat().map((piece) => piece.text).join(""), (c) => c.quotes.map((q) => quote(q, articles.get(c.article)?.language))],
      ["Article", (c) => articles.get(c.article)?.name ?? "", (c) => articles.has(c.article) && pick(c.article, articles.get(c.article).name)],
    ],
  },
  articles: {
    name: "Articles",
    rows: page.articles,
    columns: [
      ["Article", (a) => articleName(a), (a) => pick(a.id, articleName(a))],
      ["Publisher", (a) => a.publisher.text, (a) => pick(a.publisher.id, a.publisher.text)],
      ["Date", (a) => a.issued],
      ["Claims", (a) => a.claims],
      ["Address", (a) => a.url, (a) => a.url && link(a.url, a.url)],
    ],
  },
};

function stance(claim) {
  return STANCE_WORDS[claim.stance] + (claim.certain || claim.stance === "neutral" ? "" : ", not certain");
}

function statement(claim) {
  return claim.propositions.map((id) => propositions.get(id)?.sentence ?? "").join(" ");
}

function ordered(rows, columns) {
  if (sorted.column < 0) return rows;
  const value = columns[sorted.column][1];
  const order = (x, y) => (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "en"));
  return [...rows].sort((x, y) => (sorted.down ? -1 : 1) * order(value(x), value(y)));
}

function heading([words], i) {
  const now = sorted.column === i ? (sorted.down ? "descending" : "ascending") : undefined;
  const sort = () => {
    sorted = { column: i, down: sorted.column === i && !sorted.down };
    drawTables();
    document.querySelectorAll("#table th button")[i].focus();
  };
  return el("th", { scope: "col", "aria-sort": now }, button(words, sort));
}

export function drawTables() {
  fill(
    "table-tabs",
    Object.entries(TABLES).map(([key, table]) =>
      button(`${table.name} (${table.rows.length})`, () => {
        chosen = key;
        sorted = { column: -1, down: false };
        all = false;
        drawTables();
        document.querySelector("#table-tabs [aria-pressed=true]").focus();
      }, { "aria-pressed": String(key === chosen), "data-table": key }),
    ),
  );
  const { name, rows, columns, passes } = TABLES[chosen];
  const found = ordered(rows.filter((row) => matches(row.id) && (!passes || passes(row))), columns);
  const met = passes && filterIsOn() ? (searching() ? "match and pass the filter" : "pass the filter") : "match";
  const drawn = all ? found : found.slice(0, FIRST);
  const cells = (row) => columns.map(([words, text, node]) => el("td", { "data-label": words }, (node ?? text)(row)));
  fill(
    "table",
    el(
      "table",
      { "data-table": chosen },
      el("caption", {}, found.length === rows.length ? `${name}: ${rows.length}` : `${name}: ${found.length} of ${rows.length} ${met}`),
      el("thead", {}, el("tr", {}, columns.map(heading))),
      el("tbody", {}, drawn.map((row) => el("tr", { "data-id": row.id }, cells(row)))),
    ),
    drawn.length < found.length && button(`Show all ${found.length}`, () => { all = true; drawTables(); }),
  );
}

