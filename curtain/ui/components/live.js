/** Keeps a page in step with its server: one WebSocket, and plain requests only while that is down. */

const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 8000;
const FIRST_POLL_MS = 1000;
const POLL_MS = 3000;
const ANSWER_MS = 10000;
const CHECK_MS = 4000;
const NOT_ALLOWED = 4401;

/** What a call is rejected with. `message` is for a person to read; `kind` is gone, taken, bad or busy. */
export class LiveError extends Error {
  constructor(say, kind) {
    super(say);
    this.name = "LiveError";
    this.kind = kind;
  }
}

/**
 * One page's line to the server.
 *
 * `hello` says who asks, `seen` the last number that the page has drawn. While the socket is down the present number
 * is asked for; `poll` names a call whose answer carries it as `rev`, for pages that want more to happen then.
 * `onRev(rev)` hears each number that the server names, repetitions included; where the server sends what is new along
 * with its number, `onView(view)` hears that first.
 * `onState(state)` hears "live" (things get through), "trying" (they do not just now) or "gone" (not allowed any longer).
 */
export class Live {
  #hello;
  #poll;
  #onRev;
  #onView;
  #onState;
  #socket = null;
  #ready = false;
  #state = "";
  #over = false;
  #last = 0;
  #calls = new Map();
  #failures = 0;
  #seen = 0;
  #retryTimer = 0;
  #pollTimer = 0;
  #connectTimer = 0;
  #polling = false;
  #awake;

  constructor({ hello, poll = "", seen = 0, onRev = () => {}, onView = () => {}, onState = () => {} }) {
    this.#hello = hello;
    this.#poll = poll;
    this.#seen = seen;
    this.#onRev = onRev;
    this.#onView = onView;
    this.#onState = onState;
    // A closed laptop or a changed network leaves sockets that look open and are not.
    this.#awake = () => document.visibilityState === "visible" && this.check();
    document.addEventListener("visibilitychange", this.#awake);
    for (const kind of ["online", "offline", "pageshow"]) window.addEventListener(kind, this.#awake);
    this.#connect();
  }

  /**
   * Ask the server to do something. Fulfilled with its answer, rejected with a LiveError.
   * It stays open over a lost connection and is sent again, so whatever is called must be safe to repeat.
   */
  call(doWhat, args = {}) {
    if (this.#over) return Promise.reject(new LiveError("This page is closed.", "gone"));
    return new Promise((resolve, reject) => {
      const call = { n: ++this.#last, do: doWhat, args, resolve, reject, timer: 0, posting: false };
      this.#calls.set(call.n, call);
      this.#send(call, ANSWER_MS);
    });
  }

  /** Let the server know something that is true for a moment only: over an open socket or not at all, and once. */
  tell(doWhat, args) {
    if (this.#ready && !this.#over) this.#socket.send(JSON.stringify({ n: ++this.#last, do: doWhat, args }));
  }

  /** Make sure that the line still carries: ask once, and connect anew when nothing comes back soon. */
  check() {
    if (this.#over) return;
    if (!this.#ready) {
      this.#failures = 0;
      if (!this.#socket) this.#connect();
      return;
    }
    if (this.#calls.size) return;
    // Any answer will do, a refusal too.
    const call = { n: ++this.#last, do: this.#poll || "view", args: {}, timer: 0, posting: false };
    call.resolve = call.reject = () => {};
    this.#calls.set(call.n, call);
    this.#send(call, CHECK_MS);
  }

  /** Hang up for good. Calls without an answer are rejected. */
  close() {
    this.#end(new LiveError("This page is closed.", "gone"));
  }

  #connect() {
    clearTimeout(this.#retryTimer);
    const address = new URL("/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#connectTimer = setTimeout(() => this.#down(), ANSWER_MS);
    socket.onopen = () => socket.send(JSON.stringify({ hello: this.#hello, seen: this.#seen }));
    socket.onmessage = (message) => this.#receive(JSON.parse(message.data));
    socket.onclose = (closing) => {
      if (closing.code !== NOT_ALLOWED) return this.#down();
      this.#say("gone");
      this.#end(new LiveError("This link is not active any longer.", "gone"));
    };
  }

  #receive(message) {
    if (message.n !== undefined) return this.#settle(this.#calls.get(message.n), message);
    if (message.hi) {
      clearTimeout(this.#connectTimer);
      clearTimeout(this.#pollTimer);
      this.#polling = false;
      this.#ready = true;
      this.#failures = 0;
      this.#say("live");
      for (const call of this.#calls.values()) if (!call.posting) this.#send(call, ANSWER_MS);
    }
    if (message.ok && !this.#over) this.#onView(message.ok);
    this.#heard(message.rev);
  }

  #heard(rev) {
    if (rev === undefined || this.#over) return;
    this.#seen = rev;
    this.#onRev(rev);
  }

  #send(call, patience) {
    if (!this.#ready) return void this.#post(call);
    this.#socket.send(JSON.stringify({ n: call.n, do: call.do, args: call.args }));
    clearTimeout(call.timer);
    call.timer = setTimeout(() => this.#down(), patience);
  }

  async #post(call) {
    if (call.posting) return;
    call.posting = true;
    const answer = await this.#request({ do: call.do, args: call.args });
    call.posting = false;
    if (answer) this.#settle(call, answer);
    else if (this.#ready && this.#calls.has(call.n)) this.#send(call, ANSWER_MS);
  }

  /** A call as a plain request, or just a look at the present number; null when nothing came through. */
  async #request(call) {
    try {
      const response = await fetch(new URL("/live", location.href), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ hello: this.#hello, ...call }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const answer = await response.json();
      if (!answer.ok && !answer.error && !answer.hi) throw new TypeError("not an answer");
      this.#say("live");
      return answer;
    } catch {
      if (!this.#ready) this.#say("trying");
      return null;
    }
  }

  #settle(call, answer) {
    if (!call || !this.#calls.delete(call.n)) return;
    clearTimeout(call.timer);
    if (answer.ok) call.resolve(answer.ok);
    else call.reject(new LiveError(answer.error.say, answer.error.kind));
  }

  #down() {
    if (this.#over) return;
    this.#drop();
    if (this.#failures === 0) this.#say("trying");
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#retryTimer = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2));
    if (!this.#polling) this.#pollLater(FIRST_POLL_MS);
  }

  #pollLater(wait) {
    clearTimeout(this.#pollTimer);
    this.#polling = true;
    this.#pollTimer = setTimeout(() => this.#pollOnce(), wait);
  }

  async #pollOnce() {
    const answer = await this.#request(this.#poll ? { do: this.#poll, args: {} } : {});
    if (this.#ready || this.#over) return;
    if (answer) {
      this.#heard(answer.rev ?? answer.ok?.rev);
      for (const call of this.#calls.values()) this.#post(call);
    }
    this.#pollLater(POLL_MS);
  }

  #drop() {
    clearTimeout(this.#connectTimer);
    clearTimeout(this.#retryTimer);
    for (const call of this.#calls.values()) clearTimeout(call.timer);
    this.#ready = false;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    // A dead line may take minutes to report its close; it has been written off already.
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #say(state) {
    if (state === this.#state || this.#over) return;
    this.#state = state;
    this.#onState(state);
  }

  #end(reason) {
    if (this.#over) return;
    this.#over = true;
    this.#drop();
    clearTimeout(this.#pollTimer);
    document.removeEventListener("visibilitychange", this.#awake);
    for (const kind of ["online", "offline", "pageshow"]) window.removeEventListener(kind, this.#awake);
    for (const call of this.#calls.values()) call.reject(reason);
    this.#calls.clear();
  }
}
