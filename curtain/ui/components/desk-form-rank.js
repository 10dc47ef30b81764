/** Things that the operator puts in order: by buttons, by arrow keys, or by dragging. */

import { h, island } from "./desk-dom.js";
import { drawSend } from "./desk-form-text.js";

export const rank = {
  draw: (open, actions, local) => [
    h("h3", { class: "d-small", id: "d-answer-title" }, "Your answer, the best first"),
    island(`rank-${open.prediction}`, { class: "d-rank" }, (host) => order(host, open.form.items, local.draft, actions)),
    drawSend(actions, local),
  ],
  key: () => false,
  begin: (open, output) => {
    const all = open.form.items.map(({ id }) => id);
    const first = (output ?? []).map(({ id }) => id).filter((id) => all.includes(id));
    return [...first, ...all.filter((id) => !first.includes(id))];
  },
  written: (draft, open) => {
    const text = new Map(open.form.items.map((item) => [item.id, item.text]));
    const score = (place) => Math.round((100 * (draft.length - place)) / draft.length) / 100;
    return {
      output: draft.map((id, place) => ({ id, score: score(place) })),
      words: draft.map((id) => text.get(id)).join(", "),
    };
  },
  first: ".d-rank button",
};

/** The list, which is its own: a redrawn one would lose what is being dragged. */
function order(host, items, ids, actions) {
  const spoken = h("p", { class: "d-heard", "aria-live": "polite" });
  const list = h("ol", { class: "d-order", "aria-labelledby": "d-answer-title" });
  const rows = () => [...list.children];
  const tell = (row) => {
    const place = rows().indexOf(row) + 1;
    number();
    spoken.textContent = `${row.dataset.text}: now ${place} of ${rows().length}`;
    actions.draft(rows().map((each) => each.dataset.id));
  };
  const number = () => rows().forEach((row, n) => (row.querySelector(".d-place").textContent = String(n + 1)));
  const move = (row, by, held) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other) (by < 0 ? other.before(row) : other.after(row));
    tell(row);
    // An element that is moved loses the focus.
    held.focus({ preventScroll: true });
  };
  const arrow = (row, by, word) => {
    const made = h("button", { type: "button", class: "d-arrow", "aria-label": `${word}: ${row.dataset.text}` }, by < 0 ? "↑" : "↓");
    made.onclick = () => move(row, by, made);
    made.onkeydown = (event) => {
      const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!way) return;
      event.preventDefault();
      move(row, way, made);
    };
    return made;
  };
  for (const id of ids) {
    const { text } = items.find((item) => item.id === id);
    const row = h("li", { class: "d-order-row", "data-id": id, "data-text": text });
    row.append(
      h("span", { class: "d-grip", "aria-hidden": "true" }, "⠿"),
      h("span", { class: "d-place", "aria-hidden": "true" }),
      h("span", { class: "d-order-text", dir: "auto" }, text),
      arrow(row, -1, "Move up"),
      arrow(row, 1, "Move down"),
    );
    list.append(row);
  }
  number();
  host.append(list, spoken);
  drag(list, tell);
}

/** Dragging comes on top, where the library for it arrives; buttons and keys do without. */
async function drag(list, moved) {
  try {
    await import("/ui/vendor/sortable.min.js");
  } catch {
    return;
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  list.toggleAttribute("data-drag", true);
  globalThis.Sortable.create(list, {
    handle: ".d-grip",
    draggable: ".d-order-row",
    direction: "vertical",
    animation: still ? 0 : 140,
    forceFallback: true,
    fallbackTolerance: 3,
    ghostClass: "d-gap",
    onEnd: ({ item }) => moved(item),
  });
}
