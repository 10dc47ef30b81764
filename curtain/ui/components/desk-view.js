/** Draws the operator's desk from its view: queue, open request, and what helps to answer it. */

import { h, island } from "./desk-dom.js";
import { drawHelps } from "./desk-helps.js";
import { drawKeys } from "./desk-keys.js";
import { drawQueue } from "./desk-queue.js";
import { drawRequest } from "./desk-request.js";
import { drawLately } from "./desk-sent.js";
import { drawBoard } from "./desk-sessions.js";
import { drawTop } from "./desk-top.js";

/**
 * What the desk looks like: the same view, actions and local state give the same DOM. What a view of an older server does not
 * have is not drawn.
 * @param {object | null} view the desk view as the server sends it
 * @param {object} actions what the buttons do: see desk-actions.js
 * @param {object} local what only this browser knows: see desk.js; `now` is the server's clock in ms
 * @returns {HTMLElement}
 */
export function render(view, actions, local) {
  const helps = view?.open && local.board === null ? drawHelps(view.open, actions, local) : null;
  return h(
    "section",
    {
      class: "d-desk",
      "aria-label": "Desk",
      "data-open": view?.open ? "yes" : "no",
      "data-task": view?.open?.form.task ?? null,
    },
    drawTop(view, actions, local),
    local.help && drawKeys(actions, local),
    h("div", { class: "d-notices", role: "status", "data-key": "notices" },
      local.notice && h("p", { class: "d-notice" }, local.notice)),
    h("div", { class: "d-heard", "aria-live": "polite", "data-key": "heard" }, local.heard),
    view
      ? h("div", { class: "d-columns", "data-key": "columns", "data-helps": helps ? "yes" : "no" },
          drawQueue(view, actions, local, drawLately(view, actions, local)),
          drawRequest(view, actions, local),
          local.board !== null && drawBoard(local.board, view, actions, local),
          helps)
      : h("p", { class: "d-calm", "data-key": "opening" }, "Opening the desk…"),
    island("dialogs", { class: "d-dialogs" }),
  );
}
