/** The keys of the desk: their names, what each does, and the table that tells. */

import { h, press } from "./desk-dom.js";
import { formFor, takesReplies } from "./desk-forms.js";
import { keyForProposal } from "./desk-proposal.js";
import { shownReplies } from "./desk-replies.js";

const FIELDS = "textarea, input:not([type=radio]), select, [contenteditable], [role=combobox]";
const INTERACTIVE = `a[href], button, input, summary, [role=button], ${FIELDS}`;

const KEYS = [
  ["C or Enter", "take the request that waits longest"],
  ["1 … 9", "answer with that label, or put in that prepared reply"],
  ["Alt 1 … 9", "the same while you write"],
  ["/", "search the prepared replies"],
  ["T or Enter", "to the text"],
  ["Tab", "to the next slot"],
  ["Ctrl Enter", "send (or Enter, outside of the text)"],
  ["Q W E", "say how sure"],
  ["A or X", "send what is proposed, or reject it"],
  ["H", "send the holding reply"],
  ["U", "take back what you sent last"],
  ["G", "hand the request over"],
  ["O", "flag it as off script"],
  ["P", "start, pause or go on with the shift"],
  ["N", "close or open the doors"],
  ["B", "running sessions"],
  ["Esc", "give the request back (leaves a text field first)"],
  ["?", "show or hide these keys"],
];

/** The table of keys, and the switch for those of one letter. */
export function drawKeys(actions, local) {
  return h(
    "section",
    { class: "d-keys", "data-key": "keys", "aria-label": "Keys" },
    h("dl", {},
      KEYS.map(([keys, does]) => h("div", {}, h("dt", {}, keys.split(/( or | … |(?<=Alt|Ctrl|Q|W) )/).map(keyCap)), h("dd", {}, does)))),
    press("quiet", "letters", local.letters ? "Letters and digits are keys" : "Letters and digits are no keys", actions.letters, {
      "aria-pressed": String(local.letters),
    }),
  );
}

const keyCap = (part) => (part === "" || /^ /.test(part) ? part : h("kbd", {}, part));

/** A key's name that holds on keyboards whose digits need Shift, and on those that write no Latin letters. */
export function keyName(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !event.shiftKey) return digit[1];
  const letter = /^Key([A-Z])$/.exec(event.code);
  const latin = event.key.length > 1 || event.key.charCodeAt(0) < 128;
  return (latin || !letter ? event.key : letter[1]).toLowerCase();
}

/** What a key press does at the desk; keys that mean something where the focus is are left alone. */
export function handleKey(desk, event) {
  if (!desk.view || event.isComposing || desk.dialogOpen) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const control = target.closest(INTERACTIVE);
  if (control && !desk.root.contains(control)) return;
  const name = keyName(event);
  const commanded = event.ctrlKey || event.metaKey;
  if (name === "enter" && commanded && desk.view.open) {
    took(event, () => event.repeat || desk.actions.send());
    return;
  }
  if (control?.matches(FIELDS)) {
    inField(desk, event, name, control);
    return;
  }
  if (commanded || event.altKey || (name.length === 1 && !desk.local.letters)) return;
  if (name === "enter" && control?.matches("button, a[href]")) return;
  const open = desk.view.open;
  if (open && target.closest("[data-island=filled]") && formFor(open).owns?.(name)) return;
  if (pressed(desk, name, event.repeat)) took(event, () => {});
}

function took(event, then) {
  event.preventDefault();
  event.stopImmediatePropagation();
  then();
}

function inField(desk, event, name, field) {
  const open = desk.view.open;
  if (event.altKey) {
    const reply = open && /^[1-9]$/.test(name) && shownReplies(open, desk.local)[Number(name) - 1];
    if (reply) took(event, () => event.repeat || desk.actions.putReply(reply, "text"));
    return;
  }
  if (name === "escape") took(event, () => desk.leaveField(field));
  else if (name === "tab" && field.matches("textarea.d-text") && open && takesReplies(open)) {
    if (desk.actions.nextSlot(field, event.shiftKey)) took(event, () => {});
  }
}

/** What a key does outside of a text field; true when the desk took it. A key held down counts once. */
function pressed(desk, name, held) {
  const { view, local, actions } = desk;
  const open = view.open;
  const grown = Boolean(view.shift);
  const keys = {
    "?": actions.help,
    c: actions.claimNext,
    enter: () => (open && local.board === null ? actions.enter() : actions.claimNext()),
    escape: () => (local.help ? actions.help() : local.board !== null ? actions.board() : actions.giveBack()),
    ...(grown && { p: actions.pause, b: actions.board, u: actions.retractLast, o: actions.offScript }),
    ...(view.doors && { n: actions.doors }),
    ...(open && grown && !open.second && { g: actions.handOver }),
    ...(open?.hold && { h: actions.hold }),
    ...(open?.replies?.length && takesReplies(open) && { "/": actions.toSearch }),
  };
  // Behind the board the request is out of sight, so that no key answers it.
  if (keys[name] && !(local.board !== null && ["g", "h", "/"].includes(name))) {
    if (!held) keys[name]();
    return true;
  }
  if (!open || held || local.board !== null) return false;
  const reply = /^[1-9]$/.test(name) && shownReplies(open, local)[Number(name) - 1];
  desk.timing.touch();
  if (reply) {
    actions.putReply(reply, "title");
    return true;
  }
  return keyForProposal(name, open, actions) || formFor(open).key(name, open, actions, local);
}
