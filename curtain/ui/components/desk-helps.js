/** What stands beside the answer: prepared replies, the style guide, the decision rules, and what they saw so far. */

import { h, island } from "./desk-dom.js";
import { drawReplies } from "./desk-replies.js";

/** The third column; nothing where a request has none of it. */
export function drawHelps(open, actions, local) {
  const helps = [
    help("replies", "Prepared replies", drawReplies(open, actions, local), actions, local),
    help("rules", "How to decide", open.rules?.length > 0 && drawRules(open.rules), actions, local),
    help("guide", "How we write", open.guide && drawGuide(open), actions, local),
    help("saw", "What they saw so far", !open.talk?.length && drawSaw(open.saw), actions, local),
  ].filter(Boolean);
  if (helps.length === 0) return null;
  return h("aside", { class: "d-helps", "data-key": "helps", "aria-label": "Beside the answer" }, helps);
}

function help(name, title, inside, actions, local) {
  if (!inside) return null;
  const folded = local.folded[name] === true;
  return h(
    "section",
    { class: "d-help", "data-key": `help-${name}`, "data-help": name, "aria-labelledby": `d-help-${name}` },
    h("h3", { class: "d-help-title" },
      h("button", {
        type: "button",
        class: "d-fold",
        id: `d-help-${name}`,
        "aria-expanded": String(!folded),
        onclick: () => actions.fold(name, !folded),
      }, h("span", { class: "d-fold-mark", "aria-hidden": "true" }), title)),
    !folded && h("div", { class: "d-help-inside", "data-key": "inside" }, inside),
  );
}

const drawRules = (rules) => h("ol", { class: "d-rules" }, rules.map((rule) => h("li", { dir: "auto" }, rule)));

/** The guide is HTML that the server has made of the scenario's own file. */
function drawGuide({ prediction, guide }) {
  return island(`guide-${prediction}`, { class: "d-guide", tabindex: "0", role: "group", "aria-labelledby": "d-help-guide" }, (host) => {
    host.innerHTML = guide;
    for (const link of host.querySelectorAll("a[href]")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  });
}

function drawSaw(saw = []) {
  if (saw.length === 0) return h("p", { class: "d-saw-none" }, "This is the first one they see.");
  return h(
    "table",
    { class: "d-saw", "aria-labelledby": "d-help-saw" },
    h("thead", {}, h("tr", {}, ["No.", "Answer", "Shown", "Reaction"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, saw.map((one) =>
      h("tr", {},
        h("td", {}, one.trial),
        h("td", {}, one.prediction ?? "none"),
        h("td", {}, one.warned ? "yes" : "no"),
        h("td", {}, one.reaction ?? "none yet")))),
  );
}
