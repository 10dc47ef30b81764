/** Prepared replies: found by words or by category, put into the answer by a digit or a press. */

import { h } from "./desk-dom.js";
import { takesReplies } from "./desk-forms.js";
import { slotsIn } from "./desk-slots.js";

const BY_DIGIT = 9;

/** The replies that are shown now, in the order of their digits. */
export function shownReplies(open, local) {
  if (!open.replies?.length || !takesReplies(open) || local.folded.replies) return [];
  const category = categoryNow(open, local);
  const wanted = local.search.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = open.replies.filter((reply) => {
    const text = `${reply.text} ${reply.category ?? ""}`.toLowerCase();
    return (category === null || reply.category === category) && wanted.every((word) => text.includes(word));
  });
  const order = categories(open);
  return found.sort((a, b) => order.indexOf(a.category ?? null) - order.indexOf(b.category ?? null));
}

const categories = ({ replies }) => [...new Set(replies.map(({ category }) => category ?? null))];

/** The chosen category, as long as this request has it. */
const categoryNow = (open, local) => (categories(open).includes(local.category) ? local.category : null);

/** The panel with the replies, or nothing where none are prepared. */
export function drawReplies(open, actions, local) {
  if (!open.replies?.length || !takesReplies(open)) return null;
  const shown = shownReplies(open, local);
  const named = categories(open).filter(Boolean);
  const category = categoryNow(open, local);
  return [
    h("div", { class: "d-find" },
      h("input", {
        id: "d-search",
        class: "d-text",
        "data-key": `search-${open.prediction}`,
        type: "search",
        autocomplete: "off",
        "aria-label": "Search the prepared replies",
        "aria-keyshortcuts": "/",
        placeholder: "Search",
        oninput: (event) => actions.search(event.target.value),
        onkeydown: (event) => inSearch(event, shown, actions),
      }),
      h("kbd", { "aria-hidden": "true" }, "/")),
    named.length > 1 &&
      h("div", { class: "d-chips", role: "group", "aria-label": "Categories" },
        [null, ...named].map((each) =>
          h("button", {
            type: "button",
            class: "d-chip",
            "data-key": `category-${each}`,
            "aria-pressed": String(each === category),
            onclick: () => actions.category(each),
          }, each ?? "All"))),
    shown.length
      ? h("ul", { class: "d-replies", "data-key": "replies-list" }, listed(shown, named.length > 0 && category === null, actions))
      : h("p", { class: "d-calm", "data-key": "no-replies" }, "No prepared reply has these words."),
  ];
}

function listed(shown, withHeads, actions) {
  return shown.map((reply, n) => {
    const head = withHeads && reply.category !== shown[n - 1]?.category && reply.category;
    return h("li", { "data-key": `reply-${reply.id}` },
      head && h("span", { class: "d-reply-head" }, head),
      h("button", {
        type: "button",
        class: "d-reply",
        "aria-keyshortcuts": n < BY_DIGIT && String(n + 1),
        onclick: () => actions.putReply(reply, "text"),
        onkeydown: alongTheList,
      },
        h("kbd", { "aria-hidden": "true" }, n < BY_DIGIT ? n + 1 : ""),
        h("span", { class: "d-reply-text", dir: "auto" }, withSlots(reply.text)),
        reply.own && h("span", { class: "d-own" }, "kept")));
  });
}

function withSlots(text) {
  let read = 0;
  const parts = [];
  for (const { start, end } of slotsIn(text)) {
    parts.push(text.slice(read, start), h("span", { class: "d-slot" }, text.slice(start, end)));
    read = end;
  }
  return [...parts, text.slice(read)];
}

function inSearch(event, shown, actions) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && shown.length && !event.repeat) {
    event.preventDefault();
    actions.putReply(shown[0], "title");
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    event.target.closest(".d-help").querySelector(".d-reply")?.focus();
  }
}

/** The arrow keys go from reply to reply, and up from the first one into the search. */
function alongTheList(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  const panel = event.currentTarget.closest(".d-help");
  const all = [...panel.querySelectorAll(".d-reply")];
  const next = all.indexOf(event.currentTarget) + way;
  (next < 0 ? panel.querySelector("#d-search") : all[next])?.focus();
}
