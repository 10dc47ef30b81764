/** What screens are built from: elements, icons, words, and parts that can be renewed one at a time. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  info: "M12 11v6M12 7v.01",
  check: "M5 12.5 10 17.5 19.5 7",
  alert: "M12 7.5v6M12 17v.01",
  up: "M7 11v9H4v-9h3Zm0 0 4-7c1.4 0 2.3 1 2.1 2.4L12.6 9.5H18a2 2 0 0 1 2 2.3l-1 6.2a2.4 2.4 0 0 1-2.4 2H7",
  down: "M17 13V4h3v9h-3Zm0 0-4 7c-1.4 0-2.3-1-2.1-2.4l.5-3.1H6a2 2 0 0 1-2-2.3l1-6.2A2.4 2.4 0 0 1 7.4 4H17",
  talk: "M4 5.5h16v11h-9L6.5 20v-3.5H4v-11Z",
};

/** What a screen says by itself when the view brings no words of its own. Braces are filled in. */
export const WORDS = {
  back: "Back",
  skip: "Skip",
  time_left: "{seconds} seconds left",
  progress: "Progress",
  step_of: "Step {done} of {of}",
  now: "now",
  yes: "Yes",
  no: "No",
  reconnecting: "Reconnecting… Your place is kept.",
  trouble: "That didn't go through. Please try again.",
  point_of: "{point} of {of}",
  missing_one: "One question still needs your answer.",
  missing_some: "{count} questions still need your answer.",
  choose: "Please choose one.",
  delete_sure: "Everything you told us here will be deleted. This can't be undone.",
  delete_yes: "Yes, delete it",
  delete_no: "Go back",
  code: "Your code",
  go_to: "Finish",
  copy: "Copy",
  copied: "Copied",
  good: "Good",
  bad: "Not so good",
  plain: "For your information",
  gone_title: "This link isn't active any longer",
  gone_text: "Nothing more is needed from you. You can close this page.",
};

/** The view's word for `name`, with `{…}` filled from `values`. */
export function say(view, name, values = {}) {
  const text = view.words?.[name] ?? WORDS[name];
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** An element; an attribute of false or null is left out, `on…` is a listener, children are nodes or text. */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A line drawing that says nothing by itself. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "s-icon");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", ICONS[name]);
  drawing.append(line);
  return drawing;
}

/** What stands for the product: the first letter of its name. */
export function mark(name) {
  return h("span", { class: "s-mark", "aria-hidden": "true" }, Array.from(name)[0]?.toUpperCase() ?? "");
}

/** The screen's heading: the first thing to be read on it. */
export function heading(text, className = "s-title") {
  return h("h1", { class: className, tabindex: "-1" }, text);
}

/** Text that the server has made from its own files, with a heading in front where it has none. */
export function prose(view, html) {
  const text = h("div", { class: "s-prose" });
  text.innerHTML = html;
  const first = text.querySelector("h1");
  if (first) first.tabIndex = -1;
  else text.prepend(heading(view.title));
  for (const link of text.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return text;
}

/** A button that does something once: `does(button)`. The second click of a double click is not another press. */
export function button(text, look, does, attributes = {}) {
  const press = (event) => event.detail < 2 && does(event.currentTarget);
  return h("button", { type: "button", class: `s-button s-${look}`, onclick: press, ...attributes }, h("span", {}, text));
}

/** The button that leads to the next screen. */
export function onwards(text, act) {
  return part("buttons", text, button(text, "primary", (pressed) => act({ act: "next" }, pressed)));
}

const madeOf = new WeakMap();

/** A part of a screen, which is renewed only when `data` has changed. */
export function part(name, data, ...children) {
  const made = h("div", { class: `s-part-${name}`, "data-part": name }, ...children);
  madeOf.set(made, JSON.stringify(data));
  return made;
}

/**
 * Bring the drawn screen `old` up to `fresh`, a drawing of the same place: parts that are still the same stay as they
 * are, with their focus, scroll and half-given answers. False when the two are not built alike.
 */
export function renew(old, fresh) {
  const parts = [...fresh.querySelectorAll("[data-part]")];
  const pairs = parts.map((next) => [old.querySelector(`[data-part="${next.dataset.part}"]`), next]);
  if (pairs.some(([now]) => !now) || old.querySelectorAll("[data-part]").length !== pairs.length) return false;
  for (const [now, next] of pairs) {
    if (madeOf.get(now) === madeOf.get(next)) continue;
    const held = now.contains(document.activeElement) ? document.activeElement : null;
    now.replaceWith(next);
    if (!held) continue;
    const again = held.dataset.key && next.querySelector(`[data-key="${CSS.escape(held.dataset.key)}"]`);
    (again || old.querySelector("h1"))?.focus({ preventScroll: true });
  }
  return true;
}
