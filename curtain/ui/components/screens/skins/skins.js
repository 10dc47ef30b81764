/** The products that a screen can look like: which pieces each of them has, and where. */

import { h, heading, part, say } from "../../parts.js";
import { feedback } from "./feedback.js";
import { fields } from "./form.js";
import { gauge as dial } from "./gauge.js";
import { cards as cardsOf, table as tableOf } from "./items.js";
import { photo as picture } from "./photo.js";
import { bottom, card, content, cover, drawing, lines, said, slot } from "./pieces.js";

/** A column of pieces, with what the skin has of its own in the middle. */
const column =
  (own = () => null) =>
  (view, screen, act) => [
    slot(view, screen, act),
    card(screen),
    own(view, screen),
    content(screen),
    feedback(view, screen, act),
    said(screen),
    bottom(view, screen, act),
    cover(view, screen, act),
  ];

export const phone = column();
export const form = column(fields);
export const photo = column(picture);
export const table = column(tableOf);
export const cards = column(cardsOf);

/** What is measured stands above the needle, and what is said about it next to it. */
export const gauge = (view, screen, act) => [
  card(screen),
  content(screen),
  slot(view, screen, act),
  dial(view, screen),
  feedback(view, screen, act),
  said(screen),
  bottom(view, screen, act),
  cover(view, screen, act),
];

/** Something worn: few words in a small face, with the screen's buttons in it. */
export function watch(view, screen, act) {
  const { title, lines: rows } = screen.card;
  const facts = part("card", screen.card, heading(title, "k-small-title"), lines(rows));
  const face = [slot(view, screen, act), facts, bottom(view, screen, act)];
  return [
    content(screen),
    h("div", { class: "k-worn" }, h("div", { class: "k-face" }, h("div", { class: "k-inside" }, face), cover(view, screen, act))),
    said(screen),
    feedback(view, screen, act),
  ];
}

/** A page in a window with an address. */
export function browser(view, screen, act) {
  const address = screen.address ?? "";
  const plain = address.startsWith("http://");
  const bar = h(
    "div",
    { class: "k-bar" },
    h("span", { class: "k-dots", "aria-hidden": "true" }),
    h(
      "div",
      { class: "k-address", "data-plain": plain },
      drawing(plain ? "open" : "lock"),
      plain ? h("span", { class: "k-plain" }, say(view, "not_secure")) : null,
      h("bdi", { dir: "ltr" }, address.replace(/^https:\/\//, "")),
    ),
  );
  const page = [slot(view, screen, act), card(screen), content(screen), cover(view, screen, act)];
  return [
    h("div", { class: "k-window" }, part("address", address, bar), h("div", { class: "k-page" }, page)),
    feedback(view, screen, act),
    said(screen),
    bottom(view, screen, act),
  ];
}
