/** The screen with two predictions side by side, of which one is chosen. */

import { button, h, heading, part, say } from "../parts.js";
import "./work-words.js";

const PLACES = ["first", "second"];

/**
 * `screen` is {title, lead?, options [{prediction, text?}] (two, in the order in which they are shown), tie, why,
 * words {first?, second?, tie?}, waiting?, buttons}. The act "choose" has {choice: first|second|tie, why?} as its value.
 */
export function choose(view, screen, act) {
  const { title, lead, options, waiting, words, tie, why, buttons } = screen;
  return [
    part("title", [title, lead], heading(title), lead ? h("p", { class: "s-lead wk-lead" }, lead) : null),
    h("div", { class: "wk-options", role: "status" }, part("options", [waiting, options], pair(view, screen))),
    part("buttons", [buttons, words, tie, why, options], ...(buttons.length ? choices(view, screen, act) : [])),
  ];
}

function pair(view, { waiting, options }) {
  if (waiting) {
    const bones = () => h("div", { class: "wk-option" }, h("span", { class: "s-bone" }), h("span", { class: "s-bone" }));
    const both = h("div", { class: "wk-pair", "aria-hidden": "true" }, bones(), bones());
    return [h("p", { class: "s-cue" }, waiting), both];
  }
  const one = ({ text }, n) =>
    h(
      "section",
      { class: "wk-option", "data-place": PLACES[n] },
      h("h2", { class: "wk-number" }, say(view, `option_${PLACES[n]}`)),
      h("p", { class: text ? "wk-said" : "wk-said wk-none", dir: "auto" }, text ?? say(view, "nothing_came")),
    );
  return h("div", { class: "wk-pair" }, options.map(one));
}

function choices(view, screen, act) {
  const { words, tie, why } = screen;
  const names = tie ? [...PLACES, "tie"] : PLACES;
  const look = (name) => (name === "tie" ? "quiet" : "choice");
  const text = (name) => words[name] ?? say(view, `choose_${name}`);
  if (!why) {
    const send = (name) => (pressed) => act({ act: "choose", value: { choice: name } }, pressed);
    return names.map((name) => button(text(name), look(name), send(name), { "data-key": name }));
  }
  const alert = h("p", { class: "s-missing", role: "alert" });
  const reason = h("textarea", { class: "wk-why", dir: "auto", rows: "2", maxlength: "2000" });
  const asked = h("label", { class: "wk-asked", hidden: true }, h("span", {}, say(view, "choose_why")), reason);
  let chosen = null;
  const pick = (name) => () => {
    chosen = name;
    alert.textContent = "";
    asked.hidden = false;
    for (const one of all) one.setAttribute("aria-pressed", String(one.dataset.key === name));
  };
  const all = names.map((name) => button(text(name), look(name), pick(name), { "data-key": name, "aria-pressed": "false" }));
  const send = (pressed) => {
    if (chosen) return act({ act: "choose", value: { choice: chosen, why: reason.value } }, pressed);
    alert.textContent = say(view, "choose");
    all[0].focus();
  };
  return [...all, asked, alert, button(say(view, "continue"), "primary", send)];
}
