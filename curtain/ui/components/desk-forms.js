/** The answer forms of the desk, one per task, generated from the task. */

import { h } from "./desk-dom.js";
import { boxes } from "./desk-form-boxes.js";
import { fields } from "./desk-form-fields.js";
import { label } from "./desk-form-labels.js";
import { rank } from "./desk-form-rank.js";
import { number, text } from "./desk-form-text.js";

/** For an answer that nobody can give by hand, so that the operator is never left with a dead request. */
const unknown = {
  draw: (open) => [
    h("p", { class: "d-calm" }, `This desk has no form for ${open.form.task} yet. Please give the request back.`),
  ],
  key: () => false,
  begin: () => null,
  written: (_draft, open) => ({ problem: `This desk has no form for ${open.form.task} yet.` }),
};

/**
 * The form that belongs to an open request:
 * `draw(open, actions, local)` gives its elements, `key(name, open, actions, local)` whether it took the key;
 * `begin(open, output)` is the draft that it starts with, `output` being an answer to start from, or undefined;
 * `written(draft, open, local)` is {output, words} to be sent and shown, or {problem, at} with the field to mend;
 * `first` selects what has the focus when it opens. The server brings a plain answer into the shape of its task.
 */
export function formFor({ form }) {
  if (form.plain === "label") return form.labels?.length ? label : text;
  if (form.plain === "text") return text;
  if (form.plain === "number") return number;
  if (form.task === "ranking" && form.items?.length) return rank;
  if (form.task === "structured") return fields;
  if (form.task === "object-detection" && form.picture) return boxes;
  return unknown;
}

/** Whether prepared replies can be put into the form. */
export const takesReplies = (open) => formFor(open) === text;
