/** What people say about the product: a thumb, stars, a word, a mistake, a comment. Each can be changed. */

import { button, h, icon, part, say } from "../../parts.js";
import { drawing, predicted } from "./pieces.js";

const ASKS = { thumb: thumbs, stars, label: labels, report, comment };

let about = null;

/**
 * A part for each thing that can be asked, so that answering one of them leaves the others as they are. What somebody
 * is writing stays as it is even when something new arrives; it is about that, then.
 */
export function feedback(view, screen, act) {
  about = predicted(screen);
  return Object.entries(ASKS).map(([reaction, draw]) => {
    const ask = screen.feedback.find((one) => one.reaction === reaction);
    const tell = (value, pressed) =>
      act({ act: "react", reaction, value, revision: ask.revision + 1, prediction: about }, pressed);
    return part(reaction, ask ?? null, ask ? draw(view, ask, tell) : null);
  });
}

/** Buttons of which one at most is pressed; pressing it again takes it back. */
function pick({ reaction, value: now }, value, attributes, tell, ...inside) {
  const pressed = now === value;
  return h(
    "button",
    {
      type: "button",
      "data-key": `${reaction}-${value}`,
      "aria-pressed": String(pressed),
      onclick: (event) => event.detail < 2 && tell(pressed ? null : value, event.currentTarget),
      ...attributes,
    },
    ...inside,
  );
}

function row({ text }, choices) {
  return h("div", { class: "s-ask", role: "group", "aria-label": text }, h("span", { "aria-hidden": "true" }, text), choices);
}

function thumbs(view, ask, tell) {
  const one = (value, word) => pick(ask, value, { class: "s-thumb", "aria-label": word }, tell, icon(value));
  return row(ask, h("div", { class: "s-thumbs" }, one("up", say(view, "yes")), one("down", say(view, "no"))));
}

function stars(view, ask, tell) {
  const one = (_, n) => {
    const word = say(view, "star_of", { point: n + 1, of: ask.of });
    const look = { class: "k-star", "aria-label": word, "data-lit": n < (ask.value ?? 0) };
    return pick(ask, n + 1, look, tell, drawing("star"));
  };
  return row(ask, h("div", { class: "k-stars" }, Array.from({ length: ask.of }, one)));
}

function labels(_view, ask, tell) {
  return row(ask, h("div", { class: "k-labels" }, ask.of.map((label) => pick(ask, label, { class: "k-chip" }, tell, label))));
}

function report(view, ask, tell) {
  const given = ask.value !== null;
  if (given) return h("p", { class: "k-thanks", role: "status" }, icon("check"), say(view, "reported"));
  const text = h("textarea", { class: "k-text", rows: "2", maxlength: "2000", "data-key": "report-text", "aria-label": say(view, "report_what") });
  const hint = h("p", { "aria-hidden": "true" }, say(view, "report_what"));
  const sends = button(say(view, "send"), "choice", (pressed) => tell(text.value.trim(), pressed), { "data-key": "report-send" });
  const form = h("div", { class: "k-report", hidden: true }, hint, text, sends);
  const open = (event) => {
    form.hidden = !form.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) text.focus();
  };
  const toggle = { type: "button", class: "k-link", "aria-expanded": "false", "data-key": "report", onclick: open };
  return h("div", {}, h("button", toggle, drawing("flag"), ask.text), form);
}

function comment(view, ask, tell) {
  const text = h("textarea", { class: "k-text", rows: "2", maxlength: "2000", "data-key": "comment-text", "aria-label": ask.text });
  text.value = ask.value ?? "";
  const saved = ask.value ? h("p", { class: "k-thanks", role: "status" }, icon("check"), say(view, "saved")) : null;
  const sends = button(say(view, "send"), "choice", (pressed) => tell(text.value.trim() || null, pressed), { "data-key": "comment-send" });
  return h("div", { class: "k-comment" }, h("p", { "aria-hidden": "true" }, ask.text), text, saved, sends);
}
