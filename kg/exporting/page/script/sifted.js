// A list that says how many of its items the filter leaves out, and shows them on demand.

import { button, el, fill } from "./dom.js";

// `item` makes the `li` of a record, `frame` the list of such.
export function siftedList(records, passes, item, frame = (items) => el("ul", {}, items)) {
  const kept = records.filter(passes);
  const left = records.length - kept.length;
  if (!left) return frame(records.map(item));
  const box = el("div", { class: "sifted" });
  const showAll = () => {
    fill(box, frame(records.map((record) => (passes(record) ? item(record) : leftOut(item(record))))));
    const first = box.querySelector(".left-out");
    first.closest("details")?.setAttribute("open", "");
    first.querySelector("button")?.focus();
  };
  const words = `${left}${kept.length ? " more" : ""} ${left === 1 ? "is" : "are"} filtered out. `;
  fill(box, kept.length > 0 && frame(kept.map(item)), el("p", { class: "note" }, words, button("Show all", showAll, { class: "pick" })));
  return box;
}

export function siftedNumber(records, passes) {
  const kept = records.filter(passes).length;
  return el("span", { class: "number" }, kept === records.length ? kept : `${kept} of ${records.length}`);
}

function leftOut(row) {
  row.classList.add("left-out");
  row.prepend(el("span", { class: "tag" }, "filtered out"));
  return row;
}
