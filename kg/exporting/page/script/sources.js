// The footer: what went in, and what nobody checked.

import { articleName, articles, page } from "./data.js";
import { el, fill, link } from "./dom.js";

function input(article) {
  return el(
    "li",
    {},
    el("strong", {}, article.identifier),
    [article.title, article.publisher.text, article.issued].filter(Boolean).map((text) => ` · ${text}`),
    article.url && [" · ", link(article.url, article.url)],
    article.copy_of && ` · a copy of ${articleName(articles.get(article.copy_of))}`,
    article.sha256 && el("code", {}, `sha256 ${article.sha256}`),
  );
}

export function drawSources() {
  fill(
    "sources",
    el("h2", {}, "Sources and limits"),
    el("p", {}, "Claims are attributed, not verified: the page shows who is reported to say what, in which words. Speakers, stances and statements were read by a program, which errs. People and bodies are named in statements; being named is no finding about them."),
    el("p", {}, "A value without a dispute is one that some input gives as certain and that no claim in these inputs contests; other sources may. Which names are held to be one entity, and why, stands in the details of each entity."),
    page.made_with && el("p", {}, `Made with ${page.made_with}.`),
    el("h3", {}, `Inputs (${page.articles.length})`),
    el("ul", { class: "inputs" }, page.articles.map(input)),
  );
}
