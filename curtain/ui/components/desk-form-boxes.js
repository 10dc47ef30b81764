/** Boxes on a picture: the participants' own tool for it, with all its keys, as an answer form. */

import { h, island } from "./desk-dom.js";
import { drawSure, keyForSure } from "./desk-form-labels.js";
import { drawSend } from "./desk-form-text.js";

const MOST = 200;
const OWN_KEYS = /^(arrow(up|down|left|right)|delete|backspace|enter|r|[1-9])$/;

let present = null; // {prediction, work}: what stands in the page now

export const boxes = {
  draw: (open, actions, local) => [
    drawSure(open, actions, local),
    h("h3", { class: "d-small", id: "d-answer-title" }, "Your answer: a box around each thing"),
    island(`boxes-${open.prediction}`, { class: "d-boxes" }, (host) => begin(host, open, local.draft, actions)),
    drawSend(actions, local),
  ],
  key: (name, open, actions) => {
    const label = /^[1-9]$/.test(name) && labelsOf(open)[Number(name) - 1];
    if (!label || !present?.work) return keyForSure(name, open, actions);
    present.work.relabel(label.id);
    return true;
  },
  /** Whether a key that is pressed on the picture or its list belongs to these. */
  owns: (name) => OWN_KEYS.test(name) || (name === "escape" && Boolean(present?.work?.chosen)),
  begin: (_open, output) => (output ?? []).map(({ label, box }) => ({ label, box })),
  /** The boxes as they are drawn just now. */
  now: (open) => (present?.prediction === open.prediction && present.work?.boxes?.boxes.map(({ label, box }) => ({ label, box }))) || null,
  written: (draft, open, local) => {
    const score = open.form.sureness?.[local.sureness]?.score ?? 1;
    const output = (draft ?? []).map(({ label, box }) => ({ label, score, box }));
    const count = `${output.length} ${output.length === 1 ? "box" : "boxes"}`;
    return { output, words: output.length ? `${count}: ${output.map(({ label }) => label).join(", ")}` : "no boxes" };
  },
  /** The request is open no longer: what was drawn for it is forgotten here. */
  leave: () => {
    const work = present?.work;
    present = null;
    if (!work?.boxes) return;
    work.act = () => {};
    work.send("done");
    work.close();
  },
};

const labelsOf = ({ form, proposal }) => {
  const known = form.labels?.length ? form.labels : (proposal?.output ?? []).map(({ label }) => label);
  const labels = [...new Set(known)];
  return (labels.length ? labels : ["object"]).map((label) => ({ id: label, text: label }));
};

async function begin(host, open, draft, actions) {
  boxes.leave();
  const mine = (present = { prediction: open.prediction, work: null });
  const waiting = h("p", { class: "d-calm" }, "The picture is coming…");
  host.append(waiting);
  try {
    const { Work } = await import("/ui/screens/annotate-work.js");
    if (present !== mine) return;
    const screen = {
      image: open.form.picture,
      labels: labelsOf(open),
      boxes: (draft ?? []).map((one, n) => ({ id: `d${n}`, by: "person", ...one })),
      most: MOST,
      buttons: [{ act: "done" }],
    };
    mine.work = new Work(`desk ${open.prediction}`, { words: {} }, screen, () => {});
    mine.work.root.addEventListener("pointerdown", () => actions.touch());
    host.replaceChildren(mine.work.root);
  } catch {
    waiting.textContent = "The picture could not be loaded. Please give the request back.";
  }
}
