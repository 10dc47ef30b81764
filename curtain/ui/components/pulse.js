/** Reruns one fragment of a staff page when the live stream tells of something new, at most once per second. */

import { Live } from "/ui/live.js";

const PAUSE = 1000;
const NOTICE_AFTER = 1500;
const SAID = {
  trying: "The server cannot be reached. This page goes on by itself when it is back.",
  gone: "You are signed out. Open your sign-in link again.",
};

const pulses = new WeakMap();

/**
 * Listens to what `data.hello` names (`{staff: topic}`) and fires the trigger `pulse` with the newest `rev`.
 * The page calls this again whenever it reruns; the stream stays open, and only the last cleanup closes it.
 * @param {{data: {hello: {staff: string}}, setTriggerValue: (name: string, value: number) => void,
 *   parentElement?: HTMLElement}} component
 * @returns {() => void}
 */
export function mount({ data, setTriggerValue, parentElement }) {
  const place = parentElement ?? {};
  let pulse = pulses.get(place);
  if (pulse && pulse.topic !== data.hello.staff) {
    pulse.close();
    pulse = undefined;
  }
  pulse ??= new Pulse(data.hello.staff);
  pulses.set(place, pulse);
  pulse.fire = (rev) => setTriggerValue("pulse", rev);
  const turn = ++pulse.turn;
  return () => {
    if (turn !== pulse.turn || pulses.get(place) !== pulse) return;
    pulses.delete(place);
    pulse.close();
  };
}

class Pulse {
  constructor(topic) {
    this.topic = topic;
    this.turn = 0;
    this.known = null;
    this.rev = null;
    this.firedAt = -PAUSE;
    this.timer = null;
    // Nobody looks at a hidden page: it catches up in one rerun when it is seen again.
    this.seen = () => this.rev !== null && this.later();
    document.addEventListener("visibilitychange", this.seen);
    this.live = new Live({
      hello: { staff: topic },
      onRev: (rev) => this.onRev(rev),
      onState: (state) => this.lineIs(state),
    });
  }

  lineIs(state) {
    // A server that was started again counts from the beginning: its first number is news, whatever it is.
    if (state === "trying") this.known = null;
    clearTimeout(this.notice);
    if (state in SAID) this.notice = setTimeout(() => this.say(SAID[state]), NOTICE_AFTER);
    else this.say("");
  }

  /** Tell the person about the line, or take it back. */
  say(text) {
    if (!this.line) {
      if (!text) return;
      this.line = document.createElement("div");
      this.line.className = "c-line";
      this.line.setAttribute("role", "status");
      document.body.append(this.line);
    }
    this.line.textContent = text;
  }

  onRev(rev) {
    if (rev === this.known) return;
    this.known = this.rev = rev;
    this.later();
  }

  later() {
    if (this.timer !== null || document.hidden) return;
    this.timer = setTimeout(() => this.due(), Math.max(0, this.firedAt + PAUSE - performance.now()));
  }

  due() {
    this.timer = null;
    if (document.hidden) return;
    this.firedAt = performance.now();
    const rev = this.rev;
    this.rev = null;
    this.fire(rev);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.notice);
    this.line?.remove();
    document.removeEventListener("visibilitychange", this.seen);
    this.live.close();
  }
}
