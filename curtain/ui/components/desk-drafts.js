/** Drafts: what somebody began to answer, kept here, told to the server with each beat, and given on with the request. */

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export class Drafts {
  #kept = new Map();
  #told = new Map();
  #sent = new Map();

  /**
   * What an opened request begins with.
   * @returns {{draft: any, from: boolean}} and whether somebody has begun it before
   */
  begin(open, form) {
    const { prediction } = open;
    const own = this.#kept.get(prediction) ?? (hasOne(open.earlier) ? this.#sent.get(prediction) : undefined);
    // What the server has and did not get from here was written by a colleague, or in another tab, since then.
    const theirs = hasOne(open.draft) && (own === undefined || !same(open.draft, this.#told.get(prediction)));
    if (theirs) return { draft: open.draft, from: true };
    if (own !== undefined) return { draft: own, from: true };
    if (hasOne(open.earlier)) return { draft: form.begin(open, open.earlier), from: true };
    return { draft: form.begin(open, open.proposal?.output ?? undefined), from: false };
  }

  keep(prediction, draft) {
    this.#kept.set(prediction, draft);
  }

  told(prediction, draft) {
    this.#told.set(prediction, draft);
  }

  /** It was sent as an answer: no draft any longer, unless it is taken back. */
  sent(prediction, draft) {
    this.#kept.delete(prediction);
    this.#sent.set(prediction, draft);
  }

  /** It went to somebody else. */
  drop(prediction) {
    this.#kept.delete(prediction);
  }
}

const hasOne = (draft) => draft !== null && draft !== undefined && draft !== "";
