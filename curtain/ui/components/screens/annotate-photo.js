/** A picture with boxes to be looked at, and how a box and its tag are drawn over any picture. */

import { h } from "../parts.js";

const COLOURS = ["#ffd23f", "#5ce1ff", "#ff9e80", "#a5f28b", "#e0b3ff", "#ff9ed8", "#a9c8ff", "#f2f2f2"];

/** The colour of the label with this number. */
export function colour(number) {
  return COLOURS[Math.max(0, number) % COLOURS.length];
}

/**
 * A box over a picture of `image.width` by `image.height`, with a tag. `look` is "shown", "own", "small", "flag", "ghost"
 * or "missing"; the colour is that of `label` among `labels`.
 */
export function mark({ box, text, look, label }, image, labels) {
  const made = h("div", { class: `b-mark b-${look}` }, text ? h("span", { class: "b-tag" }, h("bdi", {}, text)) : null);
  const part = (value, whole) => `${(100 * value) / whole}%`;
  made.style.left = part(box.xmin, image.width);
  made.style.top = part(box.ymin, image.height);
  made.style.width = part(box.xmax - box.xmin, image.width);
  made.style.height = part(box.ymax - box.ymin, image.height);
  made.style.setProperty("--colour", colour(labels.indexOf(label)));
  made.toggleAttribute("data-low", box.ymin < 0.08 * image.height);
  made.toggleAttribute("data-far", box.xmin > 0.8 * image.width);
  return made;
}

/** The frame of a picture, on which boxes keep their places whatever its size. */
export function frame(image, ...inside) {
  const root = h("div", { class: "b-picture", dir: "ltr" }, inside);
  root.style.setProperty("--ratio", `${image.width} / ${image.height}`);
  return root;
}

/**
 * A picture with the boxes that a feature found: `image` is {src, width, height, alt}, `boxes` [{label, box, text}], where
 * `text` is what the tag says ("Car", "Car 90%"). Who does not see it hears the list.
 */
export function photo(image, boxes) {
  const labels = [...new Set(boxes.map(({ label }) => label))].sort();
  const style = h("link", { rel: "stylesheet", href: new URL("annotate.css", import.meta.url).href });
  const picture = h("img", { src: image.src, width: image.width, height: image.height, alt: image.alt });
  const marks = boxes.map((one) => mark({ ...one, look: "shown" }, image, labels));
  const heard = h("ul", { class: "s-hidden" }, boxes.map(({ text }) => h("li", {}, text)));
  return h("div", { class: "b-photo" }, style, frame(image, picture, h("div", { class: "b-over", "aria-hidden": "true" }, marks)), heard);
}
