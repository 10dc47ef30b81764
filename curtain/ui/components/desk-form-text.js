/** Answers that are written: a text, or a number with its unit. */

import { drawChecks } from "./desk-checks.js";
import { h, press } from "./desk-dom.js";

const TEXT_KEYS = ["plain", "generated_text", "summary_text", "translation_text", "answer", "content", "text", "value"];

/** The words of an output, whatever its task; empty where there are none. */
export function wordsOf(output) {
  if (typeof output === "string" || typeof output === "number") return String(output);
  if (Array.isArray(output)) return output[0]?.label ?? "";
  const key = TEXT_KEYS.find((each) => output?.[each] !== undefined);
  return key ? String(output[key]) : "";
}

const toField = { key: (name, _open, actions) => name === "t" && actions.toField(), first: ".d-text" };

export const text = {
  ...toField,
  draw: drawText,
  begin: (_open, output) => (output === undefined ? "" : wordsOf(output)),
  written: (draft) => {
    const answer = (draft ?? "").trim();
    return answer ? { output: { plain: answer }, words: answer } : { problem: "Please write an answer first.", at: ".d-text" };
  },
};

export const number = {
  ...toField,
  draw: drawNumber,
  begin: (_open, output) => (output === undefined ? "" : wordsOf(output)),
  written: (draft, { form }) => {
    const answer = numberIn(draft ?? "");
    if (answer === null) return { problem: "Please write a number first, such as 12 or 7.5.", at: ".d-text" };
    return { output: { plain: answer }, words: form.unit ? `${answer} ${form.unit}` : String(answer) };
  },
};

/** The number that somebody wrote, with a point or a comma; null when it is none. */
export function numberIn(written) {
  const bare = written.trim().replace(/\s|[’'_](?=\d{3}\b)/gu, "").replace(/^(-?\d+),(\d+)$/, "$1.$2");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) && Number.isFinite(Number(bare)) ? Number(bare) : null;
}

/** The button that sends what was written. */
export function drawSend(actions, local) {
  return press("primary", "send", local.busy === "answer" ? "Sending…" : "Send", () => actions.send(), {
    "aria-disabled": local.busy !== null && "true",
    "aria-keyshortcuts": "Control+Enter",
    cap: "Ctrl Enter",
  });
}

function drawText(open, actions, local) {
  const checks = drawChecks(open, local.draft ?? "", "d-checks");
  return [
    h("label", { class: "d-small", for: "d-text" }, "Your answer"),
    h("textarea", {
      id: "d-text",
      class: "d-text",
      "data-key": `text-${open.prediction}`,
      rows: 3,
      dir: "auto",
      "aria-describedby": "d-checks",
      "aria-invalid": checks.querySelector(".d-wrong") && "true",
      value: local.draft,
      oninput: (event) => actions.draft(event.target.value),
    }),
    h("div", { class: "d-send-line" }, checks, drawSend(actions, local)),
  ];
}

function drawNumber(open, actions, local) {
  const { unit } = open.form;
  const odd = (local.draft ?? "").trim() !== "" && numberIn(local.draft) === null;
  return [
    h("label", { class: "d-small", for: "d-text" }, unit ? `Your answer, in ${unit}` : "Your answer"),
    h("div", { class: "d-send-line" },
      h("span", { class: "d-number" },
        h("input", {
          id: "d-text",
          class: "d-text",
          "data-key": `text-${open.prediction}`,
          type: "text",
          inputmode: "decimal",
          autocomplete: "off",
          "aria-describedby": "d-checks",
          "aria-invalid": odd && "true",
          value: local.draft,
          oninput: (event) => actions.draft(event.target.value),
          onkeydown: (event) => {
            if (event.key === "Enter" && !event.isComposing && !event.repeat) actions.send();
          },
        }),
        unit && h("span", { class: "d-unit", "aria-hidden": "true" }, unit)),
      drawSend(actions, local)),
    h("p", { class: "d-wrong", id: "d-checks", "data-key": "checks" }, odd && "This is not a number yet."),
  ];
}
