/** Screens that ask people something: questionnaires, forms, and what they think was going on. One page each. */

import { button, h, heading, part, say } from "../parts.js";
import { draw, wrong } from "./questions.js";

export const survey = asked;
export const form = asked;
export const probe = asked;

function asked(view, screen, act) {
  const { title, hint, items, scale, next } = screen;
  const alert = h("p", { class: "s-missing", role: "alert" });
  const fields = items.map((item) => field(view, { ...scale, ...item }));
  const all = h(
    "form",
    { class: "s-form", novalidate: true, onsubmit: (event) => event.preventDefault() },
    heading(title),
    hint ? h("p", { class: "s-lead" }, hint) : null,
    fields.map(({ element }) => element),
    alert,
    button(next, "primary", (pressed) => {
      const found = fields.filter((one) => one.look());
      alert.textContent = found.length ? summary(view, found) : "";
      if (found.length) return found[0].focus();
      const answers = Object.fromEntries(fields.map((one) => [one.id, one.given()]));
      act({ act: "answer", answers }, pressed);
    }),
  );
  // What stands in the fields is kept as long as the same is asked.
  return part("form", [title, hint, items, scale, next], all);
}

/** How much is to be mended: lines without an answer are counted apart from answers that do not fit. */
function summary(view, found) {
  const count = found.length;
  const kind = found.every((one) => one.isOpen()) ? "missing" : "wrong";
  return say(view, count === 1 ? `${kind}_one` : `${kind}_some`, { count });
}

/** One question with its words, its hint and the place for what is wrong about the answer. */
function field(view, item) {
  const id = `ask-${item.id}`;
  const hint = item.hint ? h("p", { class: "s-hint", id: `${id}-hint` }, item.hint) : null;
  const complaint = h("p", { class: "s-choose", id: `${id}-wrong` });
  const described = [hint && hint.id, complaint.id].filter(Boolean).join(" ");
  const drawn = draw(view, item, { id, described });
  const optional = item.optional ? h("span", { class: "s-optional" }, ` (${say(view, "optional")})`) : null;
  const words = [item.text, optional];
  const inside = [hint, ...drawn.parts, complaint];
  const shell = { class: `s-item s-ask-${item.kind ?? "likert"}`, "data-item": item.id };
  const element = drawn.single
    ? h("div", shell, h("label", { class: "s-words", for: id }, words), inside)
    : h(
        "fieldset",
        { ...shell, "aria-describedby": described },
        h("legend", { class: drawn.poles ? "s-hidden" : null }, words),
        inside,
      );

  const mark = (found) => {
    element.toggleAttribute("data-missing", Boolean(found));
    complaint.textContent = found ? say(view, found.word, found.values) : "";
    for (const input of drawn.inputs) {
      // A radio button cannot be called invalid; its group is described by what is wrong.
      if (input.type === "radio") continue;
      if (found) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  };
  const look = () => {
    const found = wrong(view, item, drawn);
    mark(found);
    return found;
  };
  // Who mends an answer sees at once that it is mended; who is still writing is not disturbed.
  element.addEventListener("input", () => element.hasAttribute("data-missing") && !wrong(view, item, drawn) && mark(null));
  element.addEventListener("change", () => element.hasAttribute("data-missing") && look());
  return {
    id: item.id,
    element,
    look,
    given: drawn.given,
    isOpen: () => drawn.given() === null && !drawn.unreadable?.() && !drawn.wordless?.(),
    focus: () => {
      const first = drawn.inputs.find((input) => input.checked) ?? drawn.inputs[0];
      first.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    },
  };
}
