/** The queue: who waits, for how long, and what the participant is doing meanwhile. */

import { h } from "./desk-dom.js";
import { drawBar, drawLeft, duration } from "./desk-time.js";

const HERE = { typing: "typing", waiting: "waits", idle: "idle", gone: "gone" };

/** A quiet sign of what the participant is doing: a shape and a word; where it is narrow, the shape says it to the eye. */
export function drawHere(here, narrow = false) {
  if (!HERE[here]) return null;
  return h("span", { class: "d-here", "data-here": here, title: narrow ? HERE[here] : null },
    h("span", { class: "d-here-sign", "aria-hidden": "true" }),
    h("span", { class: narrow ? "d-heard" : null }, HERE[here]));
}

/** Which round of a repeated block it is; nothing outside of one. */
export const round = ({ trial, of }) => (of ? `${trial} of ${of}` : "");

/** What C takes: the first that waits, or a second opinion when nobody does. */
export const nextIn = (view) => view.queue.find(canBeTaken) ?? view.queue.find((row) => row.state === "second") ?? null;

/** Whether this operator may take it: it waits, and nothing has to be practised first. */
export const canBeTaken = (row) => row.state === "waiting" && !row.practise;

/** Says "disabled" while a call is under way, without taking the focus away as a disabled button would. */
export const waitsFor = (local) => local.busy !== null && "true";

/** The column of the queue; `below` stands at its foot. */
export function drawQueue(view, actions, local, below) {
  const waiting = view.queue.filter((row) => row.state === "waiting");
  const seconds = waiting.length === 0 ? view.queue.filter((row) => row.state === "second") : [];
  const lines = view.queue.filter((row) => row.state !== "second");
  const facts = {
    next: view.open ? null : nextIn(view),
    severalPanels: new Set(view.queue.map((row) => row.panel)).size > 1,
  };
  const rows = (some) => h("ol", { class: "d-rows" }, some.map((row) => drawRow(row, facts, view, actions, local)));
  return h(
    "section",
    { class: "d-queue", "data-key": "queue", "aria-labelledby": "d-queue-title" },
    h("h2", { class: "d-title", id: "d-queue-title" },
      "Queue",
      h("span", { class: "d-badge" }, `${waiting.length} waiting`)),
    view.doors?.closed && h("p", { class: "d-closed", "data-key": "closed" }, "The doors are closed: nobody new comes in."),
    // While one is open there is nothing to press in here, and the keyboard has to scroll it all the same.
    h("div", { class: "d-queue-inside", "data-key": "rows", tabindex: view.open ? "0" : null, role: "group", "aria-labelledby": "d-queue-title" },
      rows(lines),
      seconds.length > 0 &&
        h("section", { class: "d-seconds", "data-key": "seconds", "aria-labelledby": "d-seconds-title" },
          h("h3", { class: "d-small", id: "d-seconds-title" }, "When you have time: a second opinion"),
          rows(seconds))),
    view.colleagues?.length > 0 &&
      h("p", { class: "d-hint", "data-key": "colleagues" }, `With you: ${view.colleagues.map(({ name }) => name).join(", ")}`),
    below,
  );
}

function drawRow(row, { next, severalPanels }, view, actions, local) {
  const free = (canBeTaken(row) || row.state === "second") && !view.open;
  const isNext = row === next;
  const what = [row.persona, row.arm, round(row), severalPanels && row.panel].filter(Boolean).join(" · ");
  const states = { waiting: free ? "Take" : "", second: free ? "Answer too" : "", mine: "yours", taken: "taken" };
  const inside = [
    h("span", { class: "d-row-line" },
      h("span", { class: "d-row-who" }, h("strong", { class: "d-who" }, row.who), drawHere(row.here, true)),
      h("span", { class: "d-state", "data-state": row.state },
        states[row.state],
        isNext && h("kbd", { "aria-hidden": "true" }, "C"))),
    h("span", { class: "d-row-what" }, what),
    (row.reserved || row.note || row.practise) &&
      h("span", { class: "d-marks" },
        row.reserved && h("span", { class: "d-mark" }, "you took over"),
        row.note && h("span", { class: "d-mark" }, "with a note"),
        row.practise && h("span", { class: "d-mark" }, "practise first")),
    drawBar(row, local.now),
    row.state !== "second" &&
      h("span", { class: "d-row-line d-row-times" },
        h("span", { class: "d-age" }, `asked ${duration(local.now - Date.parse(row.asked_at))} ago`),
        drawLeft(row, local.now)),
  ];
  const take = {
    type: "button",
    "aria-disabled": waitsFor(local),
    "aria-keyshortcuts": isNext && "c",
    onclick: () => actions.claim(row.prediction),
  };
  return h(
    "li",
    {
      class: "d-row",
      "data-key": row.prediction,
      "data-state": row.state,
      "data-reserved": row.reserved && "yes",
      "aria-current": row.state === "mine" && "true",
    },
    h(free ? "button" : "div", { class: "d-row-inside", ...(free && take) }, inside),
  );
}
