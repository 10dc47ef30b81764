/** A text that appears bit by bit, as its plan says: pairs of (seconds from now, characters shown by then). */

import { h } from "./parts.js";

/** The elements of the text; all of it at once without a plan, or for people who want no motion. */
export function streamed(text, plan) {
  if (!plan?.length || matchMedia("(prefers-reduced-motion: reduce)").matches) return [text];
  const letters = Array.from(text);
  // The rest takes its room from the beginning, so that nothing below moves.
  const shown = h("span", { "aria-hidden": "true" });
  const rest = h("span", { "aria-hidden": "true", class: "s-rest" });
  const began = performance.now();
  const step = (first = false) => {
    const seconds = (performance.now() - began) / 1000;
    const next = plan.findIndex(([at]) => at > seconds);
    const count = next < 0 ? letters.length : (plan[next - 1]?.[1] ?? 0);
    shown.textContent = letters.slice(0, count).join("");
    rest.textContent = letters.slice(count).join("");
    if (next >= 0 && (first || shown.isConnected)) setTimeout(step, 1000 * (plan[next][0] - seconds));
  };
  step(true);
  return [h("span", { class: "s-hidden" }, text), shown, rest];
}
