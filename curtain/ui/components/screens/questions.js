/** The types of questions: how each is drawn with the browser's own inputs, what was given, and what is wrong with it. */

import { WORDS, h, say } from "../parts.js";

Object.assign(WORDS, {
  answer_missing: "Please answer this.",
  choose_more: "Please choose at least {fewest}.",
  choose_fewer: "Please choose {most} at most.",
  number_wanted: "Please write a number.",
  whole_wanted: "Please write a whole number.",
  too_low: "Please stay at {least} or above.",
  too_high: "Please stay at {most} or below.",
  too_long: "Please write {most} characters at most.",
  date_wanted: "Please choose a date.",
  too_early: "Please choose {least} or later.",
  too_late: "Please choose {most} or earlier.",
  time_wanted: "Please choose a time.",
  other: "Something else",
  other_which: "Please say what",
  optional: "optional",
  not_set: "Not answered yet",
  stars_of: "{point} of {of} stars",
  wrong_one: "One answer needs another look.",
  wrong_some: "{count} answers need another look.",
});

const LONGEST_OTHER = 200;

/**
 * The inputs of a question: `parts` to be shown, `inputs` to be focused, `given()` for the answer or null, `single` where
 * one label names one input, `poles` where the ends stand in the place of the words.
 */
export function draw(view, item, names) {
  return (DRAWS[item.kind] ?? DRAWS.likert)(view, item, names);
}

/** What is wrong with the answer, as a word to say; null when nothing is. The server looks again. */
export function wrong(view, item, drawn) {
  if (drawn.unreadable?.()) return { word: UNREADABLE[item.kind] };
  if (drawn.wordless?.()) return { word: "other_which" };
  const given = drawn.given();
  if (given === null) {
    if (item.optional || item.fewest === 0) return null;
    return { word: FREE.has(item.kind) ? "answer_missing" : "choose" };
  }
  return (CHECKS[item.kind] ?? (() => null))(item, given, shown(view));
}

const FREE = new Set(["text", "long_text", "number", "choices", "date", "time"]);
const UNREADABLE = { number: "number_wanted", date: "date_wanted", time: "time_wanted" };

const CHECKS = {
  text: tooLong,
  long_text: tooLong,
  number: (item, given, { number }) =>
    item.whole && !Number.isInteger(given) ? { word: "whole_wanted" } : outside(item, given, number, "too_low", "too_high"),
  date: (item, given, { day }) => outside(item, given, day, "too_early", "too_late"),
  time: (item, given) => outside(item, given, String, "too_early", "too_late"),
  choice: (item, given) => (given.length > LONGEST_OTHER && !item.of.includes(given) ? tooLong({ longest: LONGEST_OTHER }, given) : null),
  choices: (item, given) => {
    if (given.length < (item.fewest ?? 1)) return { word: "choose_more", values: { fewest: item.fewest ?? 1 } };
    return item.most && given.length > item.most ? { word: "choose_fewer", values: { most: item.most } } : null;
  },
};

function tooLong({ longest }, given) {
  return [...given].length > longest ? { word: "too_long", values: { most: longest } } : null;
}

function outside({ from, to }, given, shown, low, high) {
  if (from !== undefined && given < from) return { word: low, values: { least: shown(from) } };
  return to !== undefined && given > to ? { word: high, values: { most: shown(to) } } : null;
}

/** Numbers and dates as they are written where the words are from. */
function shown({ lang }) {
  const days = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" });
  const numbers = new Intl.NumberFormat(lang);
  return { day: (text) => days.format(new Date(`${text}T00:00Z`)), number: (value) => numbers.format(value) };
}

function written(tag, type, settings = {}) {
  return (view, item, { id, described }) => {
    const common = { class: "s-input", id, name: item.id, required: !item.optional, "aria-describedby": described };
    const input = h(tag, { ...common, type, ...settings });
    if (item.value !== undefined && item.value !== null) input.value = String(item.value);
    const given = () => input.value.trim() || null;
    return { single: true, parts: [input], inputs: [input], given, unreadable: () => input.validity.badInput };
  };
}

function number(view, item, names) {
  const settings = { step: item.whole ? "1" : "any", min: item.from, max: item.to, inputmode: item.whole ? "numeric" : "decimal" };
  // An input for numbers has no minus key on some phones; where one may be needed, the browser chooses the keyboard.
  if (!(item.from >= 0)) settings.inputmode = null;
  const drawn = written("input", "number", settings)(view, item, names);
  const [input] = drawn.inputs;
  input.addEventListener("wheel", () => input.blur());
  const unit = item.unit ? h("span", { class: "s-unit", id: `${names.id}-unit` }, item.unit) : null;
  if (unit) input.setAttribute("aria-describedby", `${unit.id} ${names.described}`);
  const given = () => (input.value === "" ? null : input.valueAsNumber);
  return { ...drawn, parts: [h("div", { class: "s-with-unit" }, input, unit)], given };
}

const day = (view, item, names) => written("input", "date", { min: item.from, max: item.to })(view, item, names);
const hour = (view, item, names) => written("input", "time", { min: item.from, max: item.to })(view, item, names);

function radio(item, value, attributes = {}) {
  const checked = item.value !== undefined && String(item.value) === String(value);
  const input = h("input", { type: "radio", name: item.id, value: String(value), required: !item.optional, ...attributes });
  input.checked = checked;
  return input;
}

const chosen = (inputs) => inputs.find((input) => input.checked)?.value ?? null;

function numeric(inputs) {
  return () => {
    const value = chosen(inputs);
    return value === null ? null : Number(value);
  };
}

function points(view, item) {
  const { points: count, low, high } = item;
  const first = item.from ?? 1;
  const last = first + count - 1;
  const ends = { [first]: low, [last]: high };
  const inputs = [];
  const cells = Array.from({ length: count }, (_, index) => {
    const point = first + index;
    const name = [say(view, "point_of", { point, of: last }), ends[point]].filter(Boolean).join(", ");
    const input = radio(item, point, { "aria-label": name });
    inputs.push(input);
    // Between two opposites no number is better than another: only the place counts.
    const text = item.kind === "differential" ? null : String(point);
    return h("label", { class: "s-point" }, input, h("span", { "aria-hidden": "true" }, text));
  });
  // More than seven do not fit on a phone side by side.
  const row = h("div", { class: "s-points", style: `--points: ${count > 7 ? Math.ceil(count / 2) : count}` }, cells);
  return { inputs, row, given: numeric(inputs) };
}

function scaleEnds({ low, high }, className = "s-ends") {
  if (!low && !high) return null;
  return h("div", { class: className, "aria-hidden": "true" }, h("span", {}, low ?? ""), h("span", {}, high ?? ""));
}

function likert(view, item) {
  const { inputs, row, given } = points(view, item);
  return { parts: [row, scaleEnds(item)], inputs, given };
}

function differential(view, item) {
  const { inputs, row, given } = points(view, item);
  return { poles: true, parts: [scaleEnds(item, "s-ends s-poles"), row], inputs, given };
}

function stars(view, item) {
  const inputs = [];
  const cells = Array.from({ length: item.points }, (_, index) => {
    const point = index + 1;
    const input = radio(item, point, { "aria-label": say(view, "stars_of", { point, of: item.points }) });
    inputs.push(input);
    return h("label", { class: "s-star" }, input, h("span", { "aria-hidden": "true" }, "★"));
  });
  return { parts: [h("div", { class: "s-stars" }, cells)], inputs, given: numeric(inputs) };
}

function yesNo(view, item) {
  const inputs = ["yes", "no"].map((value) => radio(item, value));
  const cells = inputs.map((input) => h("label", { class: "s-point" }, input, h("span", {}, say(view, input.value))));
  return { parts: [h("div", { class: "s-points", style: "--points: 2" }, cells)], inputs, given: () => chosen(inputs) };
}

function options(view, item, make) {
  const before = new Set([item.value ?? []].flat());
  const inputs = item.of.map((option) => make(option, before.has(option)));
  const lines = inputs.map((input, n) => h("label", { class: "s-option" }, input, h("span", {}, item.of[n])));
  if (!item.other) return { inputs, lines, free: null };
  const said = [...before].find((value) => !item.of.includes(value)) ?? "";
  const other = make("", Boolean(said));
  const free = h("input", { class: "s-input s-other", type: "text", "aria-label": say(view, "other_which") });
  free.value = said;
  const line = h("label", { class: "s-option s-else" }, other, h("span", {}, say(view, "other")));
  return { inputs: [...inputs, other], lines: [...lines, line, free], free, other };
}

function choice(view, item) {
  const make = (option, on) => {
    const input = radio(item, option);
    input.checked = on;
    return input;
  };
  const { inputs, lines, free, other } = options(view, item, make);
  const given = () => (other?.checked ? free.value.trim() || null : chosen(inputs));
  const wordless = () => Boolean(other?.checked && !free.value.trim());
  return { parts: [h("div", { class: "s-options" }, lines)], inputs: open(inputs, other, free), given, wordless };
}

function choices(view, item, { described }) {
  const make = (option, on) => {
    const input = h("input", { type: "checkbox", name: item.id, value: option, "aria-describedby": described });
    input.checked = on;
    return input;
  };
  const { inputs, lines, free, other } = options(view, item, make);
  const given = () => {
    const found = inputs.filter((input) => input.checked && input !== other).map((input) => input.value);
    if (other?.checked && free.value.trim()) found.push(free.value.trim());
    return found.length ? found : null;
  };
  const wordless = () => Boolean(other?.checked && !free.value.trim());
  return { parts: [h("div", { class: "s-options" }, lines)], inputs: open(inputs, other, free), given, wordless };
}

/** The inputs with the free text behind its own option. */
function open(inputs, other, free) {
  return other ? [...inputs, free] : inputs;
}

function slider(view, item, { id, described }) {
  const { number: told } = shown(view);
  const { from = 0, to = 100, step = 1, unit } = item;
  const input = h("input", { type: "range", class: "s-range", id, min: from, max: to, step, "aria-describedby": described });
  // A place that nobody chose is not an answer: the line has no mark before it was touched.
  const given = () => (input.dataset.set === undefined ? null : Number(input.value));
  const value = h("output", { class: "s-value", for: id });
  const tell = () => {
    const text = given() === null ? say(view, "not_set") : [told(given()), unit].filter(Boolean).join(" ");
    input.setAttribute("aria-valuetext", text);
    value.textContent = text;
  };
  const set = () => {
    if (input.dataset.set === undefined) {
      input.dataset.set = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    tell();
  };
  input.value = String(item.value ?? from + Math.floor((to - from) / step / 2) * step);
  if (item.value !== undefined && item.value !== null) input.dataset.set = "";
  input.addEventListener("input", set);
  input.addEventListener("pointerup", set);
  input.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && set());
  tell();
  // Numbers would lead on a line between two named ends.
  const quiet = item.low && item.high && !unit;
  if (quiet) value.classList.add("s-hidden");
  return { single: true, parts: [h("div", { class: "s-line-of" }, input, value), scaleEnds(item)], inputs: [input], given };
}

const DRAWS = {
  text: written("input", "text", { autocomplete: "off" }),
  long_text: written("textarea", null, { rows: "4" }),
  number,
  choice,
  choices,
  yes_no: yesNo,
  likert,
  differential,
  slider,
  stars,
  date: day,
  time: hour,
};
