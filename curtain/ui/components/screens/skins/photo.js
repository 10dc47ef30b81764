/** A picture with boxes over it, and what they are in words below. */

import { h, part, say } from "../../parts.js";

export function photo(view, { photo: { src, alt, boxes }, notice }) {
  const label = ({ label: text, sure }) => (sure ? `${text}, ${sure}` : text);
  const frames = boxes.map((one) => {
    const frame = h("div", { class: "k-box" }, h("span", {}, label(one)));
    const { xmin, ymin, xmax, ymax } = one.box;
    frame.dataset.corners = [xmin, ymin, xmax, ymax].join(" ");
    return frame;
  });
  const found = boxes.length ? h("ul", { class: "k-found" }, boxes.map((one) => h("li", {}, label(one)))) : null;
  return [
    h(
      "figure",
      { class: "k-photo" },
      part("photo", src, h("img", { src, alt, onload: place })),
      part("boxes", boxes, h("div", { class: "k-boxes", "aria-hidden": "true" }, frames)),
    ),
    h(
      "div",
      { role: "status" },
      part("found", [boxes, Boolean(notice)], found && h("p", { class: "k-small" }, say(view, "found")), found),
    ),
  ];
}

/** Put each box where it belongs, once it is known how many pixels the picture has. */
export function place() {
  const image = document.querySelector(".k-photo img");
  if (!image?.complete || !image.naturalWidth) return;
  const { naturalWidth: wide, naturalHeight: high } = image;
  for (const box of document.querySelectorAll(".k-photo [data-corners]")) {
    const [left, top, right, bottom] = box.dataset.corners.split(" ").map(Number);
    const parts = { left: left / wide, top: top / high, width: (right - left) / wide, height: (bottom - top) / high };
    for (const [side, share] of Object.entries(parts)) box.style.setProperty(side, `${100 * share}%`);
  }
}
