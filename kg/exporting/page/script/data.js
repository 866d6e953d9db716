// The data island and the ways through it.

export const page = JSON.parse(document.getElementById("data").textContent);

// What the data island leaves out (lean.py): empty lists, names that an entity has, and what most records have.
const entityLabels = new Map(page.entities.map((entity) => [entity.id, entity.label]));

function nameReferences(value) {
  if (!value || typeof value !== "object") return;
  if (value.id && Object.keys(value).length === 1) value.text = entityLabels.get(value.id);
  else Object.values(value).forEach(nameReferences);
}

for (const [kind, lists] of Object.entries(page.lists)) {
  for (const record of page[kind]) {
    for (const list of lists) record[list] ??= [];
    nameReferences(record);
  }
}
for (const claim of page.claims) claim.source ??= claim.article;
for (const [kind, usual] of Object.entries(page.usual)) {
  for (const record of page[kind] ?? page.network[kind]) Object.assign(record, { ...usual, ...record });
}
for (const { memberships } of page.entities) {
  for (const membership of memberships) membership.reasons = membership.reasons.map((place) => page.reasons[place]);
}

const index = (list) => new Map(list.map((record) => [record.id, record]));

export const articles = index(page.articles);
export const claims = index(page.claims);
export const propositions = index(page.propositions);
export const entities = index(page.entities);
export const classes = index(page.classes);
export const incidents = index(page.incidents);
export const nodes = index(page.network.nodes);

export const KIND_WORDS = {
  actor: "Actor",
  system: "System",
  place: "Place",
  event: "Event",
  claim: "Claimed statement",
};

export const STANCE_WORDS = { asserts: "asserts", denies: "denies", neutral: "takes no position" };

// How many claims there are, where what an article and its copies say counts once.
export function independent(ids) {
  const numbers = new Map();
  const most = new Map();
  for (const { article, source } of ids.map((id) => claims.get(id))) {
    numbers.set(article, (numbers.get(article) ?? 0) + 1);
    most.set(source, Math.max(most.get(source) ?? 0, numbers.get(article)));
  }
  return [...most.values()].reduce((sum, number) => sum + number, 0);
}

function group(pairs) {
  const found = new Map();
  for (const [key, value] of pairs) {
    if (!found.has(key)) found.set(key, []);
    if (!found.get(key).includes(value)) found.get(key).push(value);
  }
  return found;
}

export const spokenBy = group(page.claims.map((claim) => [claim.speaker.id, claim]));
export const drawnFrom = group(page.claims.map((claim) => [claim.article, claim]));
export const speakingOf = group(
  page.propositions.flatMap((p) => [p.subject.id, p.object.id].filter(Boolean).map((id) => [id, p])),
);
export const answeredBy = group(page.claims.flatMap((claim) => claim.contests.map((id) => [id, claim])));
export const revisedBy = group(page.claims.flatMap((claim) => claim.supersedes.map((id) => [id, claim])));
export const edgesAt = group(page.network.edges.flatMap((edge) => [[edge.from, edge], [edge.to, edge]]));

export function exists(id) {
  return [entities, propositions, claims, classes, articles].some((records) => records.has(id));
}

export function nameOf(id) {
  if (entities.has(id)) return entities.get(id).label;
  if (propositions.has(id)) return propositions.get(id).sentence;
  if (classes.has(id)) return `any ${classes.get(id).label}`;
  if (articles.has(id)) return articleName(articles.get(id));
  if (claims.has(id)) return nameOf(claims.get(id).propositions[0]);
  return id;
}

export function articleName(article) {
  return article.title ? `“${article.title}”` : article.name;
}

export function kindOf(id) {
  if (entities.has(id)) return entities.get(id).kind;
  if (classes.has(id)) return classes.get(id).kind;
  return propositions.has(id) || claims.has(id) ? "claim" : "article";
}

// The node that stands for anything selectable: a claim is drawn as its statement.
export function nodeFor(id) {
  if (nodes.has(id)) return id;
  if (claims.has(id)) return claims.get(id).propositions.find((p) => nodes.has(p));
  return undefined;
}
