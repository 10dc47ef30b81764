/** Draws the operator's desk from its view: the queue at the left, the open request at the right. */

import { h } from "./desk-dom.js";
import { formFor } from "./desk-forms.js";
import { drawProposal } from "./desk-proposal.js";

const EMPTY = "Nobody is waiting. New questions appear here by themselves.";

const LINE = { live: "Live", trying: "Reconnecting…", gone: "Signed out" };

const KEYS = [
  ["C or Enter", "take the request that waits longest"],
  ["1 … 9", "answer with that label"],
  ["Q W E", "say how sure"],
  ["Ctrl Enter", "send a written answer"],
  ["A or X", "send what is proposed, or reject it"],
  ["Esc", "give the request back (leaves a text field first)"],
  ["?", "show or hide these keys"],
];

/**
 * What the desk looks like: the same view, actions and local state give the same DOM.
 * @param {object} view the desk view as the server sends it
 * @param {{claim, answer, send, giveBack, sure, draft, sound, help}} actions what the buttons do (`decide` on a proposal)
 * @param {{now: number, sureness: number, busy: string | null, chosen: string | null, draft: string,
 *   notice: string | null, heard: string, state: string, sound: boolean, help: boolean,
 *   sent: {who: string, text: string} | null}} local what only this browser knows; `now` is the server's clock in ms
 * @returns {HTMLElement}
 */
export function render(view, actions, local) {
  return h(
    "section",
    { class: "d-desk", "aria-label": "Desk", "data-open": view?.open ? "yes" : "no" },
    drawTop(view, actions, local),
    local.help && drawKeys(),
    h(
      "div",
      { class: "d-notices", role: "status", "data-key": "notices" },
      local.notice && h("p", { class: "d-notice" }, local.notice),
    ),
    h("div", { class: "d-heard", "aria-live": "polite", "data-key": "heard" }, local.heard),
    view
      ? h("div", { class: "d-columns", "data-key": "columns" },
          drawQueue(view, actions, local),
          drawRequest(view, actions, local))
      : h("p", { class: "d-calm", "data-key": "opening" }, "Opening the desk…"),
  );
}

function drawTop(view, actions, local) {
  return h(
    "header",
    { class: "d-top", "data-key": "top" },
    h("strong", { class: "d-me" }, view?.me.name ?? ""),
    h("span", { class: "d-line", "data-state": local.state }, h("span", { class: "d-dot" }), LINE[local.state]),
    h("span", { class: "d-count" }, view ? `${view.answered} answered` : ""),
    quiet("sound", actions.sound, { "aria-pressed": String(local.sound) }, local.sound ? "Sound on" : "Sound off"),
    quiet("help", actions.help, { "aria-expanded": String(local.help) }, h("span", {}, "Keys"), h("kbd", {}, "?")),
  );
}

const quiet = (key, onclick, more, ...inside) =>
  h("button", { type: "button", class: "d-quiet", "data-key": key, onclick, ...more }, inside);

function drawKeys() {
  return h(
    "dl",
    { class: "d-keys", "data-key": "keys", "aria-label": "Keys" },
    KEYS.map(([keys, does]) => h("div", {}, h("dt", {}, keys.split(/( or | … | )/).map(keyCap)), h("dd", {}, does))),
  );
}

const keyCap = (part) => (part === "" || /^ /.test(part) ? part : h("kbd", {}, part));

function drawQueue(view, actions, local) {
  const waiting = view.queue.filter((row) => row.state === "waiting");
  const severalPanels = new Set(view.queue.map((row) => row.panel)).size > 1;
  return h(
    "section",
    { class: "d-queue", "data-key": "queue", "aria-labelledby": "d-queue-title" },
    h("h2", { class: "d-title", id: "d-queue-title" },
      "Queue",
      h("span", { class: "d-badge" }, `${waiting.length} waiting`)),
    h("ol", { class: "d-rows" },
      view.queue.map((row) => drawRow(row, row === waiting[0] && !view.open, severalPanels, view, actions, local))),
  );
}

/** Says "disabled" while a call is under way, without taking the focus away as a disabled button would. */
const waitsFor = (local) => local.busy !== null && "true";

function drawRow(row, isNext, severalPanels, view, actions, local) {
  const free = row.state === "waiting" && !view.open;
  const what = [row.arm, round(row), severalPanels && row.panel].filter(Boolean).join(" · ");
  const state = { waiting: free ? "Take" : "waiting", mine: "yours", taken: "taken" }[row.state];
  const inside = [
    h("span", { class: "d-row-line" },
      h("strong", { class: "d-who" }, row.who),
      h("span", { class: "d-state", "data-state": row.state }, state, isNext && h("kbd", {}, "C"))),
    h("span", { class: "d-row-what" }, what),
    drawBar(row, local.now),
    h("span", { class: "d-row-line d-row-times" },
      h("span", { class: "d-age" }, `asked ${duration(local.now - Date.parse(row.asked_at))} ago`),
      drawLeft(row, local.now)),
  ];
  const current = row.state === "mine" && "true";
  const take = { type: "button", "aria-disabled": waitsFor(local), onclick: () => actions.claim(row.prediction) };
  return h(
    "li",
    { class: "d-row", "data-key": row.prediction, "data-state": row.state, "aria-current": current },
    h(free ? "button" : "div", { class: "d-row-inside", ...(free && take) }, inside),
  );
}

function drawRequest(view, actions, local) {
  return h(
    "section",
    { class: "d-request", "data-key": "request", "aria-labelledby": "d-request-title" },
    view.open ? drawOpen(view.open, actions, local) : drawNothingOpen(view, actions, local),
  );
}

function drawOpen(open, actions, local) {
  return h(
    "div",
    { class: "d-open", "data-key": `open-${open.prediction}` },
    h("div", { class: "d-open-head" },
      h("div", {},
        h("h2", { class: "d-title", id: "d-request-title", tabindex: "-1" }, open.who),
        h("p", { class: "d-row-what" }, [open.arm, round(open), open.feature].filter(Boolean).join(" · "))),
      drawLeft(open, local.now)),
    drawBar(open, local.now),
    open.input.length > 0 &&
      h("dl", { class: "d-facts" },
        open.input.map((fact) => h("div", {}, h("dt", {}, fact.label), h("dd", {}, fact.value)))),
    drawTalk(open),
    drawProposal(open, actions, local),
    h("div", { class: "d-form" }, formFor(open).draw(open, actions, local)),
    h("div", { class: "d-foot" },
      quiet("back", actions.giveBack, { "aria-disabled": waitsFor(local) },
        h("span", {}, "Give back"),
        h("kbd", {}, "Esc"))),
    !open.talk?.length && drawSaw(open.saw),
  );
}

/** Which round of a repeated block it is; nothing outside of one. */
const round = ({ trial, of }) => (of ? `${trial} of ${of}` : "");

/** The conversation so far, latest last; the form below it answers the last line. */
function drawTalk({ talk, who }) {
  if (!talk?.length) return null;
  return h(
    "section",
    { class: "d-talk-box", "aria-labelledby": "d-talk-title", "data-key": "talk" },
    h("h3", { class: "d-small", id: "d-talk-title" }, "The conversation so far"),
    h("div", { class: "d-talk", tabindex: "0", role: "group", "aria-labelledby": "d-talk-title" },
      h("ol", {},
        talk.map(({ by, text }) =>
          h("li", { class: "d-said", "data-by": by },
            h("span", { class: "d-by" }, by === "participant" ? who : "The product"),
            h("p", { class: "d-words", dir: "auto" }, text))))),
  );
}

function drawSaw(saw) {
  if (saw.length === 0) return h("p", { class: "d-saw-none" }, "This is the first one they see.");
  return h(
    "table",
    { class: "d-saw" },
    h("caption", { class: "d-small" }, "What they saw so far"),
    h("thead", {}, h("tr", {}, ["No.", "Answer", "Shown", "Reaction"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, saw.map((one) =>
      h("tr", {},
        h("td", {}, one.trial),
        h("td", {}, one.prediction ?? "none"),
        h("td", {}, one.warned ? "yes" : "no"),
        h("td", {}, one.reaction ?? "none yet")))),
  );
}

function drawNothingOpen(view, actions, local) {
  const next = view.queue.find((row) => row.state === "waiting");
  return h(
    "div",
    { class: "d-nothing", "data-key": "nothing" },
    h("h2", { class: "d-title", id: "d-request-title", tabindex: "-1" },
      local.sent ? `Sent to ${local.sent.who}` : next ? "Ready for the next one?" : "All quiet"),
    local.sent && h("p", { class: "d-sent" }, local.sent.text),
    next &&
      h(
        "button",
        {
          type: "button",
          class: "d-primary",
          "data-key": "next",
          "aria-disabled": waitsFor(local),
          onclick: () => actions.claim(next.prediction),
        },
        h("span", {}, `Take ${next.who}`),
        h("kbd", {}, "C"),
      ),
    !next && h("p", { class: "d-calm", "data-key": "calm" }, EMPTY),
  );
}

function drawBar(request, now) {
  if (!request.deadline_at) return null;
  const { level, share } = urgency(request, now);
  return h("span", { class: "d-bar", "data-level": level, "aria-hidden": "true" },
    h("span", { class: "d-bar-left", style: `width: ${(share * 100).toFixed(1)}%` }));
}

function drawLeft(request, now) {
  if (!request.deadline_at) return h("span", { class: "d-left" }, "no deadline");
  const { level, left } = urgency(request, now);
  const words = { soon: ", soon", urgent: ", hurry" };
  const text = level === "over" ? "time is up" : `${duration(left)} left${words[level] ?? ""}`;
  return h("span", { class: "d-left", "data-level": level }, text);
}

/** How pressing a request is: `left` in ms, the `share` of its time that is left (0 to 1), and a level of urgency. */
function urgency(request, now) {
  const left = Date.parse(request.deadline_at) - now;
  const share = Math.min(1, Math.max(0, left / (Date.parse(request.deadline_at) - Date.parse(request.asked_at))));
  if (left <= 0) return { left, share, level: "over" };
  // What a colleague has in hand needs nobody else to hurry.
  if (request.state === "taken") return { left, share, level: "theirs" };
  return { left, share, level: share <= 0.25 ? "urgent" : share <= 0.5 ? "soon" : "calm" };
}

/** A stretch of time in words: "7 s", "2 min 05 s". */
function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
