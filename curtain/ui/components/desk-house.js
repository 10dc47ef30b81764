/** What the operator does about the whole desk: the shift, the doors, the running sessions, sound and keys. */

import { askEndShift, askNote } from "./desk-dialogs.js";

const FIRST_THIS_ONE = "Please answer the open request first, or give it back with Esc.";

/** The actions of one desk that are about no request. */
export function houseActions(desk) {
  const { local } = desk;
  const find = (selector) => desk.root.querySelector(selector);

  function shift(what, more = {}) {
    if (!local.busy) desk.run("shift", "desk.shift", { do: what, ...more });
  }

  function pause() {
    const { state, practice } = desk.view.shift;
    if (state === "off" && practice?.needed) find('[data-key="practise"]')?.focus();
    else shift({ off: "start", on: "pause", paused: "go_on" }[state]);
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

  return {
    ...{ shift, pause, endShift, doors, board, lookAgain },
    takeOver: (session) => change("desk.take_over", session),
    giveOver: (session) => change("desk.give_over", session),
    note: (one) => askNote(desk.dialogs, one, (text) => desk.run("note", "desk.note", { session: one.session, text }, { quiet: true })),
    sound: () => {
      desk.announcer.toggleSound();
      desk.draw();
    },
    help: () => desk.set({ help: !local.help }),
  };
}
