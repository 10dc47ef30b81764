/** The open request: what a model would see, what was said, and the form for the answer. */

import { h, press } from "./desk-dom.js";
import { formFor } from "./desk-forms.js";
import { drawPractice } from "./desk-practice.js";
import { drawProposal } from "./desk-proposal.js";
import { drawHere, nextIn, round, waitsFor } from "./desk-queue.js";
import { drawAfter, drawSent } from "./desk-sent.js";
import { drawBar, drawLeft } from "./desk-time.js";

const EMPTY = "Nobody is waiting. New questions appear here by themselves.";

export function drawRequest(view, actions, local) {
  return h(
    "section",
    { class: "d-request", "data-key": "request", "aria-labelledby": "d-request-title", hidden: local.board !== null && "" },
    view.open ? drawOpen(view, actions, local) : drawNothingOpen(view, actions, local),
    drawSent(view, actions, local),
  );
}

function drawOpen(view, actions, local) {
  const { open } = view;
  return h(
    "div",
    { class: "d-open", "data-key": `open-${open.prediction}` },
    h("div", { class: "d-open-head" },
      h("h2", { class: "d-title", id: "d-request-title", tabindex: "-1" }, open.who),
      drawHere(open.here),
      h("p", { class: "d-row-what" }, [open.persona, open.arm, round(open), open.feature].filter(Boolean).join(" · ")),
      drawLeft(open, local.now)),
    drawBar(open, local.now),
    drawBefore(open),
    open.input?.length > 0 &&
      h("dl", { class: "d-facts" },
        open.input.map((fact) => h("div", { class: "d-fact" }, h("dt", {}, fact.label), h("dd", { dir: "auto" }, fact.value)))),
    open.form.picture && open.form.task !== "object-detection" && drawPicture(open.form.picture),
    drawTalk(open),
    drawProposal(open, actions, local),
    h("div", { class: "d-form", "data-key": "form" }, formFor(open).draw(open, actions, local)),
    drawFoot(view, actions, local),
  );
}

/** What happened to this request before it came here. */
function drawBefore({ second, note, earlier, form, ...open }) {
  const lines = [
    second && ["Second opinion", "Somebody has answered this already, and nobody sees yours. It tells how alike the desk answers."],
    note && [`Note from ${note.by}`, note.text],
    earlier && form.plain !== "label" && ["Taken back", "Your earlier answer stands below. Nobody has seen it."],
    earlier && form.plain === "label" && ["Taken back", "Nobody has seen your earlier answer. Choose again."],
  ].filter(Boolean);
  if (lines.length === 0) return null;
  return h("div", { class: "d-before", "data-key": `before-${open.prediction}` },
    lines.map(([title, text]) => h("p", { class: "d-callout" }, h("strong", {}, `${title}: `), h("span", { dir: "auto" }, text))));
}

const drawPicture = ({ src, width, height, alt }) => h("img", { class: "d-picture", "data-key": "picture", src, width, height, alt });

/** The conversation so far, latest last; the form below it answers the last line. */
function drawTalk({ talk, who }) {
  if (!talk?.length) return null;
  return h(
    "section",
    { class: "d-talk-box", "aria-labelledby": "d-talk-title", "data-key": "talk" },
    h("h3", { class: "d-small", id: "d-talk-title" }, "The conversation so far"),
    h("div", { class: "d-talk", tabindex: "0", role: "group", "aria-labelledby": "d-talk-title" },
      h("ol", {},
        talk.map(({ by, text }) =>
          h("li", { class: "d-said", "data-by": by },
            h("span", { class: "d-by" }, by === "participant" ? who : "The product"),
            h("p", { class: "d-words", dir: "auto" }, text))))),
  );
}

function drawFoot({ open, shift }, actions, local) {
  const held = local.held.has(open.prediction);
  const quiet = (key, text, does, cap, more) =>
    press("quiet", key, text, does, { "aria-disabled": waitsFor(local), "aria-keyshortcuts": cap.toLowerCase(), cap, ...more });
  const grown = shift !== undefined; // an older server knows nothing of these
  return h(
    "div",
    { class: "d-foot", "data-key": "foot" },
    open.hold &&
      (held
        ? h("span", { class: "d-done", "data-key": "held" }, "Holding reply sent")
        : quiet("hold", ["Hold: ", h("q", { dir: "auto" }, open.hold)], actions.hold, "H")),
    grown && quiet("off-script", "Off script", actions.offScript, "O", { "aria-pressed": String(local.offScript) }),
    grown && !open.second && quiet("hand-over", "Hand over", actions.handOver, "G"),
    quiet("back", "Give back", actions.giveBack, "Esc", { "aria-keyshortcuts": "Escape" }),
  );
}

function drawNothingOpen(view, actions, local) {
  const next = nextIn(view);
  const practice = local.sent ? null : drawPractice(view, actions, next ? "d-practice-title" : "d-request-title");
  return [
    practice,
    (!practice || next) &&
      h("div", { class: "d-nothing", "data-key": "nothing" },
        h("h2", { class: "d-title", id: "d-request-title", tabindex: "-1" }, titleOf(view, next, local)),
        local.sent && h("p", { class: "d-sent", dir: "auto" }, local.sent.told),
        next?.state !== "waiting" && h("p", { class: "d-calm", "data-key": "calm" }, EMPTY),
        next && drawNext(next, view, actions, local),
        drawAfter(view, actions, local)),
  ];
}

function titleOf({ shift }, next, { sent }) {
  if (sent) return `Sent to ${sent.who}`;
  if (shift?.state === "paused") return "You are on a break";
  return next?.state === "waiting" ? "Ready for the next one?" : "All quiet";
}

/** What C takes. A second opinion is offered quietly, and so is everything during a break. */
function drawNext(next, { shift }, actions, local) {
  const second = next.state === "second";
  return press(
    second || shift?.state === "paused" ? "plain" : "primary",
    "next",
    second ? `Give a second opinion on ${next.who}` : `Take ${next.who}`,
    () => actions.claim(next.prediction),
    { "aria-disabled": waitsFor(local), "aria-keyshortcuts": "c", cap: "C" },
  );
}
