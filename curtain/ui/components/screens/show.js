/** The product: facts, what it says by itself, and what can be done about it, in the looks of a known thing. */

import { h } from "../parts.js";
import { suggest } from "./skins/form.js";
import { place } from "./skins/photo.js";
import { settle } from "./skins/pieces.js";
import * as skins from "./skins/skins.js";

/**
 * `screen` is {skin, app, card {title, lines [{label, value}]}, content (HTML), address, request, waiting, arrives,
 * notice {text, prediction, as, force, sender?, after?, confidence? {as, text, share}, why? {text, folded}, stream?},
 * buttons [{reaction, text}], feedback [{reaction, text, value, revision, of?}], said}, and under its skin's name what
 * only that skin draws.
 */
export function show(view, screen, act) {
  const skin = skins[screen.skin] ? screen.skin : "phone";
  // What was drawn takes its place on the screen in this very moment, or never.
  queueMicrotask(() => {
    suggest(view, screen);
    place();
    settle();
  });
  return h("div", { class: "k-skin", "data-skin": skin }, ...skins[skin](view, screen, act).flat());
}
