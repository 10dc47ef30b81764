/** What somebody who looks on writes down, and what was written so far. */

import { h } from "/ui/parts.js";

const LONGEST = 1000;
const HINT = "It gets the time at which you began to write.";

export class Notes {
  /** `write({text, begun_ms})` is fulfilled with all notes, or rejected with what to say. */
  constructor(write) {
    this.write = write;
    this.begunAt = null;
    this.busy = false;
    this.told = "";
    this.field = h("textarea", {
      class: "w-field",
      id: "w-note",
      rows: "3",
      dir: "auto",
      maxlength: String(LONGEST),
      "aria-describedby": "w-note-hint",
      oninput: () => this.typed(),
      onkeydown: (event) => this.pressed(event),
    });
    this.wrong = h("p", { class: "w-notice", role: "alert" });
    this.list = h("ol", { class: "w-notes", reversed: true });
    this.root = h(
      "div",
      { class: "w-noting" },
      h("label", { class: "w-label", for: "w-note" }, "What do you notice?"),
      this.field,
      h("p", { class: "w-hint", id: "w-note-hint" }, h("span", { class: "w-keys" }, "Ctrl + Enter keeps it. "), HINT),
      h("button", { type: "button", class: "w-button w-primary", onclick: () => this.keep() }, "Keep the note"),
      this.wrong,
      this.list,
    );
  }

  /** What was noticed was on the screen when the first key went down; words take their time. */
  typed() {
    if (!this.field.value.trim()) this.begunAt = null;
    else this.begunAt ??= performance.now();
  }

  pressed(event) {
    // Single keys may mean something to the page around.
    event.stopPropagation();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) this.keep();
  }

  async keep() {
    const text = this.field.value.trim();
    if (!text || this.busy) return this.field.focus();
    this.busy = true;
    this.wrong.textContent = "";
    try {
      const { notes } = await this.write({ text, begun_ms: Math.round(performance.now() - (this.begunAt ?? performance.now())) });
      // Who went on writing meanwhile keeps that.
      if (this.field.value.trim() === text) this.field.value = "";
      this.begunAt = this.field.value ? performance.now() : null;
      this.take(notes);
    } catch (error) {
      this.wrong.textContent = error.message;
    } finally {
      this.busy = false;
      this.field.focus();
    }
  }

  /** All notes, oldest first; the latest is drawn first. */
  take(notes) {
    const told = JSON.stringify(notes);
    if (told === this.told) return;
    this.told = told;
    this.list.replaceChildren(...notes.toReversed().map(line));
  }
}

function line({ at, by, text, place_title }) {
  const time = h("time", { datetime: at }, new Date(at).toLocaleTimeString([], { timeStyle: "medium" }));
  return h("li", {}, h("p", { class: "w-text", dir: "auto" }, text), h("p", { class: "w-hint" }, time, ` · ${place_title} · ${by}`));
}
