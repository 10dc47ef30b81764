/** The board of running sessions: from here an operator takes over the next answers of any of them, and gives them back. */

import { h, press } from "./desk-dom.js";
import { drawHere, waitsFor } from "./desk-queue.js";
import { minutes } from "./desk-time.js";

const COLUMNS = ["Who", "Where", "Since", "Played by", ""];

/**
 * @param {{sessions: object[] | null}} board null until they have come
 */
export function drawBoard({ sessions }, view, actions, local) {
  const mine = (sessions ?? []).filter((one) => one.mine).length;
  return h(
    "section",
    { class: "d-board", "data-key": "board", "aria-labelledby": "d-board-title" },
    h("div", { class: "d-open-head" },
      h("h2", { class: "d-title", id: "d-board-title", tabindex: "-1" },
        "Running sessions",
        sessions && h("span", { class: "d-badge" }, `${sessions.length} running${mine ? `, ${mine} yours` : ""}`)),
      press("quiet", "board-close", "Back to the desk", actions.board, { cap: "Esc", "aria-keyshortcuts": "Escape" })),
    h("p", { class: "d-calm" }, "Take a session over, and its next questions come to you instead of its mock. Nobody there can tell."),
    drawSessions(sessions, view, actions, local),
  );
}

function drawSessions(sessions, view, actions, local) {
  if (sessions === null) return h("p", { class: "d-calm", "data-key": "coming" }, "Looking…");
  if (sessions.length === 0) return h("p", { class: "d-calm", "data-key": "none" }, "Nobody is in a session just now.");
  const severalPanels = new Set(sessions.map((one) => one.panel)).size > 1;
  return h(
    "table",
    { class: "d-sessions", "data-key": "sessions", "aria-labelledby": "d-board-title" },
    h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col" }, name || h("span", { class: "d-heard" }, "What to do"))))),
    h("tbody", {}, inOrder(sessions).map((one) => drawSession(one, severalPanels, view, actions, local))),
  );
}

/** Mine first, then those that ask something just now, then by how long they are here. */
const inOrder = (sessions) =>
  [...sessions].sort((a, b) => b.mine - a.mine || b.asking - a.asking || a.since.localeCompare(b.since));

function drawSession(one, severalPanels, view, actions, local) {
  const what = [one.persona, one.arm, severalPanels && one.panel].filter(Boolean).join(" · ");
  const plays = one.mine ? "you" : one.taken_by ? named(one.taken_by, view) : "its mock";
  const busy = { "aria-disabled": waitsFor(local) };
  const change = one.mine
    ? press("plain", `give-${one.session}`, "Give back", () => actions.giveOver(one.session), { ...busy, "aria-label": `Give ${one.who} back to its mock` })
    : !one.taken_by &&
      press("plain", `take-${one.session}`, "Take over", () => actions.takeOver(one.session), { ...busy, "aria-label": `Take over ${one.who}` });
  return h(
    "tr",
    { "data-key": `session-${one.session}`, "data-mine": one.mine && "yes" },
    h("th", { scope: "row" }, h("span", { class: "d-who" }, one.who), h("span", { class: "d-row-what" }, what)),
    h("td", {}, h("span", { class: "d-where" }, h("span", { dir: "auto" }, one.place_title), drawHere(one.here), one.asking && h("span", { class: "d-mark" }, "asks now"))),
    h("td", { "data-name": "Since" }, one.since ? minutes(local.now - Date.parse(one.since)) : ""),
    h("td", { "data-name": "Played by" }, plays),
    h("td", { class: "d-session-acts" }, change, h("a", { class: "d-button d-quiet", "data-key": `look-${one.session}`, href: `/watch?session=${encodeURIComponent(one.session)}`, target: "_blank", rel: "noopener", "aria-label": `Look on at ${one.who}, in a new tab` }, "Look on"), press("quiet", `note-${one.session}`, "Note", () => actions.note(one), { "aria-label": `A note on ${one.who}` })),
  );
}

const named = (taken, view) => view.colleagues?.find(({ id }) => id === taken)?.name ?? taken.name ?? taken;
