/** One session again: the participant's screen and what stood behind it, on one timeline. */

import { h } from "/ui/parts.js";
import { withStyles } from "./staff-style.js";
import { Mirror } from "./watch-mirror.js";

const LONGEST_GAP_S = 2; // while it plays; longer ones are cut to this
const SPEEDS = [1, 4, 16];
const LINK = "Link to this moment";
const MARKS = {
  screen: "screens",
  asked: "questions to the feature",
  answered: "answers",
  flawed: "late, by the stand-in, or wrong on purpose",
  shown: "answers",
  desk: "the desk",
  reaction: "reactions",
  answer: "what they said",
  note: "notes",
};

const LEGEND = [
  ["answered", "the feature and the desk"],
  ["flawed", "late, stand-in, or wrong on purpose"],
  ["reaction", "what they did and said"],
];
const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/**
 * Draws a session inside `parentElement`. `data` is {session, at, who, moments, words, screens, desks}: moments are
 * [event, seconds, mark, what, details, screen, desk], `at` the event to begin with.
 * @param {{data: object, parentElement: HTMLElement}} component
 * @returns {() => void}
 */
export function mount({ data, parentElement }) {
  const before = parentElement.firstElementChild?.replay;
  if (before?.session === data.session) {
    before.goOn(data);
    return () => {};
  }
  before?.close();
  parentElement.replaceChildren();
  const replay = new Replay(data);
  withStyles("watch.css", () =>
    withStyles("replay.css", () => {
      parentElement.append(replay.root);
      replay.go(replay.place); // now that the list can scroll
    }),
  );
  return () => {
    if (!replay.root.isConnected) replay.close();
  };
}

class Replay {
  constructor(data) {
    this.session = data.session;
    this.speed = SPEEDS[1];
    this.timer = undefined;

    this.mirror = new Mirror();
    this.behind = h("section", { class: "r-behind", "aria-label": "Behind the curtain" });
    this.time = h("output", { class: "r-time" });
    this.play = h("button", { type: "button", class: "w-button r-play", onclick: () => this.toggle() }, "Play");
    this.slider = h("input", {
      type: "range",
      class: "r-slider",
      min: "0",
      step: "1",
      "aria-label": "Time in the session",
      oninput: () => this.seek(Number(this.slider.value) / 10),
    });
    this.slider.addEventListener("keydown", (event) => this.key(event, { ArrowDown: -1, ArrowUp: 1 }));
    this.faster = h(
      "select",
      { class: "r-speed", "aria-label": "Speed", onchange: () => (this.speed = Number(this.faster.value)) },
      ...SPEEDS.map((speed) => h("option", { value: String(speed) }, `${speed}×`)),
    );
    this.faster.value = String(this.speed);
    this.ticks = h("div", { class: "r-marks", "aria-hidden": "true" });
    this.list = h("ol", { class: "r-list", "aria-label": "Everything that happened" });
    this.list.addEventListener("keydown", (event) => {
      this.key(event, { ArrowDown: 1, ArrowUp: -1 });
      if (event.defaultPrevented) this.lines[this.place].firstChild.focus({ preventScroll: true });
    });
    this.link = h("a", { class: "r-link", onclick: (event) => this.copy(event) }, LINK);
    this.root = h(
      "section",
      { class: "w-watch r-replay", "aria-label": "Replay" },
      h(
        "div",
        { class: "r-bar" },
        h("button", { type: "button", class: "w-button", "aria-label": "One moment back", onclick: () => this.go(this.place - 1) }, "‹"),
        this.play,
        h("button", { type: "button", class: "w-button", "aria-label": "One moment on", onclick: () => this.go(this.place + 1) }, "›"),
        h("div", { class: "r-track" }, this.ticks, this.slider),
        this.time,
        this.faster,
      ),
      h("p", { class: "r-legend" }, ...LEGEND.map(([mark, text]) => h("span", { class: "r-key", "data-mark": mark }, text)), this.link),
      h(
        "div",
        { class: "r-columns" },
        h("div", { class: "r-side" }, h("h3", { class: "r-title" }, "What they saw"), this.mirror.root),
        h("div", { class: "r-side" }, h("h3", { class: "r-title" }, "Behind the curtain"), this.behind),
        h("div", { class: "r-side" }, h("h3", { class: "r-title" }, "What happened"), this.list),
      ),
    );
    this.root.replay = this;
    this.take(data);
    this.go(this.moments.findIndex((moment) => moment.event === data.at));
  }

  /** A session that still goes on has got longer. What is looked at stays. */
  goOn(data) {
    if (data.moments.length === this.moments.length) return;
    const event = this.moments[this.place]?.event;
    this.take(data);
    this.go(this.moments.findIndex((moment) => moment.event === event));
  }

  take({ who, moments, words, screens, desks }) {
    Object.assign(this, { who, words, screens, desks, place: 0 });
    this.moments = moments.map(([event, at, mark, what, details, screen, desk]) => ({ event, at, mark, what, details, screen, desk }));
    this.ends = this.moments.at(-1)?.at ?? 0;
    this.slider.max = String(Math.ceil(this.ends * 10));
    this.lines = this.moments.map((moment, place) => this.line(moment, place));
    this.list.replaceChildren(...this.lines);
    const along = (at) => (this.ends ? (100 * at) / this.ends : 0);
    this.ticks.replaceChildren(
      ...this.moments.map(({ at, mark }) => h("span", { class: "r-tick", "data-mark": mark, style: `inset-inline-start:${along(at)}%` })),
    );
  }

  close() {
    this.stop();
    this.root.remove();
  }

  line({ at, mark, what, details }, place) {
    return h(
      "li",
      { class: "r-line", "data-mark": mark },
      h(
        "button",
        { type: "button", onclick: () => this.go(place), title: MARKS[mark] },
        h("span", { class: "r-at" }, clock(at)),
        h("span", { class: "r-what" }, what),
      ),
      details ? h("p", { class: "r-details" }, details) : "",
    );
  }

  key(event, more) {
    const by = { ...KEYS, ...more }[event.key];
    if (by !== undefined) this.go(this.place + by);
    else if (event.key === " " && event.target === this.slider) this.toggle();
    else return;
    event.preventDefault();
  }

  /** To the last moment at or before that time. */
  seek(seconds) {
    const after = this.moments.findIndex((moment) => moment.at > seconds);
    this.show((after < 0 ? this.moments.length : after) - 1);
  }

  go(place) {
    this.show(Math.min(Math.max(place, 0), this.moments.length - 1));
    this.slider.value = String(Math.round((this.moments[this.place]?.at ?? 0) * 10));
  }

  show(place) {
    const moment = this.moments[Math.max(0, place)];
    if (!moment) return;
    this.lines[this.place]?.removeAttribute("aria-current");
    this.place = Math.max(0, place);
    const line = this.lines[this.place];
    line.setAttribute("aria-current", "step");
    // Only the list scrolls, never the page.
    this.list.scrollTop = line.offsetTop - this.list.offsetTop - this.list.clientHeight / 3;
    this.time.textContent = `${clock(moment.at)} of ${clock(this.ends)}`;
    this.slider.setAttribute("aria-valuetext", `${clock(moment.at)}: ${moment.what}`);
    this.link.href = this.address(moment);
    this.link.textContent = LINK;
    const screen = this.screens[moment.screen];
    if (screen) this.mirror.show({ who: this.who, view: { ...screen, words: this.words } });
    this.behind.replaceChildren(...behind(this.desks[moment.desk]));
  }

  address({ event }) {
    const address = new URL(location.href);
    address.searchParams.set("session", this.session);
    address.searchParams.set("at", String(event));
    return address.href;
  }

  /** Without https there is no clipboard to write to; the address can still be followed. */
  async copy(event) {
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(this.link.href).then(
      () => (this.link.textContent = "Copied"),
      () => location.assign(this.link.href),
    );
  }

  toggle() {
    if (this.timer) this.stop();
    else {
      if (this.place >= this.moments.length - 1) this.go(0);
      this.play.textContent = "Pause";
      this.next();
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.play.textContent = "Play";
  }

  next() {
    const [now, then] = [this.moments[this.place], this.moments[this.place + 1]];
    if (!then) return this.stop();
    const wait = Math.min((then.at - now.at) / this.speed, LONGEST_GAP_S);
    this.timer = setTimeout(() => {
      this.go(this.place + 1);
      this.next();
    }, 1000 * wait);
  }
}

/** What stood behind the latest prediction: who answered, from what, what was meant and what was shown. */
function behind(desk) {
  if (!desk) return [h("p", { class: "r-quiet" }, "The feature has not been asked yet.")];
  const { request } = desk;
  const facts = [
    ["Feature", desk.feature],
    ["Played by", desk.operator ? `an operator (${desk.operator})` : desk.played_by],
    ["State", desk.stands],
    ["Meant", desk.meant],
    ["Shown", desk.shown],
  ];
  const parts = [pairs(facts.filter(([, value]) => value).map(([label, value]) => ({ label, value })))];
  if (desk.differs) parts.push(h("p", { class: "r-differs" }, "What was shown is not what was meant."));
  parts.push(...[desk.why, desk.times].filter((rows) => rows.length).map(pairs));
  if (!request) return parts;
  parts.push(h("h4", {}, "On the operator's desk"), pairs(request.input));
  if (request.talk.length)
    parts.push(h("ul", { class: "r-talk" }, ...request.talk.map((line) => h("li", { "data-by": line.by }, line.text))));
  if (request.note) parts.push(h("p", {}, `A colleague wrote: ${request.note.text}`));
  if (request.proposal) parts.push(h("p", {}, `Proposed: ${request.proposal}`));
  if (request.begun) parts.push(h("p", {}, `Begun: ${request.begun}`));
  if (request.replies.length) {
    const reply = ({ text, chosen }) => h("li", {}, text, chosen ? h("strong", {}, " (chosen)") : "");
    parts.push(h("h4", {}, "Replies on offer"), h("ul", { class: "r-replies" }, ...request.replies.map(reply)));
  }
  return parts;
}

const pairs = (rows) =>
  h("dl", { class: "r-facts" }, ...rows.flatMap(({ label, value }) => [h("dt", {}, label), h("dd", {}, String(value))]));
