/** Structured answers: a field for each property of the feature's JSON Schema; what is nested is written as JSON. */

import { h } from "./desk-dom.js";
import { drawSend, numberIn } from "./desk-form-text.js";

const WHOLE = ""; // the name of the one field where a schema names no properties

export const fields = {
  draw: (open, actions, local) => [
    h("h3", { class: "d-small", id: "d-answer-title" }, "Your answer"),
    h("div", { class: "d-fields", role: "group", "aria-labelledby": "d-answer-title" },
      fieldsOf(open).map((field) => drawField(field, open, actions, local))),
    drawSend(actions, local),
  ],
  key: (name, _open, actions) => name === "t" && actions.toField(),
  begin: (open, output) => Object.fromEntries(fieldsOf(open).map((field) => [field.name, started(field, output)])),
  written,
  first: ".d-fields :is(input, select, textarea)",
};

/** The fields of an open request: [{name, schema, kind, required, title}]. */
function fieldsOf({ form: { schema } }) {
  const named = Object.entries(schema?.properties ?? {});
  if (named.length === 0) return [{ name: WHOLE, schema: { type: "object" }, kind: "json", required: true, title: "As JSON" }];
  return named
    .filter(([, each]) => each?.const === undefined)
    .map(([name, each]) => ({
      name,
      schema: each,
      kind: kindOf(each),
      required: schema.required?.includes(name) ?? false,
      title: each?.title ?? words(name),
    }));
}

/** A name as words: "late_vans" and "lateVans" are "Late vans". */
function words(name) {
  const spaced = name.replace(/[_-]+/g, " ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").trim().toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function kindOf(schema) {
  if (Array.isArray(schema?.enum)) return "enum";
  const [type, ...more] = [schema?.type].flat().filter((each) => each !== "null");
  if (type === "array" && schema.items?.type === "string" && !schema.items.enum) return "lines";
  return more.length === 0 && ["string", "number", "integer", "boolean"].includes(type) ? type : "json";
}

/** What a field starts with: what an answer says, else the schema's default. Texts as they are typed; a choice as JSON. */
function started({ name, schema, kind }, output) {
  const value = name === WHOLE ? output : (output?.[name] ?? schema?.default);
  if (value === undefined || value === null) return "";
  if (kind === "lines") return value.join("\n");
  return kind === "string" ? String(value) : JSON.stringify(value, null, kind === "json" ? 1 : 0);
}

/** What stands in a field: {value}, nothing where it is left empty, or {problem}, in words that follow its title. */
function valueOf({ schema, kind, required }, raw) {
  const text = (raw ?? "").trim();
  if (text === "") return required ? { problem: "please fill this in." } : {};
  if (kind === "enum" || kind === "boolean") return { value: JSON.parse(text) };
  if (kind === "string") return { value: text, problem: wrongText(schema, text) };
  if (kind === "lines") return { value: text.split("\n").map((line) => line.trim()).filter(Boolean) };
  if (kind !== "json") return { value: numberIn(text), problem: wrongNumber(schema, kind, numberIn(text)) };
  try {
    const value = JSON.parse(text);
    const wanted = [schema?.type].flat().filter(Boolean);
    const fits = wanted.length === 0 || wanted.includes(Array.isArray(value) ? "array" : value === null ? "null" : typeof value);
    return { value, problem: fits ? undefined : `this should be an ${wanted.join(" or ")}.` };
  } catch {
    return { problem: 'this is not JSON yet. Texts need "double quotes", lists [brackets].' };
  }
}

function wrongText({ minLength = 0, maxLength = Infinity, pattern }, text) {
  const length = [...text].length;
  if (length < minLength) return `at least ${minLength} characters, please.`;
  if (length > maxLength) return `at most ${maxLength} characters, please.`;
  try {
    if (pattern && !new RegExp(pattern, "u").test(text)) return "another form is wanted here.";
  } catch {
    // A pattern that only the server can read is the server's to judge.
  }
  return undefined;
}

function wrongNumber({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }, kind, value) {
  if (value === null) return "a number, please.";
  if (kind === "integer" && !Number.isInteger(value)) return "a whole number, please.";
  if (value < minimum) return `at least ${minimum}, please.`;
  if (value > maximum) return `at most ${maximum}, please.`;
  if (value <= exclusiveMinimum) return `more than ${exclusiveMinimum}, please.`;
  if (value >= exclusiveMaximum) return `less than ${exclusiveMaximum}, please.`;
  return undefined;
}

function written(draft, open) {
  let output = {};
  for (const [name, each] of Object.entries(open.form.schema?.properties ?? {})) {
    if (each?.const !== undefined) output[name] = each.const;
  }
  const said = [];
  for (const field of fieldsOf(open)) {
    const { value, problem } = valueOf(field, draft?.[field.name]);
    if (problem) return { problem: `${field.title}: ${problem}`, at: `[data-field="${CSS.escape(field.name)}"]` };
    if (value === undefined) continue;
    if (field.name === WHOLE) output = value;
    else output[field.name] = value;
    said.push(typeof value === "string" ? value : JSON.stringify(value));
  }
  return { output, words: said.join(", ") };
}

const HINTS = { lines: "One on each line.", json: "As JSON." };

function drawField(field, open, actions, local) {
  const { name, schema, kind, required, title } = field;
  const id = `d-field-${name}`;
  const raw = local.draft?.[name] ?? "";
  const problem = (raw.trim() !== "" || local.tried) && valueOf(field, raw).problem;
  const change = (value) => actions.draft({ ...local.draft, [name]: value });
  const hint = [schema?.description, name !== WHOLE && HINTS[kind]].filter(Boolean).join(" ");
  const about = [hint && `${id}-hint`, problem && `${id}-wrong`].filter(Boolean).join(" ");
  const common = {
    id,
    "data-field": name,
    "aria-describedby": about || false,
    "aria-invalid": problem && "true",
    "aria-required": required && "true",
    oninput: (event) => change(event.target.value),
  };
  const key = { "data-key": `field-${open.prediction}-${name}` };
  const head = [title, !required && h("span", { class: "d-optional" }, " (may stay empty)")];
  const asked =
    kind === "boolean"
      ? drawYesNo(field, { ...common, raw, change, open }, head)
      : [h("label", { for: id }, head), drawControl(field, { ...common, ...key }, raw)];
  return h(
    "div",
    { class: "d-field", "data-key": `f-${name}`, "data-kind": kind },
    asked,
    hint && h("p", { class: "d-hint", id: `${id}-hint` }, hint),
    problem && h("p", { class: "d-wrong", id: `${id}-wrong` }, problem.charAt(0).toUpperCase() + problem.slice(1)),
  );
}

function drawControl({ schema, kind }, props, raw) {
  if (kind === "enum") {
    const option = (value, text) => h("option", { value, selected: value === raw && "selected" }, text);
    const named = schema.enum.map((each) => option(JSON.stringify(each), typeof each === "string" ? each : JSON.stringify(each)));
    return h("select", { class: "d-text", ...props }, option("", "Choose…"), named);
  }
  if (kind === "json") return h("textarea", { class: "d-text d-json", rows: 3, spellcheck: "false", ...props, value: raw });
  if (kind === "lines" || (kind === "string" && schema.maxLength > 120)) return h("textarea", { class: "d-text", rows: 2, dir: "auto", ...props, value: raw });
  const mode = { number: "decimal", integer: "numeric" }[kind];
  return h("input", { class: "d-text", type: "text", inputmode: mode, autocomplete: "off", dir: "auto", ...props, value: raw });
}

function drawYesNo({ name, title }, { raw, change, open, "data-field": field }, head) {
  return h("fieldset", { class: "d-sure" },
    h("legend", {}, head),
    h("div", { class: "d-segments" },
      [["true", "Yes"], ["false", "No"]].map(([value, text]) =>
        h("label", { class: "d-segment" },
          h("input", {
            type: "radio",
            name: `d-yes-${open.prediction}-${name}`,
            "data-field": value === "true" ? field : null,
            "aria-label": `${title}: ${text}`,
            checked: raw === value,
            onchange: () => change(value),
          }),
          h("span", {}, text)))));
}
