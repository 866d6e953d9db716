// Files for the reader: their names, their cells, and how the browser is asked to keep one.

// A name that every file system takes, made of the title.
export function fileName(title, ending) {
  const words = title.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, "-");
  const short = [...words].slice(0, 80).join("").replace(/^-+|-+$/g, "").toLowerCase();
  return `${short || "graph"}.${ending}`;
}

// A cell of RFC 4180 that no spreadsheet takes for a formula (OWASP, CSV injection).
export function csvCell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// The mark at the beginning tells spreadsheets that the text is UTF-8.
export function csvText(rows) {
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

export function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
