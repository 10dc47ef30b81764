/** What the operator does about requests: take, write, send, take back, hold, hand over, give back. */

import { textsIn, wrongWith } from "./desk-checks.js";
import { askHandOver, askKeepReply, askMistake } from "./desk-dialogs.js";
import { formFor, takesReplies } from "./desk-forms.js";
import { fold, rememberSlots, slotsOf } from "./desk-memory.js";
import { nextIn } from "./desk-queue.js";
import { latestFirst, takeable } from "./desk-sent.js";

const MOST_SENT = 8;
const FIRST_THIS_ONE = "Please answer this one first, or give it back with Esc.";
const SHOWN_ALREADY = "There is nothing to take back: what you sent has been shown.";

/** The actions of one desk: what buttons, forms and keys call. */
export function requestActions(desk) {
  const { local, timing, drafts } = desk;
  const open = () => desk.view.open;
  const find = (selector) => desk.root.querySelector(selector);
  const say = (notice, more = {}) => desk.set({ notice, ...more });

  function claim(prediction) {
    if (local.busy) return;
    if (open()) say(FIRST_THIS_ONE);
    else desk.run("claim", "desk.claim", { prediction, seen_ms: timing.seen(prediction) });
  }

  function claimNext() {
    const next = nextIn(desk.view);
    if (next) claim(next.prediction);
    else if (open()) say(FIRST_THIS_ONE);
  }

  async function answer(output, words, sure = open()?.form.sureness?.[local.sureness]?.text) {
    const asked = open();
    if (local.busy || !asked) return;
    const { person } = desk;
    const { writing } = local;
    const draft = desk.current();
    const text = takesReplies(asked) ? (output?.plain ?? "") : null;
    const args = { prediction: asked.prediction, output, first_key_ms: timing.firstKey };
    if (text !== null && asked.replies?.length) args.how = writing.how(text);
    if (local.offScript) args.off_script = true;
    const trouble = await desk.run("answer", "desk.answer", args, { chosen: words, settles: true });
    if (trouble !== null) return;
    if (text !== null) rememberSlots(person, writing.values(text));
    drafts.sent(asked.prediction, draft);
    const { prediction, who, feature, replies } = asked;
    const flagged = { off_script: args.off_script === true, mistake: false };
    const told = sure ? `${words}, ${sure}` : words;
    const sent = { prediction, who, feature, replies, text: words, told, written: Boolean(text), flagged, kept: false };
    desk.set({ sent, log: [...local.log.filter((one) => one.prediction !== prediction), sent].slice(-MOST_SENT) });
  }

  function send() {
    const asked = open();
    if (local.busy || !asked) return;
    const draft = desk.current();
    const slot = takesReplies(asked) ? local.writing.unfilled(draft ?? "") : null;
    if (slot) {
      const field = find("#d-text");
      field.focus();
      field.setSelectionRange(slot.start, slot.end);
      say(`Please fill in [${slot.name}] first.`);
      return;
    }
    const { output, words, problem, at } = formFor(asked).written(draft, asked, local);
    const wrong = problem ?? textsIn(output).flatMap((text) => wrongWith(text, asked.form.holds))[0];
    if (wrong) {
      say(wrong, { tried: true });
      find(at ?? "#d-text")?.focus();
      return;
    }
    answer(output, words);
  }

  /** Enter outside of the text: sends what was written just now, else it leads to the field. */
  function enter() {
    if (desk.touched()) send();
    else if (!toField()) say(FIRST_THIS_ONE);
  }

  function toField() {
    const field = find(formFor(open()).first ?? "#d-none");
    field?.focus();
    return Boolean(field);
  }

  async function giveBack() {
    const asked = open();
    if (local.busy || !asked) return;
    const draft = desk.draftNow();
    if (draft !== null) drafts.told(asked.prediction, draft);
    const args = { prediction: asked.prediction, ...(draft !== null && { draft }) };
    await desk.run("give_back", "desk.give_back", args, { settles: true });
  }

  async function hold() {
    const asked = open();
    if (local.busy || !asked?.hold || local.held.has(asked.prediction)) return;
    timing.touch();
    const trouble = await desk.run("hold", "desk.hold", { prediction: asked.prediction });
    if (trouble !== null) return;
    local.held.add(asked.prediction);
    desk.set({ heard: "The holding reply is sent." });
  }

  async function retract(prediction) {
    if (local.busy) return;
    const trouble = await desk.run("retract", "desk.retract", { prediction });
    if (trouble === null) desk.set({ log: local.log.filter((one) => one.prediction !== prediction) });
  }

  function retractLast() {
    const [last] = latestFirst(takeable(desk.view, desk.now()), local.log);
    if (last) retract(last.prediction);
    else say(SHOWN_ALREADY);
  }

  function handOver() {
    const asked = open();
    if (local.busy || !asked) return;
    const colleagues = desk.view.colleagues ?? [];
    askHandOver(desk.dialogs, { open: asked, colleagues }, async ({ to, note }) => {
      const args = { prediction: asked.prediction, to, note, draft: desk.draftNow() };
      const trouble = await desk.run("hand_over", "desk.hand_over", args, { settles: true, quiet: true });
      if (trouble === null) drafts.drop(asked.prediction);
      return trouble;
    });
  }

  function offScript() {
    if (open()) desk.set({ offScript: !local.offScript, heard: local.offScript ? "Not off script." : "Flagged as off script." });
    else if (local.sent) flag("off_script", local.sent);
  }

  /** Say of an answer that was sent that it went off script, or was a mistake. */
  function flag(what, sent) {
    if (local.busy || sent.flagged[what]) return;
    const tell = async (text) => {
      const args = { prediction: sent.prediction, what, text };
      const trouble = await desk.run("flag", "desk.flag", args, { quiet: what === "mistake" });
      if (trouble === null) {
        sent.flagged[what] = true;
        desk.set({ heard: "Flagged." });
      }
      return trouble;
    };
    if (what === "mistake") askMistake(desk.dialogs, sent, tell);
    else tell("");
  }

  function keepReply() {
    const { sent } = local;
    if (!sent || local.busy) return;
    const categories = [...new Set((sent.replies ?? []).map(({ category }) => category).filter(Boolean))];
    const about = { prediction: sent.prediction, feature: sent.feature };
    askKeepReply(desk.dialogs, { text: sent.text, categories }, async (text, category) => {
      const trouble = await desk.run("keep", "desk.keep_reply", { ...about, text, category }, { quiet: true });
      if (trouble === null) {
        sent.kept = true;
        desk.draw();
      }
      return trouble;
    });
  }

  /** Puts a prepared reply where the caret is; `after` says where the focus goes when it has no slot. */
  function putReply(reply, after) {
    const field = find("#d-text");
    if (!field || local.busy) return;
    timing.touch();
    const inside = document.activeElement === field;
    // A proposal that nobody has touched gives way; a slot that was left selected does not.
    const instead = !desk.touched() && !local.fromDraft;
    const from = instead ? 0 : inside ? field.selectionStart : field.selectionEnd;
    const to = instead ? field.value.length : field.selectionEnd;
    const rest = field.value.slice(0, from) + field.value.slice(to);
    const { insert, slot } = local.writing.put(reply, rest, from, slotsOf(desk.person));
    field.focus({ preventScroll: true });
    field.setSelectionRange(from, to);
    // Typed in this way, the browser's own undo takes it out again.
    if (!document.execCommand("insertText", false, insert)) {
      field.setRangeText(insert, from, to, "end");
      draft(field.value);
    }
    if (slot) field.setSelectionRange(slot.start, slot.end);
    else if (after === "title" && !inside) find("#d-request-title").focus();
    const search = find("#d-search");
    if (search) search.value = "";
    desk.set({ search: "", heard: "Put in." });
  }

  function nextSlot(field, back) {
    const slot = local.writing.next(field.value, field.selectionStart, field.selectionEnd, back);
    if (slot) field.setSelectionRange(slot.start, slot.end);
    return slot !== null;
  }

  function draft(written) {
    timing.touch();
    desk.set({ draft: written });
    if (open()) drafts.keep(open().prediction, written);
  }

  function toSearch() {
    if (local.folded.replies) foldPart("replies", false);
    find("#d-search")?.focus();
  }

  function foldPart(part, folded) {
    fold(part, folded);
    desk.set({ folded: { ...local.folded, [part]: folded } });
  }

  return {
    ...{ claim, claimNext, answer, send, enter, toField, giveBack, hold, retract, retractLast, handOver },
    ...{ offScript, flag, keepReply, putReply, nextSlot, draft, toSearch, fold: foldPart },
    decide: (output, words) => answer(output, words, ""),
    touch: () => timing.touch(),
    sure: (index) => desk.set({ sureness: index }),
    search: (search) => desk.set({ search }),
    category: (category) => desk.set({ category }),
  };
}
