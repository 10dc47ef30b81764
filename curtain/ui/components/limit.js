/** The time that is left for a screen: the server ends it, this only tells. */

import { h, say } from "./parts.js";

const SOON = 10; // seconds from which on a screen reader says it once
const LOOK_MS = 250;

/** An element that counts down from `seconds`. */
export function countdown(view, seconds) {
  const shown = h("span", { "aria-hidden": "true" });
  const spoken = h("span", { class: "s-hidden", role: "status" });
  const ends = performance.now() + 1000 * seconds;
  const tick = (first) => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    const [minutes, rest] = [Math.floor(left / 60), String(left % 60).padStart(2, "0")];
    shown.textContent = `${minutes}:${rest}`;
    if (first || left === SOON) spoken.textContent = say(view, "time_left", { seconds: left });
    if (left > 0 && (first || shown.isConnected)) setTimeout(tick, LOOK_MS);
  };
  tick(true);
  return h("div", { class: "s-limit", role: "timer" }, shown, spoken);
}
