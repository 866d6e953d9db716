// What the reader can take along: the drawing, the claims, the data of the page and the graph itself.

import { describeView } from "./canvas.js";
import { articles, page, propositions } from "./data.js";
import { button, el, fill } from "./dom.js";
import { pngBlob, svgText } from "./picture.js";
import { csvText, fileName, save } from "./saving.js";

const CLAIM_COLUMNS = {
  claim: (c) => c.id,
  speaker: (c) => c.speaker.text,
  in_own_voice: (c) => (c.own_voice ? "yes" : "no"),
  stance: (c) => c.stance,
  certain: (c) => (c.certain ? "yes" : "no"),
  statement: (c) => eachStatement(c, (p) => p.sentence),
  dispute: (c) => eachStatement(c, (p) => p.dispute),
  exact_words: (c) => c.quotes.map((pieces) => pieces.map((piece) => piece.text).join("")).join(" … "),
  said: (c) => c.date,
  citing: (c) => c.relays.map((ref) => ref.text).join("; "),
  through: (c) => c.relayed_by.map((ref) => ref.text).join("; "),
  article: (c) => articles.get(c.article)?.identifier,
  title: (c) => articles.get(c.article)?.title,
  publisher: (c) => articles.get(c.article)?.publisher.text,
  published: (c) => articles.get(c.article)?.issued,
  address: (c) => articles.get(c.article)?.url,
  copy_of: (c) => articles.get(articles.get(c.article)?.copy_of)?.identifier,
  answers: (c) => c.contests.join(" "),
  revises: (c) => c.supersedes.join(" "),
};

function eachStatement(claim, words) {
  return claim.propositions.map((id) => propositions.get(id)).filter(Boolean).map(words).filter(Boolean).join(" ");
}

export function claimRows() {
  const columns = Object.values(CLAIM_COLUMNS);
  return [Object.keys(CLAIM_COLUMNS), ...page.claims.map((claim) => columns.map((value) => value(claim)))];
}

function packedTurtle() {
  return document.getElementById("turtle").textContent.trim();
}

async function turtleBytes() {
  const bytes = Uint8Array.from(atob(packedTurtle()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

const pictureTitle = () => `${page.title}: ${describeView()}`;

const DOWNLOADS = [
  ["PNG", "The drawing as a picture, PNG", "png", "image/png", () => pngBlob(pictureTitle(), 2)],
  ["SVG", "The drawing as a picture, SVG", "svg", "image/svg+xml", () => svgText(pictureTitle())],
  ["CSV", "The claims as a table, CSV", "csv", "text/csv;charset=utf-8", () => csvText(claimRows())],
  ["JSON", "Everything on this page, JSON", "json", "application/json", () => JSON.stringify(page)],
  ["Turtle", "The whole graph, Turtle", "ttl", "text/turtle;charset=utf-8", turtleBytes],
];

async function download(words, ending, type, content) {
  const told = document.getElementById("download-status");
  try {
    save(fileName(page.title, ending), new Blob([await content()], { type }));
    told.textContent = `${words} is saved.`;
  } catch (error) {
    told.textContent = `${words} could not be made: ${error.message}`;
  }
}

export function drawDownloads() {
  const offered = DOWNLOADS.filter(([words]) => words !== "Turtle" || (packedTurtle() && "DecompressionStream" in window));
  fill(
    "downloads",
    el("span", { id: "downloads-heading" }, "Download"),
    offered.map(([words, title, ending, type, content]) =>
      button(words, () => download(words, ending, type, content), { "aria-label": title, title, "data-download": ending }),
    ),
    el("span", { id: "download-status", class: "note", role: "status" }),
  );
}
