/** What stands beside the picture: labels, the list of boxes, and buttons for all that a hand can do on the picture. */

import { h, say } from "../parts.js";
import { colour } from "./annotate-photo.js";

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = {
  plus: "M12 5v14M5 12h14",
  undo: "M9 7 4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 0 10h-2",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v6M13.5 10.5v6",
  left: "M19 12H5M11 6l-6 6 6 6",
  right: "M5 12h14M13 6l6 6-6 6",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  narrower: "M3 12h6M6.5 9 9.5 12l-3 3M21 12h-6M17.5 9l-3 3 3 3",
  wider: "M9.5 12h-6M6.5 9l-3 3 3 3M14.5 12h6M17.5 9l3 3-3 3",
  shorter: "M12 3v6M9 6.5l3 3 3-3M12 21v-6M9 17.5l3-3 3 3",
  taller: "M12 9.5v-6M9 6.5l3-3 3 3M12 14.5v6M9 17.5l3 3 3-3",
};
const WAYS = { left: [-1, 0], up: [0, -1], down: [0, 1], right: [1, 0] };
const SIZES = { left: "narrower", right: "wider", up: "shorter", down: "taller" };

/** The list beside the picture, for `work`, which carries out what is pressed here. */
export class Sidebar {
  constructor(work) {
    this.work = work;
    this.chips = h("div", { class: "b-chips" });
    this.chipsTitle = h("p", { class: "b-small", id: "b-chips-title" });
    this.tools = h("div", { class: "b-tools" });
    this.looks = h("div", { class: "b-looks" });
    this.list = h("ul", { class: "b-list" });
    this.none = h("p", { class: "b-none" });
    this.keys = h("p", { class: "b-small b-keys", id: "b-keys" });
    const labels = h("div", { role: "group", "aria-labelledby": "b-chips-title" }, this.chipsTitle, this.chips);
    this.title = h("h2", { class: "b-title", id: "b-list-title" });
    this.list.setAttribute("aria-labelledby", "b-list-title");
    this.root = h("div", { class: "b-side" }, this.looks, labels, this.tools, this.title, this.none, this.list, this.keys);
    this.root.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Draw everything anew, with the focus where it was. */
  draw() {
    const { view, boxes, chosen, label } = this.work;
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const one = chosen && boxes.find(chosen);
    this.chipsTitle.textContent = one ? say(view, "box_label", { number: boxes.number(chosen) }) : say(view, "box_new");
    this.chips.replaceChildren(...this.work.labels.map((each, place) => this.#chip(each, place, one?.label ?? label)));
    this.tools.replaceChildren(
      this.#tool("add", "plus", say(view, "box_add"), boxes.full),
      this.#tool("undo", "undo", say(view, "box_undo"), !boxes.canUndo),
    );
    this.looks.replaceChildren(...this.#looks());
    this.title.textContent = `${say(view, "box_list")} (${boxes.boxes.length})`;
    this.none.textContent = boxes.full
      ? say(view, "box_full", { most: boxes.most })
      : boxes.boxes.length
        ? ""
        : say(view, "box_none");
    this.list.replaceChildren(...boxes.boxes.map((each) => this.#row(each)));
    this.keys.textContent = boxes.boxes.length ? say(view, "box_keys", { count: Math.min(9, this.work.labels.length) }) : "";
    if (!focused) return;
    const again = this.root.querySelector(`[data-key="${CSS.escape(focused)}"]:not([disabled])`);
    (again ?? this.root.querySelector('[data-key="add"]')).focus({ preventScroll: true });
  }

  /** Move the keyboard to the row of a box. */
  focus(id) {
    const row = this.root.querySelector(`[data-key="row ${CSS.escape(id)}"]`);
    (row ?? this.root.querySelector('[data-key="add"]')).focus();
  }

  /** Bring what was pointed out before the eyes, and under the keyboard. */
  look() {
    const title = this.looks.querySelector("h2");
    title.scrollIntoView({ block: "center" });
    title.focus({ preventScroll: true });
  }

  #chip({ id, text }, place, now) {
    const dot = h("span", { class: "b-dot", "aria-hidden": "true" });
    dot.style.setProperty("--colour", colour(place));
    return h(
      "button",
      { type: "button", class: "b-chip", "data-key": `label ${id}`, "aria-pressed": String(id === now) },
      dot,
      h("bdi", {}, text),
    );
  }

  #tool(key, drawing, text, off = false) {
    return h("button", { type: "button", class: "b-tool", "data-key": key, disabled: off }, drawn(drawing), h("span", {}, text));
  }

  #row(one) {
    const { view, boxes, chosen } = this.work;
    const number = boxes.number(one.id);
    const { xmin, ymin, xmax, ymax } = one.box;
    const label = this.work.text(one.label);
    const [width, height, left, top] = [xmax - xmin, ymax - ymin, xmin, ymin].map(Math.round);
    const dot = this.#badge(number, one);
    const row = h(
      "button",
      {
        type: "button",
        class: "b-row",
        "data-key": `row ${one.id}`,
        "aria-pressed": String(one.id === chosen),
        "aria-describedby": "b-keys",
      },
      dot,
      h("bdi", {}, label),
      h("span", { class: "b-size" }, h("bdi", { dir: "ltr" }, `${width} × ${height}`)),
      h("span", { class: "s-hidden" }, say(view, "box_place", { left, top })),
    );
    const bin = h(
      "button",
      { type: "button", class: "b-bin", "data-key": `bin ${one.id}`, "aria-label": say(view, "box_delete", { number }) },
      drawn("trash"),
    );
    const flagged = this.work.surplus(one.id);
    return h("li", { "data-chosen": one.id === chosen, "data-flagged": flagged }, row, bin, one.id === chosen ? this.#pad() : null);
  }

  /** What a box is called on the picture, in the colour of its label. */
  #badge(name, { label }) {
    const made = h("span", { class: "b-number" }, String(name));
    made.style.setProperty("--colour", colour(this.work.rank(label)));
    return made;
  }

  /** Whoever cannot drag moves and resizes by presses. */
  #pad() {
    const { view, resizing } = this.work;
    const mode = (key, on) =>
      h("button", { type: "button", class: "b-mode", "data-key": key, "aria-pressed": String(on) }, say(view, `box_${key}`));
    const arrow = (way) => {
      const name = resizing ? SIZES[way] : way;
      return h("button", { type: "button", class: "b-arrow", "data-key": `go ${way}`, "aria-label": say(view, `box_${name}`) }, drawn(name));
    };
    const modes = h("div", { class: "b-modes" }, mode("move", !resizing), mode("resize", resizing));
    return h("div", { class: "b-pad" }, modes, h("div", { class: "b-arrows", dir: "ltr" }, Object.keys(WAYS).map(arrow)));
  }

  #looks() {
    const { view, boxes, lint } = this.work;
    if (!lint) return [];
    const line = (text, key, word, letter = null) =>
      h("li", {}, letter, h("span", {}, text), h("button", { type: "button", class: "b-mend", "data-key": key }, say(view, word)));
    const missing = this.work.missing().map((one) =>
      line(say(view, "box_missing", { label: this.work.text(one.label) }), `put ${one.id}`, "box_put", this.#badge(this.work.letter(one), one)),
    );
    const surplus = boxes.boxes
      .filter(({ id }) => this.work.surplus(id))
      .map(({ id }) => line(say(view, "box_surplus", { name: this.work.name(id) }), `drop ${id}`, "box_drop"));
    const all = [...missing, ...surplus];
    return [
      h("h2", { class: "b-title", tabindex: "-1" }, say(view, "box_look")),
      all.length ? h("ul", { class: "b-mends" }, all) : h("p", { class: "b-small" }, say(view, "box_fine")),
    ];
  }

  #clicked(event) {
    const key = event.target.closest("button")?.dataset.key;
    if (!key) return;
    const [what, ...rest] = key.split(" ");
    const id = rest.join(" ");
    const { work } = this;
    if (what === "label") work.relabel(id);
    else if (what === "add") work.addInTheMiddle();
    else if (what === "undo") work.undo();
    else if (what === "row") work.choose(id);
    else if (what === "bin" || what === "drop") work.remove(id);
    else if (what === "put") work.putMissing(id);
    else if (what === "move" || what === "resize") work.mode(what === "resize");
    else if (what === "go") work.nudge(...WAYS[id], event.shiftKey);
  }
}

/** The step of an arrow key: [across, down]; undefined for any other key. */
export function way(key) {
  return WAYS[key.replace("Arrow", "").toLowerCase()];
}

function drawn(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "s-icon");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", DRAWN[name]);
  drawing.append(line);
  return drawing;
}
