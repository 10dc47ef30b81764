/** What an operator practises before they play for real people: where it is, and how to start without. */

import { h, press } from "./desk-dom.js";

const PRACTICE = "/practice";

/** What is still to be practised: {names, answers?, right?}, or null. */
function lacking(practice) {
  if (Array.isArray(practice)) return practice.length ? { names: practice.map(({ name, panel }) => name ?? panel) } : null;
  return practice?.needed ? { ...practice, names: [practice.panel].filter(Boolean) } : null;
}

/** The card that leads there: before a shift, and when somebody waits who may not be taken without. */
export function drawPractice({ shift, queue }, actions, titleId) {
  const practice = lacking(shift?.practice);
  if (!practice || (shift.state !== "off" && !queue.some((row) => row.practise))) return null;
  const { names, answers, right } = practice;
  const share = typeof right === "number" ? `${Math.round(100 * right)}%` : right;
  return h(
    "section",
    { class: "d-practice", "data-key": "practice", "aria-labelledby": titleId },
    h("h2", { class: "d-title", id: titleId, tabindex: "-1" }, "First some practice"),
    h("p", {},
      `Before you play for real people${names.length ? ` in ${names.map((name) => `“${name}”`).join(" and ")}` : ""}, please answer ${answers ?? "a few"} simulated ones. `,
      share && `At least ${share} of your answers should be in time and as the rules say. `,
      "It takes a few minutes."),
    h("div", { class: "d-decide" },
      h("a", { class: "d-button d-primary", "data-key": "practise", href: PRACTICE }, h("span", {}, "Practise")),
      shift.may_skip !== false &&
        press("quiet", "without", "Start without practice", () => actions.shift("start", { without_practice: true }))),
    shift.may_skip !== false && h("p", { class: "d-hint" }, "A start without practice is noted, and shown in the results."),
  );
}
