/** What an answer keeps to: its length and the words it does without, told before the server refuses; and its style. */

import { h } from "./desk-dom.js";

const FEW = 3; // words that nobody minds
const INVISIBLE = /[\p{Cf}\p{Me}\u0335-\u0338\ufe00-\ufe0f]/gu;

/** The text as a reader sees it, whatever the case, the width or the composition of its letters. */
const seen = (text) => text.normalize("NFD").replace(INVISIBLE, "").normalize("NFKC").toLowerCase().split(/\s+/u).join(" ");

const letters = (text) => [...text].length;

/** The words that a text may not say and says all the same. */
function forbidden(never, text) {
  const whole = seen(text);
  const edge = (letter, look) => (/[\p{L}\p{N}]/u.test(letter) ? look : "");
  return never.filter((phrase) => {
    const wanted = seen(phrase).trim();
    if (!wanted) return false;
    const literal = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    const before = edge(wanted[0], "(?<![\\p{L}\\p{N}])");
    return new RegExp(before + literal + edge(wanted.at(-1), "(?![\\p{L}\\p{N}])"), "u").test(whole);
  });
}

/**
 * What is wrong with a text, in words for the operator; the server has the last word.
 * @param {{longest?: number, never?: string[]} | undefined} holds
 * @returns {string[]} nothing where all is well
 */
export function wrongWith(text, holds) {
  const found = forbidden(holds?.never ?? [], text).map((word) => `No answer says “${word}” here. Please put it another way.`);
  const over = letters(text.trim()) - (holds?.longest ?? Infinity);
  if (over > 0) found.push(`It is ${over} ${over === 1 ? "character" : "characters"} too long. Please shorten it.`);
  return found;
}

/** Every text in an output, wherever it stands. */
export function textsIn(output) {
  if (typeof output === "string") return [output];
  return output && typeof output === "object" ? Object.values(output).flatMap(textsIn) : [];
}

/** How many words somebody reads in a text. */
export const wordsIn = (text) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** The line under a written answer: what is wrong with it, its length, and how its words are against the style. */
export function drawChecks(open, text, id) {
  const wrong = wrongWith(text, open.form.holds);
  const longest = open.form.holds?.longest;
  return h(
    "div",
    { class: "d-checks", id, "data-key": "checks" },
    wrong.map((words) => h("p", { class: "d-wrong" }, words)),
    h("p", { class: "d-measure" },
      longest && h("span", { class: "d-count-of", "data-over": letters(text.trim()) > longest && "yes" },
        `${letters(text.trim())} of ${longest} characters`),
      drawStyle(open, text)),
    open.style?.drift && h("p", { class: "d-drift" }, open.style.drift),
  );
}

/** How many words are wanted: what the arm says, else from half to twice as many as the person's own. */
function wantedWords({ style, talk }) {
  const said = (talk ?? []).filter(({ by }) => by === "participant").map(({ text }) => wordsIn(text)).sort((a, b) => a - b);
  const theirs = said.length ? said[Math.floor((said.length - 1) / 2)] : (style.asked?.words ?? null);
  if (style.wanted) return { wanted: style.wanted, theirs };
  if (!theirs) return null;
  return { wanted: [Math.max(1, Math.floor(Math.min(theirs / 2, theirs - FEW))), Math.max(theirs * 2, theirs + FEW)], theirs };
}

function drawStyle(open, text) {
  const measure = open.style && wantedWords(open);
  if (!measure) return null;
  const { wanted: [least, most], theirs } = measure;
  const words = wordsIn(text);
  const verdict = words === 0 ? "none" : words < least ? "short" : words > most ? "long" : "fits";
  const said = { none: "", short: "a little short", long: "too chatty", fits: "fits" }[verdict];
  const top = Math.max(most * 1.6, least + 4);
  const at = (value) => `${Math.min(100, (100 * value) / top).toFixed(1)}%`;
  return h(
    "span",
    { class: "d-style", "data-verdict": verdict },
    h("span", { class: "d-scale", "aria-hidden": "true" },
      h("span", { class: "d-scale-wanted", style: `left: ${at(least)}; right: calc(100% - ${at(most)})` }),
      h("span", { class: "d-scale-now", style: `left: ${at(words)}` })),
    h("span", {},
      `${words} ${words === 1 ? "word" : "words"}, ${least === most ? least : `${least} to ${most}`} wanted`,
      theirs ? ` (theirs: ${theirs})` : ""),
    said && h("strong", { class: "d-verdict" }, said),
  );
}
