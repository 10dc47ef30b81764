/** Draws a view: plain data in, one element out. The same view always gives the same element. */

import { button, h, heading, icon, part, prose, say } from "./parts.js";
import { streamed } from "./stream.js";

/**
 * The whole screen of `view`. What a person does on it is told by `act(message, button)`, where the message has
 * `act` and what belongs to it (`reaction`, `value`, `revision`, `prediction`, `answers`).
 */
export function render(view, act) {
  const { screen } = view;
  const draw = DRAWS[screen.kind] ?? gone;
  return h(
    "div",
    { class: "s-app", "data-kind": screen.kind, lang: view.lang ?? "en", dir: view.dir ?? "ltr" },
    progress(view),
    h("header", { class: "s-bar" }, h("span", { class: "s-mark" }, icon("parcel")), h("span", {}, screen.app ?? view.title)),
    h("main", { class: "s-main" }, draw(view, screen, act)),
  );
}

function progress(view) {
  const { done, of } = view.progress ?? { done: 0, of: 0 };
  if (!of) return part("progress", null);
  const text = say(view, "step_of", { done, of });
  const bar = h("div", {
    class: "s-progress",
    role: "progressbar",
    "aria-label": say(view, "progress"),
    "aria-valuemin": "0",
    "aria-valuemax": String(of),
    "aria-valuenow": String(done),
    "aria-valuetext": text,
  });
  bar.append(h("div", { class: "s-progress-done", style: `transform: scaleX(${done / of})` }));
  return part("progress", view.progress, bar);
}

function consent(view, screen, act) {
  return [
    part("text", screen.html, prose(view, screen.html)),
    part(
      "buttons",
      [screen.agree, screen.decline],
      button(screen.agree, "primary", (pressed) => act({ act: "next" }, pressed)),
      button(screen.decline, "quiet", (pressed) => act({ act: "decline" }, pressed)),
    ),
  ];
}

function info(view, screen, act) {
  return [part("text", screen.html, prose(view, screen.html)), onwards(screen.next, act)];
}

function onwards(text, act) {
  return part("buttons", text, button(text, "primary", (pressed) => act({ act: "next" }, pressed)));
}

function phone(view, screen, act) {
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

function reveal(view, screen, act) {
  const drawing = { good: "check", bad: "alert" }[screen.tone] ?? "parcel";
  return [
    part(
      "outcome",
      [screen.tone, screen.title, screen.text],
      h(
        "div",
        { class: "s-outcome", "data-tone": screen.tone },
        h("div", { class: "s-medal" }, icon(drawing), h("span", { class: "s-hidden" }, say(view, screen.tone))),
        heading(screen.title),
        h("p", { class: "s-lead" }, screen.text),
      ),
    ),
    onwards(screen.next, act),
  ];
}

function survey(view, screen, act) {
  const alert = h("p", { class: "s-missing", role: "alert" });
  const items = screen.items.map((item) => question(view, screen, item));
  const form = h(
    "form",
    { class: "s-form", novalidate: true, onsubmit: (event) => event.preventDefault() },
    heading(screen.title),
    screen.hint ? h("p", { class: "s-lead" }, screen.hint) : null,
    items,
    alert,
    button(screen.next, "primary", (pressed) => {
      const given = new FormData(form);
      const missing = items.filter((item) => !given.has(item.dataset.item));
      for (const item of items) mark(view, item, missing.includes(item));
      const count = missing.length;
      alert.textContent = count ? say(view, count === 1 ? "missing_one" : "missing_some", { count }) : "";
      if (count) return missing[0].querySelector("input").focus();
      act({ act: "answer", answers: Object.fromEntries([...given].map(([id, value]) => [id, Number(value)])) }, pressed);
    }),
  );
  form.addEventListener("change", (event) => mark(view, event.target.closest("fieldset"), false));
  return part("form", screen, form);
}

function mark(view, item, missing) {
  item.toggleAttribute("data-missing", missing);
  item.querySelector(".s-choose").textContent = missing ? say(view, "choose") : "";
}

function question(view, { scale }, item) {
  const { points, low, high } = scale;
  const ends = { 1: low, [points]: high };
  const cells = Array.from({ length: points }, (_, index) => {
    const point = index + 1;
    const name = [say(view, "point_of", { point, of: points }), ends[point]].filter(Boolean).join(", ");
    const input = h("input", { type: "radio", name: item.id, value: String(point), "aria-label": name, required: true });
    return h("label", { class: "s-point" }, input, h("span", { "aria-hidden": "true" }, String(point)));
  });
  return h(
    "fieldset",
    { class: "s-item", "data-item": item.id },
    h("legend", {}, item.text),
    h("div", { class: "s-points", style: `--points: ${Math.min(points, 7)}` }, cells),
    h("div", { class: "s-ends", "aria-hidden": "true" }, h("span", {}, low), h("span", {}, high)),
    h("p", { class: "s-choose" }),
  );
}

function debrief(view, screen, act) {
  const keep = button(screen.keep, "choice", (pressed) => act({ act: "keep" }, pressed));
  const withdraw = button(screen.withdraw, "choice s-away", () => swap(true));
  const back = button(say(view, "delete_no"), "quiet", () => swap(false));
  const sure = h(
    "div",
    { class: "s-sure", role: "group", "aria-label": screen.withdraw, hidden: true },
    h("p", { tabindex: "-1" }, say(view, "delete_sure")),
    button(say(view, "delete_yes"), "danger", (pressed) => act({ act: "withdraw" }, pressed)),
    back,
  );
  const swap = (asking) => {
    keep.hidden = withdraw.hidden = asking;
    sure.hidden = !asking;
    (asking ? sure.querySelector("p") : withdraw).focus();
  };
  return [
    part("text", screen.html, prose(view, screen.html)),
    part("buttons", [screen.keep, screen.withdraw], keep, withdraw, sure),
  ];
}

function end(view, screen) {
  return [
    h("div", { class: "s-outcome", "data-tone": "good" }, h("div", { class: "s-medal" }, icon("check"))),
    part("text", screen.html, prose(view, screen.html)),
    part("code", screen.code, screen.code ? code(view, screen.code) : null),
  ];
}

function code(view, text) {
  const shown = h("output", { class: "s-code-text", "aria-label": say(view, "code") }, text);
  const told = h("span", { class: "s-hidden", role: "status" });
  const copy = button(say(view, "copy"), "choice", async (pressed) => {
    await copyText(shown);
    pressed.firstChild.textContent = told.textContent = say(view, "copied");
  });
  return h("div", { class: "s-code" }, h("span", { class: "s-code-label" }, say(view, "code")), shown, copy, told);
}

async function copyText(shown) {
  try {
    await navigator.clipboard.writeText(shown.textContent);
  } catch {
    // Without https there is no clipboard to write to; a selection can still be copied.
    getSelection().selectAllChildren(shown);
    document.execCommand("copy");
  }
}

function gone(view, screen) {
  return part(
    "outcome",
    [screen.title, screen.text],
    h(
      "div",
      { class: "s-outcome", "data-tone": "plain" },
      h("div", { class: "s-medal" }, icon("parcel")),
      heading(screen.title),
      h("p", { class: "s-lead" }, screen.text),
    ),
  );
}

const DRAWS = { consent, info, phone, reveal, survey, debrief, end, gone };
