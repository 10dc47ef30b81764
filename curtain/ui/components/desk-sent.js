/** What was sent a moment ago: it can be taken back until it is shown, kept as a prepared reply, or flagged. */

import { h, press } from "./desk-dom.js";
import { waitsFor } from "./desk-queue.js";

/** My answers that nobody has seen yet, the latest first. */
export const takeable = (view, now) =>
  (view.sent ?? []).filter((one) => Date.parse(one.until) > now).sort((a, b) => Date.parse(b.until) - Date.parse(a.until));

/** The strip above the request. */
export function drawSent(view, actions, local) {
  const sent = takeable(view, local.now);
  if (sent.length === 0) return null;
  const [last] = latestFirst(sent, local.sentOrder);
  return h(
    "section",
    { class: "d-strip", "data-key": "strip", "aria-label": "Not shown yet" },
    h("ul", {}, latestFirst(sent, local.sentOrder).map((one) => {
      const left = Math.max(0, Math.ceil((Date.parse(one.until) - local.now) / 1000));
      return h("li", { class: "d-strip-row", "data-key": `sent-${one.prediction}` },
        h("span", { class: "d-strip-text" }, h("strong", {}, one.who), " ", h("span", { dir: "auto" }, one.text)),
        h("span", { class: "d-strip-left" }, `shown in ${left} s`),
        press("plain", `retract-${one.prediction}`, "Take back", () => actions.retract(one.prediction), {
          "aria-disabled": waitsFor(local),
          "aria-label": `Take back the answer to ${one.who}`,
          "aria-keyshortcuts": one === last && "u",
          cap: one === last && "U",
        }));
    })),
  );
}

/** Sent by this console last comes first; what it does not know of keeps the order of the server. */
export const latestFirst = (sent, order) =>
  [...sent].sort((a, b) => order.indexOf(b.prediction) - order.indexOf(a.prediction));

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
      : press("quiet", "sent-off-script", "It was off script", () => actions.flag("off_script"), { cap: "O", "aria-keyshortcuts": "o" }),
    sent.flagged.mistake
      ? h("span", { class: "d-done" }, "Flagged: a slip of yours")
      : press("quiet", "mistake", "It was wrong", () => actions.flag("mistake")),
  );
}
