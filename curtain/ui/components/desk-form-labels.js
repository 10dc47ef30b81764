/** Answers that are one of some labels, and how sure the operator is. */

import { h } from "./desk-dom.js";

const SURE_KEYS = ["q", "w", "e", "r", "t"];

export const label = {
  draw: drawLabels,
  key: keyForLabels,
  begin: (open, output) => output?.[0]?.label ?? null,
  written: () => ({ problem: "Please choose one of the answers." }),
};

/** Which sureness is chosen when a request opens: the middle one. */
export const middle = (open) => Math.floor(((open?.form.sureness?.length ?? 1) - 1) / 2);

/** The output of a text-classification answer: `[{label, score}]`, score as the chosen sureness says. */
function classified(open, chosen, local) {
  return [{ label: chosen, score: open.form.sureness?.[local.sureness]?.score ?? 1 }];
}

/** How sure the operator is, for forms whose answers have scores. */
export function drawSure({ prediction, form: { sureness } }, actions, local) {
  if (!sureness?.length) return null;
  return h(
    "fieldset",
    { class: "d-sure" },
    h("legend", {}, "How sure?"),
    h("div", { class: "d-segments" },
      sureness.map((level, index) =>
        h("label", { class: "d-segment" },
          h("input", {
            type: "radio",
            name: `d-sure-${prediction}`,
            checked: index === local.sureness,
            onchange: () => actions.sure(index),
          }),
          h("span", {}, level.text, SURE_KEYS[index] && h("kbd", { "aria-hidden": "true" }, SURE_KEYS[index].toUpperCase()))))),
  );
}

/** What a key says of sureness; true when it took the key. */
export function keyForSure(name, open, actions) {
  const index = SURE_KEYS.indexOf(name);
  if (index < 0 || index >= (open.form.sureness?.length ?? 0)) return false;
  actions.sure(index);
  return true;
}

function drawLabels(open, actions, local) {
  const busy = local.busy !== null;
  const earlier = open.earlier ? label.begin(open, open.earlier) : null;
  return [
    drawSure(open, actions, local),
    h("h3", { class: "d-small", id: "d-answer-title" }, "Your answer"),
    h(
      "div",
      { class: "d-labels", role: "group", "aria-labelledby": "d-answer-title" },
      open.form.labels.map((each, index) =>
        h(
          "button",
          {
            type: "button",
            class: "d-label",
            "data-key": `label-${each}`,
            "aria-disabled": busy && "true",
            "data-chosen": local.busy === "answer" && local.chosen === each && "yes",
            onclick: () => actions.answer(classified(open, each, local), each),
          },
          index < 9 && h("kbd", { "aria-hidden": "true" }, index + 1),
          h("span", {}, each),
          each === earlier && h("span", { class: "d-was" }, "sent before"),
        ),
      ),
    ),
  ];
}

function keyForLabels(name, open, actions, local) {
  const chosen = /^[1-9]$/.test(name) ? open.form.labels[Number(name) - 1] : undefined;
  if (chosen === undefined) return keyForSure(name, open, actions);
  actions.answer(classified(open, chosen, local), chosen);
  return true;
}
