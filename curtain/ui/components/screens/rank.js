/** The screen on which things are put in order, by buttons, keys or dragging; or on which the best of them are picked. */

import { button, h, heading, icon, part, say } from "../parts.js";
import "./work-words.js";

/**
 * `screen` is {title, text?, items [{id, title, text?}], pick?, waiting?, said?, notice? {prediction},
 * buttons [{act, text?}]}. The act "done" has a list of ids as its value: all in order, or those that were picked.
 */
export function rank(view, screen, act) {
  const { title, text, items, pick, waiting, said, buttons } = screen;
  return [
    part("title", [title, text], heading(title), text ? h("p", { class: "s-lead" }, text) : null),
    h("div", { role: "status" }, part("said", [waiting, said], cue(waiting), instead(said))),
    part("work", [items, pick, buttons], ...(buttons.length ? (pick ? picking : ordering)(view, screen, act) : [])),
  ];
}

function cue(waiting) {
  if (!waiting) return null;
  const bones = h("div", { "aria-hidden": "true" }, h("span", { class: "s-bone" }), h("span", { class: "s-bone" }));
  return h("div", { class: "s-notice s-waiting" }, h("p", { class: "s-cue" }, waiting), bones);
}

function instead(said) {
  return said ? h("div", { class: "s-said" }, icon("talk"), h("p", {}, said)) : null;
}

function end(view, { buttons: [{ act: does, text }], notice }, act, value) {
  const send = (pressed) => {
    const told = value();
    if (told) act({ act: does, value: told, prediction: notice?.prediction ?? null }, pressed);
  };
  return h("div", { class: "s-part-buttons" }, button(text ?? say(view, "done"), "primary", send));
}

function about({ title, text }) {
  return h("div", { class: "wk-about" }, h("p", { class: "wk-title" }, title), text ? h("p", { class: "wk-text" }, text) : null);
}

function ordering(view, screen, act) {
  const spoken = h("p", { class: "s-hidden", role: "status" });
  const list = h("ol", { class: "wk-list" });

  const number = () => rows().forEach((row, n) => (row.querySelector(".wk-place").textContent = String(n + 1)));
  const rows = () => [...list.children];
  const tell = (row) => {
    const place = rows().indexOf(row) + 1;
    number();
    spoken.textContent = say(view, "rank_moved", { title: row.dataset.title, place, of: rows().length });
  };
  const move = (row, by, held) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other) (by < 0 ? other.before(row) : other.after(row));
    tell(row);
    // An element that is moved loses the focus.
    held.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const arrow = (row, by, word) => {
    const made = h(
      "button",
      {
        type: "button",
        class: "wk-arrow",
        "data-by": String(by),
        "aria-label": say(view, word, { title: row.dataset.title }),
        onclick: () => move(row, by, made),
        onkeydown: (event) => {
          const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (!way) return;
          event.preventDefault();
          move(row, way, made);
        },
      },
      h("span", { class: "wk-arrow-line", "aria-hidden": "true" }),
    );
    return made;
  };

  for (const item of screen.items) {
    const row = h("li", { class: "wk-row", "data-id": item.id, "data-title": item.title });
    const grip = h("span", { class: "wk-grip", "aria-hidden": "true" }, h("span", { class: "wk-dots" }));
    row.append(grip, h("span", { class: "wk-place", "aria-hidden": "true" }), about(item));
    row.append(arrow(row, -1, "rank_up"), arrow(row, 1, "rank_down"));
    list.append(row);
  }
  number();
  drag(list, tell);
  return [list, spoken, end(view, screen, act, () => rows().map((row) => row.dataset.id))];
}

/** Dragging comes on top, where the library for it arrives; buttons and keys do without. */
async function drag(list, moved) {
  try {
    await import("../vendor/sortable.min.js");
  } catch {
    return;
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  list.toggleAttribute("data-drag", true);
  globalThis.Sortable.create(list, {
    handle: ".wk-grip",
    draggable: ".wk-row",
    direction: "vertical",
    animation: still ? 0 : 140,
    // The browser's own dragging has no touch, and looks different everywhere.
    forceFallback: true,
    fallbackTolerance: 3,
    ghostClass: "wk-gap",
    dragClass: "wk-held",
    onEnd: ({ item }) => moved(item),
  });
}

function picking(view, screen, act) {
  const { items, pick } = screen;
  const count = h("p", { class: "wk-count", role: "status" });
  const alert = h("p", { class: "s-missing", role: "alert" });
  const told = () => (count.textContent = pick > 1 ? say(view, "pick_some", { of: pick, count: chosen().length }) : "");
  const one = (item) => {
    const input = h("input", { type: pick === 1 ? "radio" : "checkbox", name: "pick", value: item.id });
    return h("label", { class: "wk-pick" }, input, h("span", { class: "wk-tick", "aria-hidden": "true" }), about(item));
  };
  const group = h("fieldset", { class: "wk-picks" }, h("legend", { class: "s-hidden" }, screen.title), items.map(one));
  const chosen = () => [...group.querySelectorAll("input:checked")].map((input) => input.value);
  group.addEventListener("change", () => {
    alert.textContent = "";
    told();
  });
  told();
  const value = () => {
    if (chosen().length === pick) return chosen();
    alert.textContent = say(view, pick === 1 ? "pick_one" : "pick_missing", { of: pick });
    group.querySelector("input").focus();
    return null;
  };
  return [group, count, alert, end(view, screen, act, value)];
}
