/** The answer forms of the desk, one per task: how each is drawn, and what each key does in it. */

import { h } from "./desk-dom.js";

const SURE_KEYS = ["q", "w", "e", "r", "t"];

/**
 * `draw(open, actions, local)` gives a form's elements; `key(name, open, actions, local)` whether it took the key;
 * `output(text)` what is sent for a written answer. The server brings a plain one into the shape of its task.
 */
const FORMS = {
  label: { draw: drawLabels, key: keyForLabels },
  text: { draw: drawText, key: () => false, output: (text) => ({ plain: text }) },
  number: { draw: drawText, key: () => false, output: (text) => ({ plain: text }) },
};

/** For an answer that cannot be given in a word or a line, so that the operator is never left with a dead request. */
const UNKNOWN = {
  draw: (open) => [
    h("p", { class: "d-calm" }, `This desk has no form for ${open.form.task} yet. Please give the request back.`),
  ],
  key: () => false,
};

/**
 * The form that belongs to an open request.
 * @param {{form: {task: string, plain: "label" | "text" | "number" | null}}} open
 */
export const formFor = (open) => FORMS[open.form.plain] ?? UNKNOWN;

/** Which sureness is chosen when a request opens: the middle one. */
export const middle = (open) => Math.floor(((open?.form.sureness?.length ?? 1) - 1) / 2);

/** The output of a text-classification answer: `[{label, score}]`, score as the chosen sureness says. */
function classified(open, label, local) {
  return [{ label, score: open.form.sureness[local.sureness].score }];
}

function drawLabels(open, actions, local) {
  const { labels, sureness } = open.form;
  const busy = local.busy !== null;
  return [
    h(
      "fieldset",
      { class: "d-sure" },
      h("legend", {}, "How sure?"),
      h(
        "div",
        { class: "d-segments" },
        sureness.map((level, index) =>
          h(
            "label",
            { class: "d-segment" },
            h("input", {
              type: "radio",
              name: `d-sure-${open.prediction}`,
              checked: index === local.sureness,
              onchange: () => actions.sure(index),
            }),
            h("span", {}, level.text, SURE_KEYS[index] && h("kbd", {}, SURE_KEYS[index].toUpperCase())),
          ),
        ),
      ),
    ),
    h("h3", { class: "d-small", id: "d-answer-title" }, "Your answer"),
    h(
      "div",
      { class: "d-labels", role: "group", "aria-labelledby": "d-answer-title" },
      labels.map((label, index) =>
        h(
          "button",
          {
            type: "button",
            class: "d-label",
            "data-key": `label-${label}`,
            "aria-disabled": busy && "true",
            "data-chosen": local.busy === "answer" && local.chosen === label && "yes",
            onclick: () => actions.answer(classified(open, label, local), label),
          },
          index < 9 && h("kbd", {}, index + 1),
          h("span", {}, label),
        ),
      ),
    ),
  ];
}

function keyForLabels(name, open, actions, local) {
  const label = /^[1-9]$/.test(name) ? open.form.labels[Number(name) - 1] : undefined;
  if (label !== undefined) {
    actions.answer(classified(open, label, local), label);
    return true;
  }
  const index = SURE_KEYS.indexOf(name);
  if (index < 0 || index >= open.form.sureness.length) return false;
  actions.sure(index);
  return true;
}

function drawText(open, actions, local) {
  return [
    h("label", { class: "d-small", for: "d-text" }, "Your answer"),
    h("textarea", {
      id: "d-text",
      class: "d-text",
      "data-key": `text-${open.prediction}`,
      rows: 4,
      value: local.draft,
      oninput: (event) => actions.draft(event.target.value),
    }),
    h(
      "button",
      {
        type: "button",
        class: "d-primary",
        "data-key": "send",
        "aria-disabled": local.busy !== null && "true",
        onclick: () => actions.send(),
      },
      h("span", {}, local.busy === "answer" ? "Sending…" : "Send"),
      h("kbd", {}, "Ctrl Enter"),
    ),
  ];
}
