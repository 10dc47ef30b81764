/** What another mock proposes for an open request: shown above the form, sent or rejected with one key. */

import { h, press } from "./desk-dom.js";

/** The box with the proposal, or nothing where there is none. `actions.decide(output, words)` sends; null rejects. */
export function drawProposal(open, actions, local) {
  const { proposal } = open;
  if (!proposal) return null;
  const button = (key, text, look, does) =>
    press(look, `proposal-${key}`, text, does, {
      "aria-disabled": local.busy !== null && "true",
      "aria-keyshortcuts": key.toLowerCase(),
      cap: key,
    });
  return h(
    "section",
    { class: "d-proposal", "aria-labelledby": "d-proposal-title" },
    h("div", {},
      h("h3", { class: "d-small", id: "d-proposal-title" }, "Proposed"),
      h("p", { class: "d-proposed" }, proposal.text)),
    h(
      "div",
      { class: "d-decide" },
      button("A", "Send as it is", "primary", () => accept(open, actions)),
      button("X", "Reject, show no answer", "quiet", () => reject(actions)),
    ),
  );
}

/** What a key does with the proposal; true when it took the key. */
export function keyForProposal(name, open, actions) {
  if (!open.proposal || !["a", "x"].includes(name)) return false;
  if (name === "a") accept(open, actions);
  else reject(actions);
  return true;
}

const accept = (open, actions) => actions.decide(open.proposal.output, open.proposal.text);
const reject = (actions) => actions.decide(null, "no answer");
