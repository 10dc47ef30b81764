/** What the operator does about the whole desk: the shift, the doors, the running sessions, sound and keys. */

import { askEndShift, askNote } from "./desk-dialogs.js";
import { switchLetters } from "./desk-memory.js";

const FIRST_THIS_ONE = "Please answer the open request first, or give it back with Esc.";

/** The actions of one desk that are about no request. */
export function houseActions(desk) {
  const { local } = desk;
  const find = (selector) => desk.root.querySelector(selector);

  function shift(what, more = {}) {
    if (!local.busy) desk.run("shift", "desk.shift", { do: what, ...more });
  }

  function pause() {
    const next = { off: "start", on: "pause", paused: "go_on" }[desk.view.shift.state];
    if (next) shift(next);
  }

  function endShift() {
    if (desk.view.open) desk.set({ notice: FIRST_THIS_ONE });
    else askEndShift(desk.dialogs, (answers) => desk.run("shift", "desk.shift", { do: "end", answers }, { quiet: true }));
  }

  function doors() {
    if (!local.busy) desk.run("doors", "desk.doors", { closed: !desk.view.doors.closed });
  }

  function board() {
    if (local.board !== null) {
      desk.set({ board: null });
      find("#d-request-title")?.focus();
      return;
    }
    desk.set({ board: { sessions: null } });
    find("#d-board-title").focus();
    lookAgain();
  }

  /** Ask for the running sessions, while the board is open. */
  async function lookAgain() {
    try {
      const { sessions } = await desk.live.call("desk.sessions", {});
      if (local.board !== null) desk.set({ board: { sessions } });
    } catch (error) {
      if (!desk.closed) desk.set({ notice: error.message });
    }
  }

  async function change(what, session) {
    if (local.busy) return;
    await desk.run("session", what, { session });
    lookAgain();
  }

  /** A note stands at the moment when it was begun: what was seen then may be gone when it is written. */
  function note({ session, who }) {
    const begun = performance.now();
    const tell = (text) => ({ session, text, begun_ms: Math.round(performance.now() - begun) });
    askNote(desk.dialogs, who, (text) => desk.run("note", "desk.note", tell(text), { quiet: true }));
  }

  return {
    ...{ shift, pause, endShift, doors, board, lookAgain },
    takeOver: (session) => change("desk.take_over", session),
    giveOver: (session) => change("desk.give_over", session),
    note,
    sound: () => {
      desk.announcer.toggleSound();
      desk.draw();
    },
    letters: () => {
      switchLetters(!local.letters);
      desk.set({ letters: !local.letters });
    },
    help: () => desk.set({ help: !local.help }),
  };
}
