/** The screen on which boxes are drawn around things in a picture, by hand or with help. */

import { button, h, heading, icon, part } from "../parts.js";
import { Work } from "./annotate-work.js";

let present = null;

/**
 * The picture, the list of boxes, and the button that ends it. What is drawn lives on while the view is renewed.
 *
 * `screen` is {title, text?, badge? {level, text}, image {src, width, height, alt}, labels [{id, text}],
 * boxes [{id, label, box {xmin, ymin, xmax, ymax}, by}], offers [{id, label, box}],
 * lint? {missing [{id, label, box}], surplus [id]}, most, waiting?, notice? {prediction, text?}, prediction?,
 * buttons [{act, text}]}; the acts are "check" and "done", with what was drawn as their value. Pixels are the picture's.
 */
export function annotate(view, screen, act) {
  const place = `${location.search} ${view.place}`;
  if (present?.place !== place) {
    present?.close();
    present = new Work(place, view, screen, act);
  } else {
    present.take(view, screen, act);
  }
  const work = present;
  const host = h("div", { class: "b-host" });
  // A screen that is only renewed keeps the host of before; this one is never seen then.
  queueMicrotask(() => host.isConnected && host.append(work.root));
  const { title, text, badge, notice, buttons } = screen;
  const end = (one) => button(one.text, "primary", (pressed) => work.send(one.act, pressed), { "data-key": one.act });
  return [
    part("title", [title, text], heading(title), text ? h("p", { class: "s-lead" }, text) : null),
    h("div", { role: "status" }, part("badge", [badge, notice?.text], hard(badge), instead(notice?.text))),
    part("boxes", [place, screen.image], host),
    part("buttons", buttons, buttons.map(end)),
  ];
}

function hard(badge) {
  return badge ? h("p", { class: "b-badge", "data-level": badge.level }, badge.text) : null;
}

function instead(text) {
  return text ? h("div", { class: "s-said" }, icon("talk"), h("p", {}, text)) : null;
}
