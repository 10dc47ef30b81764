/** What was sent a moment ago: it can be taken back until it is shown, kept as a prepared reply, or flagged. */

import { h, press } from "./desk-dom.js";
import { waitsFor } from "./desk-queue.js";

/** My answers that nobody has seen yet: [{prediction, who, text, until}], `until` in ms. */
export const takeable = (view, now) =>
  (view.sent ?? []).map((one) => ({ ...one, until: Date.parse(one.until ?? one.release_at) })).filter(({ until }) => until > now);

/** What U takes back: sent by this console last comes first; what it does not know of keeps the order of the server. */
export const latestFirst = (sent, log) => {
  const place = (one) => log.findIndex(({ prediction }) => prediction === one.prediction);
  return [...sent].sort((a, b) => place(b) - place(a));
};

/** The strip below the request. */
export function drawSent(view, actions, local) {
  const sent = latestFirst(takeable(view, local.now), local.log);
  if (sent.length === 0) return null;
  return h(
    "section",
    { class: "d-strip", "data-key": "strip", "aria-label": "Not shown yet" },
    h("ul", {}, sent.map((one, n) => {
      const left = Math.ceil((one.until - local.now) / 1000);
      return h("li", { class: "d-strip-row", "data-key": `sent-${one.prediction}` },
        h("span", { class: "d-strip-text" }, h("strong", {}, one.who), " ", h("span", { dir: "auto" }, one.text)),
        h("span", { class: "d-strip-left" }, `shown in ${left} s`),
        press("plain", `retract-${one.prediction}`, "Take back", () => actions.retract(one.prediction), {
          "aria-disabled": waitsFor(local),
          "aria-label": `Take back the answer to ${one.who}`,
          "aria-keyshortcuts": n === 0 && "u",
          cap: n === 0 && "U",
        }));
    })),
  );
}

/** What can still be done about the last answer, for as long as nothing else is open. */
export function drawAfter(view, actions, local) {
  const { sent } = local;
  if (!sent || !view.shift) return null;
  const known = sent.replies?.some(({ text }) => text === sent.text);
  return h(
    "div",
    { class: "d-after", "data-key": "after" },
    sent.written && !known && (sent.kept
      ? h("span", { class: "d-done" }, "Kept as a prepared reply")
      : press("quiet", "keep", "Keep as a prepared reply", actions.keepReply)),
    sent.flagged.off_script
      ? h("span", { class: "d-done" }, "Flagged: off script")
      : press("quiet", "sent-off-script", "It was off script", () => actions.flag("off_script", sent), { cap: "O", "aria-keyshortcuts": "o" }),
    sent.flagged.mistake
      ? h("span", { class: "d-done" }, "Flagged: a slip of yours")
      : press("quiet", "mistake", "It was wrong", () => actions.flag("mistake", sent)),
  );
}

/** What was sent before, folded away: a slip is often noticed one request later. */
export function drawLately(view, actions, local) {
  const { log } = local;
  if (log.length === 0 || !view.shift) return null;
  const unfolded = local.folded.lately === false;
  return h(
    "section",
    { class: "d-lately", "data-key": "lately", "aria-labelledby": "d-lately-title" },
    h("h3", { class: "d-help-title" },
      h("button", {
        type: "button",
        class: "d-fold",
        id: "d-lately-title",
        "aria-expanded": String(unfolded),
        onclick: () => actions.fold("lately", unfolded),
      }, h("span", { class: "d-fold-mark", "aria-hidden": "true" }), "Sent lately")),
    unfolded && h("ul", { "data-key": "log" }, [...log].reverse().map((sent) =>
      h("li", { "data-key": `log-${sent.prediction}` },
        h("span", { class: "d-strip-text", title: sent.told }, h("strong", {}, sent.who), " ", h("span", { dir: "auto" }, sent.told)),
        sent.flagged.mistake
          ? h("span", { class: "d-done" }, "flagged")
          : press("quiet", `wrong-${sent.prediction}`, "Wrong", () => actions.flag("mistake", sent), {
              "aria-label": `Wrong: the answer to ${sent.who}`,
            })))),
  );
}
