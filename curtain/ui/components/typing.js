/** Whether somebody is typing, told now and then: seldom while they do, and once when they have stopped. */

const AGAIN_MS = 2000;
const PAUSE_MS = 4000;
const KEYLESS = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

export class Typing {
  #tell;
  #typing = false;
  #toldAt = -AGAIN_MS;
  #pause = 0;

  /** `tell(typing)` hears of every text field within `root`, whatever screen it stands on. */
  constructor(root, tell) {
    this.#tell = tell;
    root.addEventListener("input", ({ target }) => isText(target) && this.#key());
  }

  /** What was typed is sent, or the page closes. */
  stop() {
    clearTimeout(this.#pause);
    if (this.#typing) this.#tell(false);
    this.#typing = false;
    this.#toldAt = -AGAIN_MS;
  }

  #key() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.stop(), PAUSE_MS);
    if (performance.now() - this.#toldAt < AGAIN_MS) return;
    this.#toldAt = performance.now();
    this.#typing = true;
    this.#tell(true);
  }
}

const isText = (field) => field.nodeName === "TEXTAREA" || (field.nodeName === "INPUT" && !KEYLESS.has(field.type));
