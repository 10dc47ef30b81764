/** A conversation: what was said, what can be said by one press, and a field for one's own words. */

import { h, heading, icon, part, say } from "../parts.js";
import { streamed } from "../stream.js";

const NEAR_THE_END = 96; // pixels: closer than this to the end, somebody reads along
const SEND = "M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4";
const DOWN = "M12 5v14m-6-6 6 6 6-6";

const talks = new WeakMap(); // by the element of its messages
const drafts = new Map(); // by place: a draft outlives every drawing of its field

export function chat(view, screen, act) {
  const drawn = new Talk(view.place);
  drawn.take(view, act);
  // The messages on the window are no part that is replaced: whoever listens to them, reads or scrolls goes on.
  const standing = talks.get(document.querySelector(".s-root .c-log"));
  if (standing?.place === view.place) standing.take(view, act);
  const now = () => talks.get(document.querySelector(".s-root .c-log")) ?? drawn;
  keepAboveTheKeyboard();
  return [
    // Where the conversation has no title of its own, the product's name stands above it already.
    part("title", screen.title, heading(screen.title, screen.title === screen.app ? "s-hidden" : "s-title")),
    part("task", screen.task, task(screen)),
    drawn.log,
    h(
      "div",
      { class: "c-foot" },
      h("div", { class: "c-newer" }, drawn.newer),
      part("offers", [screen.offers, screen.turn], offers(screen, now)),
      part("say", [screen.writes, screen.hint, screen.most], screen.writes ? field(view.place, screen, now) : null),
      part("ways", [screen.person, screen.done, screen.writes], ways(screen, now)),
    ),
  ];
}

/** The messages of one place. It is drawn once; `take` adds what is new. */
class Talk {
  constructor(place) {
    this.place = place;
    this.lines = [];
    this.waiting = null;
    this.screen = null;
    this.newer = h("button", { type: "button", class: "c-down", hidden: true, onclick: () => this.scroll() }, drawing(DOWN), h("span"));
    this.log = h("div", { class: "c-log", role: "log", "aria-live": "polite" });
    talks.set(this.log, this);
  }

  take(view, act) {
    const { screen } = view;
    const first = this.screen === null;
    const followed = this.atTheEnd();
    this.act = act;
    this.view = view;
    this.screen = screen;
    this.log.setAttribute("aria-label", screen.words.chat_log);
    this.log.toggleAttribute("data-voice", screen.voice);
    this.newer.lastChild.textContent = screen.words.chat_new;
    const added = screen.talk.slice(this.lines.length).map((line) => this.add(line, screen, first));
    screen.talk.forEach((line, n) => this.answerTo(n, line, screen));
    const cued = this.await(screen);
    if (first) requestAnimationFrame(() => screen.talk.length > 1 && this.scroll(null, "instant"));
    else if (added.length || cued) this.follow(added, followed);
  }

  /** Somebody who reads along, or has just spoken, is taken to what is new; somebody else is told of it. */
  follow(added, followed) {
    const spoke = added.some((line) => line.dataset.by === "you");
    // What stands at the foot is drawn after the messages, and takes room from them.
    if (followed || spoke) queueMicrotask(() => this.scroll(added.at(-1)));
    else if (added.length) this.newer.hidden = false;
  }

  add(line, screen, first) {
    const who = h("span", { class: "s-hidden" }, `${line.by === "you" ? screen.words.chat_you : screen.app}: `);
    const said = h("p", { class: "c-text", dir: "auto" }, streamed(line.text, line.stream));
    const look = { class: "c-line", "data-by": line.by, "data-new": !first };
    const drawn = h("div", look, h("div", { class: "c-bubble" }, who, said));
    this.log.insertBefore(drawn, this.waiting);
    this.lines.push(drawn);
    return drawn;
  }

  /** What is asked about one answer; it stays where it is while nothing about it changes. */
  answerTo(n, { prediction, feedback }, screen) {
    const line = this.lines[n];
    const data = JSON.stringify(feedback ?? null);
    if (line.dataset.feedback === data) return;
    line.dataset.feedback = data;
    const held = line.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    line.querySelector(".c-feedback")?.remove();
    if (!feedback) return;
    line.append(h("div", { class: "c-feedback" }, thumbs(feedback.thumbs, prediction, this), labels(feedback.labels, prediction, screen, this)));
    if (held) line.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }

  /** The cue that an answer is on its way. It looks the same whoever answers. True when it has just come. */
  await({ waiting, voice }) {
    if ((this.waiting?.dataset.says ?? null) === waiting) return false;
    this.waiting?.remove();
    this.waiting = waiting === null ? null : cue(waiting, voice);
    if (this.waiting) this.log.append(this.waiting);
    return waiting !== null;
  }

  /** Say something; what the field held comes back when it did not go through. */
  async say(text, pressed, field = null) {
    const { turn, waiting } = this.screen;
    if (waiting !== null || !text.trim()) return;
    if (field) this.draft(field, "");
    await this.act({ act: "say", value: text, revision: turn }, pressed);
    if (field && this.screen.turn === turn && !field.value) this.draft(field, text);
  }

  draft(field, text) {
    drafts.set(this.place, text);
    field.value = text;
    grow(field);
  }

  get scroller() {
    return this.log.closest(".s-main");
  }

  atTheEnd() {
    const box = this.scroller;
    return Boolean(box?.isConnected) && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_THE_END;
  }

  /** To the end, but not past the beginning of a message that is longer than the window. */
  scroll(line = null, behavior = "smooth") {
    const box = this.scroller;
    if (!box) return;
    this.newer.hidden = true;
    if (this.watched !== box) {
      this.watched = box;
      box.addEventListener("scroll", () => this.atTheEnd() && (this.newer.hidden = true), { passive: true });
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const end = box.scrollHeight - box.clientHeight;
    const begins = line ? box.scrollTop + line.getBoundingClientRect().top - box.getBoundingClientRect().top - 12 : end;
    box.scrollTo({ top: Math.min(end, begins), behavior: calm ? "instant" : behavior });
  }
}

function cue(says, voice) {
  const moving = h("span", { class: voice ? "c-pulse" : "c-dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  const made = h("div", { class: "c-line c-waiting", "data-by": "product" });
  made.append(h("div", { class: "c-bubble" }, moving, h("span", { class: voice ? "c-cue" : "s-hidden" }, says)));
  made.dataset.says = says;
  return made;
}

function task({ task: told, words }) {
  if (!told) return null;
  const asks = told.asks.map((ask) => h("li", {}, ask));
  return h(
    "section",
    { class: "c-task", "aria-label": words.chat_task },
    h("p", { class: "c-task-top" }, words.chat_task),
    told.text ? h("p", {}, told.text) : null,
    asks.length ? h("ul", {}, asks) : null,
  );
}

function offers(screen, now) {
  if (!screen.offers.length) return null;
  const take = async (event, text) => {
    const byKey = event.detail === 0;
    await now().say(text, event.currentTarget);
    // Whoever goes by the keyboard goes on from here; a finger must not make the phone's keyboard come.
    if (byKey) document.querySelector(".s-root :is(.c-chip, .c-field, .c-ways button)")?.focus({ preventScroll: true });
  };
  const one = (text, n) => {
    const attributes = { type: "button", class: "c-chip", dir: "auto", "data-key": `offer-${n}` };
    return h("button", { ...attributes, onclick: (event) => press(event, () => take(event, text)) }, text);
  };
  return h("div", { class: "c-chips", role: "group", "aria-label": screen.words.chat_offers }, screen.offers.map(one));
}

function field(place, screen, now) {
  const writing = h("textarea", {
    class: "c-field",
    rows: "1",
    dir: "auto",
    maxlength: String(screen.most),
    placeholder: screen.hint,
    "aria-label": screen.hint,
    enterkeyhint: "send",
    autocomplete: "off",
    "data-key": "field",
  });
  const send = h("button", { type: "submit", class: "c-send", "aria-label": screen.words.chat_send, "data-key": "send" }, drawing(SEND));
  writing.value = drafts.get(place) ?? "";
  writing.addEventListener("input", () => {
    drafts.set(place, writing.value);
    grow(writing);
  });
  const tell = () => {
    now().say(writing.value, send, writing);
    writing.focus({ preventScroll: true });
  };
  writing.addEventListener("keydown", (event) => {
    // While a word is being put together (Japanese, Chinese, …), Enter belongs to that.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) tell();
  });
  const submit = (event) => {
    event.preventDefault();
    tell();
  };
  requestAnimationFrame(() => grow(writing));
  return h("form", { class: "c-say", onsubmit: submit }, writing, send);
}

function ways({ person, done, writes }, now) {
  const one = (text, look, key, message) =>
    h(
      "button",
      {
        type: "button",
        class: `s-button s-${look}`,
        "data-key": key,
        onclick: (event) => press(event, () => now().act(message, event.currentTarget)),
      },
      h("span", {}, text),
    );
  const found = [
    person && one(person, "quiet", "contact", { act: "react", reaction: "contact", revision: 0 }),
    done && one(done, writes ? "quiet" : "primary", "done", { act: "done" }),
  ].filter(Boolean);
  return found.length ? h("div", { class: "c-ways" }, found) : null;
}

function thumbs(asked, prediction, talk) {
  if (!asked) return null;
  const one = (value, word) =>
    h(
      "button",
      {
        type: "button",
        class: "s-thumb",
        "data-key": `thumb-${value}`,
        "aria-pressed": String(asked.value === value),
        "aria-label": word,
        onclick: (event) => press(event, () => tell(talk, "thumb", asked, value, prediction, event.currentTarget)),
      },
      icon(value),
    );
  const pair = h("div", { class: "s-thumbs" }, one("up", say(talk.view, "yes")), one("down", say(talk.view, "no")));
  return h("div", { class: "s-ask", role: "group", "aria-label": asked.text }, h("span", { "aria-hidden": "true" }, asked.text), pair);
}

function labels(asked, prediction, screen, talk) {
  if (!asked) return null;
  const one = (value, n) =>
    h(
      "button",
      {
        type: "button",
        class: "c-label",
        "data-key": `label-${n}`,
        "aria-pressed": String(asked.value === value),
        onclick: (event) => press(event, () => tell(talk, "label", asked, value, prediction, event.currentTarget)),
      },
      value,
    );
  const name = screen.words.chat_label;
  const choices = h("div", { class: "c-labels" }, asked.of.map(one));
  return h("div", { class: "c-named", role: "group", "aria-label": name }, h("span", { "aria-hidden": "true" }, name), choices);
}

function tell(talk, reaction, asked, value, prediction, pressed) {
  const message = { act: "react", reaction, value: asked.value === value ? null : value };
  talk.act({ ...message, revision: asked.revision + 1, prediction }, pressed);
}

/** The second click of a double click is not another press. */
function press(event, does) {
  if (event.detail < 2) does();
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function drawing(path) {
  const made = icon("check");
  made.querySelector("path").setAttribute("d", path);
  return made;
}

let keyboard = null;

/** A phone's keyboard covers the window without making it smaller; the field must stay above. */
function keepAboveTheKeyboard() {
  if (keyboard || !window.visualViewport) return;
  keyboard = () => {
    const root = document.querySelector(".s-root");
    const talk = talks.get(root?.querySelector(".c-log"));
    if (!talk) {
      root?.style.removeProperty("--seen");
      window.visualViewport.removeEventListener("resize", keyboard);
      keyboard = null;
      return;
    }
    const followed = talk.atTheEnd();
    root.style.setProperty("--seen", `${Math.round(window.visualViewport.height)}px`);
    root.toggleAttribute("data-typing", window.visualViewport.height < 0.75 * window.innerHeight);
    // Some phones move the window up to show the field, which is where it should be already.
    window.scrollTo(0, 0);
    if (followed) talk.scroll(null, "instant");
  };
  window.visualViewport.addEventListener("resize", keyboard);
}
