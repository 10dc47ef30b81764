/** A text while it is written: the prepared replies in it, their slots, and what became of them. */

const SLOT = /\[(\p{L}[^[\]\n]{0,39})\]/gu;

/** The slots of a text as they are written: [{name, start, end}], brackets included. */
export function slotsIn(text) {
  return [...text.matchAll(SLOT)].map((found) => ({
    name: found[1],
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** The names of the slots of all these replies: other brackets are meant as they stand. */
export const namesIn = (replies) => new Set(replies.flatMap(({ text }) => slotsIn(text).map(({ name }) => name)));

/** What an operator writes for one request, with the prepared replies that are `offered` and those that were `chosen`. */
export class Writing {
  constructor(replies = []) {
    this.known = namesIn(replies);
    this.offered = new Set();
    this.chosen = [];
  }

  /**
   * A prepared reply put into `text` at `at`, with a space where words would touch; `remembered` has values of slots.
   * @returns {{insert: string, slot: {start: number, end: number} | null}} what goes in, and where its first slot is then
   */
  put(reply, text, at, remembered = {}) {
    const lead = /[^\s([]$/u.test(text.slice(0, at)) ? " " : "";
    const tail = /^[\p{L}\p{N}]/u.test(text.slice(at)) ? " " : "";
    const filled = reply.text.replace(SLOT, (slot, name) => remembered[name] ?? slot);
    if (!this.chosen.some(({ id }) => id === reply.id)) this.chosen.push({ id: reply.id, text: reply.text });
    const [first] = slotsIn(reply.text);
    const start = at + lead.length + (first?.start ?? 0);
    const value = first && (remembered[first.name] ?? `[${first.name}]`);
    return { insert: lead + filled + tail, slot: first ? { start, end: start + value.length } : null };
  }

  /** The slots that are in `text` just now, filled in or not: [{name, start, end}] in their order. */
  slots(text) {
    const found = new Map(this.#open(text).map((slot) => [slot.start, slot]));
    for (const { text: reply } of this.chosen) {
      const names = slotsIn(reply).map(({ name }) => name);
      pattern(reply).exec(text)?.indices.slice(1).forEach(([start, end], n) => found.set(start, { name: names[n], start, end }));
    }
    return [...found.values()].sort((a, b) => a.start - b.start);
  }

  /** The slot behind what is selected from `start` to `end`, or the one before it; null when there is none that way. */
  next(text, start, end, back = false) {
    const slots = this.slots(text);
    if (back) return slots.filter((slot) => slot.end < start || (slot.end === start && slot.start < start)).at(-1) ?? null;
    return slots.find((slot) => slot.start > end || (slot.start === end && slot.end > end)) ?? null;
  }

  /** The first slot that nobody has filled in yet. */
  unfilled(text) {
    return this.#open(text)[0] ?? null;
  }

  /** What the slots hold: {name: value}. */
  values(text) {
    const filled = this.slots(text).map(({ name, start, end }) => [name, text.slice(start, end).trim()]);
    return Object.fromEntries(filled.filter(([name, value]) => value && value !== `[${name}]`));
  }

  /** What the server is told of how `text` came about; chosen replies that are wholly gone again do not count. */
  how(text) {
    let rest = text;
    const whole = this.chosen.map((reply) => {
      const before = rest;
      rest = rest.replace(pattern(reply.text), " ");
      return rest !== before;
    });
    const used = this.chosen.filter((reply, n) => whole[n] || resembles(reply.text, text));
    const edited = used.length > 0 && (rest.trim() !== "" || whole.includes(false));
    return { offered: [...this.offered], chosen: used.map(({ id }) => id), edited };
  }

  #open(text) {
    return slotsIn(text).filter(({ name }) => this.known.has(name));
  }
}

/** What a reply looks like whatever its slots hold. One at its end holds what is left of the sentence. */
function pattern(reply) {
  const parts = reply.split(SLOT).filter((_, n) => n % 2 === 0);
  const literal = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(literal.join("(.*?)").replace(/\(\.\*\?\)$/, "([^\\n.!?]*)"), "du");
}

/** Whether half of the words of a reply are still there: then it was used, and edited. */
function resembles(reply, text) {
  const words = (some) => some.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const there = new Set(words(text));
  const wanted = words(reply.replace(SLOT, ""));
  return wanted.length > 0 && wanted.filter((word) => there.has(word)).length >= wanted.length / 2;
}
