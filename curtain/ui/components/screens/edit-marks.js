/** Stretches of a text that is being edited: which want a look, and where they are heard. They move with the text. */

const WORD = /[\p{L}\p{M}\p{N}]/u;

export class Marks {
  /** `pieces` together are the text; see `edit`. */
  constructor(pieces) {
    this.text = "";
    this.all = [];
    for (const { text, unsure = false, label = null, at = null } of pieces) {
      const start = this.text.length;
      this.text += text;
      if (unsure || at !== null) this.all.push({ start, end: this.text.length, unsure, label, at });
    }
    this.first = this.text;
  }

  get unsure() {
    return this.all.filter(({ unsure }) => unsure);
  }

  /** The text is `next` now: what stands after the change moves along, and a word that was changed wants no look. */
  follow(next) {
    const last = this.text;
    let start = 0;
    while (start < last.length && start < next.length && last[start] === next[start]) start++;
    let same = 0;
    while (same < last.length - start && same < next.length - start && last.at(-1 - same) === next.at(-1 - same)) same++;
    const end = last.length - same;
    const moved = next.length - last.length;
    this.text = next;
    if (start === end && !moved) return;
    for (const mark of this.all) this.#move(mark, start, end, moved);
    this.all = this.all.filter((mark) => mark.end > mark.start);
  }

  #move(mark, start, end, moved) {
    const { text } = this;
    if (mark.start >= end) {
      mark.start += moved;
      mark.end += moved;
      // What is typed right before a word becomes a part of it.
      const joined = mark.start === end + moved && WORD.test(text[mark.start - 1] ?? "");
      if (joined) mark.unsure = false;
    } else if (mark.end <= start) {
      if (mark.end === start && WORD.test(text[mark.end] ?? "")) mark.unsure = false;
    } else {
      mark.unsure = false;
      mark.start = Math.min(mark.start, start);
      mark.end = Math.max(mark.end, end) + moved;
    }
  }

  after(place) {
    return this.unsure.find(({ start }) => start >= place) ?? this.unsure[0];
  }

  before(place) {
    return this.unsure.findLast(({ end }) => end <= place) ?? this.unsure.at(-1);
  }

  /** When the word at a place is heard; null where that is not known. */
  heardAt(place) {
    return this.all.find((mark) => mark.at !== null && mark.start <= place && place <= mark.end)?.at ?? null;
  }

  heardBefore(place) {
    return this.heardAt(place) ?? this.all.findLast((mark) => mark.at !== null && mark.end <= place)?.at ?? 0;
  }
}
