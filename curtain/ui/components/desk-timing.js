/** How long things take an operator: from seeing a request to taking it, and from taking it to the first key. */

export class Timing {
  #appeared = new Map();
  #openedAt = 0;
  #touchedAt = null;

  /** The queue as it stands now: what is new in it has been seen from now on. */
  see(queue) {
    const now = performance.now();
    const here = new Set(queue.map((row) => row.prediction));
    for (const gone of [...this.#appeared.keys()].filter((each) => !here.has(each))) this.#appeared.delete(gone);
    for (const each of here) if (!this.#appeared.has(each)) this.#appeared.set(each, now);
  }

  /** Milliseconds since this console first showed the request. */
  seen(prediction) {
    return Math.round(performance.now() - (this.#appeared.get(prediction) ?? performance.now()));
  }

  open() {
    this.#openedAt = performance.now();
    this.#touchedAt = null;
  }

  /** A key or a press on the open request. */
  touch() {
    this.#touchedAt ??= performance.now();
  }

  /** Milliseconds from opening to the first key or press. */
  get firstKey() {
    return Math.round((this.#touchedAt ?? performance.now()) - this.#openedAt);
  }
}
