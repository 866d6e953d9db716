// Elements are made here and nowhere else; text only ever becomes text.

export function el(name, options, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(options ?? {})) {
    if (value === undefined || value === false) continue;
    if (key === "on") element.addEventListener(value[0], value[1]);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) element.append(child);
  }
  return element;
}

export function button(text, action, options) {
  return el("button", { type: "button", on: ["click", action], ...options }, text);
}

// Only addresses of the web become links; others stay text.
export function link(url, text) {
  let scheme = "";
  try {
    scheme = new URL(url).protocol;
  } catch {
    scheme = "";
  }
  if (scheme !== "http:" && scheme !== "https:") return el("span", {}, text);
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text);
}

export function fill(id, ...children) {
  const element = typeof id === "string" ? document.getElementById(id) : id;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child));
  return element;
}

export function count(number, word, plural) {
  return `${number} ${number === 1 ? word : (plural ?? `${word}s`)}`;
}
