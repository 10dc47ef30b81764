/** A number on a round scale, with the bands that it falls into. */

import { h, part } from "../../parts.js";
import { svg } from "./pieces.js";

const RADIUS = 80;

/** A point of the half circle, from 0 (left) to 1 (right). */
const at = (share, radius = RADIUS) => {
  const turn = Math.PI * (1 - share);
  return `${(100 + radius * Math.cos(turn)).toFixed(2)} ${(100 - radius * Math.sin(turn)).toFixed(2)}`;
};

const arc = (from, to, attributes, radius = RADIUS) =>
  svg("path", { d: `M${at(from, radius)}A${radius} ${radius} 0 0 1 ${at(to, radius)}`, ...attributes });

export function gauge(_view, { gauge: shown, card }) {
  if (!shown) return h("div", { role: "status" }, part("gauge", null));
  const { bands, place, around, text, band, least, most, value } = shown;
  const strip = bands.length ? bands : [{ to: 1 }];
  const arcs = strip.map(({ to }, n) =>
    arc(n ? strip[n - 1].to : 0, to, { class: "k-band", style: `--n: ${(n + 1) / strip.length}` }),
  );
  const drawn = svg(
    "svg",
    { viewBox: "0 0 200 112", "aria-hidden": "true", class: "k-dial" },
    ...arcs,
    ...(around ? [arc(around[0], around[1], { class: "k-around" }, 64)] : []),
    svg("path", { d: `M${at(place, 54)}L${at(place, 94)}`, class: "k-needle" }),
  );
  const scale = {
    class: "k-gauge",
    role: "meter",
    "aria-label": card.title,
    "aria-valuemin": String(least),
    "aria-valuemax": String(most),
    "aria-valuenow": String(Math.min(Math.max(value, least), most)),
    "aria-valuetext": [text, band].filter(Boolean).join(", "),
  };
  const inside = h("div", { class: "k-number" }, h("strong", {}, text), band ? h("span", {}, band) : null);
  const ends = h("div", { class: "k-ends", "aria-hidden": "true" }, h("span", {}, shown.from), h("span", {}, shown.to));
  return h("div", { role: "status" }, part("gauge", shown, h("div", scale, drawn, inside, ends)));
}
