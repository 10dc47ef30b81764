/** The screen with a page made elsewhere, in a frame that can reach nothing around it but by messages. */

import { button, h, heading, part, say } from "../parts.js";
import "./work-words.js";

const MOST = 100; // events of one screen, and reactions
const LONGEST = 2048; // bytes of one value, as JSON
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
const LOOK_AGAIN_MS = 50;

let present = null;

/**
 * `screen` is {title, text?, src, height, prediction? {id, says?, text?}, waiting?, done? {text}}.
 *
 * The page in the frame says to its parent, by `postMessage`: {app: "ready"}, {app: "event", name, value?},
 * {app: "react", reaction, value?}, {app: "done", value?}; and hears {app: "waiting"} and
 * {app: "prediction", says, text}. The acts are "told", "react" and "done".
 */
export function embed(view, screen, act) {
  const { title, text, src, height, done } = screen;
  const place = `${location.search} ${view.place} ${src}`;
  if (present?.place !== place) {
    present?.close();
    present = new Frame(place, screen, act);
  } else {
    present.take(screen, act);
  }
  const frame = present;
  const host = h("div", { class: "wk-host" });
  // A screen that is only renewed keeps the host of before, with the page that runs in it.
  queueMicrotask(() => host.isConnected && !frame.root.isConnected && host.append(frame.root));
  const end = done && button(done.text ?? say(view, "continue"), "primary", (pressed) => frame.act({ act: "done" }, pressed));
  return [
    part("title", [title, text], heading(title), text ? h("p", { class: "s-lead" }, text) : null),
    part("frame", [place, height], host),
    part("buttons", done, end),
  ];
}

class Frame {
  constructor(place, screen, act) {
    this.place = place;
    this.told = this.reacted = 0;
    this.queue = Promise.resolve();
    this.leaving = new AbortController();
    this.page = h("iframe", {
      class: "wk-frame",
      src: screen.src,
      title: screen.title,
      height: String(screen.height),
      sandbox: "allow-scripts allow-forms",
      referrerpolicy: "no-referrer",
      allow: "",
      onload: () => this.speak(),
    });
    this.root = h("div", { class: "wk-around" }, this.page);
    addEventListener("message", (event) => this.hear(event), { signal: this.leaving.signal });
    this.take(screen, act);
  }

  close() {
    this.leaving.abort();
  }

  take(screen, act) {
    const before = JSON.stringify(this.screen?.prediction);
    Object.assign(this, { screen, act });
    if (before !== JSON.stringify(screen.prediction)) this.speak();
  }

  /** Tell the page what the feature says. Its origin is nobody's, so that no address can be named. */
  speak() {
    const { prediction, waiting } = this.screen;
    const message = prediction
      ? { app: "prediction", says: prediction.says, text: prediction.text }
      : waiting && { app: "waiting" };
    if (message) this.page.contentWindow?.postMessage(message, "*");
  }

  /** Only what comes from our frame counts, and only what is small and plain. */
  hear({ source, data }) {
    if (!this.page.isConnected || source !== this.page.contentWindow) return;
    if (!data || typeof data !== "object") return;
    if (!fits(data.value)) return console.warn("too large to be kept", data.app);
    const { app, name, reaction, value = null } = data;
    if (app === "ready") this.speak();
    else if (app === "event" && named(name) && this.told < MOST)
      this.send({ act: "told", value: { name, value }, revision: this.told++ });
    else if (app === "react" && named(reaction) && this.reacted < MOST)
      this.send({ act: "react", reaction, value, revision: this.reacted++ });
    else if (app === "done") this.send({ act: "done", value });
  }

  /** One after the other: while one is under way, no other is taken. */
  send(message) {
    this.queue = this.queue.then(async () => {
      const app = () => this.root.closest(".s-app");
      while (app()?.hasAttribute("data-busy")) await new Promise((go) => setTimeout(go, LOOK_AGAIN_MS));
      if (app()) await this.act({ prediction: this.screen.prediction?.id ?? null, ...message }, this.root);
    });
  }
}

function named(name) {
  return typeof name === "string" && NAME.test(name);
}

function fits(value) {
  if (value === undefined) return true;
  try {
    return new TextEncoder().encode(JSON.stringify(value)).length <= LONGEST;
  } catch {
    return false;
  }
}
