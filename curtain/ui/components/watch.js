/** Looking on at one session: the participant's screen as they have it, what they do, and a place for notes. */

import { Live } from "/ui/live.js";
import { h } from "/ui/parts.js";
import { Mirror } from "./watch-mirror.js";
import { Notes } from "./watch-notes.js";
import { withStyles } from "./staff-style.js";

const LOOK_AGAIN_MS = 5000;
const NOTICE_AFTER_MS = 1500;
const SAID = {
  trying: "The server cannot be reached. This goes on by itself when it is back.",
  gone: "You are signed out. Open your sign-in link again.",
};
const DOES = { typing: "typing", waiting: "here", idle: "quiet for a while", gone: "no page open" };
const OVER = { completed: "finished", screened: "was not among the people looked for" };

const watches = new WeakMap();

/**
 * Draws the session that `data.hello` names (`{watch: id}`) inside `parentElement`, live until the returned function is
 * called. The page calls this again whenever it reruns: only the last cleanup ends it.
 * @param {{data: {hello: {watch: string}}, parentElement: HTMLElement}} component
 * @returns {() => void}
 */
export function mount({ data, parentElement }) {
  let watch = watches.get(parentElement);
  if (watch && watch.session !== data.hello.watch) {
    watch.close();
    watch = undefined;
  }
  watch ??= new Watch(data.hello, parentElement);
  watches.set(parentElement, watch);
  const turn = ++watch.turn;
  return () => {
    if (turn !== watch.turn || watches.get(parentElement) !== watch) return;
    watches.delete(parentElement);
    watch.close();
  };
}

class Watch {
  constructor(hello, parentElement) {
    this.turn = 0;
    this.session = hello.watch;
    this.rev = -1;
    this.view = null;
    this.busy = false;
    this.looking = false;
    this.leaving = new AbortController();
    const { signal } = this.leaving;

    this.who = h("h2", { class: "w-who" });
    this.here = h("span", { class: "w-here" });
    this.what = h("p", { class: "w-what" });
    this.where = h("p", { class: "w-where", role: "status" });
    this.player = h("p", { class: "w-player" });
    this.take = h("button", { type: "button", class: "w-button", hidden: true, onclick: () => this.change() });
    this.notice = h("p", { class: "w-notice", role: "alert" });
    this.mirror = new Mirror();
    this.notes = new Notes((args) => this.live.call("desk.note", { session: this.session, ...args }));
    this.root = h(
      "section",
      { class: "w-watch", "aria-label": "Looking on" },
      h(
        "div",
        { class: "w-columns" },
        h("div", { class: "w-head" }, h("div", { class: "w-name" }, this.who, this.here), this.what, this.where, this.notice),
        this.mirror.root,
        h("div", { class: "w-side" }, h("div", { class: "w-play" }, this.player, this.take), this.notes.root),
      ),
    );
    withStyles("watch.css", () => signal.aborted || parentElement.append(this.root));
    document.addEventListener("visibilitychange", () => this.look(), { signal });
    // That somebody has stopped or gone quiet is told by no news.
    this.again = setInterval(() => this.look(), LOOK_AGAIN_MS);
    this.live = new Live({
      hello,
      onRev: (rev) => rev > this.rev && this.look(),
      onView: (view) => this.apply(view),
      onState: (state) => this.lineIs(state),
    });
    this.look();
  }

  close() {
    this.leaving.abort();
    clearInterval(this.again);
    clearTimeout(this.lineTimer);
    this.live.close();
    this.root.remove();
  }

  /** Fetch the view and the notes: others take notes too. */
  async look() {
    if (this.looking || document.hidden) return;
    this.looking = true;
    try {
      this.apply(await this.live.call("view"));
      this.notes.take((await this.live.call("desk.notes", { session: this.session })).notes);
    } catch (error) {
      if (error.kind === "gone") this.left(error.message);
    } finally {
      this.looking = false;
    }
  }

  apply(view) {
    if (view.rev < this.rev || this.leaving.signal.aborted) return;
    this.rev = view.rev;
    this.view = view;
    this.mirror.show(view);
    this.who.textContent = view.who;
    const does = OVER[view.status] ?? (view.here === "waiting" && view.asking ? "waiting for an answer" : DOES[view.here]);
    this.here.textContent = does;
    this.here.dataset.here = view.status === "running" ? view.here : "over";
    this.what.textContent = [view.persona, view.arm, view.panel].filter(Boolean).join(" · ");
    const where = `${view.place_title} · screen ${Math.min(view.done + 1, view.of + 1)} of ${view.of + 1}`;
    if (this.where.textContent !== where) this.where.textContent = where;
    this.plays(view);
  }

  /** Who plays, and what the viewer may do about it. */
  plays({ taken_by, mine, plays, status }) {
    const { player, take } = this;
    take.hidden = !plays || status !== "running" || Boolean(taken_by && !mine);
    take.textContent = mine ? "Give back" : "Take over";
    if (status !== "running") player.replaceChildren();
    else if (!taken_by) player.textContent = plays ? "Take over, and its next questions come to you at the desk." : "";
    else if (!mine) player.textContent = "An operator plays this session in place of its mocks.";
    else if (plays?.at_work) player.replaceChildren("You play this session: its questions come to you at ", desk(), ".");
    else player.replaceChildren("You have taken this session, but you are not at work: its mocks go on until you start your shift at ", desk(), ".");
  }

  async change() {
    if (this.busy) return;
    this.busy = true;
    this.notice.textContent = "";
    this.take.setAttribute("aria-disabled", "true");
    try {
      this.apply(await this.live.call(this.view.mine ? "desk.give_over" : "desk.take_over"));
    } catch (error) {
      this.notice.textContent = error.message;
    } finally {
      this.busy = false;
      this.take.removeAttribute("aria-disabled");
    }
  }

  /** There is nothing to look at any longer. */
  left(why) {
    clearInterval(this.again);
    this.root.dataset.left = "";
    this.notice.textContent = why;
  }

  lineIs(state) {
    clearTimeout(this.lineTimer);
    if (state in SAID) this.lineTimer = setTimeout(() => (this.notice.textContent = SAID[state]), NOTICE_AFTER_MS);
    else if (Object.values(SAID).includes(this.notice.textContent)) this.notice.textContent = "";
  }
}

const desk = () => h("a", { href: "/operator" }, "the desk");
