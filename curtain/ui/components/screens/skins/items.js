/** Things side by side: in a table, or each on a card of its own. */

import { h, part } from "../../parts.js";

const badge = (mark) => (mark ? h("span", { class: "k-badge" }, mark) : null);

export function table(_view, { table: items, card }) {
  const labels = items.length ? items[0].lines.map(({ label }) => label) : [];
  const head = h("tr", {}, h("td", {}), labels.map((label) => h("th", { scope: "col" }, label)));
  const line = ({ title, lines, mark }) =>
    h(
      "tr",
      { "data-marked": Boolean(mark) },
      h("th", { scope: "row" }, h("bdi", {}, title), badge(mark)),
      lines.map(({ value }) => h("td", {}, h("bdi", {}, value))),
    );
  const drawn = h("table", { class: "k-table" }, h("thead", {}, head), h("tbody", {}, items.map(line)));
  // What is wider than a phone can be scrolled with the keyboard too.
  return part("items", items, h("div", { class: "k-scroll", role: "region", tabindex: "0", "aria-label": card.title }, drawn));
}

export function cards(_view, { cards: items }) {
  const row = ({ label, value }) => h("div", { class: "s-row" }, h("dt", {}, label), h("dd", {}, h("bdi", {}, value)));
  const one = ({ title, lines, mark }) =>
    h(
      "li",
      { class: "k-card", "data-marked": Boolean(mark) },
      badge(mark),
      h("h2", {}, title),
      lines.length ? h("dl", {}, lines.map(row)) : null,
    );
  return part("items", items, h("ul", { class: "k-cards" }, items.map(one)));
}
