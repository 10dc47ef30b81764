/** The product: a card with facts, what the feature says, and buttons. */

import { button, h, heading, icon, part, say } from "../parts.js";
import { streamed } from "../stream.js";

export function show(view, screen, act) {
  // How a text comes is no part of it: a text that is on its way goes on when the screen is drawn anew.
  const told = screen.notice && [screen.notice.text, screen.notice.prediction];
  return [
    h("div", { class: "s-slot", role: "status" }, part("notice", [screen.waiting, told], slot(view, screen))),
    part("card", screen.card, card(screen.card)),
    part("thumb", [screen.ask, screen.thumb, told], thumbs(view, screen, act)),
    h("div", { role: "status" }, part("said", screen.said, said(screen.said))),
    part("buttons", [screen.buttons, told], choices(screen, act)),
  ];
}

function slot(view, { waiting, notice, app }) {
  const top = (name, when) =>
    h("div", { class: "s-notice-top" }, h("span", { class: "s-mark" }, icon("parcel")), name, when);
  if (waiting) {
    const lines = [h("span", { class: "s-bone" }), h("span", { class: "s-bone" })];
    return h("div", { class: "s-notice s-waiting" }, h("p", { class: "s-cue" }, waiting), h("div", { "aria-hidden": "true" }, lines));
  }
  if (!notice) return null;
  return h(
    "div",
    { class: "s-notice s-arrived" },
    top(h("span", { class: "s-notice-app" }, app), h("span", { class: "s-notice-when" }, say(view, "now"))),
    h("p", { class: "s-notice-text" }, streamed(notice.text, notice.stream)),
  );
}

function card({ title, lines }) {
  const row = (label, value) => h("div", { class: "s-row" }, h("dt", {}, label), h("dd", {}, h("bdi", {}, value)));
  const rows = lines.map(({ label, value }) => row(label, value));
  return h("section", { class: "s-card" }, heading(title), h("dl", { class: "s-rows" }, rows));
}

function thumbs(view, { ask, thumb, notice }, act) {
  if (!ask || !thumb) return null;
  const one = (value, word) =>
    h(
      "button",
      {
        type: "button",
        class: "s-thumb",
        "data-key": `thumb-${value}`,
        "aria-pressed": String(thumb.value === value),
        "aria-label": word,
        onclick: (event) => {
          if (event.detail > 1) return;
          const message = { act: "react", reaction: "thumb", value: thumb.value === value ? null : value };
          act({ ...message, revision: thumb.revision + 1, prediction: notice?.prediction ?? null }, event.currentTarget);
        },
      },
      icon(value),
    );
  const pair = h("div", { class: "s-thumbs" }, one("up", say(view, "yes")), one("down", say(view, "no")));
  return h("div", { class: "s-ask", role: "group", "aria-label": ask }, h("span", { "aria-hidden": "true" }, ask), pair);
}

function said(text) {
  return text ? h("div", { class: "s-said" }, icon("talk"), h("p", {}, text)) : null;
}

function choices({ buttons, notice }, act) {
  const prediction = notice?.prediction ?? null;
  // The ways out of a screen look alike: none is recommended.
  return buttons.map(({ reaction, text }) =>
    button(
      text,
      reaction === "contact" ? "quiet" : "choice",
      (pressed) => act({ act: "react", reaction, value: null, revision: 0, prediction }, pressed),
      { "data-key": reaction },
    ),
  );
}
