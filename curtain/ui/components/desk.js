/** The operator's desk in the browser: keeps the view fresh, turns keys and presses into calls, draws by itself. */

import { Live } from "/ui/live.js";
import { requestActions } from "./desk-actions.js";
import { Announcer } from "./desk-announce.js";
import { fillIslands, morph } from "./desk-dom.js";
import { Drafts } from "./desk-drafts.js";
import { formFor } from "./desk-forms.js";
import { middle } from "./desk-form-labels.js";
import { houseActions } from "./desk-house.js";
import { handleKey } from "./desk-keys.js";
import { foldedParts, lettersAreKeys } from "./desk-memory.js";
import { canBeTaken } from "./desk-queue.js";
import { shownReplies } from "./desk-replies.js";
import { Writing } from "./desk-slots.js";
import { Timing } from "./desk-timing.js";
import { render } from "./desk-view.js";
import { withStyles } from "./staff-style.js";

export { render };

const BEAT = 10_000;
const TICK = 500;
const LOOK_AGAIN = 15_000;
const BOARD_AGAIN = 3_000;

const desks = new WeakMap();

/**
 * Draws the desk inside `parentElement` and keeps it live until the returned function is called.
 * The page calls this again whenever it reruns: the desk goes on as it is, unless `hello` names other panels, and
 * only the last cleanup ends it.
 * @param {{data: {hello: {desk: true | string}}, parentElement: HTMLElement}} component
 * @returns {() => void}
 */
export function mount({ data, parentElement }) {
  let desk = desks.get(parentElement);
  if (desk && desk.hello !== JSON.stringify(data.hello)) {
    desk.close();
    desk = undefined;
  }
  desk ??= new Desk(data, parentElement);
  desks.set(parentElement, desk);
  const turn = ++desk.turn;
  return () => {
    if (turn !== desk.turn || desks.get(parentElement) !== desk) return;
    desks.delete(parentElement);
    desk.close();
  };
}

class Desk {
  constructor(data, parentElement) {
    this.turn = 0;
    this.hello = JSON.stringify(data.hello);
    this.view = null;
    this.offset = Date.now() - performance.now();
    this.lastRev = -1;
    this.refreshing = false;
    this.again = false;
    this.settled = new Set();
    this.drafts = new Drafts();
    this.local = {
      ...{ sureness: 0, draft: null, startedWith: "null", fromDraft: false, writing: new Writing(), tried: false },
      ...{ offScript: false, held: new Set(), search: "", category: null, folded: foldedParts(), letters: lettersAreKeys(), board: null },
      ...{ busy: null, chosen: null, sent: null, log: [], notice: null, heard: "", state: "trying", help: false },
    };
    this.announcer = new Announcer();
    this.timing = new Timing();
    this.actions = { ...requestActions(this), ...houseActions(this) };
    this.root = document.createElement("section");
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    withStyles("desk.css", () => signal.aborted || parentElement.append(this.root));
    // Before the page's own shortcuts: Streamlit gives C and R meanings of its own.
    window.addEventListener("keydown", (event) => handleKey(this, event), { capture: true, signal });
    document.addEventListener("visibilitychange", () => !document.hidden && this.refresh(), { signal });
    this.ticker = setInterval(() => this.tick(), TICK);
    this.beatenAt = this.checkedAt = this.lookedAt = performance.now();
    this.heart = heartbeat(() => this.tick());
    this.live = new Live({
      hello: data.hello,
      onRev: (rev) => rev > this.lastRev && this.refresh(),
      onView: (view) => this.apply(view),
      onState: (state) => this.onState(state),
    });
    this.draw();
    this.refresh();
  }

  close() {
    this.leaving.abort();
    if (this.view?.open) formFor(this.view.open).leave?.();
    clearInterval(this.ticker);
    this.heart?.terminate();
    this.live.close();
    this.announcer.close();
    this.root.remove();
  }

  get closed() {
    return this.leaving.signal.aborted;
  }

  get dialogs() {
    return this.root.querySelector('[data-key="dialogs"]');
  }

  get dialogOpen() {
    return Boolean(this.dialogs?.querySelector("dialog[open]"));
  }

  /** Whose request is open: what slots held is remembered for each person of a panel. */
  get person() {
    const { prediction, who } = this.view.open;
    return `${this.view.queue.find((row) => row.prediction === prediction)?.panel ?? ""}/${who}`;
  }

  set(change) {
    Object.assign(this.local, change);
    this.draw();
  }

  onState(state) {
    const back = state === "live" && this.local.state !== "live";
    // A server that was started again counts from the beginning.
    if (back) this.lastRev = -1;
    this.set({ state });
    if (back) this.refresh();
  }

  async refresh() {
    if (this.refreshing) {
      this.again = true;
      return;
    }
    this.refreshing = true;
    do {
      this.again = false;
      try {
        this.apply(await this.live.call("desk.view", {}));
      } catch (error) {
        if (!this.closed) this.set({ notice: error.message });
      }
    } while (this.again && !this.closed);
    this.refreshing = false;
  }

  apply(view) {
    if (!view?.queue || this.closed) return;
    if (this.local.state === "live" && view.rev < this.lastRev) return;
    this.lastRev = view.rev;
    this.offset = Date.parse(view.now) - performance.now();
    const was = this.view?.open ?? null;
    this.view = view;
    this.timing.see(view.queue);
    const opened = view.open && view.open.prediction !== was?.prediction;
    const left = was && view.open?.prediction !== was.prediction;
    if (left) formFor(was).leave?.();
    if (left && !this.settled.has(was.prediction)) this.local.notice = lost(was, view);
    if (opened) this.begin(view.open);
    const quiet = view.shift?.state === "paused";
    this.local.heard = this.announcer.notice(view, quiet) ?? this.local.heard;
    this.draw(opened);
  }

  /** A request has come into hand: everything about an answer starts anew. */
  begin(open) {
    this.settled.delete(open.prediction);
    this.timing.open();
    this.beatenAt = performance.now();
    const { draft, from } = this.drafts.begin(open, formFor(open));
    Object.assign(this.local, {
      ...{ draft, startedWith: JSON.stringify(draft), fromDraft: from, writing: new Writing(open.replies) },
      ...{ sureness: middle(open), offScript: false, tried: false, search: "", notice: null, sent: null, board: null },
    });
  }

  /** The draft as it stands in the form. */
  current() {
    const { open } = this.view;
    return formFor(open).now?.(open) ?? this.local.draft;
  }

  /** Whether anything was written since the request opened. */
  touched() {
    return JSON.stringify(this.current()) !== this.local.startedWith;
  }

  /** The draft that goes along with a beat or a hand-over; null when nobody has begun one. */
  draftNow() {
    const draft = this.touched() || this.local.fromDraft ? this.current() : null;
    return draft === "" ? null : draft;
  }

  draw(opened = false) {
    const active = document.activeElement;
    const wasHere = this.root.contains(active);
    const local = { ...this.local, now: this.now(), sound: this.announcer.sound };
    morph(this.root, render(this.view, this.actions, local));
    fillIslands(this.root);
    const { open } = this.view ?? {};
    if (open && local.board === null) shownReplies(open, local).forEach(({ id }) => this.local.writing.offered.add(id));
    this.announcer.title(this.view?.queue.filter(canBeTaken).length ?? 0);
    const focusLost = wasHere && !this.root.contains(document.activeElement);
    if (focusLost || (opened && !this.dialogOpen && (wasHere || active === document.body))) this.focusRequest();
  }

  /** The field to write in; where replies are prepared the title, so that digits choose one. */
  focusRequest() {
    const { open } = this.view ?? {};
    const field = open && !shownReplies(open, this.local).length && this.root.querySelector(formFor(open).first ?? "#d-none");
    (field || this.root.querySelector("#d-request-title"))?.focus();
  }

  leaveField(field) {
    field.blur();
    this.root.querySelector("#d-request-title")?.focus();
  }

  tick() {
    const now = performance.now();
    if (this.view?.open && now - this.beatenAt >= BEAT - TICK) this.beat();
    // An idle desk would not notice that its line has died, and would look calm while people wait.
    if (now - this.checkedAt >= LOOK_AGAIN) {
      this.checkedAt = now;
      this.live.check();
    }
    if (this.local.board !== null && now - this.lookedAt >= BOARD_AGAIN) {
      this.lookedAt = now;
      this.actions.lookAgain();
    }
    this.draw();
  }

  async beat() {
    this.beatenAt = performance.now();
    const { prediction } = this.view.open;
    const draft = this.draftNow();
    if (draft !== null) this.drafts.told(prediction, draft);
    try {
      this.apply(await this.live.call("desk.beat", { prediction, draft }));
    } catch {
      this.refresh();
    }
  }

  now() {
    return performance.now() + this.offset;
  }

  /**
   * One call at a time: while `local.busy` is set, a second press does nothing. `settles` says that the open request is
   * done with then, `quiet` that whoever asked tells what went wrong.
   * @returns {Promise<string | null>} what went wrong, in words
   */
  async run(doing, doWhat, args, { chosen = null, settles = false, quiet = false } = {}) {
    // Known before it is sent: the push about it may overtake the reply.
    if (settles) this.settled.add(args.prediction);
    this.set({ busy: doing, chosen, notice: null, heard: "" });
    try {
      const view = await this.live.call(doWhat, args);
      this.set({ busy: null, chosen: null });
      this.apply(view);
      return null;
    } catch (error) {
      if (error.kind !== "gone" && error.kind !== "taken") this.settled.delete(args.prediction);
      this.set({ busy: null, chosen: null, notice: quiet ? null : error.message });
      this.refresh();
      return error.message;
    }
  }
}

/** Why the open request is open no longer, when the operator did not close it. */
function lost(was, view) {
  const row = view.queue.find((one) => one.prediction === was.prediction);
  if (row?.state === "taken") return `A colleague has taken over ${was.who}.`;
  if (row) {
    return `${was.who} went back to the queue after a silence here. You can take it again.`;
  }
  return `Time was up for ${was.who}, so it was answered without you.`;
}

/** A hidden tab's timers may slow down to one a minute, longer than a claim lasts; a worker's are left alone. */
function heartbeat(beat) {
  const program = new Blob([`setInterval(() => postMessage(0), ${BEAT / 2})`], { type: "text/javascript" });
  try {
    const worker = new Worker(URL.createObjectURL(program));
    worker.onmessage = beat;
    return worker;
  } catch {
    return null;
  }
}
