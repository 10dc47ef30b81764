/** The boxes on one picture, what was done to them, and how boxes overlap. All in the picture's own pixels. */

const LEAST = 4; // pixels; a smaller box was a slip of the hand
const ALIKE = 0.35; // overlap from which a drawn box may be meant for a proposed one
const THE_SAME = 0.8; // overlap from which there is nothing left to propose
const CORNER = 0.04; // of the picture's diagonal: so near to a corner, somebody may be starting the same box
const MOST_ACTS = 10000;

const ACTS = ["added", "moved", "resized", "deleted", "labelled", "offered", "taken", "undone"];

/** Intersection over union of two boxes, from 0 to 1. */
export function overlap(a, b) {
  const across = Math.min(a.xmax, b.xmax) - Math.max(a.xmin, b.xmin);
  const down = Math.min(a.ymax, b.ymax) - Math.max(a.ymin, b.ymin);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (area(a) + area(b) - across * down);
}

function area(box) {
  return (box.xmax - box.xmin) * (box.ymax - box.ymin);
}

/** The box between two points, whichever was first. */
export function between(from, to) {
  const [left, right] = [from.x, to.x].sort((a, b) => a - b);
  const [top, bottom] = [from.y, to.y].sort((a, b) => a - b);
  return { xmin: left, ymin: top, xmax: right, ymax: bottom };
}

/** What is done on one picture: `boxes` in the order they came, and `acts`, how often each thing was done. */
export class Boxes {
  #last = "";
  #past = [];
  #begun = performance.now();
  #made = 0;

  constructor({ boxes, labels, image, most }, kept = null) {
    this.image = image;
    this.most = most;
    this.labels = labels.map(({ id }) => id);
    this.boxes = (kept?.boxes ?? boxes).map((one) => ({ ...one }));
    this.acts = kept?.acts ?? Object.fromEntries(ACTS.map((name) => [name, 0]));
    this.firstMs = kept?.firstMs ?? null;
    this.seen = new Set(kept?.seen ?? []);
    this.declined = new Set(kept?.declined ?? []);
  }

  get full() {
    return this.boxes.length >= this.most;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  find(id) {
    return this.boxes.find((one) => one.id === id);
  }

  number(id) {
    return this.boxes.findIndex((one) => one.id === id) + 1;
  }

  /** From now on, the same act on the same box counts anew. */
  pause() {
    this.#last = "";
  }

  add(id, label, box, by = "person") {
    const inside = this.inside(box);
    if (this.full || !inside || this.find(id)) return null;
    this.#count("added", id);
    const made = { id, label, box: inside, by };
    this.boxes.push(made);
    return made;
  }

  /** A name for a box that no hand has drawn. */
  fresh() {
    do this.#made += 1;
    while (this.find(`n${this.#made}`));
    return `n${this.#made}`;
  }

  /** Give a box other sides; whether it was moved or resized follows from them. */
  reshape(id, box) {
    const one = this.find(id);
    const now = one.box;
    const same = (a, b) => Math.abs(a - b) < 0.01;
    const moved = same(box.xmax - box.xmin, now.xmax - now.xmin) && same(box.ymax - box.ymin, now.ymax - now.ymin);
    const next = moved ? this.#slid(box) : this.inside(box);
    if (!next || Object.keys(next).every((side) => same(next[side], now[side]))) return false;
    this.#count(moved ? "moved" : "resized", id);
    this.#replace(id, { ...one, box: next, changed: true });
    return true;
  }

  relabel(id, label) {
    const one = this.find(id);
    if (!one || one.label === label) return false;
    this.#last = "";
    this.#count("labelled", id);
    this.#replace(id, { ...one, label, changed: true });
    return true;
  }

  remove(id) {
    if (!this.find(id)) return false;
    this.#count("deleted", id);
    this.boxes = this.boxes.filter((one) => one.id !== id);
    return true;
  }

  /** Put a proposed box in the place of a drawn one. */
  take(offer, id) {
    const one = this.find(id);
    this.#count("taken", offer.id);
    this.#replace(id, { ...one, label: offer.label, box: this.inside(offer.box), by: "suggested", from: offer.id });
    delete this.find(id).changed;
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return false;
    this.boxes = before;
    this.acts.undone = Math.min(MOST_ACTS, this.acts.undone + 1);
    this.#last = "";
    return true;
  }

  /** The proposed box that somebody may mean who has drawn `box`, starting at `start`; null if there is none. */
  near(offers, box, start = null) {
    const reach = CORNER * Math.hypot(this.image.width, this.image.height);
    let best = null;
    for (const offer of offers) {
      if (this.declined.has(offer.id) || this.boxes.some((one) => one.from === offer.id)) continue;
      const shared = overlap(box, offer.box);
      if (shared >= THE_SAME && !start) continue;
      const far = start ? Math.min(...corners(offer.box).map(([x, y]) => Math.hypot(x - start.x, y - start.y))) : Infinity;
      const rank = shared >= ALIKE ? 1 + shared : far <= reach && towards(start, box, offer.box) ? 1 - far / reach : 0;
      if (rank > (best?.rank ?? 0)) best = { offer, rank };
    }
    return best?.offer ?? null;
  }

  offered(offer) {
    if (this.seen.has(offer.id)) return;
    this.seen.add(offer.id);
    this.acts.offered = Math.min(MOST_ACTS, this.acts.offered + 1);
  }

  /** The box with its sides inside the picture, in whole hundredths; null when nothing is left of it. */
  inside(box) {
    const side = (value, most) => Math.round(Math.min(Math.max(value, 0), most) * 100) / 100;
    const { width, height } = this.image;
    const cut = {
      xmin: side(box.xmin, width),
      ymin: side(box.ymin, height),
      xmax: side(box.xmax, width),
      ymax: side(box.ymax, height),
    };
    return cut.xmax - cut.xmin < LEAST || cut.ymax - cut.ymin < LEAST ? null : cut;
  }

  /** What the server is told. */
  told() {
    const boxes = this.boxes.map(({ id, label, box, by, changed }) => ({ id, label, box, by, changed: Boolean(changed) }));
    return { boxes, acts: { ...this.acts }, first_ms: this.firstMs };
  }

  /** What is kept for a page that is loaded again. */
  kept() {
    const { boxes, acts, firstMs, seen, declined } = this;
    return { boxes, acts, firstMs, seen: [...seen], declined: [...declined] };
  }

  #slid(box) {
    const dx = Math.max(0, -box.xmin) - Math.max(0, box.xmax - this.image.width);
    const dy = Math.max(0, -box.ymin) - Math.max(0, box.ymax - this.image.height);
    return this.inside({ xmin: box.xmin + dx, ymin: box.ymin + dy, xmax: box.xmax + dx, ymax: box.ymax + dy });
  }

  #replace(id, next) {
    this.boxes = this.boxes.map((one) => (one.id === id ? next : one));
  }

  #count(act, id) {
    this.firstMs ??= Math.round(performance.now() - this.#begun);
    // Ten presses of an arrow key are one move.
    if (this.#last === `${act} ${id}`) return;
    this.#last = `${act} ${id}`;
    this.#past.push(this.boxes.slice());
    this.acts[act] = Math.min(MOST_ACTS, this.acts[act] + 1);
  }
}

function corners(box) {
  return [box.xmin, box.xmax].flatMap((x) => [box.ymin, box.ymax].map((y) => [x, y]));
}

/** Whether the hand that started at `start` goes the way on which the proposed box lies. */
function towards(start, box, offered) {
  const across = (offered.xmin + offered.xmax) / 2 > start.x === (box.xmin + box.xmax) / 2 > start.x;
  const down = (offered.ymin + offered.ymax) / 2 > start.y === (box.ymin + box.ymax) / 2 > start.y;
  return across && down && Math.hypot(box.xmax - box.xmin, box.ymax - box.ymin) > 8;
}
