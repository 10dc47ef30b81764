/** The screen on which a text is corrected: a plain text field, with the words that want a look marked behind it. */

import { button, h, heading, icon, part, say } from "../parts.js";
import { Marks } from "./edit-marks.js";
import { Sound } from "./edit-sound.js";
import "./work-words.js";

/**
 * `screen` is {title, text?, audio?, pieces [{text, unsure?, label?, at?}], waiting?, said?, notice? {prediction},
 * buttons [{act, text?}]}; the pieces together are the text, `at` is where one is heard, in seconds. The act "done" has
 * the text as its value.
 *
 * A text field is what people's keyboards, phones, spelling and screen readers know how to edit; so the marks lie
 * behind it, and are listed above it as buttons, instead of cutting the text into fields or making the page editable.
 */
export function edit(view, screen, act) {
  const { title, text, audio, pieces, waiting, said, buttons } = screen;
  return [
    part("title", [title, text], heading(title), text ? h("p", { class: "s-lead" }, text) : null),
    h("div", { role: "status" }, part("said", [waiting, said], cue(waiting), instead(said))),
    part("work", [audio, pieces, buttons], buttons.length ? new Editor(view, screen, act).root : null),
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

class Editor {
  constructor(view, screen, act) {
    const { audio, pieces, buttons } = screen;
    this.view = view;
    this.key = `text ${location.search} ${view.place}`;
    this.sound = audio ? new Sound(view, audio) : null;
    this.marks = new Marks(pieces);
    this.back = h("div", { class: "wk-back", dir: "auto", "aria-hidden": "true" });
    this.field = h("textarea", {
      class: "wk-field",
      dir: "auto",
      rows: "1",
      spellcheck: "false",
      autocorrect: "off",
      "aria-label": say(view, "edit_text"),
      placeholder: say(view, "edit_text"),
      oninput: () => this.typed(),
      onclick: () => this.clicked(),
      onkeydown: (event) => this.pressed(event),
    });
    this.list = h("ul", { class: "wk-unsure" });
    this.spoken = h("p", { class: "s-hidden", role: "status" });
    this.field.value = this.marks.text;
    this.take(this.kept());
    const [{ act: does, text }] = buttons;
    const done = button(text ?? say(view, "done"), "primary", (pressed) => {
      this.forget();
      this.sound?.stop();
      act({ act: does, value: this.field.value, prediction: screen.notice?.prediction ?? null }, pressed);
    });
    this.root = h(
      "div",
      { class: "wk-editor" },
      this.sound ? this.sound.root : null,
      this.checks(),
      h("div", { class: "wk-over" }, this.back, this.field),
      this.sound ? this.sound.from(() => this.place()) : null,
      this.spoken,
      h("div", { class: "s-part-buttons" }, done),
    );
    this.draw();
  }

  /** What can be checked, in one place: for keys and screen readers, and for thumbs. */
  checks() {
    if (!this.marks.unsure.length) return null;
    const hint = h("p", { class: "wk-keys" }, say(this.view, this.sound ? "edit_keys_sound" : "edit_keys"));
    const name = h("p", { class: "wk-name", id: "wk-check" }, say(this.view, "edit_check"));
    this.list.setAttribute("aria-labelledby", "wk-check");
    return h("div", { class: "wk-checks" }, name, this.list, hint);
  }

  draw() {
    const { value } = this.field;
    const shown = [];
    let reached = 0;
    for (const mark of this.marks.unsure) {
      shown.push(value.slice(reached, mark.start));
      shown.push(h("mark", { class: "wk-mark" }, value.slice(mark.start, mark.end)));
      reached = mark.end;
    }
    // What ends with a new line has one line more than is seen of it.
    this.back.replaceChildren(...shown, `${value.slice(reached)}\u200b`);
    const words = this.marks.unsure.map(({ start, end }) => value.slice(start, end));
    if (JSON.stringify(words) === this.listed) return;
    if (this.listed && !words.length) this.spoken.textContent = say(this.view, "edit_none_left");
    this.listed = JSON.stringify(words);
    this.list.replaceChildren(...this.marks.unsure.map((mark, n) => h("li", {}, this.chip(mark, words[n]))));
  }

  chip(mark, word) {
    const name = say(this.view, mark.label ? "edit_word_why" : "edit_word", { word, label: mark.label });
    const label = mark.label ? h("span", { class: "wk-label" }, mark.label) : null;
    const go = () => this.go(mark);
    return h("button", { type: "button", class: "wk-chip", "aria-label": name, onclick: go }, h("bdi", {}, word), label && " ", label);
  }

  /** To a marked word: it is selected, so that typing replaces it, and heard. */
  go(mark) {
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(mark.start, mark.end);
    this.back.querySelectorAll("mark")[this.marks.unsure.indexOf(mark)]?.scrollIntoView({ block: "nearest" });
    if (mark.at !== null) this.sound?.play(mark.at);
  }

  typed() {
    this.marks.follow(this.field.value);
    this.keep();
    this.draw();
  }

  clicked() {
    const { selectionStart, selectionEnd } = this.field;
    if (selectionStart !== selectionEnd) return;
    const at = this.marks.heardAt(selectionStart);
    if (at !== null) this.sound?.play(at);
  }

  /** Where the word at the cursor is heard, or the one before it. */
  place() {
    return this.marks.heardBefore(this.field.selectionStart);
  }

  pressed(event) {
    const { selectionStart, selectionEnd } = this.field;
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = event.key === "ArrowDown" ? this.marks.after(selectionEnd) : this.marks.before(selectionStart);
      if (next) this.go(next);
    } else if (event.key === "Escape" && this.sound) {
      this.sound.turn(this.place());
    } else return;
    event.preventDefault();
  }

  // A page that is loaded anew goes on where it was. Where nothing can be kept, the text is as it came.

  kept() {
    try {
      const { from, to } = JSON.parse(sessionStorage.getItem(this.key)) ?? {};
      return from === this.marks.text ? to : null;
    } catch {
      return null;
    }
  }

  take(text) {
    if (typeof text !== "string") return;
    this.field.value = text;
    this.marks.follow(text);
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ from: this.marks.first, to: this.field.value }));
    } catch {
      /* there is no room */
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      /* nothing was kept */
    }
  }
}
