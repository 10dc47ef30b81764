/** What the desk asks its operator in a dialog: to whom to hand over, how the shift was, what to keep, what went wrong. */

import { h, press } from "./desk-dom.js";

/**
 * Asks something. `fields` are {name, label, kind ("line", "area", "choice"), value?, options? [{value, text}], most?};
 * `send(values)` carries it out and gives a promise of what went wrong, in words, or null; then the dialog goes away.
 * @param {HTMLElement} host where dialogs live
 */
export function ask(host, { title, lead, fields, submit, send }) {
  if (host.querySelector("dialog[open]")) return;
  const returnTo = document.activeElement;
  const wrong = h("p", { class: "d-wrong", role: "alert" });
  const form = h("form", { method: "dialog" },
    h("h2", { class: "d-title", id: "d-dialog-title" }, title),
    lead && h("p", { class: "d-calm" }, lead),
    fields.map(drawField),
    wrong,
    h("div", { class: "d-decide" },
      h("button", { type: "submit", class: "d-button d-primary" }, h("span", {}, submit), h("kbd", { "aria-hidden": "true" }, "Ctrl Enter")),
      press("quiet", "cancel", "Cancel", () => dialog.close(), { cap: "Esc" })));
  const dialog = h("dialog", { class: "d-dialog", "aria-labelledby": "d-dialog-title" }, form);
  let busy = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const trouble = await send(Object.fromEntries(new FormData(form)));
    busy = false;
    wrong.textContent = trouble ?? "";
    if (trouble === null) dialog.close();
  };
  dialog.onkeydown = (event) => {
    // The page's own shortcuts are not meant while a dialog is open.
    event.stopPropagation();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    form.requestSubmit();
  };
  dialog.onclose = () => {
    dialog.remove();
    if (returnTo?.isConnected && document.activeElement === document.body) returnTo.focus();
  };
  host.append(dialog);
  dialog.showModal();
  form.querySelector(".d-text")?.focus();
}

function drawField({ name, label, kind, value = "", options, most = 2000, hint }) {
  const id = `d-ask-${name}`;
  if (kind === "choice") {
    return h("fieldset", { class: "d-sure d-choices" },
      h("legend", {}, label),
      options.map((option) =>
        h("label", { class: "d-segment d-choice" },
          h("input", { type: "radio", name, value: option.value, checked: option.value === value }),
          h("span", {}, option.text))));
  }
  const common = { id, name, class: "d-text", maxlength: most, dir: "auto", value, "aria-describedby": hint && `${id}-hint` };
  return h("div", { class: "d-field" },
    h("label", { for: id }, label),
    h(kind === "line" ? "input" : "textarea", kind === "line" ? { type: "text", autocomplete: "off", ...common } : { rows: 3, ...common }),
    hint && h("p", { class: "d-hint", id: `${id}-hint` }, hint));
}

/** To a colleague or to anybody, with a note. */
export function askHandOver(host, { open, colleagues }, send) {
  const options = [{ value: "", text: "Whoever is free" }, ...colleagues.map(({ id, name }) => ({ value: id, text: name }))];
  ask(host, {
    title: `Hand over ${open.who}`,
    lead: "What you have written goes along.",
    fields: [
      ...(colleagues.length ? [{ name: "to", kind: "choice", label: "To whom?", options, value: "" }] : []),
      { name: "note", kind: "area", label: "A note for them (may stay empty)", most: 500 },
    ],
    submit: "Hand over",
    send: ({ to, note }) => send({ to: to || null, note: note.trim() }),
  });
}

/** Three short questions, each of which may stay empty. */
export function askEndShift(host, send) {
  ask(host, {
    title: "How was your shift?",
    lead: "Three short questions for the report. Each may stay empty.",
    fields: [
      { name: "hard", kind: "area", label: "What was hard?" },
      { name: "off_script", kind: "area", label: "What went off script?" },
      { name: "needs", kind: "area", label: "What would a model need to do this?" },
    ],
    submit: "End shift",
    send,
  });
}

export function askMistake(host, sent, send) {
  ask(host, {
    title: "What was wrong?",
    lead: `You answered ${sent.who}: “${sent.text}”. This is for the results; nothing changes for them.`,
    fields: [{ name: "text", kind: "area", label: "In a few words (may stay empty)", most: 500 }],
    submit: "Flag it",
    send: ({ text }) => send(text.trim()),
  });
}

export function askKeepReply(host, { text, categories }, send) {
  const options = [{ value: "", text: "No category" }, ...categories.map((each) => ({ value: each, text: each }))];
  ask(host, {
    title: "Keep as a prepared reply",
    fields: [
      { name: "text", kind: "area", label: "The reply", value: text, hint: "Put what changes each time in [brackets]." },
      ...(categories.length ? [{ name: "category", kind: "choice", label: "Category", options, value: "" }] : []),
    ],
    submit: "Keep it",
    send: ({ text: kept, category }) =>
      kept.trim() ? send(kept.trim(), category || null) : Promise.resolve("Please write the reply first."),
  });
}

export function askNote(host, who, send) {
  ask(host, {
    title: `A note on ${who}`,
    lead: "It is kept with the time, and stands in the replay and the report.",
    fields: [{ name: "text", kind: "area", label: "Your note" }],
    submit: "Keep the note",
    send: ({ text }) => (text.trim() ? send(text.trim()) : Promise.resolve("Please write a note first.")),
  });
}
