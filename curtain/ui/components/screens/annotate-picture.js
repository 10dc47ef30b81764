/** The picture with its boxes: drawing, moving and resizing by hand is Annotorious'; tags and dotted boxes are ours. */

import { h } from "../parts.js";
import { between } from "./annotate-boxes.js";
import { colour, frame, mark } from "./annotate-photo.js";

const REMOTE = "REMOTE"; // Annotorious' word for a change that no hand made

/** A picture on which boxes can be drawn, once `ready` has come true. */
export class Picture {
  #library = null;
  #start = null;
  #held = null;
  #scale = 1;
  #locked = true;
  #boxes = [];

  /**
   * `image` is {src, width, height, alt}. `told` is called when a hand has done something: drawn(id, box),
   * reshaped(id, box), chosen(id or null), drawing(box, start), begun().
   */
  constructor(image, told) {
    this.image = image;
    this.told = told;
    this.picture = h("img", { src: image.src, width: image.width, height: image.height, alt: image.alt, draggable: "false" });
    this.over = h("div", { class: "b-over", "aria-hidden": "true" });
    const look = h("link", { rel: "stylesheet", href: new URL("../vendor/annotorious.css", import.meta.url).href });
    this.root = frame(image, look, this.picture, this.over);
    this.root.addEventListener("pointerdown", (event) => this.#pressed(event), true);
    this.root.addEventListener("pointermove", (event) => this.#moved(event));
    // Annotorious keeps the end of a drawing to itself.
    this.root.addEventListener("pointerup", () => this.#lifted(), true);
    this.root.addEventListener("pointercancel", () => this.#cancelled());
    this.ready = this.#begin();
  }

  /** Draw these boxes: [{id, label, box}], `labels` being the ids in order, one of them `chosen`. */
  show(boxes, labels, chosen) {
    this.#boxes = boxes;
    this.labels = labels;
    if (!this.#library) return;
    const { store } = this.#library.state;
    for (const { id } of store.all()) if (!boxes.some((one) => one.id === id)) store.deleteAnnotation(id, REMOTE);
    for (const one of boxes) {
      const now = store.getAnnotation(one.id);
      const next = this.#outward(one);
      if (!now) store.addAnnotation(next, REMOTE);
      else if (JSON.stringify(this.#inward(now)) !== JSON.stringify(one.box)) {
        store.updateTarget({ ...now.target, selector: next.target.selector }, REMOTE);
      }
    }
    this.choose(chosen);
    this.#library.setStyle((one) => ({ stroke: this.#colourOf(one.id), strokeWidth: 2, fill: this.#colourOf(one.id), fillOpacity: 0.08 }));
  }

  choose(id) {
    const now = this.#library?.state.selection.selected[0]?.id ?? null;
    if (!this.#library || now === id) return;
    if (id) this.#library.setSelected(id, true);
    else this.#library.setSelected();
  }

  lock(locked) {
    this.#locked = locked;
    this.root.toggleAttribute("data-locked", locked);
    this.#library?.setDrawingEnabled(!locked);
    this.#library?.setUserSelectAction(locked ? "NONE" : "EDIT");
  }

  /** Tags and dotted boxes over the picture: [{box, text, look, label?}]. */
  mark(marks) {
    this.over.replaceChildren(...marks.map((one) => mark(one, this.image, this.labels)));
  }

  close() {
    this.#library?.destroy();
    this.#library = null;
  }

  async #begin() {
    // Its build for browsers exports nothing: it puts itself into the window.
    await Promise.all([import("../vendor/annotorious.js"), this.picture.decode()]);
    this.#scale = this.picture.naturalWidth / this.image.width;
    this.#library = window.Annotorious.createImageAnnotator(this.picture, { drawingMode: "drag", theme: "dark" });
    this.#library.on("createAnnotation", (made) => this.told.drawn(made.id, this.#inward(made)));
    this.#library.on("selectionChanged", (chosen) => this.told.chosen(chosen[0]?.id ?? null));
    this.layer = this.root.querySelector(".a9s-annotationlayer");
    this.layer.setAttribute("role", "presentation");
    this.#unlisted();
    new MutationObserver(() => this.#unlisted()).observe(this.layer, { childList: true, subtree: true });
    this.lock(this.#locked);
    this.show(this.#boxes, this.labels ?? [], null);
  }

  /** The list beside the picture does all of this by keyboard: nameless stops on the way to it help nobody. */
  #unlisted() {
    for (const stop of [this.layer, ...this.layer.querySelectorAll("[tabindex='0']")]) stop.setAttribute("tabindex", "-1");
    for (const handle of this.layer.querySelectorAll("[role='button']")) handle.removeAttribute("role");
  }

  #pressed(event) {
    if (this.#locked || !this.#library || this.#start || event.button !== 0) return;
    this.told.begun();
    const onChosen = event.target.closest(".a9s-annotation.selected");
    // One press starts the next box, even while another one is chosen.
    if (!onChosen) this.#library.setSelected();
    this.#held = onChosen ? (this.#library.state.selection.selected[0]?.id ?? null) : null;
    this.#start = this.#point(event);
    // A mouse that leaves the picture is still drawing.
    if (!onChosen) this.layer.setPointerCapture(event.pointerId);
  }

  #moved(event) {
    if (!this.#start) return;
    if (this.#held) {
      const now = this.#library.state.store.getAnnotation(this.#held);
      if (now) this.told.reshaping(this.#held, this.#inward(now));
    } else {
      this.told.drawing(between(this.#start, this.#point(event)), this.#start);
    }
  }

  #lifted() {
    const held = this.#held;
    this.#start = this.#held = null;
    if (!held) return;
    const now = this.#library.state.store.getAnnotation(held);
    if (now) this.told.reshaped(held, this.#inward(now));
  }

  #cancelled() {
    if (!this.#held) this.#library?.cancelDrawing();
    this.#lifted();
    this.told.drawing(null, null);
  }

  #point(event) {
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    return { x: ((event.clientX - left) / width) * this.image.width, y: ((event.clientY - top) / height) * this.image.height };
  }

  #colourOf(id) {
    return colour(this.labels.indexOf(this.#boxes.find((one) => one.id === id)?.label));
  }

  #outward({ id, box }) {
    const [x, y, right, bottom] = [box.xmin, box.ymin, box.xmax, box.ymax].map((side) => side * this.#scale);
    const bounds = { minX: x, minY: y, maxX: right, maxY: bottom };
    const geometry = { x, y, w: right - x, h: bottom - y, rot: 0, bounds };
    return { id, bodies: [], target: { annotation: id, selector: { type: "RECTANGLE", geometry } } };
  }

  #inward({ target }) {
    const { x, y, w, h: tall } = target.selector.geometry;
    const side = (value) => Math.round((value / this.#scale) * 100) / 100;
    return { xmin: side(x), ymin: side(y), xmax: side(x + w), ymax: side(y + tall) };
  }
}
