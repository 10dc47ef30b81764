/** A form whose fields are filled in with suggestions. What somebody has typed is never overwritten. */

import { h, part, say } from "../../parts.js";

/** The fields, each a part that stays as it is; what is suggested comes into them by `suggest`. */
export function fields(_view, { form }) {
  return h(
    "div",
    { class: "k-fields" },
    form.map(({ label }, n) => {
      const id = `k-field-${n}`;
      const input = h("input", { id, type: "text", autocomplete: "off", maxlength: "200", "data-field": label, "data-key": id });
      input.setAttribute("aria-describedby", `${id}-tag`);
      input.addEventListener("input", () => (input.dataset.typed = "true"));
      const tag = h("span", { id: `${id}-tag`, class: "k-tag", role: "status" });
      return part(`field-${n}`, label, h("div", { class: "k-field" }, h("label", { for: id }, label), tag, input));
    }),
  );
}

/** Put what is suggested into the fields that nobody has written into, and say of each what stands there. */
export function suggest(view, { form }) {
  for (const { label, suggested } of form ?? []) {
    const input = document.querySelector(`.k-skin [data-field="${CSS.escape(label)}"]`);
    if (!input) continue;
    const tag = input.parentElement.querySelector(".k-tag");
    const tell = () => {
      const own = suggested !== null && input.value.trim() !== suggested.trim();
      tag.textContent = suggested === null ? "" : say(view, own ? "changed" : "suggested");
      input.toggleAttribute("data-suggested", suggested !== null && !own);
    };
    if (!input.dataset.typed && suggested !== null && input.dataset.had !== suggested) {
      input.value = input.dataset.had = suggested;
    }
    input.onchange = input.oninput = tell;
    tell();
  }
}
