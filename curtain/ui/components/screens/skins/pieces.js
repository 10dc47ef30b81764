/** What the screens of the product are put together from, whatever they look like. */

import { button, h, heading, icon, mark, part, say } from "../../parts.js";
import { streamed } from "../../stream.js";
import "./words.js";

const SVG = "http://www.w3.org/2000/svg";

const DRAWINGS = {
  hint: "M9.5 18h5M10.5 21h3M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3Z",
  shield: "M12 3 5 5.8v5.4c0 4.4 2.9 8 7 9.8 4.1-1.8 7-5.4 7-9.8V5.8L12 3ZM12 8.5v4M12 15.8v.01",
  lock: "M6.5 11h11v9h-11v-9ZM9 11V8a3 3 0 0 1 6 0v3",
  open: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 8v4.5M12 15.5v.01",
  star: "m12 4 2.4 5 5.6.8-4 3.9.9 5.5-4.9-2.6-4.9 2.6.9-5.5-4-3.9 5.6-.8L12 4Z",
  flag: "M6 21V4M6 5h11l-2.5 3.5L17 12H6",
};

/** What somebody has opened or passed, by what it was about: it stays so while the screen is drawn anew. */
const kept = new Map();
export const memory = (about) => kept.get(about) ?? kept.set(about, {}).get(about);

/** An element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function drawing(name) {
  const lines = svg("path", { d: DRAWINGS[name] });
  return svg("svg", { viewBox: "0 0 24 24", class: "s-icon", "aria-hidden": "true" }, lines);
}

/** Whether something stands over the screen, so that nothing else can be reached. */
export const covers = (notice) =>
  Boolean(notice) && ["interstitial", "block"].includes(notice.force) && !memory(notice.prediction).passed;

/** How a text comes is no part of it: a text that is on its way goes on when the screen is drawn anew. */
export const told = ({ notice }) => notice && { ...notice, stream: undefined };

export const predicted = ({ notice }) => notice?.prediction ?? null;

/** Tell once that something was opened. */
function opened(screen, act, value, pressed) {
  const seen = memory(`${predicted(screen)} ${value}`);
  if (seen.told) return;
  seen.told = true;
  const revision = ["notice", "why", "details"].indexOf(value);
  act({ act: "react", reaction: "explain", value, revision, prediction: predicted(screen) }, pressed);
}

/** A button that opens `inside` and folds it again; `then` hears that it was opened. */
function folds(text, about, inside, then, attributes = {}) {
  const state = memory(about);
  inside.hidden = !state.open;
  const toggle = h(
    "button",
    {
      type: "button",
      "aria-expanded": String(Boolean(state.open)),
      onclick: (event) => {
        state.open = inside.hidden;
        inside.hidden = !state.open;
        toggle.setAttribute("aria-expanded", String(state.open));
        if (state.open) then(event.currentTarget);
      },
      ...attributes,
    },
    text,
  );
  return [toggle, inside];
}

// What the product says

/** The words of the notice, how sure they are, and why. */
export function words(view, screen, act) {
  const { notice } = screen;
  return [
    notice.text && h("p", { class: "s-notice-text" }, streamed(notice.text, notice.stream)),
    sureness(view, notice.confidence),
    why(view, screen, act),
  ].filter(Boolean);
}

function sureness(view, confidence) {
  if (!confidence) return null;
  const name = say(view, "sure");
  if (confidence.as !== "bar") {
    return h("p", { class: "k-sure" }, h("span", {}, name), h("strong", {}, confidence.text));
  }
  const bar = h("meter", { min: "0", max: "1", value: String(confidence.share), "aria-label": name }, confidence.text);
  return h("div", { class: "k-sure" }, h("span", { "aria-hidden": "true" }, name), bar);
}

function why(view, screen, act) {
  const { why: reason, prediction } = screen.notice;
  if (!reason) return null;
  const text = h("p", { class: "k-why" }, reason.text);
  if (!reason.folded) return text;
  const then = (pressed) => opened(screen, act, "why", pressed);
  return h("div", {}, folds(say(view, "why"), `${prediction} why open`, text, then, { class: "k-link", "data-key": "why" }));
}

function top(view, { app, notice }) {
  const name = notice.sender ?? app;
  return h(
    "div",
    { class: "s-notice-top", "data-sender": Boolean(notice.sender) },
    mark(name),
    h("span", { class: "s-notice-app" }, name),
    h("span", { class: "s-notice-when" }, say(view, "now")),
  );
}

/** Where the product speaks: the cue while it thinks, the button that asks it, what it says. */
export function slot(view, screen, act) {
  const { arrives, request, waiting, notice } = screen;
  const data = [request, waiting, told(screen), covers(notice), notice && screen.buttons];
  return h(
    "div",
    { class: "s-slot", role: "status", "data-arrives": Boolean(arrives) },
    part("notice", data, says(view, screen, act)),
  );
}

function says(view, screen, act) {
  const { request, waiting, notice } = screen;
  if (waiting) {
    const lines = [h("span", { class: "s-bone" }), h("span", { class: "s-bone" })];
    return h("div", { class: "s-notice s-waiting" }, h("p", { class: "s-cue" }, waiting), h("div", { "aria-hidden": "true" }, lines));
  }
  if (request) {
    return button(request, "primary k-request", (pressed) => act({ act: "ask" }, pressed), { "data-key": "ask" });
  }
  if (!notice || (notice.force !== "banner" && notice.force !== "mark" && notice.as !== "annotate")) return null;
  if (notice.force === "block") return null;
  const inside = box(view, screen, act);
  if (!inside) return null;
  if (notice.force !== "mark") return inside;
  const attributes = { class: "k-mark", "aria-label": say(view, "hint"), "data-key": "hint" };
  const then = (pressed) => opened(screen, act, "notice", pressed);
  return h("div", { class: "k-marked" }, folds(drawing("hint"), `${notice.prediction} notice open`, inside, then, attributes));
}

function box(view, screen, act) {
  const { notice } = screen;
  const inside = words(view, screen, act);
  if (!inside.length) return null;
  const done = notice.as === "automate" && h("p", { class: "k-done" }, icon("check"), say(view, "done_for_you"));
  const runs = notice.as === "countdown" && countdown(view, screen, act);
  const own = notice.as === "annotate" ? null : h("div", { class: "k-choices" }, choices(view, screen, act));
  return h(
    "div",
    { class: "s-notice s-arrived", "data-as": notice.as },
    top(view, screen),
    h("div", { class: "k-words" }, h("div", { class: "k-said" }, done || null, inside), runs || null),
    own,
  );
}

/** What stands over the screen, until it is passed or something is decided. */
export function cover(view, screen, act) {
  const { notice } = screen;
  const on = covers(notice);
  return part("cover", [on && told(screen), on && screen.buttons], on ? sheet(view, screen, act) : null);
}

function sheet(view, screen, act) {
  const { notice } = screen;
  const block = notice.force === "block";
  const done = notice.as === "automate" && h("p", { class: "k-done" }, icon("check"), say(view, "done_for_you"));
  const [text, ...more] = words(view, screen, act);
  text.tabIndex = -1;
  text.id = "k-cover-text";
  const reason = block && notice.why ? more.pop() : null;
  const medal = notice.as === "countdown" ? countdown(view, screen, act) : h("div", { class: "s-medal" }, medalOf(notice));
  return h(
    "div",
    { class: "k-cover", "data-force": notice.force, "data-as": notice.as },
    h(
      "div",
      { class: "k-sheet", role: block ? "alertdialog" : "dialog", "aria-modal": "true", "aria-labelledby": text.id },
      medal,
      done || null,
      text,
      more,
      h("div", { class: "k-choices" }, block ? waysOut(view, screen, act, reason) : steps(view, screen, act)),
    ),
  );
}

const medalOf = ({ as, force }) => (force === "block" ? drawing("shield") : icon(as === "automate" ? "check" : "alert"));

/** The one step to go on, or the decision. */
function steps(view, screen, act) {
  const { notice } = screen;
  if (notice.as !== "annotate") return choices(view, screen, act);
  const pass = () => {
    memory(notice.prediction).passed = true;
    document.querySelector(".k-cover")?.remove();
    settle();
    document.querySelector(".k-skin h1")?.focus({ preventScroll: true });
  };
  return button(say(view, "continue"), "primary", pass, { "data-key": "pass" });
}

/** The safe way out; the way past it is hidden behind a detour. */
function waysOut(view, screen, act, reason) {
  const safe = screen.buttons.find(({ reaction }) => reaction === "accept");
  const others = screen.buttons.filter((one) => one !== safe);
  const detour = h("div", { class: "k-detour" }, reason, others.map((one) => choice(view, screen, act, one, "quiet")));
  const then = (pressed) => opened(screen, act, "details", pressed);
  const about = `${predicted(screen)} details open`;
  const look = { class: "s-button s-quiet k-details", "data-key": "details" };
  return [safe && choice(view, screen, act, safe, "primary"), ...folds(say(view, "details"), about, detour, then, look)];
}

// What can be done

function choice(view, screen, act, { reaction, text }, look) {
  const name = text ?? say(view, reaction === "accept" ? "ok" : reaction);
  const press = (pressed) =>
    act({ act: "react", reaction, value: null, revision: 0, prediction: predicted(screen), ...given(screen) }, pressed);
  return button(name, look, press, { "data-key": reaction });
}

/** What stands in a form's fields goes along with each decision. */
function given({ form }) {
  if (!form) return {};
  const fields = [...document.querySelectorAll(".k-skin [data-field]")];
  return { answers: Object.fromEntries(fields.map((field) => [field.dataset.field, field.value])) };
}

/** All buttons of the screen. The ways out of it look alike: none is recommended. */
export function choices(view, screen, act) {
  const { buttons, notice } = screen;
  const stopFirst = notice?.as === "countdown" ? [...buttons].sort((a, b) => (b.reaction === "dismiss") - (a.reaction === "dismiss")) : buttons;
  return stopFirst.map((one) => choice(view, screen, act, one, one.reaction === "contact" ? "quiet" : "choice"));
}

/** The buttons below the content: none of them while the notice has them. */
export function bottom(view, screen, act) {
  const { buttons, notice, content } = screen;
  const besides = notice && (notice.as !== "annotate" || notice.force === "block");
  const goesOn = notice?.as === "automate" && notice.force !== "interstitial" && (content || notice.force === "mark");
  const pass = (pressed) => act({ act: "by_itself", prediction: notice.prediction, revision: 0 }, pressed);
  const drawn = goesOn
    ? [button(say(view, "continue"), "choice", pass, { "data-key": "go-on" })]
    : besides
      ? []
      : choices(view, screen, act);
  return part("buttons", [buttons, predicted(screen), besides, goesOn], drawn);
}

export function said({ said: text }) {
  const drawn = text ? h("div", { class: "s-said" }, icon("talk"), h("p", {}, text)) : null;
  return h("div", { role: "status" }, part("said", text, drawn));
}

// Facts

export function lines(rows) {
  const row = ({ label, value }) => h("div", { class: "s-row" }, h("dt", {}, label), h("dd", {}, h("bdi", {}, value)));
  return rows.length ? h("dl", { class: "s-rows" }, rows.map(row)) : null;
}

export function card({ card: { title, lines: rows } }) {
  return part("card", [title, rows], h("section", { class: "s-card" }, heading(title), lines(rows)));
}

/** What somebody reads or does meanwhile: text that the server made from its own files. */
export function content({ content: html }) {
  if (!html) return part("content", null);
  const text = h("div", { class: "s-prose k-content" });
  text.innerHTML = html;
  for (const link of text.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return part("content", html, text);
}

// Time

const clocks = new Map(); // prediction -> when its time is over; it goes on while the screen is drawn anew
const begins = new WeakMap();

function countdown(view, screen, act) {
  const { prediction, after } = screen.notice;
  const left = h("span", { class: "k-left", "aria-hidden": "true" });
  const ring = svg("circle", { cx: "22", cy: "22", r: "19", pathLength: "1", class: "k-ring" });
  const round = svg("svg", { viewBox: "0 0 44 44", "aria-hidden": "true" }, svg("circle", { cx: "22", cy: "22", r: "19" }), ring);
  const spoken = h("span", { class: "s-hidden" }, say(view, "acts_in", { seconds: Math.ceil(after) }));
  const made = h("div", { class: "k-clock", role: "timer" }, round, left, spoken);
  const shown = () => {
    const end = clocks.get(prediction) ?? performance.now() + 1000 * after;
    const seconds = Math.max(0, (end - performance.now()) / 1000);
    left.textContent = String(Math.ceil(seconds));
    ring.setAttribute("style", `stroke-dashoffset: ${1 - seconds / after}`);
    return seconds;
  };
  shown();
  begins.set(made, () => {
    begins.set(made, () => false);
    const first = !clocks.has(prediction);
    if (first) clocks.set(prediction, performance.now() + 1000 * after);
    const tick = () => {
      if (!made.isConnected) return;
      const over = shown() <= 0;
      // An act that did not get through, or came while another was under way, is told again.
      if (over) act({ act: "by_itself", prediction, revision: 0 }, made);
      setTimeout(tick, over ? 1000 : 200);
    };
    tick();
    return first;
  });
  return made;
}

// After each drawing

let typedAt = -Infinity;
addEventListener("input", () => (typedAt = performance.now()), true);
const typing = () =>
  document.activeElement?.matches("input:not([type=radio]), textarea") && performance.now() - typedAt < 1500;

/** See to what depends on the whole screen: what is covered, where the focus is, which clock runs. */
export function settle() {
  const skin = document.querySelector(".s-root .k-skin");
  if (!skin) return;
  const over = skin.querySelector(".k-cover");
  const waits = Boolean(over) && !over.dataset.begun && typing();
  if (over) over.hidden = waits;
  if (waits) setTimeout(settle, 300);
  const within = skin.querySelector(".s-part-cover");
  for (const each of [...skin.querySelectorAll("[data-part], .s-slot"), ...document.querySelectorAll(".s-part-around")]) {
    // On a watch, only its face is covered: what people are living through goes on beside it.
    const beside = skin.dataset.skin === "watch" && each.dataset.part === "content";
    if (each !== within && !each.contains(within) && !beside) each.inert = Boolean(over) && !waits;
  }
  if (waits) return;
  for (const clock of skin.querySelectorAll(".k-clock")) {
    const first = begins.get(clock)();
    const stop = clock.closest(".k-cover, .s-notice")?.querySelector("[data-key=dismiss]");
    if (first && stop && !typing()) stop.focus({ preventScroll: !over });
  }
  if (over && !over.dataset.begun) {
    over.dataset.begun = "true";
    if (!over.querySelector(".k-clock")) over.querySelector("[tabindex='-1']").focus({ preventScroll: true });
  }
}
