/** The whole window of one link: draws the present view, tells the server what was done, and goes on to the next. */

import { Live } from "./live.js";
import { h, renew, say } from "./parts.js";
import { render } from "./screens.js";
import { Typing } from "./typing.js";

export { render };

const NOTICE_AFTER_MS = 1500;
const LOOK_AGAIN_MS = 15000;
const LONGEST_MS = 86400000;
const LEAVE_AFTER_MS = 300;

let present = null;

/**
 * Takes over the window for `data.hello`, beginning with `data.view`. The page around may call this again with a newer
 * view; the window stays, and only the last cleanup closes it.
 */
export function mount({ data }) {
  const who = JSON.stringify(data.hello);
  if (present?.who !== who) {
    present?.close();
    present = new Window(who, data);
  } else {
    present.take(data.view);
  }
  const here = present;
  const turn = ++here.turn;
  // A page that draws itself anew takes its parts down first and puts them up again in the same breath.
  return () => setTimeout(() => turn === here.turn && here.close(), LEAVE_AFTER_MS);
}

/** Milliseconds since it was begun, without the time when nobody could look. */
class VisibleTime {
  #sum = 0;
  #since = null;

  begin() {
    this.#sum = 0;
    this.#since = document.hidden ? null : performance.now();
  }

  turn() {
    if (document.hidden) {
      this.#sum = this.#total();
      this.#since = null;
    } else {
      this.#since ??= performance.now();
    }
  }

  get ms() {
    return Math.min(LONGEST_MS, Math.round(this.#total()));
  }

  #total() {
    return this.#sum + (this.#since === null ? 0 : performance.now() - this.#since);
  }
}

/** The predictions that a view shows. */
const notices = ({ screen }) => screen.notices ?? (screen.notice ? [screen.notice] : []);

class Window {
  constructor(who, { hello, view }) {
    this.who = who;
    this.turn = 0;
    this.view = null;
    this.app = null;
    this.busy = false;
    this.telling = Promise.resolve();
    this.pulling = false;
    this.wanted = 0;
    this.behind = false;
    this.timed = null;
    this.arrivedAt = performance.now();
    this.shown = new Set();
    this.time = new VisibleTime();
    this.leaving = new AbortController();
    const { signal } = this.leaving;

    this.stage = h("div", { class: "s-stage" });
    this.spoken = h("div", { class: "s-hidden", role: "status" });
    this.line = h("div", { class: "s-line", role: "status" });
    this.trouble = h("div", { class: "s-trouble", role: "alert" });
    const style = h("link", { rel: "stylesheet", href: new URL("screen.css", import.meta.url).href });
    const toasts = h("div", { class: "s-toasts" }, this.line, this.trouble);
    this.root = h("div", { class: "s-root", style: "visibility: hidden" }, style, this.stage, toasts, this.spoken);
    // Single keys may mean something to the page below. A key held down is one press.
    this.root.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.repeat && event.key === "Enter") event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => this.looked(), { signal });
    document.body.append(this.root);

    const begin = () => {
      if (signal.aborted || this.app) return;
      this.root.style.visibility = "";
      this.draw(this.view);
    };
    style.addEventListener("load", begin);
    style.addEventListener("error", begin);
    this.take(view);
    this.live = new Live({
      hello,
      seen: view.rev,
      onRev: (rev) => this.heard(rev),
      onView: (view) => this.take(view),
      onState: (state) => this.lineIs(state),
    });
    this.typing = new Typing(this.root, (typing) => this.live.tell("here", { typing }));
    // Nothing else would notice a line that died while something is awaited.
    this.again = setInterval(() => this.view.screen.waiting && !document.hidden && this.live.check(), LOOK_AGAIN_MS);
  }

  close() {
    if (present === this) present = null;
    this.leaving.abort();
    clearInterval(this.again);
    clearTimeout(this.lineTimer);
    this.typing.stop();
    this.live.close();
    this.root.remove();
  }

  /** Make `view` the present one, unless a later one is here already. After the end of a link nothing comes. */
  take(view) {
    const now = this.view;
    if (now && view.screen.kind !== "gone" && (view.rev < now.rev || now.screen.kind === "gone")) return;
    // The words came with the first view, and do not change.
    this.view = { ...view, words: view.words ?? now?.words };
    this.arrivedAt = performance.now();
    if (this.root.style.visibility === "") this.draw(this.view, now);
  }

  draw(view, before = null) {
    const fresh = render(view, (message, pressed) => this.act(message, pressed));
    const same = before && before.place === view.place && before.screen.kind === view.screen.kind;
    if (!same || !renew(this.app, fresh)) this.enter(fresh, before);
    // On a small phone the reply would come below what can be seen.
    else if (view.screen.said && !before.screen.said) this.app.querySelector(".s-said").scrollIntoView({ block: "nearest" });
    // Without anything else to come to by key, the page itself must be reachable, to be scrolled.
    this.root.toggleAttribute("tabindex", false);
    if (!this.app.querySelector("a[href], button, input, select, textarea, [tabindex='0']")) this.root.tabIndex = 0;
    document.title = view.title;
    document.documentElement.lang = view.lang ?? "en";
    const { buttons, arrives, notice } = view.screen;
    // What arrives by itself begins a time of its own.
    const place = `${view.screen.kind} ${view.place} ${arrives ? (notice?.prediction ?? "") : ""}`;
    if (this.timed !== place && (!buttons || buttons.length)) {
      this.timed = place;
      this.time.begin();
    }
    if (notices(view).length) this.looked();
  }

  enter(fresh, before) {
    const old = this.app?.querySelector(".s-progress-done");
    const bar = fresh.querySelector(".s-progress-done");
    this.app = fresh;
    this.trouble.textContent = "";
    this.stage.replaceChildren(fresh);
    this.root.scrollTop = 0;
    const title = fresh.querySelector("h1");
    title.focus({ preventScroll: true });
    if (!before) return;
    this.spoken.textContent = title.textContent;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    fresh.classList.add("s-enter");
    if (old && bar) bar.animate({ transform: [old.style.transform, bar.style.transform] }, { duration: 400, easing: "ease-out" });
  }

  /** A person may be looking now: time runs, and a notice that stands there is seen. */
  looked() {
    this.time.turn();
    if (document.hidden || !this.app) return;
    for (const { prediction } of notices(this.view)) if (!this.shown.has(prediction)) this.saw(prediction);
  }

  saw(prediction) {
    this.shown.add(prediction);
    const { place } = this.view;
    const since = this.arrivedAt;
    requestAnimationFrame(() => {
      const ms = Math.min(LONGEST_MS, Math.round(performance.now() - since));
      this.live.call("act", { place, act: "shown", prediction, ms }).then(
        (view) => this.take(view),
        () => this.shown.delete(prediction),
      );
    });
  }

  /** That something was opened is told by the way: whoever decides right after that need not wait, nor press twice. */
  tell(done) {
    this.telling = this.telling
      .then(() => this.live.call("act", done))
      .then((view) => this.take(view))
      .catch(() => {
        this.behind = true;
        this.pull();
      });
  }

  async act(message, pressed) {
    const done = { place: this.view.place, ...message, ms: this.time.ms };
    if (message.reaction === "explain") return this.tell(done);
    if (this.busy) return;
    this.busy = true;
    this.typing.stop();
    this.trouble.textContent = "";
    this.pending(pressed, true);
    try {
      await this.telling;
      this.take(await this.live.call("act", done));
    } catch (error) {
      if (error.kind !== "gone") this.trouble.textContent = error.message || say(this.view, "trouble");
      this.behind = true;
    } finally {
      this.busy = false;
      this.pending(pressed, false);
      this.pull();
    }
  }

  pending(pressed, on) {
    this.app.toggleAttribute("data-busy", on);
    if (on) pressed.setAttribute("aria-busy", "true");
    else pressed.removeAttribute("aria-busy");
    for (const other of this.app.querySelectorAll(".s-main button")) {
      if (on) other.setAttribute("aria-disabled", "true");
      else other.removeAttribute("aria-disabled");
    }
  }

  heard(rev) {
    // A number from the beginning means that there is nothing left to count.
    if (rev === 0 && this.view.rev > 0) this.behind = true;
    this.wanted = rev;
    this.pull();
  }

  /** Fetch the view when there is a newer one. An act that is under way brings it anyhow. */
  async pull() {
    if (this.busy || this.pulling || !(this.behind || this.wanted > this.view.rev)) return;
    this.pulling = true;
    this.behind = false;
    const asked = this.wanted;
    try {
      this.take(await this.live.call("view"));
      if (this.wanted === asked) this.wanted = this.view.rev;
    } catch {
      this.wanted = this.view.rev;
    } finally {
      this.pulling = false;
    }
    this.pull();
  }

  lineIs(state) {
    clearTimeout(this.lineTimer);
    if (state === "trying") {
      this.lineTimer = setTimeout(() => (this.line.textContent = say(this.view, "reconnecting")), NOTICE_AFTER_MS);
      return;
    }
    this.line.textContent = "";
    if (state !== "gone" || ["end", "gone"].includes(this.view.screen.kind)) return;
    const screen = { kind: "gone", title: say(this.view, "gone_title"), text: say(this.view, "gone_text") };
    this.take({ ...this.view, place: "", progress: null, screen });
  }
}
