/** The operator's desk in the browser: keeps the view fresh, turns keys and presses into calls, draws by itself. */

import { Live } from "/ui/live.js";
import { Announcer } from "./desk-announce.js";
import { morph } from "./desk-dom.js";
import { formFor, middle } from "./desk-forms.js";
import { keyForProposal, proposedText } from "./desk-proposal.js";
import { Timing } from "./desk-timing.js";
import { render } from "./desk-view.js";

export { render };

const BEAT = 10_000;
const TICK = 500;
const LOOK_AGAIN = 15_000;
const FIELDS = "textarea, input:not([type=radio]), select, [contenteditable], [role=combobox]";
const INTERACTIVE = `a[href], button, input, summary, [role=button], ${FIELDS}`;
const FIRST_THIS_ONE = "Please answer this one first, or give it back with Esc.";

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
    this.drafts = new Map();
    this.local = {
      ...{ sureness: 0, draft: "", busy: null, chosen: null, sent: null },
      ...{ notice: null, heard: "", state: "trying", help: false },
    };
    this.announcer = new Announcer();
    this.timing = new Timing();
    this.actions = {
      claim: (prediction) => this.claim(prediction),
      answer: (output, words) => this.answer(output, words),
      decide: (output, words) => this.answer(output, words, ""),
      send: () => this.send(),
      giveBack: () => this.giveBack(),
      sure: (index) => this.set({ sureness: index }),
      draft: (text) => this.keepDraft(text),
      sound: () => this.toggleSound(),
      help: () => this.set({ help: !this.local.help }),
    };
    this.root = document.createElement("section");
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    withStyles(() => signal.aborted || parentElement.append(this.root));
    // Before the page's own shortcuts: Streamlit gives C and R meanings of its own.
    window.addEventListener("keydown", (event) => this.key(event), { capture: true, signal });
    document.addEventListener("visibilitychange", () => !document.hidden && this.refresh(), { signal });
    this.ticker = setInterval(() => this.tick(), TICK);
    this.beatenAt = this.checkedAt = performance.now();
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
    clearInterval(this.ticker);
    this.heart?.terminate();
    this.live.close();
    this.announcer.close();
    this.root.remove();
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
        if (!this.leaving.signal.aborted) this.set({ notice: error.message });
      }
    } while (this.again && !this.leaving.signal.aborted);
    this.refreshing = false;
  }

  apply(view) {
    if (!view?.queue || this.leaving.signal.aborted) return;
    if (this.local.state === "live" && view.rev < this.lastRev) return;
    this.lastRev = view.rev;
    this.offset = Date.parse(view.now) - performance.now();
    const was = this.view?.open ?? null;
    this.view = view;
    this.timing.see(view.queue);
    const opened = view.open && view.open.prediction !== was?.prediction;
    if (was && view.open?.prediction !== was.prediction && !this.settled.has(was.prediction)) {
      this.local.notice = lost(was, view);
    }
    if (opened) {
      this.settled.delete(view.open.prediction);
      this.timing.open();
      this.beatenAt = performance.now();
      Object.assign(this.local, {
        sureness: middle(view.open),
        draft: this.drafts.get(view.open.prediction) ?? proposedText(view.open),
        notice: null,
        sent: null,
      });
    }
    this.local.heard = this.announcer.notice(view) ?? this.local.heard;
    this.draw(opened);
  }

  draw(opened = false) {
    const active = document.activeElement;
    const wasHere = this.root.contains(active);
    const fresh = render(this.view, this.actions, { ...this.local, now: this.now(), sound: this.announcer.sound });
    morph(this.root, fresh);
    this.announcer.title(this.view?.queue.filter((row) => row.state === "waiting").length ?? 0);
    const focusLost = wasHere && !this.root.contains(document.activeElement);
    if (focusLost || (opened && (wasHere || active === document.body))) this.focusRequest();
  }

  focusRequest() {
    (this.root.querySelector(".d-text") ?? this.root.querySelector("#d-request-title"))?.focus();
  }

  tick() {
    const now = performance.now();
    if (this.view?.open && now - this.beatenAt >= BEAT - TICK) this.beat();
    // An idle desk would not notice that its line has died, and would look calm while people wait.
    if (now - this.checkedAt >= LOOK_AGAIN) {
      this.checkedAt = now;
      this.live.check();
    }
    this.draw();
  }

  async beat() {
    this.beatenAt = performance.now();
    try {
      this.apply(await this.live.call("desk.beat", {}));
    } catch {
      this.refresh();
    }
  }

  now() {
    return performance.now() + this.offset;
  }

  /**
   * One call at a time: while `local.busy` is set, a second press does nothing.
   * @returns {Promise<boolean>} whether it was done
   */
  async run(doing, doWhat, args, chosen = null) {
    // Known before it is sent: the push about it may overtake the reply.
    this.settled.add(args.prediction);
    this.set({ busy: doing, chosen, notice: null, heard: "" });
    try {
      const view = await this.live.call(doWhat, args);
      this.set({ busy: null, chosen: null });
      this.apply(view);
      return true;
    } catch (error) {
      if (error.kind !== "gone" && error.kind !== "taken") this.settled.delete(args.prediction);
      this.set({ busy: null, chosen: null, notice: error.message });
      this.refresh();
      return false;
    }
  }

  claim(prediction) {
    if (this.local.busy) return;
    if (this.view.open) this.set({ notice: FIRST_THIS_ONE });
    else this.run("claim", "desk.claim", { prediction, seen_ms: this.timing.seen(prediction) });
  }

  claimOldest() {
    const oldest = this.view.queue.find((row) => row.state === "waiting");
    if (oldest) this.claim(oldest.prediction);
  }

  async answer(output, words, sure = this.view.open?.form.sureness?.[this.local.sureness]?.text) {
    const open = this.view.open;
    if (this.local.busy || !open) return;
    const answer = { prediction: open.prediction, output, first_key_ms: this.timing.firstKey };
    if (await this.run("answer", "desk.answer", answer, words)) {
      this.drafts.delete(open.prediction);
      this.set({ sent: { who: open.who, text: sure ? `${words}, ${sure}` : words } });
    }
  }

  send() {
    const text = this.local.draft.trim();
    if (text === "") this.set({ notice: "Please write an answer first." });
    else this.answer(formFor(this.view.open).output(text), text);
  }

  giveBack() {
    const open = this.view.open;
    if (this.local.busy || !open) return;
    this.run("give_back", "desk.give_back", { prediction: open.prediction });
  }

  toggleSound() {
    this.announcer.toggleSound();
    this.draw();
  }

  keepDraft(text) {
    this.timing.touch();
    this.local.draft = text;
    if (this.view.open) this.drafts.set(this.view.open.prediction, text);
  }

  key(event) {
    if (!this.view || event.isComposing || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const control = target.closest(INTERACTIVE);
    if (control && !this.root.contains(control)) return;
    const name = keyName(event);
    const typing = control?.matches(FIELDS);
    if (typing) {
      if (name === "enter" && (event.ctrlKey || event.metaKey)) this.took(event, () => this.send());
      else if (name === "escape") this.took(event, () => this.leaveField(control));
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (name === "enter" && control?.matches("button, a[href]")) return;
    if (this.pressed(name, event.repeat)) this.took(event, () => {});
  }

  took(event, then) {
    event.preventDefault();
    event.stopImmediatePropagation();
    then();
  }

  leaveField(field) {
    field.blur();
    this.root.querySelector("#d-request-title")?.focus();
  }

  /** What a key does outside of a text field; true when the desk took it. A key held down counts once. */
  pressed(name, held) {
    const open = this.view.open;
    const keys = {
      "?": () => this.actions.help(),
      c: () => this.claimOldest(),
      enter: () => this.claimOldest(),
      escape: () => (this.local.help ? this.set({ help: false }) : this.giveBack()),
    };
    if (keys[name]) {
      if (!held) keys[name]();
      return true;
    }
    if (!open || held) return false;
    this.timing.touch();
    return keyForProposal(name, open, this.actions) || formFor(open).key(name, open, this.actions, this.local);
  }
}

/** A key's name that holds on keyboards whose digits need Shift, and on those that write no Latin letters. */
function keyName(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !event.shiftKey) return digit[1];
  const letter = /^Key([A-Z])$/.exec(event.code);
  const latin = event.key.length > 1 || event.key.charCodeAt(0) < 128;
  return (latin || !letter ? event.key : letter[1]).toLowerCase();
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

/** Calls `then` once the desk's styles are there, so that nobody sees it bare. */
function withStyles(then) {
  const href = new URL("desk.css", import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) {
    then();
    return;
  }
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.onload = link.onerror = then;
  document.head.append(link);
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
