/** Times at the desk: in words, and how pressing a request is. */

import { h } from "./desk-dom.js";

/** A stretch of time in words: "7 s", "2 min 05 s", "1 h 04 min". */
export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** The same without seconds, for what goes on for long. */
export function minutes(ms) {
  const whole = Math.max(0, Math.floor(ms / 60_000));
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")} min`;
}

/** How pressing a request is: `left` in ms, the `share` of its time that is left (0 to 1), and a level of urgency. */
export function urgency(request, now) {
  const left = Date.parse(request.deadline_at) - now;
  const share = Math.min(1, Math.max(0, left / (Date.parse(request.deadline_at) - Date.parse(request.asked_at))));
  if (left <= 0) return { left, share, level: "over" };
  // What a colleague has in hand needs nobody else to hurry.
  if (request.state === "taken") return { left, share, level: "theirs" };
  return { left, share, level: share <= 0.25 ? "urgent" : share <= 0.5 ? "soon" : "calm" };
}

/** The bar that runs out; words beside it say the same. */
export function drawBar(request, now) {
  if (!request.deadline_at || isSecond(request)) return null;
  const { level, share } = urgency(request, now);
  return h("span", { class: "d-bar", "data-level": level, "aria-hidden": "true" },
    h("span", { class: "d-bar-left", style: `width: ${(share * 100).toFixed(1)}%` }));
}

export function drawLeft(request, now) {
  if (isSecond(request)) return h("span", { class: "d-left" }, "no hurry");
  if (!request.deadline_at) return h("span", { class: "d-left" }, "no deadline");
  const { level, left } = urgency(request, now);
  const words = { soon: ", soon", urgent: ", hurry" };
  const text = level === "over" ? "time is up" : `${duration(left)} left${words[level] ?? ""}`;
  return h("span", { class: "d-left", "data-level": level }, text);
}

/** Whether it is a second opinion: nobody waits for that one. */
const isSecond = (request) => request.state === "second" || request.second === true;
