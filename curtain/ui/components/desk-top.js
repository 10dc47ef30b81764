/** The line above the desk: who sits here, how the shift goes, and what holds for the whole desk. */

import { h, press } from "./desk-dom.js";
import { duration, minutes } from "./desk-time.js";

const LINE = { live: "Live", trying: "Reconnecting…", gone: "Signed out" };

export function drawTop(view, actions, local) {
  return h(
    "header",
    { class: "d-top", "data-key": "top" },
    h("strong", { class: "d-me" }, view?.me.name ?? ""),
    h("span", { class: "d-line", "data-state": local.state }, h("span", { class: "d-dot" }), LINE[local.state]),
    view && drawFigures(view, local),
    view?.shift && drawShift(view.shift, actions, local),
    h("span", { class: "d-tools", "data-key": "tools" },
      view?.doors &&
        press("quiet", "doors", view.doors.closed ? "Doors closed" : "Doors open", actions.doors, {
          "aria-pressed": String(view.doors.closed),
          "aria-keyshortcuts": "n",
          title: view.doors.closed ? "Let new people in again" : "Let nobody new in",
          cap: "N",
        }),
      view?.shift &&
        press("quiet", "board", "Sessions", actions.board, {
          "aria-expanded": String(local.board !== null),
          "aria-keyshortcuts": "b",
          cap: "B",
        }),
      press("quiet", "sound", local.sound ? "Sound on" : "Sound off", actions.sound, { "aria-pressed": String(local.sound) }),
      press("quiet", "help", "Keys", actions.help, { "aria-expanded": String(local.help), "aria-keyshortcuts": "?", cap: "?" })),
  );
}

function drawFigures({ answered, figures, queue }, local) {
  const asked = queue.filter((row) => row.state === "waiting").map((row) => Date.parse(row.asked_at));
  const one = (name, value) => h("span", { class: "d-figure" }, h("span", {}, `${name} `), h("strong", {}, value));
  return h(
    "span",
    { class: "d-figures", "data-key": "figures" },
    h("span", { class: "d-count" }, `${answered} answered`),
    figures && typeof figures.median_s === "number" && one("median", `${figures.median_s.toFixed(figures.median_s < 10 ? 1 : 0)} s`),
    figures && typeof figures.in_time === "number" && one("in time", `${Math.round(100 * figures.in_time)}%`),
    figures && asked.length > 0 && one("oldest", duration(local.now - Math.min(...asked))),
  );
}

function drawShift({ state, since }, actions, local) {
  const lasts = since ? ` ${minutes(local.now - Date.parse(since))}` : "";
  const words = { off: "No shift", on: `Shift${lasts}`, paused: `Break${lasts}`, practice: "Practice" }[state];
  const key = (look, name, text, what) =>
    press(look, `shift-${name}`, text, () => actions.shift(what), { "aria-keyshortcuts": "p", cap: "P" });
  return h(
    "span",
    { class: "d-shift", "data-key": "shift", "data-state": state },
    h("span", { class: "d-shift-state" }, words),
    state === "off" && key("plain", "start", "Start shift", "start"),
    state === "on" && key("quiet", "pause", "Pause", "pause"),
    state === "paused" && key("plain", "on", "Go on", "go_on"),
    (state === "on" || state === "paused") && press("quiet", "shift-end", "End", actions.endShift, { "aria-label": "End shift" }),
  );
}
