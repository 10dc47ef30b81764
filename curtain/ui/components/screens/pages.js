/** Pages to read: consent, information, what really happened, debrief, the end, and the end of a link. */

import { button, h, heading, icon, onwards, part, prose, say } from "../parts.js";

export function consent(view, screen, act) {
  return [
    part("text", screen.html, prose(view, screen.html)),
    part(
      "buttons",
      [screen.agree, screen.decline],
      button(screen.agree, "primary", (pressed) => act({ act: "next" }, pressed)),
      button(screen.decline, "quiet", (pressed) => act({ act: "decline" }, pressed)),
    ),
  ];
}

export function info(view, screen, act) {
  return [part("text", screen.html, prose(view, screen.html)), part("media", screen.media, media(screen.media)), onwards(screen.next, act)];
}

function media(files) {
  return (files ?? []).map(({ form, src, alt }) =>
    form === "image"
      ? h("img", { class: "s-media", src, alt })
      : h(form, { class: "s-media", src, controls: true, preload: "metadata", "aria-label": alt || false }),
  );
}

export function reveal(view, screen, act) {
  const drawing = { good: "check", bad: "alert" }[screen.tone] ?? "info";
  return [
    part(
      "outcome",
      [screen.tone, screen.title, screen.text],
      h(
        "div",
        { class: "s-outcome", "data-tone": screen.tone },
        h("div", { class: "s-medal" }, icon(drawing), h("span", { class: "s-hidden" }, say(view, screen.tone))),
        heading(screen.title),
        h("p", { class: "s-lead" }, screen.text),
      ),
    ),
    onwards(screen.next, act),
  ];
}

export function debrief(view, screen, act) {
  const keep = button(screen.keep, "choice", (pressed) => act({ act: "keep" }, pressed));
  const withdraw = button(screen.withdraw, "choice s-away", () => swap(true));
  const back = button(say(view, "delete_no"), "quiet", () => swap(false));
  const sure = h(
    "div",
    { class: "s-sure", role: "group", "aria-label": screen.withdraw, hidden: true },
    h("p", { tabindex: "-1" }, say(view, "delete_sure")),
    button(say(view, "delete_yes"), "danger", (pressed) => act({ act: "withdraw" }, pressed)),
    back,
  );
  const swap = (asking) => {
    keep.hidden = withdraw.hidden = asking;
    sure.hidden = !asking;
    (asking ? sure.querySelector("p") : withdraw).focus({ preventScroll: true });
    (asking ? sure : withdraw).scrollIntoView({ block: "nearest" });
  };
  return [
    part("text", screen.html, prose(view, screen.html)),
    part("buttons", [screen.keep, screen.withdraw], keep, withdraw, sure),
  ];
}

export function end(view, screen) {
  return [
    h("div", { class: "s-outcome", "data-tone": "good" }, h("div", { class: "s-medal" }, icon("check"))),
    part("text", screen.html, prose(view, screen.html)),
    part("code", screen.code, screen.code ? code(view, screen.code) : null),
    part("go", screen.go_to, screen.go_to ? away(view, screen.go_to) : null),
  ];
}

function away(view, address) {
  return h("a", { class: "s-button s-primary", href: address, rel: "noopener noreferrer" }, h("span", {}, say(view, "go_to")));
}

function code(view, text) {
  const shown = h("output", { class: "s-code-text", "aria-label": say(view, "code") }, text);
  const told = h("span", { class: "s-hidden", role: "status" });
  const copy = button(say(view, "copy"), "choice", async (pressed) => {
    await copyText(shown);
    pressed.firstChild.textContent = told.textContent = say(view, "copied");
  });
  return h("div", { class: "s-code" }, h("span", { class: "s-code-label" }, say(view, "code")), shown, copy, told);
}

async function copyText(shown) {
  try {
    await navigator.clipboard.writeText(shown.textContent);
  } catch {
    // Without https there is no clipboard to write to; a selection can still be copied.
    getSelection().selectAllChildren(shown);
    document.execCommand("copy");
  }
}

export function gone(view, screen) {
  return part(
    "outcome",
    [screen.title, screen.text],
    h(
      "div",
      { class: "s-outcome", "data-tone": "plain" },
      h("div", { class: "s-medal" }, icon("info")),
      heading(screen.title),
      h("p", { class: "s-lead" }, screen.text),
    ),
  );
}
