/** One picture's work: hands and keys on one side, the boxes on the other, and the help that came with the picture. */

import { h, say } from "../parts.js";
import { Boxes, overlap } from "./annotate-boxes.js";
import { Sidebar, way } from "./annotate-list.js";
import { Picture } from "./annotate-picture.js";
import "./annotate-words.js";

const STEPS = 480; // a small step of the arrow keys is a 480th of the picture's width
const LARGER = 5;
const SPEAK_AFTER_MS = 400;
const FOUND = 0.5; // overlap from which a thing that was pointed out counts as drawn

/** What stands on the screen of one place, until somebody goes on to the next. */
export class Work {
  constructor(place, view, screen, act) {
    this.place = place;
    this.boxes = null;
    this.chosen = null;
    this.resizing = false;
    this.offer = null;
    this.label = screen.labels[0].id;
    this.cue = h("p", { class: "b-cue", role: "status" });
    this.spoken = h("p", { class: "s-hidden", role: "status" });
    this.bar = h("div", { class: "b-offer" });
    this.picture = new Picture(screen.image, {
      begun: () => this.boxes.pause(),
      drawing: (box, start) => this.#drawing(box, start),
      drawn: (id, box) => this.#added(id, box),
      reshaping: (id, box) => this.#marks([{ id, box }]),
      reshaped: (id, box) => this.#reshape(id, box),
      chosen: (id) => this.#chose(id),
    });
    this.sidebar = new Sidebar(this);
    const style = h("link", { rel: "stylesheet", href: new URL("annotate.css", import.meta.url).href });
    const left = h("div", { class: "b-left" }, this.picture.root, this.cue, this.bar);
    this.root = h("div", { class: "b-work" }, style, left, this.sidebar.root, this.spoken);
    this.root.addEventListener("keydown", (event) => this.#pressed(event));
    this.bar.addEventListener("click", (event) => this.#answered(event.target.closest("button")?.dataset.key));
    this.take(view, screen, act);
    this.picture.ready.then(
      () => this.#draw(),
      (problem) => {
        this.cue.textContent = say(this.view, "box_gone");
        throw problem;
      },
    );
  }

  /** A newer view of the same place. What was drawn stays; help may have come. */
  take(view, screen, act) {
    const pointedOut = this.screen && !this.screen.lint && screen.lint;
    Object.assign(this, { view, screen, act, labels: screen.labels, lint: screen.lint ?? null });
    this.cue.textContent = screen.waiting ?? "";
    if (!this.boxes && screen.buttons.length) {
      this.boxes = new Boxes(screen, this.#kept());
    }
    this.picture.lock(!this.boxes);
    this.sidebar.root.hidden = !this.boxes;
    this.#draw();
    // The window puts the focus back after the press that asked for it.
    if (pointedOut) setTimeout(() => this.sidebar.look());
  }

  close() {
    clearTimeout(this.speaking);
    this.picture.close();
  }

  /** Tell the server what was drawn. */
  send(what, pressed) {
    if (what === "done") this.#forget();
    this.#setOffer(null);
    this.act({ act: what, value: this.boxes.told(), prediction: this.screen.prediction ?? null }, pressed);
  }

  text(label) {
    return this.labels.find(({ id }) => id === label)?.text ?? label;
  }

  rank(label) {
    return this.labels.findIndex(({ id }) => id === label);
  }

  name(id) {
    return say(this.view, "box_name", { number: this.boxes.number(id), label: this.text(this.boxes.find(id).label) });
  }

  /** What was pointed out as missing, and still is. */
  missing() {
    const drawn = (one) => this.boxes.boxes.some(({ box }) => overlap(box, one.box) >= FOUND);
    return (this.lint?.missing ?? []).filter((one) => !drawn(one));
  }

  /** What something that was pointed out is called on the picture and in the list, as long as the picture is here. */
  letter({ id }) {
    const place = this.lint.missing.findIndex((one) => one.id === id);
    return String.fromCodePoint(65 + (place % 26));
  }

  /** Whether this box was pointed out as surplus, and is as it was then. */
  surplus(id) {
    if (!this.lint?.surplus.includes(id)) return false;
    const [then, now] = [this.screen.boxes.find((one) => one.id === id), this.boxes.find(id)];
    return then?.label === now?.label && JSON.stringify(then?.box) === JSON.stringify(now?.box);
  }

  choose(id) {
    this.chosen = this.chosen === id && id !== null ? null : id;
    this.boxes.pause();
    this.#setOffer(null);
    this.#draw();
    if (this.chosen) this.#speak(say(this.view, "box_chosen", { name: this.name(this.chosen) }));
  }

  mode(resizing) {
    this.resizing = resizing;
    this.boxes.pause();
    this.#draw();
    this.#speak(say(this.view, resizing ? "box_resize" : "box_move"));
  }

  relabel(label) {
    this.label = label;
    if (this.chosen && this.boxes.relabel(this.chosen, label)) {
      this.#speak(say(this.view, "box_now", { name: this.name(this.chosen) }));
    }
    this.#draw();
  }

  remove(id) {
    const number = this.boxes.number(id);
    if (!this.boxes.remove(id)) return;
    if (this.chosen === id) this.chosen = null;
    this.#setOffer(null);
    this.#draw();
    this.#speak(say(this.view, "box_removed", { number }));
  }

  undo() {
    if (!this.boxes.undo()) return;
    if (!this.boxes.find(this.chosen)) this.chosen = null;
    this.#setOffer(null);
    this.#draw();
    this.#speak(say(this.view, "box_undone"));
  }

  /** A box for whoever cannot draw one: a little beside the last, so that none hides another. */
  addInTheMiddle() {
    const { width, height } = this.screen.image;
    const [across, down] = [width / 6, height / 5];
    const shift = ((this.boxes.boxes.length % 5) * width) / 40;
    const [xmin, ymin] = [(width - across) / 2 + shift, (height - down) / 2 + shift];
    const id = this.boxes.fresh();
    this.#added(id, { xmin, ymin, xmax: xmin + across, ymax: ymin + down });
    this.sidebar.focus(id);
  }

  /** Draw what was pointed out as missing. */
  putMissing(id) {
    const one = this.lint.missing.find((each) => each.id === id);
    const fresh = this.boxes.fresh();
    if (!this.boxes.add(fresh, one.label, one.box, "check")) return;
    this.chosen = fresh;
    this.#draw();
    this.sidebar.focus(fresh);
    this.#speak(say(this.view, "box_added", { label: this.text(one.label), number: this.boxes.number(fresh) }));
  }

  nudge(across, down, far) {
    const one = this.chosen && this.boxes.find(this.chosen);
    if (!one) return;
    const step = Math.max(1, Math.round(this.screen.image.width / STEPS)) * (far ? LARGER : 1);
    const { xmin, ymin, xmax, ymax } = one.box;
    const [dx, dy] = [across * step, down * step];
    const start = this.resizing ? { xmin, ymin } : { xmin: xmin + dx, ymin: ymin + dy };
    this.#reshape(one.id, { ...start, xmax: xmax + dx, ymax: ymax + dy });
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => this.#speak(this.#about(one.id)), SPEAK_AFTER_MS);
  }

  #about(id) {
    const one = this.boxes.find(id);
    if (!one) return "";
    const { xmin, ymin, xmax, ymax } = one.box;
    const [width, height, left, top] = [xmax - xmin, ymax - ymin, xmin, ymin].map(Math.round);
    return say(this.view, "box_about", { number: this.boxes.number(id), label: this.text(one.label), width, height, left, top });
  }

  #drawing(box, start) {
    const offer = box && this.boxes.near(this.screen.offers ?? [], box, start);
    if (offer) this.boxes.offered(offer);
    this.#marks([], offer ? [offer] : []);
  }

  #added(id, box) {
    const made = this.boxes.add(id, this.label, box);
    this.chosen = made ? id : null;
    this.#setOffer(made);
    this.#draw();
    if (made) this.#speak(say(this.view, "box_added", { label: this.text(made.label), number: this.boxes.number(id) }));
    else if (this.boxes.full) this.#speak(say(this.view, "box_full", { most: this.boxes.most }));
  }

  #reshape(id, box) {
    if (!this.boxes.find(id)) return;
    if (this.boxes.reshape(id, box)) this.#setOffer(this.boxes.find(id));
    this.#draw();
  }

  #chose(id) {
    if (id === this.chosen || !this.boxes) return;
    if (id && !this.boxes.find(id)) return;
    this.chosen = id;
    this.boxes.pause();
    this.#setOffer(null);
    this.#draw();
  }

  /** Propose what `made` may be meant for; null takes a proposal away. */
  #setOffer(made) {
    this.offer = made ? this.boxes.near(this.screen.offers ?? [], made.box) : null;
    const { offer } = this;
    if (!offer) {
      this.bar.replaceChildren();
      return;
    }
    this.boxes.offered(offer);
    const press = (key, word) =>
      h("button", { type: "button", class: `b-${key}`, "data-key": key, "aria-keyshortcuts": key === "take" ? "Enter" : "Escape" }, say(this.view, word));
    const text = say(this.view, "box_offer", { label: this.text(offer.label) });
    this.bar.replaceChildren(h("p", { role: "status" }, text), press("take", "box_take"), press("leave", "box_leave"));
  }

  #answered(key) {
    const { offer, chosen } = this;
    if (!offer || !key) return;
    const held = this.bar.contains(document.activeElement);
    if (key === "take") {
      this.boxes.take(offer, chosen);
      this.label = offer.label;
      this.#speak(say(this.view, "box_taken", { label: this.text(offer.label) }));
    } else {
      this.boxes.declined.add(offer.id);
    }
    this.#setOffer(null);
    this.#draw();
    if (held) this.sidebar.focus(chosen);
  }

  #pressed(event) {
    const { key, target } = event;
    if (!this.boxes) return;
    if (key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) return this.#does(event, () => this.undo());
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (key === "Escape" && this.offer) return this.#does(event, () => this.#answered("leave"));
    if (!target.closest(".b-row, .b-picture, .b-arrow")) return undefined;
    if (key === "Enter" && this.offer && !target.closest(".b-arrow")) return this.#does(event, () => this.#answered("take"));
    if (!this.chosen) return undefined;
    const step = way(key);
    if (step) return this.#does(event, () => this.nudge(...step, event.shiftKey));
    if (key === "Delete" || key === "Backspace") return this.#does(event, () => this.remove(this.chosen));
    if (key === "Escape") return this.#does(event, () => this.choose(this.chosen));
    if (key === "r" || key === "R") return this.#does(event, () => this.mode(!this.resizing));
    const label = /^[1-9]$/.test(key) && this.labels[Number(key) - 1];
    if (label) return this.#does(event, () => this.relabel(label.id));
    return undefined;
  }

  #does(event, what) {
    event.preventDefault();
    what();
  }

  #draw() {
    if (!this.boxes) return;
    this.picture.show(
      this.boxes.boxes,
      this.labels.map(({ id }) => id),
      this.chosen,
    );
    this.sidebar.draw();
    this.#marks();
    this.#keep();
  }

  /** Number every box, `moving` ones where they are just now, and dot the edges of what is proposed or missing. */
  #marks(moving = [], offers = this.offer ? [this.offer] : []) {
    const tags = this.boxes.boxes.map(({ id, label, box }) => {
      const look = this.surplus(id) ? "flag" : id === this.chosen ? "own" : "small";
      const text = look === "small" ? `${this.boxes.number(id)}` : `${this.boxes.number(id)} ${this.text(label)}`;
      return { box: moving.find((one) => one.id === id)?.box ?? box, text, look, label };
    });
    const dotted = (one, look, text) => ({ box: one.box, text, look, label: one.label });
    this.picture.mark([
      ...tags,
      ...offers.map((one) => dotted(one, "ghost", `${this.text(one.label)}?`)),
      // Many can stand close together: a letter leaves the street to be seen.
      ...this.missing().map((one) => dotted(one, "missing", this.letter(one))),
    ]);
  }

  #speak(text) {
    clearTimeout(this.speaking);
    this.spoken.textContent = text;
  }

  get #key() {
    return `boxes ${this.place}`;
  }

  /** What was drawn outlives a page that is loaded again, where the browser keeps anything. */
  #keep() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.boxes.kept()));
    } catch {
      // Then it does not; the work goes on all the same.
    }
  }

  #kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key));
    } catch {
      return null;
    }
  }

  #forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Nothing was kept.
    }
  }
}
